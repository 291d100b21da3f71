package sagemaker

import (
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// network puts the job into its VPC. Its processing jobs need the nine actions
// of EC2, on every resource
// (https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html#sagemaker-roles-autopilot-perms).
func (a *automl) network(ctx context.Context) error {
	c := a.order.security.VpcConfig
	if c == nil {
		return nil
	}
	network, missing := networkOf(a.Agent.World(), a.account, c.Subnets)
	if missing != "" {
		return &fault{stageNetwork, automlNetworkRefused("The subnet ID '" + missing + "' does not exist")}
	}
	for _, action := range slices.Concat(inspectActions, attachActions) {
		refused, err := a.may(ctx, stageNetwork, action, "*", "", nil)
		if err != nil {
			return err
		}
		if refused != "" {
			return &fault{stageNetwork, automlNetworkRefused(refused)}
		}
	}
	a.Network = network
	return a.attach(ctx, c, automlNetworkRefused)
}

// volume: the documented permission is kms:CreateGrant alone.
func (a *automl) volume(ctx context.Context) error {
	return a.useVolume(aws.ToString(a.order.security.VolumeKmsKeyId), automlKeyRefused, "kms:CreateGrant")(ctx)
}

// logs: a role that may not write logs goes on without.
func (a *automl) logs(ctx context.Context) error {
	return a.writeLogs(ctx, "/aws/sagemaker/ProcessingJobs")
}

// automlImage is the repository of the image that analyzes data. AWS's own
// registries let everybody pull: the role alone decides.
const automlImage = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-sklearn-automl:2.5-1-cpu-py3"

var everybodyPulls = world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*",
	"Action":["ecr:BatchCheckLayerAvailability","ecr:GetDownloadUrlForLayer","ecr:BatchGetImage"]}}`)

// pull asks what the documented policy of the role has for images.
func (a *automl) pull(ctx context.Context) error {
	i, _ := parseImage(automlImage) // well formed
	i.region = a.region
	refused, err := a.may(ctx, stagePull, "ecr:GetAuthorizationToken", "*", "", nil)
	for _, action := range pullActions {
		if err != nil || refused != "" {
			break
		}
		refused, err = a.pullFrom(ctx, i, action)
	}
	if err == nil && refused != "" {
		err = &fault{stagePull, pullRefused(refused)}
	}
	return err
}

func (a *automl) pullFrom(ctx context.Context, i image, action string) (string, error) {
	_, operation := split(action)
	refusal, err := a.Ask(ctx, stagePull, "ecr", operation, gate.Question{
		Action: action, Resource: i.arn(), ResourceAccount: i.registry,
		ResourcePolicy: []authz.Attached{{Name: "repository policy", Document: everybodyPulls.Document}},
	})
	if err != nil || refusal == nil {
		return "", err
	}
	return refusal.Message, nil
}
