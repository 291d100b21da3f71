package sagemaker

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
)

// describeTrainingJob is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeTrainingJob.html.
func (r *request) describeTrainingJob(in *sdk.DescribeTrainingJobInput) (*sdk.DescribeTrainingJobOutput, *awsproto.Error) {
	return describe[sdk.DescribeTrainingJobOutput](r, trainingJob, aws.ToString(in.TrainingJobName))
}

// describe answers the Describe operation of a kind.
func describe[Out any](r *request, kind, name string) (*Out, *awsproto.Error) {
	rec, err := r.find(kind, name)
	if err != nil {
		return nil, err
	}
	return output[Out](r.h.records, rec), nil
}

// find asks about the operation on a resource of the caller's account and finds
// it: whether it exists is told to those who may know.
func (r *request) find(kind, name string) (*record, *awsproto.Error) {
	return r.findOr(kind, name, notFound())
}

// findOr is find with the kind's own words for what is missing.
func (r *request) findOr(kind, name string, missing *awsproto.Error) (*record, *awsproto.Error) {
	arn := r.arn(kind, name)
	if err := r.allowed(arn, nil); err != nil {
		return nil, err
	}
	rec, ok := r.h.records.get(arn)
	if !ok {
		return nil, missing
	}
	return rec, nil
}

// listTrainingJobs is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListTrainingJobs.html.
func (r *request) listTrainingJobs(in *sdk.ListTrainingJobsInput) (*sdk.ListTrainingJobsOutput, *awsproto.Error) {
	page, err := listed(r, trainingJob, in, func(rec *record) types.TrainingJobSummary {
		out := output[sdk.DescribeTrainingJobOutput](r.h.records, rec)
		return types.TrainingJobSummary{
			TrainingJobName: out.TrainingJobName, TrainingJobArn: out.TrainingJobArn, CreationTime: out.CreationTime,
			TrainingEndTime: out.TrainingEndTime, LastModifiedTime: out.LastModifiedTime,
			TrainingJobStatus: out.TrainingJobStatus, SecondaryStatus: out.SecondaryStatus,
		}
	})
	if err != nil {
		return nil, err
	}
	return &sdk.ListTrainingJobsOutput{TrainingJobSummaries: page.items, NextToken: page.next}, nil
}

// stopTrainingJob is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_StopTrainingJob.html.
func (r *request) stopTrainingJob(in *sdk.StopTrainingJobInput) (*struct{}, *awsproto.Error) {
	rec, err := r.find(trainingJob, aws.ToString(in.TrainingJobName))
	if err != nil {
		return nil, err
	}
	if !r.h.stopTraining(rec, r.x.Now) {
		return nil, notStoppable("training job", string(output[sdk.DescribeTrainingJobOutput](r.h.records, rec).TrainingJobStatus))
	}
	return &struct{}{}, nil
}

// stopTraining stops a training job that runs; false when it does not.
func (h *Handler) stopTraining(rec *record, now time.Time) bool {
	stoppable := false
	update(h.records, rec, func(out *sdk.DescribeTrainingJobOutput) {
		stoppable = out.TrainingJobStatus == types.TrainingJobStatusInProgress
		if stoppable {
			out.TrainingJobStatus = types.TrainingJobStatusStopping
			transition(out, types.SecondaryStatusStopping, "Stopping the training job", now)
		}
	})
	if stoppable {
		h.Board.Stop(rec.run.ID)
	}
	return stoppable
}

// deleteTrainingJob is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteTrainingJob.html.
func (r *request) deleteTrainingJob(in *sdk.DeleteTrainingJobInput) (*struct{}, *awsproto.Error) {
	rec, err := r.find(trainingJob, aws.ToString(in.TrainingJobName))
	if err != nil {
		return nil, err
	}
	out := output[sdk.DescribeTrainingJobOutput](r.h.records, rec)
	if s := out.TrainingJobStatus; s == types.TrainingJobStatusInProgress || s == types.TrainingJobStatusStopping {
		return nil, inUse(rec.arn, string(s))
	}
	r.h.records.remove(rec.arn)
	return &struct{}{}, nil
}
