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
