package sagemaker

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/job"
	"github.com/denylab/denylab/rego/authz"
)

// hostedModel is the kind of a model: what is deployed, not what is trained.
const hostedModel = "model"

// createModel is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModel.html.
// The role must reach the model's data now; its image and its network are not
// looked at before something is deployed.
func (r *request) createModel(in *sdk.CreateModelInput) (*sdk.CreateModelOutput, *awsproto.Error) {
	name, role := aws.ToString(in.ModelName), aws.ToString(in.ExecutionRoleArn)
	err := r.authorize(creation{kind: hostedModel, name: name, tags: in.Tags, role: role, keys: modelKeys(in)})
	if err != nil {
		return nil, err
	}
	arn := r.arn(hostedModel, name)
	if _, taken := r.h.records.get(arn); taken {
		return nil, alreadyExists("model", arn)
	}
	if err := r.checkParts(in); err != nil {
		return nil, err
	}
	if err := r.checkModel(name, role, containersOf(in.PrimaryContainer, in.Containers)); err != nil {
		return nil, err
	}
	if !r.h.records.add(r.modelRecord(arn, in)) {
		return nil, alreadyExists("model", arn)
	}
	return &sdk.CreateModelOutput{ModelArn: &arn}, nil
}

// checkParts refuses what no role could make a model of.
func (r *request) checkParts(in *sdk.CreateModelInput) *awsproto.Error {
	if (in.PrimaryContainer == nil) == (len(in.Containers) == 0) {
		return oneContainer()
	}
	if in.VpcConfig == nil {
		return nil
	}
	if _, missing := networkOf(r.world(), r.accountID(), in.VpcConfig.Subnets); missing != "" {
		return noSubnet(missing)
	}
	return nil
}

func (r *request) modelRecord(arn string, in *sdk.CreateModelInput) *record {
	return &record{kind: hostedModel, name: aws.ToString(in.ModelName), account: r.accountID(), arn: arn, tags: tagMap(in.Tags), output: &sdk.DescribeModelOutput{
		ModelName: in.ModelName, ModelArn: &arn, ExecutionRoleArn: in.ExecutionRoleArn, CreationTime: &r.x.Now,
		PrimaryContainer: in.PrimaryContainer, Containers: in.Containers, VpcConfig: in.VpcConfig,
		EnableNetworkIsolation: in.EnableNetworkIsolation, InferenceExecutionConfig: in.InferenceExecutionConfig,
	}}
}

// containersOf are a model's: the one, or the list of an inference pipeline.
func containersOf(primary *types.ContainerDefinition, all []types.ContainerDefinition) []types.ContainerDefinition {
	if primary != nil {
		return []types.ContainerDefinition{*primary}
	}
	return all
}

// checkModel refuses a model whose data its role does not reach.
func (r *request) checkModel(name, role string, containers []types.ContainerDefinition) *awsproto.Error {
	if role == "" {
		for _, c := range containers {
			if len(modelData(c)) > 0 {
				return roleRequired()
			}
		}
		return nil
	}
	w, err := r.worker(hostedModel, name, role, roleInvalid(role))
	if err != nil {
		return err
	}
	err = w.checkData(r.ctx, containers)
	r.x.Made = w.Made()
	return err
}

func (w *worker) checkData(ctx context.Context, containers []types.ContainerDefinition) *awsproto.Error {
	for _, c := range containers {
		for _, d := range modelData(c) {
			if !w.reaches(ctx, d) {
				return modelDataRefused(d.uri, w.role, w.region)
			}
		}
	}
	return nil
}

// A modelPlace is where a part of a model is in S3: an object, or what is below
// a prefix.
type modelPlace struct {
	uri    string
	prefix bool
}

// modelData are the places of a container's model
// (https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html).
// That of a model package is the package's: no permission of the role is
// looked at.
func modelData(c types.ContainerDefinition) []modelPlace {
	var out []modelPlace
	if url := aws.ToString(c.ModelDataUrl); url != "" {
		out = append(out, modelPlace{url, c.Mode == types.ContainerModeMultiModel})
	}
	if c.ModelDataSource != nil {
		out = append(out, placeOf(c.ModelDataSource.S3DataSource)...)
	}
	for _, a := range c.AdditionalModelDataSources {
		out = append(out, placeOf(a.S3DataSource)...)
	}
	return out
}

func placeOf(s *types.S3ModelDataSource) []modelPlace {
	if s == nil {
		return nil
	}
	return []modelPlace{{aws.ToString(s.S3Uri), s.S3DataType == types.S3ModelDataTypeS3Prefix}}
}

func (w *worker) reaches(ctx context.Context, d modelPlace) bool {
	at, ok := job.ParseURI(d.uri)
	if !ok {
		return false
	}
	if d.prefix {
		keys, err := w.List(ctx, stageModel, at, 1)
		return err == nil && len(keys) > 0
	}
	return w.Head(ctx, stageModel, at) == nil
}

func modelKeys(in *sdk.CreateModelInput) authz.Context {
	k := keys{}
	k.vpc(in.VpcConfig)
	k.flag("sagemaker:NetworkIsolation", in.EnableNetworkIsolation)
	return authz.Context(k)
}
