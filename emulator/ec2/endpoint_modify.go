package ec2

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// modifyEndpoint is
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcEndpoint.html.
func (r *request) modifyEndpoint(in *sdk.ModifyVpcEndpointInput) (*sdk.ModifyVpcEndpointOutput, *awsproto.Error) {
	if aws.ToBool(in.ResetPolicy) && in.PolicyDocument != nil {
		return nil, combination("The parameters resetPolicy and policyDocument cannot be used together") // [U]
	}
	if len(in.SubnetConfigurations) > 0 {
		return nil, unsupported("emulates endpoints whose addresses it chooses.")
	}
	if err := onlyIPv4(in.IpAddressType, in.DnsOptions); err != nil {
		return nil, err
	}
	policy, err := r.policy(aws.ToString(in.PolicyDocument))
	if err != nil {
		return nil, err
	}
	on, _, missing := endpoints.named(r, *in.VpcEndpointId)
	more, noPart := r.partAsks(slices.Concat(in.AddRouteTableIds, in.RemoveRouteTableIds),
		slices.Concat(in.AddSubnetIds, in.RemoveSubnetIds), slices.Concat(in.AddSecurityGroupIds, in.RemoveSecurityGroupIds))
	if err := r.permit(append([]ask{{on: on}}, more...)...); err != nil {
		return nil, err
	}
	for _, err := range []*awsproto.Error{missing, noPart} {
		if err != nil {
			return nil, err
		}
	}
	err = r.change(func(a *world.Account) *awsproto.Error {
		e, err := endpoints.find(a, *in.VpcEndpointId)
		if err != nil {
			return err
		}
		if err := modifiable(e.it, in); err != nil {
			return err
		}
		modify(e, in, policy)
		return conflict(r, e.vpc, e.it)
	})
	return &sdk.ModifyVpcEndpointOutput{Return: aws.Bool(true)}, err
}

func modifiable(e *world.Endpoint, in *sdk.ModifyVpcEndpointInput) *awsproto.Error {
	gateway := e.Type == world.Gateway
	switch {
	case !gateway && len(in.AddRouteTableIds)+len(in.RemoveRouteTableIds) > 0:
		return invalidParameter("Route table IDs are only supported for Gateway type VPC Endpoint.")
	case gateway && len(in.AddSubnetIds)+len(in.RemoveSubnetIds) > 0:
		return invalidParameter("Subnets are only supported for Interface type VPC Endpoints.")
	case gateway && len(in.AddSecurityGroupIds)+len(in.RemoveSecurityGroupIds) > 0:
		return invalidParameter("Security groups are only supported for Interface type VPC Endpoints.")
	case gateway && aws.ToBool(in.PrivateDnsEnabled):
		return invalidParameter("Private DNS can only be enabled for Interface type VPC Endpoints.") // [U]
	case !gateway && len(removed(e.SecurityGroups, in.RemoveSecurityGroupIds))+len(in.AddSecurityGroupIds) == 0:
		return invalidParameter("An interface endpoint needs at least one security group.") // [U]
	}
	return nil
}

// modify changes an endpoint, and the network interfaces of one that has some.
func modify(e endpointAt, in *sdk.ModifyVpcEndpointInput, policy *world.Policy) {
	if aws.ToBool(in.ResetPolicy) {
		e.it.Policy = world.DefaultEndpointPolicy()
	}
	if policy != nil {
		e.it.Policy = policy
	}
	if in.PrivateDnsEnabled != nil {
		e.it.PrivateDNS = *in.PrivateDnsEnabled
		e.it.PrivateDNSForInbound = e.it.PrivateDNSForInbound && e.it.PrivateDNS
	}
	if dns := in.DnsOptions; dns != nil && dns.PrivateDnsOnlyForInboundResolverEndpoint != nil {
		e.it.PrivateDNSForInbound = e.it.PrivateDNS && *dns.PrivateDnsOnlyForInboundResolverEndpoint
	}
	e.it.RouteTables = with(removed(e.it.RouteTables, in.RemoveRouteTableIds), in.AddRouteTableIds)
	e.it.Subnets = with(removed(e.it.Subnets, in.RemoveSubnetIds), in.AddSubnetIds)
	e.it.SecurityGroups = with(removed(e.it.SecurityGroups, in.RemoveSecurityGroupIds), in.AddSecurityGroupIds)
	for _, id := range interfacesOf(e.vpc, e.id) {
		n := e.vpc.NetworkInterfaces[id]
		n.SecurityGroups = slices.Clone(e.it.SecurityGroups)
		if !has(e.it.Subnets, n.Subnet) {
			dropInterface(e.vpc, id)
		}
	}
}

func removed(list, gone []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return has(gone, s) })
}
