package sagemaker

import (
	"context"
	"io"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/job"
	"github.com/denylab/denylab/emulator/sagemaker/pipeline"
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

// newDefinition is the definition of an update; nil when it has none.
func (r *request) newDefinition(in *sdk.UpdatePipelineInput) (*string, *awsproto.Error) {
	if in.PipelineDefinition == nil && in.PipelineDefinitionS3Location == nil {
		return nil, nil
	}
	text, err := r.definition(in.PipelineDefinition, in.PipelineDefinitionS3Location)
	return &text, err
}

// definition is the sound definition of a request, which has it or names where
// it is.
func (r *request) definition(text *string, at *types.PipelineDefinitionS3Location) (string, *awsproto.Error) {
	if (text == nil) == (at == nil) {
		return "", oneOfDefinitions()
	}
	if at != nil {
		read, err := r.readDefinition(at)
		if err != nil {
			return "", err
		}
		text = &read
	}
	if _, err := pipeline.Parse(*text); err != nil {
		return "", badDefinition(err.Error())
	}
	return *text, nil
}

// maxDefinition is the longest definition, in bytes.
const maxDefinition = 1 << 20

// readDefinition reads a definition from S3 as the caller.
func (r *request) readDefinition(at *types.PipelineDefinitionS3Location) (string, *awsproto.Error) {
	run := r.asCaller("pipeline-definition", aws.ToString(at.Bucket))
	text, err := readObject(r.ctx, run, at)
	r.x.Made = run.Made()
	if err != nil {
		return "", definitionUnread(aws.ToString(at.Bucket), aws.ToString(at.ObjectKey), err)
	}
	return text, nil
}

func readObject(ctx context.Context, run *job.Run, at *types.PipelineDefinitionS3Location) (string, error) {
	client, err := run.S3(stageDefinition)
	if err != nil {
		return "", err
	}
	out, err := client.GetObject(ctx, &s3.GetObjectInput{Bucket: at.Bucket, Key: at.ObjectKey, VersionId: at.VersionId})
	if err != nil {
		return "", err
	}
	defer out.Body.Close()
	var b strings.Builder
	_, err = io.Copy(&b, io.LimitReader(out.Body, maxDefinition+1))
	return b.String(), err
}

// asCaller makes calls with the credentials of the request's caller.
func (r *request) asCaller(kind, name string) *job.Run {
	run := job.New(r.h.Agent, r.accountID(), kind, name, "", noSession)
	if c := r.x.Identity.Credential; c != nil {
		run.Session = *c
	}
	return run
}
