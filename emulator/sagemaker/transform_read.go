package sagemaker

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
)

// describeTransformJob is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeTransformJob.html.
func (r *request) describeTransformJob(in *sdk.DescribeTransformJobInput) (*sdk.DescribeTransformJobOutput, *awsproto.Error) {
	return describe[sdk.DescribeTransformJobOutput](r, transformJob, aws.ToString(in.TransformJobName))
}

// listTransformJobs is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListTransformJobs.html.
func (r *request) listTransformJobs(in *sdk.ListTransformJobsInput) (*sdk.ListTransformJobsOutput, *awsproto.Error) {
	page, err := listed(r, transformJob, in, func(rec *record) types.TransformJobSummary {
		out := output[sdk.DescribeTransformJobOutput](r.h.records, rec)
		last := out.TransformEndTime
		if last == nil {
			last = out.CreationTime
		}
		return types.TransformJobSummary{
			TransformJobName: out.TransformJobName, TransformJobArn: out.TransformJobArn, CreationTime: out.CreationTime,
			TransformEndTime: out.TransformEndTime, LastModifiedTime: last,
			TransformJobStatus: out.TransformJobStatus, FailureReason: out.FailureReason,
		}
	})
	if err != nil {
		return nil, err
	}
	return &sdk.ListTransformJobsOutput{TransformJobSummaries: page.items, NextToken: page.next}, nil
}

// stopTransformJob is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_StopTransformJob.html.
func (r *request) stopTransformJob(in *sdk.StopTransformJobInput) (*struct{}, *awsproto.Error) {
	return stop(r, transformJob, aws.ToString(in.TransformJobName), func(out *sdk.DescribeTransformJobOutput) (string, bool) {
		was := out.TransformJobStatus
		if was != types.TransformJobStatusInProgress {
			return string(was), false
		}
		out.TransformJobStatus = types.TransformJobStatusStopping
		return "", true
	})
}
