package sagemaker

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/rego/authz"
)

const transformJob = "transform-job"

// createTransformJob is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTransformJob.html.
// It names no role: the job acts with its model's.
func (r *request) createTransformJob(in *sdk.CreateTransformJobInput) (*sdk.CreateTransformJobOutput, *awsproto.Error) {
	name := aws.ToString(in.TransformJobName)
	err := r.authorize(creation{kind: transformJob, name: name, tags: in.Tags, keys: r.transformKeys(in)})
	if err != nil {
		return nil, err
	}
	arn := r.arn(transformJob, name)
	if _, taken := r.h.records.get(arn); taken {
		return nil, jobExists(arn)
	}
	model, err := r.modelNamed(in.ModelName)
	if err != nil {
		return nil, err
	}
	role := aws.ToString(model.ExecutionRoleArn)
	w, err := r.worker(transformJob, name, role, notAssumable(role))
	if err != nil {
		return nil, err
	}
	err = w.checkTransform(r.ctx, in)
	r.x.Made = w.Made()
	if err != nil {
		return nil, err
	}
	return r.startTransform(w, in, model)
}

// checkTransform makes the checks that refuse the request.
func (w *worker) checkTransform(ctx context.Context, in *sdk.CreateTransformJobInput) *awsproto.Error {
	if s := transformSource(in); s != nil {
		if err := w.checkPrefix(ctx, aws.ToString(s.S3Uri)); err != nil {
			return err
		}
	}
	if c := in.TransformResources; c != nil {
		return w.checkVolume(ctx, aws.ToString(c.VolumeKmsKeyId))
	}
	return nil
}

func transformSource(in *sdk.CreateTransformJobInput) *types.TransformS3DataSource {
	if in.TransformInput == nil || in.TransformInput.DataSource == nil {
		return nil
	}
	return in.TransformInput.DataSource.S3DataSource
}

// startTransform takes the job and runs it in the background.
func (r *request) startTransform(w *worker, in *sdk.CreateTransformJobInput, model *sdk.DescribeModelOutput) (*sdk.CreateTransformJobOutput, *awsproto.Error) {
	rec := &record{kind: transformJob, name: aws.ToString(in.TransformJobName), account: w.account, arn: w.arn,
		tags: tagMap(in.Tags), output: transformOutput(w.arn, in, r.x.Now), run: w.Run}
	if !r.h.records.add(rec) {
		return nil, jobExists(w.arn)
	}
	t := &transform{running: running{worker: w, rec: rec}, in: in, model: model}
	w.h.Board.Start(w.Run, t.run)
	return &sdk.CreateTransformJobOutput{TransformJobArn: &w.arn}, nil
}

// transformOutput is what DescribeTransformJob answers about a job that was
// taken at a time.
func transformOutput(arn string, in *sdk.CreateTransformJobInput, at time.Time) *sdk.DescribeTransformJobOutput {
	return &sdk.DescribeTransformJobOutput{
		TransformJobName: in.TransformJobName, TransformJobArn: &arn, ModelName: in.ModelName,
		TransformInput: in.TransformInput, TransformOutput: in.TransformOutput, TransformResources: in.TransformResources,
		BatchStrategy: in.BatchStrategy, DataCaptureConfig: in.DataCaptureConfig, DataProcessing: in.DataProcessing,
		Environment: in.Environment, ExperimentConfig: in.ExperimentConfig, ModelClientConfig: in.ModelClientConfig,
		MaxConcurrentTransforms: in.MaxConcurrentTransforms, MaxPayloadInMB: in.MaxPayloadInMB,
		TransformJobStatus: types.TransformJobStatusInProgress, CreationTime: &at,
	}
}

func (r *request) transformKeys(in *sdk.CreateTransformJobInput) authz.Context {
	k := keys{}
	k["sagemaker:ModelArn"] = authz.One(r.arn(hostedModel, aws.ToString(in.ModelName)))
	if c := in.TransformResources; c != nil {
		k.list("sagemaker:InstanceTypes", appended(nil, string(c.InstanceType)))
		k.key("Volume", c.VolumeKmsKeyId)
	}
	if c := in.TransformOutput; c != nil {
		k.key("Output", c.KmsKeyId)
	}
	return authz.Context(k)
}
