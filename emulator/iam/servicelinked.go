package iam

import (
	"fmt"
	"strings"

	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// A serviceRole is the service-linked role of an AWS service.
type serviceRole struct {
	name, policy string
	// suffix: the role's name may have one.
	suffix bool
}

// serviceRoles are the services whose service-linked roles can be made here
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html).
var serviceRoles = map[string]serviceRole{
	"access-analyzer.amazonaws.com":      {name: "AWSServiceRoleForAccessAnalyzer", policy: "AccessAnalyzerServiceRolePolicy"},
	"ops.apigateway.amazonaws.com":       {name: "AWSServiceRoleForAPIGateway", policy: "APIGatewayServiceRolePolicy"},
	"autoscaling.amazonaws.com":          {name: "AWSServiceRoleForAutoScaling", policy: "AutoScalingServiceRolePolicy", suffix: true},
	"batch.amazonaws.com":                {name: "AWSServiceRoleForBatch", policy: "BatchServiceRolePolicy"},
	"ecs.amazonaws.com":                  {name: "AWSServiceRoleForECS", policy: "AmazonECSServiceRolePolicy"},
	"eks.amazonaws.com":                  {name: "AWSServiceRoleForAmazonEKS", policy: "AmazonEKSServiceRolePolicy"},
	"elasticache.amazonaws.com":          {name: "AWSServiceRoleForElastiCache", policy: "ElastiCacheServiceRolePolicy"},
	"elasticloadbalancing.amazonaws.com": {name: "AWSServiceRoleForElasticLoadBalancing", policy: "AWSElasticLoadBalancingServiceRolePolicy"},
	"organizations.amazonaws.com":        {name: "AWSServiceRoleForOrganizations", policy: "AWSOrganizationsServiceTrustPolicy"},
	"rds.amazonaws.com":                  {name: "AWSServiceRoleForRDS", policy: "AmazonRDSServiceRolePolicy"},
	"sagemaker.amazonaws.com":            {name: "AWSServiceRoleForAmazonSageMakerNotebooks", policy: "AmazonSageMakerNotebooksServiceRolePolicy"},
	"spot.amazonaws.com":                 {name: "AWSServiceRoleForEC2Spot", policy: "AWSEC2SpotServiceRolePolicy"},
}

// createServiceLinkedRole is
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceLinkedRole.html.
func (r *request) createServiceLinkedRole(in *sdk.CreateServiceLinkedRoleInput) (*sdk.CreateServiceLinkedRoleOutput, *awsproto.Error) {
	service := *in.AWSServiceName
	s, known := serviceRoles[service]
	name := s.name
	if in.CustomSuffix != nil {
		name += "_" + *in.CustomSuffix
	}
	path := "/aws-service-role/" + service + "/"
	t := r.created(role, path, name)
	if err := r.allowed(t, authz.Context{"iam:AWSServiceName": authz.One(service)}); err != nil {
		return nil, err
	}
	switch {
	case !known:
		return nil, invalidInput("denylab does not know the service-linked role of %s.", service)
	case in.CustomSuffix != nil && !s.suffix:
		return nil, invalidInput("Custom suffix is not allowed for %s", service)
	}
	o := &world.Role{
		Path: path, ServiceLinked: true, Description: or(in.Description, ""), Managed: []string{"arn:aws:iam::aws:policy/aws-service-role/" + s.policy},
		Trust:   world.MustPolicy(fmt.Sprintf(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"%s"},"Action":"sts:AssumeRole"}]}`, service)),
		Created: r.x.Now,
	}
	err := r.change(func(a *world.Account) *awsproto.Error {
		if _, exists := named(a.Roles, name); exists {
			return invalidInput("Service role name %s has been taken in this account, please try a different suffix.", name)
		}
		o.ID = newID(a, "AROA", t.arn)
		a.Roles[name] = o
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &sdk.CreateServiceLinkedRoleOutput{Role: describedRole(o)}, nil
}

// deleteServiceLinkedRole is
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteServiceLinkedRole.html.
// No service uses its role here: the deletion is done when it is answered.
func (r *request) deleteServiceLinkedRole(in *sdk.DeleteServiceLinkedRoleInput) (*sdk.DeleteServiceLinkedRoleOutput, *awsproto.Error) {
	if err := r.allowed(r.existing(role, *in.RoleName).byARN(), nil); err != nil {
		return nil, err
	}
	task := ""
	err := r.change(func(a *world.Account) *awsproto.Error {
		o, ok := named(a.Roles, *in.RoleName)
		if !ok || !o.ServiceLinked {
			return noSuch(role, *in.RoleName)
		}
		task = "task" + o.Path + o.Name + "/" + r.x.IDs.UUID()
		delete(a.Roles, o.Name)
		return nil
	})
	return &sdk.DeleteServiceLinkedRoleOutput{DeletionTaskId: &task}, err
}

// getServiceLinkedRoleDeletionStatus is
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServiceLinkedRoleDeletionStatus.html.
func (r *request) getServiceLinkedRoleDeletionStatus(in *sdk.GetServiceLinkedRoleDeletionStatusInput) (*sdk.GetServiceLinkedRoleDeletionStatusOutput, *awsproto.Error) {
	parts := strings.Split(*in.DeletionTaskId, "/")
	if len(parts) != 5 || parts[0] != "task" || parts[1] != "aws-service-role" {
		return nil, invalidInput("Invalid deletion task id %s", *in.DeletionTaskId) // [U]
	}
	if err := r.allowed(r.created(role, "/"+parts[1]+"/"+parts[2]+"/", parts[3]), nil); err != nil {
		return nil, err
	}
	return &sdk.GetServiceLinkedRoleDeletionStatusOutput{Status: types.DeletionTaskStatusTypeSucceeded}, nil
}
