package ec2

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

type endpointAt = within[world.Endpoint]

// available is the state of every endpoint here. AWS writes it in lower case,
// unlike its model.
const available types.State = "available"

var endpointLister = lister[endpointAt]{
	kind: "vpc-endpoint", id: func(e endpointAt) string { return e.id },
	tags: func(e endpointAt) map[string]string { return e.it.Tags },
	fields: map[string]func(endpointAt) []string{
		"vpc-endpoint-id":    func(e endpointAt) []string { return one(e.id) },
		"vpc-id":             func(e endpointAt) []string { return one(e.vpc.ID) },
		"vpc-endpoint-type":  func(e endpointAt) []string { return one(e.it.Type) },
		"vpc-endpoint-state": func(endpointAt) []string { return one(string(available)) },
		"ip-address-type":    func(endpointAt) []string { return one("ipv4") },
	},
}

// endpointsBy is the lister of a request's Region, in which services have their
// names.
func (r *request) endpointsBy() lister[endpointAt] {
	l := endpointLister
	l.fields = map[string]func(endpointAt) []string{
		"service-name":   func(e endpointAt) []string { return one(r.serviceName(e.it.Service)) },
		"service-region": func(endpointAt) []string { return one(r.x.Region) },
	}
	for name, of := range endpointLister.fields {
		l.fields[name] = of
	}
	return l
}

// describeEndpoints is
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcEndpoints.html.
func (r *request) describeEndpoints(in *sdk.DescribeVpcEndpointsInput) (*sdk.DescribeVpcEndpointsOutput, *awsproto.Error) {
	if err := r.permitAll(); err != nil {
		return nil, err
	}
	page, next, err := r.endpointsBy().list(endpoints.all(r.account()), search{in.VpcEndpointIds, in.Filters, in.NextToken, in.MaxResults})
	return &sdk.DescribeVpcEndpointsOutput{VpcEndpoints: each(page, r.endpointOut), NextToken: next}, err
}

func (r *request) endpointOut(e endpointAt) types.VpcEndpoint {
	out := types.VpcEndpoint{
		VpcEndpointId: aws.String(e.id), VpcEndpointType: types.VpcEndpointType(e.it.Type), VpcId: aws.String(e.vpc.ID),
		ServiceName: aws.String(r.serviceName(e.it.Service)), ServiceRegion: aws.String(r.x.Region), State: available,
		PolicyDocument: aws.String(string(e.it.Policy.JSON)), OwnerId: aws.String(e.vpc.Account), CreationTimestamp: aws.Time(e.it.Created),
		RouteTableIds: list(e.it.RouteTables), SubnetIds: list(e.it.Subnets), Groups: each(groupsOut(e.vpc, e.it.SecurityGroups), sameGroup),
		NetworkInterfaceIds: []string{}, DnsEntries: []types.DnsEntry{}, PrivateDnsEnabled: aws.Bool(e.it.PrivateDNS),
		RequesterManaged: aws.Bool(false), Tags: tagList(e.it.Tags), IpAddressType: types.IpAddressTypeIpv4,
		DnsOptions: &types.DnsOptions{DnsRecordIpType: types.DnsRecordIpTypeIpv4},
	}
	if e.it.Type == world.Gateway {
		out.DnsOptions.DnsRecordIpType = types.DnsRecordIpTypeServiceDefined
		return out
	}
	out.DnsOptions.PrivateDnsOnlyForInboundResolverEndpoint = aws.Bool(e.it.PrivateDNSForInbound)
	out.NetworkInterfaceIds = interfacesOf(e.vpc, e.id)
	out.DnsEntries = r.dnsEntries(e)
	return out
}

// sameGroup is what endpoints have for a group: in the model it is another type.
func sameGroup(g types.GroupIdentifier) types.SecurityGroupIdentifier {
	return types.SecurityGroupIdentifier(g)
}

// list is never nil, which would be left out of an answer.
func list(ids []string) []string { return append([]string{}, ids...) }

func groupsOut(v *world.VPC, ids []string) []types.GroupIdentifier {
	out := []types.GroupIdentifier{}
	for _, id := range ids {
		name := ""
		if g := v.SecurityGroups[id]; g != nil {
			name = g.Name
		}
		out = append(out, types.GroupIdentifier{GroupId: aws.String(id), GroupName: aws.String(name)})
	}
	return out
}

// interfacesOf are the ids of the network interfaces of an endpoint.
func interfacesOf(v *world.VPC, endpoint string) []string {
	out := []string{}
	for id, n := range v.NetworkInterfaces {
		if n.Endpoint == endpoint {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}

// dnsEntries are the names that lead to an interface endpoint: its own, those
// in its zones, and with private DNS the service's.
func (r *request) dnsEntries(e endpointAt) []types.DnsEntry {
	at := "." + e.it.Service + "." + r.x.Region + ".vpce.amazonaws.com"
	own := e.id + "-" + world.NetworkID("dns", e.id)[5:13]
	names := one(own + at)
	for _, id := range e.it.Subnets {
		if s := e.vpc.Subnets[id]; s != nil {
			names = append(names, own+"-"+s.AvailabilityZone+at)
		}
	}
	if s, err := r.endpointService(r.serviceName(e.it.Service)); err == nil && e.it.PrivateDNS {
		names = append(names, s.host+"."+r.x.Region+".amazonaws.com")
	}
	return each(names, func(name string) types.DnsEntry {
		return types.DnsEntry{DnsName: aws.String(name), HostedZoneId: aws.String("Z7HUB22UULQXV")}
	})
}

// deleteEndpoints is
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVpcEndpoints.html:
// those that cannot be deleted are in the answer, and do not keep the others.
func (r *request) deleteEndpoints(in *sdk.DeleteVpcEndpointsInput) (*sdk.DeleteVpcEndpointsOutput, *awsproto.Error) {
	asks, _ := endpoints.several(r, in.VpcEndpointIds)
	if err := r.permit(asks...); err != nil {
		return nil, err
	}
	out := &sdk.DeleteVpcEndpointsOutput{Unsuccessful: []types.UnsuccessfulItem{}}
	err := r.change(func(a *world.Account) *awsproto.Error {
		for _, id := range in.VpcEndpointIds {
			e, err := endpoints.find(a, id)
			if err != nil {
				out.Unsuccessful = append(out.Unsuccessful, types.UnsuccessfulItem{ResourceId: aws.String(id),
					Error: &types.UnsuccessfulItemError{Code: aws.String(err.Code), Message: aws.String(err.Message)}})
				continue
			}
			for _, n := range interfacesOf(e.vpc, id) {
				dropInterface(e.vpc, n)
			}
			delete(e.vpc.Endpoints, id)
		}
		return nil
	})
	return out, err
}
