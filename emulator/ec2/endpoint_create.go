package ec2

import (
	"cmp"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/denylab/denylab/emulator/awsproto"
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
		if id, err = again(a, made, *in.VpcId); id != "" || err != nil {
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
		return nil, unsupported("emulates gateway and interface endpoints; %s endpoints are not emulated.", kind)
	}
	s, err := r.endpointService(*in.ServiceName)
	if err != nil {
		return nil, err
	}
	if !has(s.types, kind) {
		return nil, invalidParameter("Endpoint type (%s) does not match available service types ([%s]).", kind, s.types[0])
	}
	if in.ServiceRegion != nil && *in.ServiceRegion != r.x.Region || len(in.SubnetConfigurations) > 0 {
		return nil, unsupported("emulates endpoints for services of their own Region, whose addresses it chooses.")
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
	private := kind == world.Interface && privateDNS(in.PrivateDnsEnabled, s)
	return &world.Endpoint{
		Service: s.name, Type: kind, Policy: policy, Created: r.x.Now.UTC(), ClientToken: aws.ToString(in.ClientToken),
		RouteTables: with(nil, in.RouteTableIds), Subnets: with(nil, in.SubnetIds), SecurityGroups: with(nil, in.SecurityGroupIds),
		PrivateDNS: private, PrivateDNSForInbound: forInbound(in.DnsOptions, private, s),
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

// forInbound is on by default with private DNS of services with gateway
// endpoints; others do not have it
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/privatelink-interface-endpoints.html#private-dns).
func forInbound(dns *types.DnsOptionsSpecification, private bool, s endpointService) bool {
	if dns == nil || dns.PrivateDnsOnlyForInboundResolverEndpoint == nil {
		return private && has(s.types, world.Gateway)
	}
	return private && *dns.PrivateDnsOnlyForInboundResolverEndpoint
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

// again is the id of the endpoint that an earlier request with the same client
// token made, if there is one. The token of another endpoint is refused
// (https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html).
func again(a *world.Account, made *world.Endpoint, vpc string) (string, *awsproto.Error) {
	for _, e := range endpoints.all(a) {
		if made.ClientToken == "" || e.it.ClientToken != made.ClientToken {
			continue
		}
		if e.it.Service != made.Service || e.it.Type != made.Type || e.vpc.ID != vpc {
			return "", failure("IdempotentParameterMismatch", "The request uses the same client token as a previous, but non-identical request.") // [U]
		}
		return e.id, nil
	}
	return "", nil
}
