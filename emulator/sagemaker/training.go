package sagemaker

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
)

const trainingJob = "training-job"

// createTrainingJob is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTrainingJob.html.
// What it refuses, and what only the job finds, is the order of jobs in
// https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html.
func (r *request) createTrainingJob(in *sdk.CreateTrainingJobInput) (*sdk.CreateTrainingJobOutput, *awsproto.Error) {
	name, role := aws.ToString(in.TrainingJobName), aws.ToString(in.RoleArn)
	err := r.authorize(creation{kind: trainingJob, name: name, tags: in.Tags, role: role, keys: trainingKeys(in)})
	if err != nil {
		return nil, err
	}
	arn := r.arn(trainingJob, name)
	if _, taken := r.h.records.get(arn); taken {
		return nil, exists("Training job", arn)
	}
	if err := r.untraceable(in); err != nil {
		return nil, err
	}
	w, err := r.worker(trainingJob, name, role, notAssumable(role))
	if err != nil {
		return nil, err
	}
	err = w.checkTraining(r.ctx, in)
	r.x.Made = w.Made()
	if err != nil {
		return nil, err
	}
	return r.startTraining(w, in)
}

// checkTraining makes the checks that refuse the request.
func (w *worker) checkTraining(ctx context.Context, in *sdk.CreateTrainingJobInput) *awsproto.Error {
	if err := contradiction(in); err != nil {
		return err
	}
	for _, c := range in.InputDataConfig {
		if s3 := channelSource(c); s3 != nil {
			if inputMode(in, c) != types.TrainingInputModePipe {
				w.borrow(ctx, stageInput, aws.ToString(s3.S3Uri), "READ")
			}
			if err := w.checkPrefix(ctx, aws.ToString(s3.S3Uri)); err != nil {
				return err
			}
		}
	}
	if a := in.AlgorithmSpecification; a != nil {
		if err := w.checkImage(ctx, aws.ToString(a.TrainingImage)); err != nil {
			return err
		}
		if err := w.checkAlgorithm(ctx, aws.ToString(a.AlgorithmName)); err != nil {
			return err
		}
	}
	if err := w.joinNetwork(ctx, in.VpcConfig); err != nil {
		return err
	}
	return w.checkVolume(ctx, volumeKey(in.ResourceConfig))
}

func channelSource(c types.Channel) *types.S3DataSource {
	if c.DataSource == nil {
		return nil
	}
	return c.DataSource.S3DataSource
}

func volumeKey(c *types.ResourceConfig) string {
	if c == nil {
		return ""
	}
	return aws.ToString(c.VolumeKmsKeyId)
}

// checkAlgorithm refuses a request whose algorithm the role may not describe.
func (w *worker) checkAlgorithm(ctx context.Context, name string) *awsproto.Error {
	if name == "" {
		return nil
	}
	arn := name
	if accountOf(name) == "" {
		arn = "arn:aws:sagemaker:" + w.region + ":" + w.account + ":algorithm/" + name
	}
	refused, err := w.may(ctx, stageAlgorithm, "sagemaker:DescribeAlgorithm", arn, accountOf(arn), nil)
	switch {
	case err != nil:
		return internal()
	case refused != "":
		return algorithmRefused(arn, refused)
	}
	return nil
}

// startTraining takes the job and runs it in the background.
func (r *request) startTraining(w *worker, in *sdk.CreateTrainingJobInput) (*sdk.CreateTrainingJobOutput, *awsproto.Error) {
	rec := &record{kind: trainingJob, name: aws.ToString(in.TrainingJobName), account: w.account, arn: w.arn,
		tags: tagMap(in.Tags), output: trainingOutput(w.arn, in, r.x.Now), run: w.Run}
	if !r.h.records.add(rec) {
		return nil, exists("Training job", w.arn)
	}
	t := &training{running: running{worker: w, rec: rec}, in: in}
	w.h.Board.Start(w.Run, t.run)
	return &sdk.CreateTrainingJobOutput{TrainingJobArn: &w.arn}, nil
}

// trainingOutput is what DescribeTrainingJob answers about a job that was taken
// at a time.
func trainingOutput(arn string, in *sdk.CreateTrainingJobInput, at time.Time) *sdk.DescribeTrainingJobOutput {
	return &sdk.DescribeTrainingJobOutput{
		TrainingJobName: in.TrainingJobName, TrainingJobArn: &arn, RoleArn: in.RoleArn,
		AlgorithmSpecification: in.AlgorithmSpecification, HyperParameters: in.HyperParameters,
		InputDataConfig: in.InputDataConfig, OutputDataConfig: in.OutputDataConfig,
		ResourceConfig: in.ResourceConfig, StoppingCondition: in.StoppingCondition, VpcConfig: in.VpcConfig,
		CheckpointConfig: in.CheckpointConfig, Environment: in.Environment,
		DebugHookConfig: in.DebugHookConfig, DebugRuleConfigurations: in.DebugRuleConfigurations,
		ProfilerConfig: in.ProfilerConfig, RemoteDebugConfig: remoteDebug(in.RemoteDebugConfig),
		TensorBoardOutputConfig: in.TensorBoardOutputConfig, ExperimentConfig: in.ExperimentConfig,
		RetryStrategy:             in.RetryStrategy,
		EnableManagedSpotTraining: in.EnableManagedSpotTraining, EnableNetworkIsolation: in.EnableNetworkIsolation,
		EnableInterContainerTrafficEncryption: in.EnableInterContainerTrafficEncryption,
		TrainingJobStatus:                     types.TrainingJobStatusInProgress, SecondaryStatus: types.SecondaryStatusStarting,
		CreationTime: &at, LastModifiedTime: &at,
		SecondaryStatusTransitions: []types.SecondaryStatusTransition{
			{Status: types.SecondaryStatusStarting, StartTime: &at, StatusMessage: aws.String("Starting the training job")},
		},
	}
}

func remoteDebug(c *types.RemoteDebugConfig) *types.RemoteDebugConfig {
	if c == nil {
		return nil
	}
	return &types.RemoteDebugConfig{EnableRemoteDebug: c.EnableRemoteDebug}
}
