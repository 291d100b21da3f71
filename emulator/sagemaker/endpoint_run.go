package sagemaker

import (
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/job"
)

// A deployment brings an endpoint into service.
type deployment struct {
	running
	config *sdk.DescribeEndpointConfigOutput
	guard  *types.DeploymentConfig
	parts  []part
}

// A part is a variant, with its model and the role it is deployed with.
type part struct {
	variant types.ProductionVariant
	model   *sdk.DescribeModelOutput
	role    string
}

func (d *deployment) variants() []types.ProductionVariant {
	return slices.Concat(d.config.ProductionVariants, d.config.ShadowProductionVariants)
}

// run deploys the variants one after the other. An endpoint that cannot be
// brought into service has failed, whatever served before
// (https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeEndpoint.html).
func (d *deployment) run(ctx context.Context) {
	if err := d.through(ctx, d.deploy, d.guardrails); err != nil {
		d.fail(err)
		return
	}
	now := d.Agent.Now()
	update(d.h.records, d.rec, func(out *sdk.DescribeEndpointOutput) {
		out.EndpointStatus, out.LastModifiedTime, out.FailureReason = types.EndpointStatusInService, &now, nil
		out.EndpointConfigName, out.LastDeploymentConfig = d.config.EndpointConfigName, d.guard
		out.AsyncInferenceConfig, out.ExplainerConfig, out.MetricsConfig = d.config.AsyncInferenceConfig, d.config.ExplainerConfig, d.config.MetricsConfig
		out.DataCaptureConfig = captured(d.config.DataCaptureConfig)
		n := len(d.config.ProductionVariants)
		out.ProductionVariants, out.ShadowProductionVariants = d.deployed(d.parts[:n]), d.deployed(d.parts[n:])
	})
	d.show(string(types.EndpointStatusInService), "")
}

func (d *deployment) fail(err error) {
	f, now := d.faultOf(err), d.Agent.Now()
	update(d.h.records, d.rec, func(out *sdk.DescribeEndpointOutput) {
		out.EndpointStatus, out.LastModifiedTime, out.FailureReason = types.EndpointStatusFailed, &now, &f.reason
	})
	d.showFault(string(types.EndpointStatusFailed), f)
}

func (d *deployment) deploy(ctx context.Context) error {
	for _, p := range d.parts {
		if err := d.host(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

// host brings one variant onto its hosts, with its own role.
func (d *deployment) host(ctx context.Context, p part) error {
	if p.role == "" {
		return nil // nothing of it is the customer's
	}
	if session, ok := d.Agent.Assume(p.role, sessionName); ok {
		d.role, d.Session = p.role, session
	}
	ok, err := d.assumable(ctx, stageStart)
	switch {
	case err != nil:
		return err
	case !ok:
		return &fault{stageStart, roleInvalid(p.role).Message}
	}
	if err := d.connect(ctx, p.model.VpcConfig, "ec2:DescribeVpcEndpoints"); err != nil {
		return err
	}
	if err := d.volume(ctx); err != nil {
		return err
	}
	if err := d.pullFor(ctx, p); err != nil {
		return err
	}
	if err := d.loadModel(ctx, p.model); err != nil {
		return err
	}
	return d.writeLogs(ctx, "/aws/sagemaker/Endpoints/"+d.rec.name)
}

// volume has the variant's storage encrypted with the configuration's key.
func (d *deployment) volume(ctx context.Context) error {
	key := aws.ToString(d.config.KmsKeyId)
	if key == "" {
		return nil
	}
	refused, err := d.useKey(ctx, stageVolume, key, "kms:DescribeKey", "kms:CreateGrant")
	if err == nil && refused != nil {
		err = &fault{stageVolume, volumeUnreachable(key, refused.Message)}
	}
	return err
}

// hostedPull are the actions of a pull, the one first that SageMaker names.
var hostedPull = []string{"ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:BatchCheckLayerAvailability"}

func (d *deployment) pullFor(ctx context.Context, p part) error {
	for _, image := range images(p.model) {
		refused, err := d.pullBy(ctx, stagePull, image, hostedPull)
		if err != nil {
			return err
		}
		if refused.action != "" {
			return &fault{stagePull, imageUnreachable(refused.action, p.role, image, aws.ToString(p.variant.VariantName))}
		}
	}
	return nil
}

// guardrails looks at the alarms that would roll the deployment back
// (https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails.html).
func (d *deployment) guardrails(ctx context.Context) error {
	if d.guard == nil || d.guard.AutoRollbackConfiguration == nil || d.role == "" {
		return nil
	}
	d.Network = job.Network{} // SageMaker looks, not the model's container
	for _, a := range d.guard.AutoRollbackConfiguration.Alarms {
		arn := "arn:aws:cloudwatch:" + d.region + ":" + d.account + ":alarm:" + aws.ToString(a.AlarmName)
		refused, err := d.may(ctx, stageAlarms, "cloudwatch:DescribeAlarms", arn, d.account, nil)
		if err != nil {
			return err
		}
		if refused != "" {
			return &fault{stageAlarms, alarmsUnreachable(d.role, refused)}
		}
	}
	return nil
}
