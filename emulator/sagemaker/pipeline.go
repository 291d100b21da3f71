package sagemaker

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
)

const pipelineKind = "pipeline"

// createPipeline is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreatePipeline.html.
// The caller passes the pipeline's role; whether the role may do what the steps
// need is found when they run.
func (r *request) createPipeline(in *sdk.CreatePipelineInput) (*sdk.CreatePipelineOutput, *awsproto.Error) {
	name := aws.ToString(in.PipelineName)
	err := r.authorize(creation{kind: pipelineKind, name: name, tags: in.Tags, role: aws.ToString(in.RoleArn)})
	if err != nil {
		return nil, err
	}
	arn := r.arn(pipelineKind, name)
	if had, taken := r.h.records.get(arn); taken {
		if had.token == aws.ToString(in.ClientRequestToken) {
			return &sdk.CreatePipelineOutput{PipelineArn: &arn}, nil
		}
		return nil, pipelineExists(name)
	}
	definition, err := r.definition(in.PipelineDefinition, in.PipelineDefinitionS3Location)
	if err != nil {
		return nil, err
	}
	by := r.maker()
	rec := &record{kind: pipelineKind, name: name, account: r.accountID(), arn: arn, tags: tagMap(in.Tags), token: aws.ToString(in.ClientRequestToken),
		output: &sdk.DescribePipelineOutput{
			PipelineArn: &arn, PipelineName: in.PipelineName, PipelineDisplayName: displayName(in.PipelineDisplayName, name),
			PipelineDescription: in.PipelineDescription, PipelineDefinition: &definition, PipelineStatus: types.PipelineStatusActive,
			RoleArn: in.RoleArn, ParallelismConfiguration: in.ParallelismConfiguration,
			CreationTime: &r.x.Now, LastModifiedTime: &r.x.Now, CreatedBy: by, LastModifiedBy: by,
		}}
	if !r.h.records.add(rec) {
		return nil, pipelineExists(name)
	}
	return &sdk.CreatePipelineOutput{PipelineArn: &arn}, nil
}

func displayName(given *string, name string) *string {
	if given != nil {
		return given
	}
	return &name
}

// maker is who made or changed something.
func (r *request) maker() *types.UserContext {
	return &types.UserContext{IamIdentity: &types.IamIdentity{Arn: aws.String(r.x.Identity.Principal.Caller.ARN)}}
}

// updatePipeline is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdatePipeline.html.
func (r *request) updatePipeline(in *sdk.UpdatePipelineInput) (*sdk.UpdatePipelineOutput, *awsproto.Error) {
	arn := r.arn(pipelineKind, aws.ToString(in.PipelineName))
	if err := r.allowed(arn, nil); err != nil {
		return nil, err
	}
	if in.RoleArn != nil {
		if err := r.passRole(*in.RoleArn, arn); err != nil {
			return nil, err
		}
	}
	rec, ok := r.h.records.get(arn)
	if !ok {
		return nil, noPipeline(arn)
	}
	definition, err := r.newDefinition(in)
	if err != nil {
		return nil, err
	}
	by := r.maker()
	update(r.h.records, rec, func(out *sdk.DescribePipelineOutput) {
		out.LastModifiedBy, out.LastModifiedTime = by, &r.x.Now
		replace(&out.PipelineDefinition, definition)
		replace(&out.PipelineDescription, in.PipelineDescription)
		replace(&out.PipelineDisplayName, in.PipelineDisplayName)
		replace(&out.RoleArn, in.RoleArn)
		replace(&out.ParallelismConfiguration, in.ParallelismConfiguration)
	})
	return &sdk.UpdatePipelineOutput{PipelineArn: &arn}, nil
}

// replace sets what is given.
func replace[T any](to **T, given *T) {
	if given != nil {
		*to = given
	}
}
