package ec2

import (
	"net/netip"

	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

func (r *request) vpcThing(v *world.VPC, id string) thing {
	return thing{kind: "vpc", id: id, tags: v.Tags, keys: authz.Context{"ec2:VpcID": authz.One(id), "ec2:Tenancy": authz.One(v.Tenancy)}}
}

// vpc is the VPC with an id, as the rules see it and as it is; the error says
// that there is none.
func (r *request) vpc(id string) (thing, *world.VPC, *awsproto.Error) {
	v, err := vpcIn(r.account(), id)
	if err != nil {
		return thing{kind: "vpc", id: id}, nil, err
	}
	return r.vpcThing(v, id), v, nil
}

func vpcIn(a *world.Account, id string) (*world.VPC, *awsproto.Error) {
	if v := a.VPCs[id]; v != nil {
		return v, nil
	}
	return nil, notFound["vpc"](id)
}

// createVpc is https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html,
// with an IPv4 network.
func (r *request) createVpc(in *sdk.CreateVpcInput) (*sdk.CreateVpcOutput, *awsproto.Error) {
	cidr, err := vpcCIDR(in)
	if err != nil {
		return nil, err
	}
	tags, err := specified(in.TagSpecifications, "vpc")
	if err != nil {
		return nil, err
	}
	if err := r.permit(r.making("vpc", nil, tags)...); err != nil {
		return nil, err
	}
	var id string
	err = r.change(func(a *world.Account) *awsproto.Error {
		if a.VPCs == nil {
			a.VPCs = map[string]*world.VPC{}
		}
		id = newID(a, "vpc", cidr)
		a.VPCs[id] = &world.VPC{CIDR: cidr, Tenancy: string(in.InstanceTenancy), Tags: tags}
		return nil
	})
	if err != nil {
		return nil, err
	}
	v, err := vpcIn(r.now(), id)
	if err != nil {
		return nil, err
	}
	out := vpcOut(v)
	return &sdk.CreateVpcOutput{Vpc: &out}, nil
}

func vpcCIDR(in *sdk.CreateVpcInput) (string, *awsproto.Error) {
	switch {
	case in.AmazonProvidedIpv6CidrBlock != nil && *in.AmazonProvidedIpv6CidrBlock, in.Ipv6CidrBlock != nil, in.Ipv4IpamPoolId != nil, in.Ipv6IpamPoolId != nil, in.Ipv6Pool != nil:
		return "", unsupported("emulates VPCs with an IPv4 network only.")
	case in.InstanceTenancy == types.TenancyHost:
		return "", invalidValue("host", "instanceTenancy", "")
	case in.CidrBlock == nil:
		return "", failure("MissingParameter", "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.")
	}
	prefix, err := cidrBlock(*in.CidrBlock)
	if err != nil {
		return "", err
	}
	if prefix.Bits() < 16 || prefix.Bits() > 28 {
		return "", failure("InvalidVpc.Range", "The CIDR '%s' is invalid.", *in.CidrBlock)
	}
	return prefix.String(), nil
}

// cidrBlock is an IPv4 network; bits beyond its length are dropped, as AWS does.
func cidrBlock(text string) (netip.Prefix, *awsproto.Error) {
	prefix, err := netip.ParsePrefix(text)
	if err != nil || !prefix.Addr().Is4() {
		return prefix, invalidValue(text, "cidrBlock", "This is not a valid CIDR block.")
	}
	return prefix.Masked(), nil
}

// deleteVpc is https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVpc.html:
// only what AWS made with the VPC may be left in it.
func (r *request) deleteVpc(in *sdk.DeleteVpcInput) (*sdk.DeleteVpcOutput, *awsproto.Error) {
	on, _, missing := r.vpc(*in.VpcId)
	if err := r.permit(ask{on: on}); err != nil {
		return nil, err
	}
	if missing != nil {
		return nil, missing
	}
	return &sdk.DeleteVpcOutput{}, r.change(func(a *world.Account) *awsproto.Error {
		v, err := vpcIn(a, *in.VpcId)
		switch {
		case err != nil:
			return err
		case len(v.Subnets)+len(v.Endpoints)+len(v.NetworkInterfaces) > 0, len(v.SecurityGroups) > 1, len(v.RouteTables) > 1, attached(a, *in.VpcId):
			return depends("vpc", *in.VpcId)
		}
		delete(a.VPCs, *in.VpcId)
		return nil
	})
}

// attached: an internet gateway is attached to a VPC.
func attached(a *world.Account, vpc string) bool {
	for _, g := range a.InternetGateways {
		if g.VPC == vpc {
			return true
		}
	}
	return false
}
