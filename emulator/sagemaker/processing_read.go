package sagemaker

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
)

// describeProcessingJob is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeProcessingJob.html.
func (r *request) describeProcessingJob(in *sdk.DescribeProcessingJobInput) (*sdk.DescribeProcessingJobOutput, *awsproto.Error) {
	return describe[sdk.DescribeProcessingJobOutput](r, processingJob, aws.ToString(in.ProcessingJobName))
}

// listProcessingJobs is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListProcessingJobs.html.
func (r *request) listProcessingJobs(in *sdk.ListProcessingJobsInput) (*sdk.ListProcessingJobsOutput, *awsproto.Error) {
	page, err := listed(r, processingJob, in, func(rec *record) types.ProcessingJobSummary {
		out := output[sdk.DescribeProcessingJobOutput](r.h.records, rec)
		return types.ProcessingJobSummary{
			ProcessingJobName: out.ProcessingJobName, ProcessingJobArn: out.ProcessingJobArn, CreationTime: out.CreationTime,
			ProcessingEndTime: out.ProcessingEndTime, LastModifiedTime: out.LastModifiedTime,
			ProcessingJobStatus: out.ProcessingJobStatus, FailureReason: out.FailureReason, ExitMessage: out.ExitMessage,
		}
	})
	if err != nil {
		return nil, err
	}
	return &sdk.ListProcessingJobsOutput{ProcessingJobSummaries: page.items, NextToken: page.next}, nil
}

// stopProcessingJob is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_StopProcessingJob.html.
func (r *request) stopProcessingJob(in *sdk.StopProcessingJobInput) (*struct{}, *awsproto.Error) {
	now := r.x.Now
	return stop(r, processingJob, aws.ToString(in.ProcessingJobName), func(out *sdk.DescribeProcessingJobOutput) (string, bool) {
		was := out.ProcessingJobStatus
		if was != types.ProcessingJobStatusInProgress {
			return string(was), false
		}
		out.ProcessingJobStatus, out.LastModifiedTime = types.ProcessingJobStatusStopping, &now
		return "", true
	})
}

// stop answers the Stop operation of a kind. stopping enters the status, if the
// job is in one that can be stopped, and else says in which it is.
func stop[Out any](r *request, kind, name string, stopping func(*Out) (was string, ok bool)) (*struct{}, *awsproto.Error) {
	rec, err := r.find(kind, name)
	if err != nil {
		return nil, err
	}
	was, ok := "", false
	update(r.h.records, rec, func(out *Out) { was, ok = stopping(out) })
	if !ok {
		return nil, notStoppable(spoken(kind), was)
	}
	r.h.Board.Stop(rec.run.ID)
	return &struct{}{}, nil
}
