package ec2

import (
	"slices"
	"strings"

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
