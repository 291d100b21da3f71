package glue

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"
	"github.com/aws/aws-sdk-go-v2/service/glue/types"

	"github.com/denylab/denylab/emulator/awsproto"
)

// getJobRun is https://docs.aws.amazon.com/glue/latest/webapi/API_GetJobRun.html.
func (r *request) getJobRun(in *sdk.GetJobRunInput) (*sdk.GetJobRunOutput, *awsproto.Error) {
	name := aws.ToString(in.JobName)
	if err := r.allowed(nil, r.jobARN(name)); err != nil {
		return nil, err
	}
	had, ok := r.h.records.runs.get(id{r.accountID(), name + "/" + aws.ToString(in.RunId)})
	if !ok {
		return nil, noRun(aws.ToString(in.RunId))
	}
	return &sdk.GetJobRunOutput{JobRun: &had}, nil
}

// mostRuns is the size of a page of runs, and the largest one
// (https://docs.aws.amazon.com/glue/latest/webapi/API_GetJobRuns.html).
const mostRuns = 200

// getJobRuns is https://docs.aws.amazon.com/glue/latest/webapi/API_GetJobRuns.html:
// the newest run first.
func (r *request) getJobRuns(in *sdk.GetJobRunsInput) (*sdk.GetJobRunsOutput, *awsproto.Error) {
	name := aws.ToString(in.JobName)
	if err := r.allowed(nil, r.jobARN(name)); err != nil {
		return nil, err
	}
	if _, ok := r.h.records.jobs.get(id{r.accountID(), name}); !ok {
		return nil, noJob(name)
	}
	runs := []types.JobRun{}
	for _, run := range slices.Backward(r.h.records.runs.of(r.accountID())) {
		if *run.JobName == name {
			runs = append(runs, run)
		}
	}
	runs, next, err := paged(runs, in.NextToken, in.MaxResults, mostRuns)
	if err != nil {
		return nil, err
	}
	return &sdk.GetJobRunsOutput{JobRuns: runs, NextToken: next}, nil
}

// batchStopJobRun is https://docs.aws.amazon.com/glue/latest/webapi/API_BatchStopJobRun.html.
func (r *request) batchStopJobRun(in *sdk.BatchStopJobRunInput) (*sdk.BatchStopJobRunOutput, *awsproto.Error) {
	name := aws.ToString(in.JobName)
	if err := r.allowed(nil, r.jobARN(name)); err != nil {
		return nil, err
	}
	out := &sdk.BatchStopJobRunOutput{}
	for _, of := range in.JobRunIds {
		if err := r.stop(name, of); err != nil {
			out.Errors = append(out.Errors, types.BatchStopJobRunError{
				JobName: &name, JobRunId: aws.String(of),
				ErrorDetail: &types.ErrorDetail{ErrorCode: &err.Code, ErrorMessage: &err.Message},
			})
			continue
		}
		out.SuccessfulSubmissions = append(out.SuccessfulSubmissions,
			types.BatchStopJobRunSuccessfulSubmission{JobName: &name, JobRunId: aws.String(of)})
	}
	return out, nil
}

// stop tells a run to end, which it does in the background.
func (r *request) stop(name, run string) *awsproto.Error {
	var before types.JobRunState
	ok := r.h.records.runs.change(id{r.accountID(), name + "/" + run}, func(j *types.JobRun) {
		if before = j.JobRunState; !ended(before) {
			j.JobRunState, j.LastModifiedOn = types.JobRunStateStopping, &r.x.Now
		}
	})
	switch {
	case !ok:
		return noRun(run)
	case ended(before):
		return invalid(notStoppable(string(before)))
	}
	r.h.Board.Stop(jobID(r.accountID(), name, run))
	return nil
}
