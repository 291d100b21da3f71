package ec2

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// An endpointService is an AWS service that VPC endpoints can be for.
type endpointService struct {
	// name is what stands behind com.amazonaws.REGION. in its name.
	name string
	// host is its host name before .REGION.amazonaws.com.
	host  string
	types []string
}

var (
	interfaceOnly = []string{world.Interface}
	bothTypes     = []string{world.Gateway, world.Interface}
)

// endpointServices are services that integrate with AWS PrivateLink, or have
// gateway endpoints, and support endpoint policies: not all of AWS's
// (https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html).
var endpointServices = []endpointService{
	{"athena", "athena", interfaceOnly},
	{"dynamodb", "dynamodb", bothTypes},
	{"ec2", "ec2", interfaceOnly},
	{"ecr.api", "api.ecr", interfaceOnly},
	{"ecr.dkr", "*.dkr.ecr", interfaceOnly},
	{"events", "events", interfaceOnly},
	{"glue", "glue", interfaceOnly},
	{"kms", "kms", interfaceOnly},
	{"lambda", "lambda", interfaceOnly},
	{"logs", "logs", interfaceOnly},
	{"monitoring", "monitoring", interfaceOnly},
	{"s3", "s3", bothTypes},
	{"sagemaker.api", "api.sagemaker", interfaceOnly},
	{"sagemaker.featurestore-runtime", "featurestore-runtime.sagemaker", interfaceOnly},
	{"sagemaker.runtime", "runtime.sagemaker", interfaceOnly},
	{"secretsmanager", "secretsmanager", interfaceOnly},
	{"sns", "sns", interfaceOnly},
	{"sqs", "sqs", interfaceOnly},
	{"ssm", "ssm", interfaceOnly},
	{"states", "states", interfaceOnly},
	{"sts", "sts", interfaceOnly},
}

// serviceName is a service's name in requests: com.amazonaws.us-east-1.s3.
func (r *request) serviceName(name string) string {
	return "com.amazonaws." + r.x.Region + "." + name
}

// endpointService is the service with a name in requests.
func (r *request) endpointService(full string) (endpointService, *awsproto.Error) {
	name, ok := strings.CutPrefix(full, r.serviceName(""))
	i := slices.IndexFunc(endpointServices, func(s endpointService) bool { return s.name == name })
	if !ok || i < 0 {
		return endpointService{}, failure("InvalidServiceName", "The Vpc Endpoint Service '%s' does not exist", full)
	}
	return endpointServices[i], nil
}

// serviceKeys are the condition keys of an endpoint for a service.
func (r *request) serviceKeys(name string) authz.Context {
	return authz.Context{
		"ec2:VpceServiceName": authz.One(r.serviceName(name)), "ec2:VpceServiceOwner": authz.One("amazon"),
		"ec2:VpceServiceRegion": authz.One(r.x.Region), "ec2:VpceMultiRegion": authz.One("false"),
	}
}

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

// A prefixList is an AWS-managed list of a service's networks.
type prefixList struct {
	id, name string
	cidrs    []string
}

// prefixLists are those of the services with gateway endpoints. The ids are
// AWS's in us-east-1 and made elsewhere; of the networks there are more at AWS.
func (r *request) prefixLists() []prefixList {
	s3, dynamodb := "pl-63a5400a", "pl-02cd2c6b"
	if r.x.Region != "us-east-1" {
		s3, dynamodb = world.NetworkID("pl", r.x.Region, "s3"), world.NetworkID("pl", r.x.Region, "dynamodb")
	}
	return []prefixList{
		{dynamodb, r.serviceName("dynamodb"), []string{"52.94.0.0/22", "52.119.224.0/20"}},
		{s3, r.serviceName("s3"), []string{"52.216.0.0/15", "54.231.0.0/16"}},
	}
}

func (r *request) prefixListByID(id string) *prefixList {
	for _, l := range r.prefixLists() {
		if l.id == id {
			return &l
		}
	}
	return nil
}

// prefixListOf is the list of the networks of a service such as s3.
func (r *request) prefixListOf(service string) *prefixList {
	for _, l := range r.prefixLists() {
		if l.name == r.serviceName(service) {
			return &l
		}
	}
	return nil
}

var prefixLister = lister[prefixList]{
	kind: "prefix-list", id: func(l prefixList) string { return l.id },
	fields: map[string]func(prefixList) []string{
		"prefix-list-id":   func(l prefixList) []string { return one(l.id) },
		"prefix-list-name": func(l prefixList) []string { return one(l.name) },
	},
}

// describePrefixLists is
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribePrefixLists.html.
func (r *request) describePrefixLists(in *sdk.DescribePrefixListsInput) (*sdk.DescribePrefixListsOutput, *awsproto.Error) {
	if err := r.permitAll(); err != nil {
		return nil, err
	}
	page, next, err := prefixLister.list(r.prefixLists(), search{in.PrefixListIds, in.Filters, in.NextToken, in.MaxResults})
	return &sdk.DescribePrefixListsOutput{NextToken: next, PrefixLists: each(page, func(l prefixList) types.PrefixList {
		return types.PrefixList{PrefixListId: aws.String(l.id), PrefixListName: aws.String(l.name), Cidrs: l.cidrs}
	})}, err
}
