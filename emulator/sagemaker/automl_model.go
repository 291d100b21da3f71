package sagemaker

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/rego/authz"
)

// passRole: SageMaker makes the job's models as the role, which passes itself.
func (a *automl) passRole(ctx context.Context) error {
	refusal, err := a.Ask(ctx, stagePass, "iam", "PassRole", gate.Question{
		Action: "iam:PassRole", Resource: a.role, ResourceAccount: accountOf(a.role),
		Context: authz.Context{
			"iam:PassedToService":       authz.One(principal),
			"iam:AssociatedResourceArn": authz.One(a.of("model", a.candidate())),
			"aws:RequestedRegion":       authz.One("us-east-1"), // IAM is there
		},
	})
	if err == nil && refusal != nil {
		err = &fault{stagePass, automlRefused(refusal.Message)}
	}
	return err
}

// of is the ARN of something the job makes.
func (a *automl) of(kind, name string) string {
	return "arn:aws:sagemaker:" + a.region + ":" + a.account + ":" + kind + "/" + name
}

// candidate is the name of the one candidate.
func (a *automl) candidate() string { return a.order.name + "-" + digits(8, a.arn) }

// explain makes a model of the candidate and an endpoint that the report
// invokes, and deletes them again.
func (a *automl) explain(ctx context.Context) error {
	return a.operate(ctx, stageExplain, a.candidate(),
		"ListTags automl-job", "CreateModel model", "DescribeModel model", "CreateEndpointConfig endpoint-config",
		"DescribeEndpointConfig endpoint-config", "CreateEndpoint endpoint", "DescribeEndpoint endpoint", "InvokeEndpoint endpoint",
		"DeleteEndpoint endpoint", "DeleteEndpointConfig endpoint-config", "DeleteModel model")
}

// deploy makes the model and the endpoint that the request asks for. The lab
// asks whether the role may; it makes no endpoint.
func (a *automl) deploy(ctx context.Context) error {
	name := aws.ToString(a.order.deploy.EndpointName)
	if name == "" {
		name = a.candidate()
	}
	err := a.operate(ctx, stageDeploy, name, "CreateModel model", "CreateEndpointConfig endpoint-config", "CreateEndpoint endpoint", "DescribeEndpoint endpoint")
	if err == nil {
		update(a.h.records, a.rec, func(out *automlShown) { out.V2.ModelDeployResult = &types.ModelDeployResult{EndpointName: &name} })
	}
	return err
}

// operate asks about operations of SageMaker's on a kind of resource each.
func (a *automl) operate(ctx context.Context, stage, name string, operations ...string) error {
	for _, o := range operations {
		operation, kind, _ := strings.Cut(o, " ")
		on := name
		if kind == automlJob {
			on = a.order.name
		}
		refused, err := a.may(ctx, stage, "sagemaker:"+operation, a.of(kind, on), a.account, nil)
		if err != nil {
			return err
		}
		if refused != "" {
			return &fault{stage, automlRefused(refused)}
		}
	}
	return nil
}
