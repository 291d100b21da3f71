package sagemaker

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
)

// describeAutoMLJob is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeAutoMLJob.html,
// which does not know the jobs of the second version.
func (r *request) describeAutoMLJob(in *sdk.DescribeAutoMLJobInput) (*sdk.DescribeAutoMLJobOutput, *awsproto.Error) {
	shown, err := describe[automlShown](r, automlJob, aws.ToString(in.AutoMLJobName))
	if err != nil {
		return nil, err
	}
	if shown.V1 == nil {
		return nil, notOfFirstVersion(aws.ToString(in.AutoMLJobName))
	}
	out := *shown.V1
	carry(&out, &shown.V2)
	return &out, nil
}

// describeAutoMLJobV2 is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeAutoMLJobV2.html.
func (r *request) describeAutoMLJobV2(in *sdk.DescribeAutoMLJobV2Input) (*sdk.DescribeAutoMLJobV2Output, *awsproto.Error) {
	shown, err := describe[automlShown](r, automlJob, aws.ToString(in.AutoMLJobName))
	if err != nil {
		return nil, err
	}
	return &shown.V2, nil
}

// listAutoMLJobs is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListAutoMLJobs.html.
func (r *request) listAutoMLJobs(in *sdk.ListAutoMLJobsInput) (*sdk.ListAutoMLJobsOutput, *awsproto.Error) {
	page, err := chosen(r, automlJob, ordered(in, "Name", "Descending"), func(shown *automlShown) bool {
		return in.StatusEquals == "" || in.StatusEquals == shown.V2.AutoMLJobStatus
	}, func(rec *record) types.AutoMLJobSummary {
		var item types.AutoMLJobSummary
		carry(&item, &output[automlShown](r.h.records, rec).V2)
		return item
	})
	return &sdk.ListAutoMLJobsOutput{AutoMLJobSummaries: page.items, NextToken: page.next}, err
}

// stopAutoMLJob is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_StopAutoMLJob.html.
func (r *request) stopAutoMLJob(in *sdk.StopAutoMLJobInput) (*struct{}, *awsproto.Error) {
	now := r.x.Now
	return stop(r, automlJob, aws.ToString(in.AutoMLJobName), func(out *automlShown) (string, bool) {
		if was := out.V2.AutoMLJobStatus; was != types.AutoMLJobStatusInProgress {
			return string(was), false
		}
		out.V2.AutoMLJobStatus, out.V2.AutoMLJobSecondaryStatus = types.AutoMLJobStatusStopping, types.AutoMLJobSecondaryStatusStopping
		out.V2.LastModifiedTime = &now
		return "", true
	})
}

// listCandidates is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListCandidatesForAutoMLJob.html.
func (r *request) listCandidates(in *sdk.ListCandidatesForAutoMLJobInput) (*sdk.ListCandidatesForAutoMLJobOutput, *awsproto.Error) {
	if err := r.allowedAnywhere(); err != nil {
		return nil, err
	}
	shown, ok := madeAs[automlShown](r, automlJob, aws.ToString(in.AutoMLJobName))
	if !ok {
		return nil, notFound()
	}
	out := &sdk.ListCandidatesForAutoMLJobOutput{Candidates: []types.AutoMLCandidate{}}
	for _, c := range shown.Candidates {
		if is(in.CandidateNameEquals, c.CandidateName) && (in.StatusEquals == "" || in.StatusEquals == c.CandidateStatus) {
			out.Candidates = append(out.Candidates, c)
		}
	}
	return out, nil
}
