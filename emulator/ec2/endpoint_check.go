package ec2

import (
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/iampolicy"
	"github.com/denylab/denylab/emulator/world"
)

func onlyIPv4(kind types.IpAddressType, dns *types.DnsOptionsSpecification) *awsproto.Error {
	if kind != "" && kind != types.IpAddressTypeIpv4 {
		return unsupported("emulates endpoints with IPv4 addresses only.")
	}
	if dns != nil && !slices.Contains([]types.DnsRecordIpType{"", types.DnsRecordIpTypeIpv4, types.DnsRecordIpTypeServiceDefined}, dns.DnsRecordIpType) {
		return unsupported("emulates endpoints with IPv4 records only.")
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
		return nil, failure(problems[0].Code, "%s%s", problems[0].Message, position(problems[0]))
	}
	if unknown := r.x.World.UnknownPrincipals(doc); len(unknown) > 0 {
		return nil, failure("InvalidPolicyDocument", "The Policy Document is not valid. It names the principal %s, which does not exist.", unknown[0]) // [U]
	}
	return &world.Policy{Document: doc, JSON: []byte(text)}, nil
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
	if e.PrivateDNSForInbound && !hasGateway(v, e.Service) {
		return invalidParameter("To set PrivateDnsOnlyForInboundResolverEndpoint to true, the VPC %s must have a Gateway endpoint for the service.", v.ID)
	}
	if e.PrivateDNS && (v.NoDNSSupport || !v.DNSHostnames) {
		return invalidParameter("Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for %s", v.ID)
	}
	return nil
}

// hasInterface: the endpoint is in the subnet already.
func hasInterface(v *world.VPC, e *world.Endpoint, subnet string) bool {
	return e.ID != "" && slices.ContainsFunc(interfacesOf(v, e.ID), func(id string) bool { return v.NetworkInterfaces[id].Subnet == subnet })
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
		if !hasInterface(v, e, id) && v.FreeAddress(s) == "" {
			return noFreeAddress()
		}
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

// position is where AWS says that a document is wrong; here it is where the
// statement begins, if not the text itself is none of JSON [U].
func position(p iampolicy.Problem) string {
	if p.Line == 0 {
		return ""
	}
	return fmt.Sprintf(" Syntax error at position (%d,%d)", p.Line, p.Column)
}

// hasGateway: the VPC has a gateway endpoint for a service.
func hasGateway(v *world.VPC, service string) bool {
	for _, e := range v.Endpoints {
		if e.Type == world.Gateway && e.Service == service {
			return true
		}
	}
	return false
}
