package sagemaker

import (
	"context"
	"path"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/rego/authz"
)

const processingJob = "processing-job"

// createProcessingJob is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateProcessingJob.html.
// Its input is looked at by the job alone: a role that cannot list it gets its
// job taken, and failed.
func (r *request) createProcessingJob(in *sdk.CreateProcessingJobInput) (*sdk.CreateProcessingJobOutput, *awsproto.Error) {
	name, role := aws.ToString(in.ProcessingJobName), aws.ToString(in.RoleArn)
	err := r.authorize(creation{kind: processingJob, name: name, tags: in.Tags, role: role, keys: processingKeys(in)})
	if err != nil {
		return nil, err
	}
	arn := r.arn(processingJob, name)
	if _, taken := r.h.records.get(arn); taken {
		return nil, jobExists(arn)
	}
	if err := checkPlaces(in.ProcessingInputs); err != nil {
		return nil, err
	}
	if err := r.undefined(in.ProcessingInputs); err != nil {
		return nil, err
	}
	w, err := r.worker(processingJob, name, role, notAssumable(role))
	if err != nil {
		return nil, err
	}
	err = w.checkProcessing(r.ctx, in)
	r.x.Made = w.Made()
	if err != nil {
		return nil, err
	}
	return r.startProcessing(w, in)
}

// checkProcessing makes the checks that refuse the request.
func (w *worker) checkProcessing(ctx context.Context, in *sdk.CreateProcessingJobInput) *awsproto.Error {
	if a := in.AppSpecification; a != nil {
		if err := w.checkImage(ctx, aws.ToString(a.ImageUri)); err != nil {
			return err
		}
	}
	if err := w.joinNetworkUnfiltered(ctx, processingVPC(in.NetworkConfig)); err != nil {
		return err
	}
	return w.checkVolume(ctx, processingVolumeKey(in.ProcessingResources))
}

func processingVPC(c *types.NetworkConfig) *types.VpcConfig {
	if c == nil {
		return nil
	}
	return c.VpcConfig
}

func processingVolumeKey(c *types.ProcessingResources) string {
	if c == nil || c.ClusterConfig == nil {
		return ""
	}
	return aws.ToString(c.ClusterConfig.VolumeKmsKeyId)
}

// processingRoot is where the containers of processing jobs find their data.
const processingRoot = mount + "/processing/"

// checkPlaces refuses input that is to go elsewhere
// (https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProcessingS3Input.html).
func checkPlaces(inputs []types.ProcessingInput) *awsproto.Error {
	for _, i := range inputs {
		place, needed := inputPlace(i)
		switch {
		case !needed:
		case place == "":
			return noLocalPath(aws.ToString(i.InputName))
		case !strings.HasPrefix(path.Clean(place)+"/", processingRoot):
			return badLocalPath(place)
		}
	}
	return nil
}

// inputPlace is the directory of an input; needed is false where SageMaker
// brings nothing there.
func inputPlace(i types.ProcessingInput) (place string, needed bool) {
	switch {
	case aws.ToBool(i.AppManaged):
		return "", false
	case i.S3Input != nil:
		return aws.ToString(i.S3Input.LocalPath), true
	case i.DatasetDefinition != nil:
		return aws.ToString(i.DatasetDefinition.LocalPath), true
	}
	return "", false
}

// startProcessing takes the job and runs it in the background.
func (r *request) startProcessing(w *worker, in *sdk.CreateProcessingJobInput) (*sdk.CreateProcessingJobOutput, *awsproto.Error) {
	rec := &record{kind: processingJob, name: aws.ToString(in.ProcessingJobName), account: w.account, arn: w.arn,
		tags: tagMap(in.Tags), output: processingOutput(w.arn, in, r.x.Now), run: w.Run}
	if !r.h.records.add(rec) {
		return nil, jobExists(w.arn)
	}
	p := &processing{running: running{worker: w, rec: rec}, in: in}
	w.h.Board.Start(w.Run, p.run)
	return &sdk.CreateProcessingJobOutput{ProcessingJobArn: &w.arn}, nil
}

// processingOutput is what DescribeProcessingJob answers about a job that was
// taken at a time.
func processingOutput(arn string, in *sdk.CreateProcessingJobInput, at time.Time) *sdk.DescribeProcessingJobOutput {
	return &sdk.DescribeProcessingJobOutput{
		ProcessingJobName: in.ProcessingJobName, ProcessingJobArn: &arn, RoleArn: in.RoleArn,
		AppSpecification: in.AppSpecification, ProcessingInputs: in.ProcessingInputs,
		ProcessingOutputConfig: in.ProcessingOutputConfig, ProcessingResources: in.ProcessingResources,
		NetworkConfig: in.NetworkConfig, StoppingCondition: in.StoppingCondition, Environment: in.Environment,
		ExperimentConfig: in.ExperimentConfig, ProcessingJobStatus: types.ProcessingJobStatusInProgress,
		CreationTime: &at, LastModifiedTime: &at,
	}
}

func processingKeys(in *sdk.CreateProcessingJobInput) authz.Context {
	k := keys{}
	if c := in.ProcessingResources; c != nil && c.ClusterConfig != nil {
		k.list("sagemaker:InstanceTypes", appended(nil, string(c.ClusterConfig.InstanceType)))
		k.key("Volume", c.ClusterConfig.VolumeKmsKeyId)
	}
	if c := in.ProcessingOutputConfig; c != nil {
		k.key("Output", c.KmsKeyId)
	}
	if c := in.StoppingCondition; c != nil {
		k.number("sagemaker:MaxRuntimeInSeconds", c.MaxRuntimeInSeconds)
	}
	if c := in.NetworkConfig; c != nil {
		k.vpc(c.VpcConfig)
		k.flag("sagemaker:NetworkIsolation", c.EnableNetworkIsolation)
		k.flag("sagemaker:InterContainerTrafficEncryption", c.EnableInterContainerTrafficEncryption)
	}
	return authz.Context(k)
}
