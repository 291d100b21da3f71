package ec2

import (
	"cmp"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/iampolicy"
	"github.com/denylab/denylab/emulator/world"
)

// createEndpoint is
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html,
// for gateway and interface endpoints of AWS's services.
func (r *request) createEndpoint(in *sdk.CreateVpcEndpointInput) (*sdk.CreateVpcEndpointOutput, *awsproto.Error) {
	tags, err := specified(in.TagSpecifications, "vpc-endpoint")
	if err != nil {
		return nil, err
	}
	made, err := r.described(in)
	if err != nil {
		return nil, err
	}
	made.Tags = tags
	if err := r.permitEndpoint(in, made); err != nil {
		return nil, err
	}
	var id string
	err = r.change(func(a *world.Account) *awsproto.Error {
		v, err := vpcIn(a, *in.VpcId)
		if err != nil {
			return err
		}
		if err := conflict(r, v, made); err != nil {
			return err
		}
		id = newID(a, "vpce", v.ID, made.Service, made.Type)
		if made.Type == world.Interface && len(made.SecurityGroups) == 0 {
			made.SecurityGroups = one(v.DefaultGroup().ID)
		}
		v.Endpoints[id] = made
		return nil
	})
	if err != nil {
		return nil, err
	}
	e, err := endpoints.find(r.now(), id)
	if err != nil {
		return nil, err
	}
	out := r.endpointOut(e)
	return &sdk.CreateVpcEndpointOutput{VpcEndpoint: &out, ClientToken: in.ClientToken}, nil
}

// described is the endpoint that a request describes, as far as that can be
// said without looking at the world.
func (r *request) described(in *sdk.CreateVpcEndpointInput) (*world.Endpoint, *awsproto.Error) {
	if in.ServiceName == nil {
		return nil, missingParameter("serviceName")
	}
	kind := cmp.Or(string(in.VpcEndpointType), world.Gateway)
	if kind != world.Gateway && kind != world.Interface {
		return nil, failure("UnsupportedOperation", "denylab emulates gateway and interface endpoints; %s endpoints are not emulated.", kind)
	}
	s, err := r.endpointService(*in.ServiceName)
	if err != nil {
		return nil, err
	}
	if !has(s.types, kind) {
		return nil, invalidParameter("Endpoint type (%s) does not match available service types ([%s]).", kind, s.types[0])
	}
	if err := onlyIPv4(in.IpAddressType, in.DnsOptions); err != nil {
		return nil, err
	}
	if err := parts(kind, in); err != nil {
		return nil, err
	}
	policy, err := r.policy(aws.ToString(in.PolicyDocument))
	if err != nil {
		return nil, err
	}
	return &world.Endpoint{
		Service: s.name, Type: kind, Policy: policy, Created: r.x.Now.UTC(),
		RouteTables: with(nil, in.RouteTableIds), Subnets: with(nil, in.SubnetIds), SecurityGroups: with(nil, in.SecurityGroupIds),
		PrivateDNS: kind == world.Interface && privateDNS(in.PrivateDnsEnabled, s),
	}, nil
}

// privateDNS is on when a request does not say, except for services with
// gateway endpoints, whose names lead there [U].
func privateDNS(asked *bool, s endpointService) bool {
	if asked == nil {
		return !has(s.types, world.Gateway)
	}
	return *asked
}

func onlyIPv4(kind types.IpAddressType, dns *types.DnsOptionsSpecification) *awsproto.Error {
	if kind != "" && kind != types.IpAddressTypeIpv4 {
		return failure("UnsupportedOperation", "denylab emulates endpoints with IPv4 addresses only.")
	}
	if dns != nil && !slices.Contains([]types.DnsRecordIpType{"", types.DnsRecordIpTypeIpv4, types.DnsRecordIpTypeServiceDefined}, dns.DnsRecordIpType) {
		return failure("UnsupportedOperation", "denylab emulates endpoints with IPv4 records only.")
	}
	return nil
}

// parts: route tables are for gateway endpoints, the rest for the others.
func parts(kind string, in *sdk.CreateVpcEndpointInput) *awsproto.Error {
	switch {
	case kind == world.Interface && len(in.RouteTableIds) > 0:
		return invalidParameter("Route table IDs are only supported for Gateway type VPC Endpoint.")
	case kind == world.Gateway && len(in.SubnetIds) > 0:
		return invalidParameter("Subnets are only supported for Interface type VPC Endpoints.")
	case kind == world.Gateway && len(in.SecurityGroupIds) > 0:
		return invalidParameter("Security groups are only supported for Interface type VPC Endpoints.")
	case kind == world.Gateway && aws.ToBool(in.PrivateDnsEnabled):
		return invalidParameter("Private DNS can only be enabled for Interface type VPC Endpoints.") // [U]
	}
	return nil
}

// policy is the document of an endpoint policy; nil for none, which is one that
// allows everything
// (https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html).
func (r *request) policy(text string) (*world.Policy, *awsproto.Error) {
	if text == "" {
		return nil, nil
	}
	doc, problems := iampolicy.Check([]byte(text), "", iampolicy.Endpoint)
	if len(problems) > 0 {
		return nil, failure(problems[0].Code, "%s", problems[0].Message)
	}
	if unknown := r.x.World.UnknownPrincipals(doc); len(unknown) > 0 {
		return nil, failure("InvalidPolicyDocument", "The policy document is not valid: it names the principal %s, which does not exist.", unknown[0]) // [U]
	}
	return &world.Policy{Document: doc, JSON: []byte(text)}, nil
}

// permitEndpoint asks about the endpoint that is made, and everything that it
// is made with.
func (r *request) permitEndpoint(in *sdk.CreateVpcEndpointInput, made *world.Endpoint) *awsproto.Error {
	vpc, _, noVPC := r.vpc(*in.VpcId)
	asks := []ask{{on: vpc}}
	more, missing := r.partAsks(made.RouteTables, made.Subnets, made.SecurityGroups)
	if err := r.permit(r.making("vpc-endpoint", r.serviceKeys(made.Service), made.Tags, append(asks, more...)...)...); err != nil {
		return err
	}
	return cmp.Or(noVPC, missing)
}

// partAsks are asks about what an endpoint is connected with, and the first
// that does not exist.
func (r *request) partAsks(tableIDs, subnetIDs, groupIDs []string) ([]ask, *awsproto.Error) {
	of, noTable := tables.several(r, tableIDs)
	in, noSubnet := subnets.several(r, subnetIDs)
	by, noGroup := groups.several(r, groupIDs)
	return slices.Concat(of, in, by), cmp.Or(noTable, noSubnet, noGroup)
}

// conflict: everything is in one VPC, and what others have already is not
// there twice.
func conflict(r *request, v *world.VPC, e *world.Endpoint) *awsproto.Error {
	if err := inOneVPC(v, e); err != nil {
		return err
	}
	for id, other := range v.Endpoints {
		if id == e.ID || other.Service != e.Service {
			continue
		}
		for _, table := range e.RouteTables {
			if has(other.RouteTables, table) {
				return failure("RouteAlreadyExists", "route table %s already has a route with destination-prefix-list-id %s", table, r.prefixListOf(e.Service).id)
			}
		}
		if e.PrivateDNS && other.PrivateDNS {
			s, _ := r.endpointService(r.serviceName(e.Service))
			return invalidParameter("private-dns-enabled cannot be set because there is already a conflicting DNS domain for %s.%s.amazonaws.com in the VPC %s", s.host, r.x.Region, v.ID)
		}
	}
	if e.PrivateDNS && (v.NoDNSSupport || !v.DNSHostnames) {
		return invalidParameter("Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for %s", v.ID)
	}
	return nil
}

func inOneVPC(v *world.VPC, e *world.Endpoint) *awsproto.Error {
	zones := map[string]bool{}
	for _, id := range e.Subnets {
		s := v.Subnets[id]
		if s == nil {
			return notFound["subnet"](id)
		}
		if zones[s.AvailabilityZone] {
			return failure("DuplicateSubnetsInSameZone", "Found another VPC endpoint subnet in the availability zone of %s", id)
		}
		zones[s.AvailabilityZone] = true
	}
	for _, id := range e.RouteTables {
		if v.RouteTables[id] == nil {
			return invalidParameter("Route table %s does not belong to the VPC %s", id, v.ID) // [U]
		}
	}
	for _, id := range e.SecurityGroups {
		if v.SecurityGroups[id] == nil {
			return invalidParameter("Security group %s does not belong to the VPC %s", id, v.ID) // [U]
		}
	}
	return nil
}
