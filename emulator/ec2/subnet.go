package ec2

import (
	"net/netip"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// createSubnet is https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html,
// with an IPv4 network.
func (r *request) createSubnet(in *sdk.CreateSubnetInput) (*sdk.CreateSubnetOutput, *awsproto.Error) {
	tags, err := specified(in.TagSpecifications, "subnet")
	if err != nil {
		return nil, err
	}
	zone, err := r.zone(in.AvailabilityZone, in.AvailabilityZoneId)
	if err != nil {
		return nil, err
	}
	if in.Ipv6CidrBlock != nil || aws.ToBool(in.Ipv6Native) || in.Ipv4IpamPoolId != nil || in.Ipv6IpamPoolId != nil || in.OutpostArn != nil {
		return nil, unsupported("emulates subnets with an IPv4 network of their own only.")
	}
	if in.CidrBlock == nil {
		return nil, missingParameter("cidrBlock")
	}
	cidr, err := cidrBlock(*in.CidrBlock)
	if err != nil {
		return nil, err
	}
	on, _, missing := r.vpc(*in.VpcId)
	if err := r.permit(r.making("subnet", nil, tags, ask{on: on})...); err != nil {
		return nil, err
	}
	if missing != nil {
		return nil, missing
	}
	var id string
	err = r.change(func(a *world.Account) *awsproto.Error {
		v, err := vpcIn(a, *in.VpcId)
		if err != nil {
			return err
		}
		if err := fits(v, cidr); err != nil {
			return err
		}
		id = newID(a, "subnet", v.ID, cidr.String())
		v.Subnets[id] = &world.Subnet{CIDR: cidr.String(), AvailabilityZone: zone, Tags: tags}
		return nil
	})
	if err != nil {
		return nil, err
	}
	s, err := subnets.find(r.now(), id)
	if err != nil {
		return nil, err
	}
	out := r.subnetOut(s)
	return &sdk.CreateSubnetOutput{Subnet: &out}, nil
}

// fits: a subnet's network is a part of its VPC's that nobody has
// (https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html).
func fits(v *world.VPC, cidr netip.Prefix) *awsproto.Error {
	of, err := netip.ParsePrefix(v.CIDR)
	if err != nil || cidr.Bits() < of.Bits() || cidr.Bits() > 28 || !of.Contains(cidr.Addr()) {
		return failure("InvalidSubnet.Range", "The CIDR '%s' is invalid.", cidr)
	}
	for _, s := range v.Subnets {
		if other, err := netip.ParsePrefix(s.CIDR); err == nil && other.Overlaps(cidr) {
			return failure("InvalidSubnet.Conflict", "The CIDR '%s' conflicts with another subnet", cidr)
		}
	}
	return nil
}

// deleteSubnet is https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSubnet.html.
func (r *request) deleteSubnet(in *sdk.DeleteSubnetInput) (*sdk.DeleteSubnetOutput, *awsproto.Error) {
	on, _, missing := subnets.named(r, *in.SubnetId)
	if err := r.permit(ask{on: on}); err != nil {
		return nil, err
	}
	if missing != nil {
		return nil, missing
	}
	return &sdk.DeleteSubnetOutput{}, r.change(func(a *world.Account) *awsproto.Error {
		s, err := subnets.find(a, *in.SubnetId)
		if err != nil {
			return err
		}
		for _, n := range s.vpc.NetworkInterfaces {
			if n.Subnet == s.id {
				return depends("subnet", s.id)
			}
		}
		for _, t := range s.vpc.RouteTables { // its association goes with it
			t.Subnets = without(t.Subnets, s.id)
		}
		delete(s.vpc.Subnets, s.id)
		return nil
	})
}

// modifySubnetAttribute is
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySubnetAttribute.html,
// for the one attribute that subnets without IPv6 have here.
func (r *request) modifySubnetAttribute(in *sdk.ModifySubnetAttributeInput) (*sdk.ModifySubnetAttributeOutput, *awsproto.Error) {
	edit, err := theOne([]attributeEdit[*world.Subnet]{
		{"MapPublicIpOnLaunch", in.MapPublicIpOnLaunch, func(s *world.Subnet, on bool) { s.MapPublicIPOnLaunch = on }},
		{"AssignIpv6AddressOnCreation", in.AssignIpv6AddressOnCreation, nil},
		{"EnableDns64", in.EnableDns64, nil},
		{"MapCustomerOwnedIpOnLaunch", in.MapCustomerOwnedIpOnLaunch, nil},
		{"EnableResourceNameDnsARecordOnLaunch", in.EnableResourceNameDnsARecordOnLaunch, nil},
		{"EnableResourceNameDnsAAAARecordOnLaunch", in.EnableResourceNameDnsAAAARecordOnLaunch, nil},
	})
	if err == nil && edit.set == nil {
		err = unsupported("emulates subnets with an IPv4 network and AWS's defaults only: %s cannot be set.", edit.name)
	}
	if err != nil {
		return nil, err
	}
	on, _, missing := subnets.named(r, *in.SubnetId)
	if err := r.permit(ask{on: on, keys: edit.keys()}); err != nil {
		return nil, err
	}
	if missing != nil {
		return nil, missing
	}
	return &sdk.ModifySubnetAttributeOutput{}, r.change(func(a *world.Account) *awsproto.Error {
		s, err := subnets.find(a, *in.SubnetId)
		if err == nil {
			edit.set(s.it, *edit.to.Value)
		}
		return err
	})
}
