package ec2

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// An offer is an endpoint service of one type.
type offer struct {
	name, kind, host, region string
}

func (r *request) offers() []offer {
	var out []offer
	for _, s := range endpointServices {
		for _, kind := range s.types {
			out = append(out, offer{r.serviceName(s.name), kind, s.host + "." + r.x.Region + ".amazonaws.com", r.x.Region})
		}
	}
	return out
}

var offerLister = lister[offer]{
	kind: "endpoint-service", id: func(o offer) string { return o.name + " " + o.kind }, tags: func(offer) map[string]string { return nil },
	fields: map[string]func(offer) []string{
		"service-name":   func(o offer) []string { return one(o.name) },
		"service-type":   func(o offer) []string { return one(o.kind) },
		"service-region": func(o offer) []string { return one(o.region) },
		"owner":          func(offer) []string { return one("amazon") },

		"supported-ip-address-types": func(offer) []string { return one("ipv4") },
	},
}

// describeServices is
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcEndpointServices.html.
func (r *request) describeServices(in *sdk.DescribeVpcEndpointServicesInput) (*sdk.DescribeVpcEndpointServicesOutput, *awsproto.Error) {
	if err := r.permitAll(); err != nil {
		return nil, err
	}
	all := r.offers()
	if len(in.ServiceNames) > 0 {
		for _, name := range in.ServiceNames {
			if _, err := r.endpointService(name); err != nil {
				return nil, err
			}
		}
		all = slices.DeleteFunc(all, func(o offer) bool { return !has(in.ServiceNames, o.name) })
	}
	page, next, err := offerLister.list(all, search{filters: in.Filters, token: in.NextToken, size: in.MaxResults})
	out := &sdk.DescribeVpcEndpointServicesOutput{NextToken: next, ServiceNames: []string{}, ServiceDetails: each(page, r.offerOut)}
	for _, o := range page {
		out.ServiceNames = with(out.ServiceNames, one(o.name))
	}
	return out, err
}

func (r *request) offerOut(o offer) types.ServiceDetail {
	out := types.ServiceDetail{
		ServiceName: aws.String(o.name), ServiceId: aws.String(world.NetworkID("vpce-svc", o.name, o.kind)), ServiceRegion: aws.String(o.region),
		ServiceType: []types.ServiceTypeDetail{{ServiceType: types.ServiceType(o.kind)}}, Owner: aws.String("amazon"),
		AvailabilityZones: zones(r.x.Region), AvailabilityZoneIds: each(zones(r.x.Region), zoneID),
		BaseEndpointDnsNames: []string{o.host}, VpcEndpointPolicySupported: aws.Bool(true), AcceptanceRequired: aws.Bool(false),
		ManagesVpcEndpoints: aws.Bool(false), Tags: []types.Tag{}, SupportedIpAddressTypes: []types.ServiceConnectivityType{types.ServiceConnectivityTypeIpv4},
	}
	if o.kind == world.Interface {
		out.BaseEndpointDnsNames = []string{strings.TrimPrefix(strings.TrimSuffix(o.host, "amazonaws.com"), "*.") + "vpce.amazonaws.com"}
		out.PrivateDnsName = aws.String(o.host)
		out.PrivateDnsNames = []types.PrivateDnsDetails{{PrivateDnsName: aws.String(o.host)}}
		out.PrivateDnsNameVerificationState = types.DnsNameStateVerified
	}
	return out
}
