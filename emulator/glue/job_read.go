package glue

import (
	"maps"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"
	"github.com/aws/aws-sdk-go-v2/service/glue/types"

	"github.com/denylab/denylab/emulator/awsproto"
)

// getJob is https://docs.aws.amazon.com/glue/latest/webapi/API_GetJob.html.
func (r *request) getJob(in *sdk.GetJobInput) (*sdk.GetJobOutput, *awsproto.Error) {
	name := aws.ToString(in.JobName)
	if err := r.allowed(nil, r.jobARN(name)); err != nil {
		return nil, err
	}
	had, ok := r.h.records.jobs.get(id{r.accountID(), name})
	if !ok {
		return nil, noJob(name)
	}
	return &sdk.GetJobOutput{Job: &had}, nil
}

// mostJobs is the size of a page of jobs (UNVERIFIED; the largest one that a
// request can ask for is 1,000).
const mostJobs = 100

// getJobs is https://docs.aws.amazon.com/glue/latest/webapi/API_GetJobs.html.
func (r *request) getJobs(in *sdk.GetJobsInput) (*sdk.GetJobsOutput, *awsproto.Error) {
	if err := r.allowedAnywhere(); err != nil {
		return nil, err
	}
	jobs, next, err := paged(r.h.records.jobs.of(r.accountID()), in.NextToken, in.MaxResults, mostJobs)
	if err != nil {
		return nil, err
	}
	return &sdk.GetJobsOutput{Jobs: jobs, NextToken: next}, nil
}

// listJobs is https://docs.aws.amazon.com/glue/latest/webapi/API_ListJobs.html:
// the names of the jobs that have all of some tags.
func (r *request) listJobs(in *sdk.ListJobsInput) (*sdk.ListJobsOutput, *awsproto.Error) {
	if err := r.allowedAnywhere(); err != nil {
		return nil, err
	}
	names := []string{}
	for _, j := range r.h.records.jobs.of(r.accountID()) {
		if r.tagged(*j.Name, in.Tags) {
			names = append(names, *j.Name)
		}
	}
	names, next, err := paged(names, in.NextToken, in.MaxResults, mostJobs)
	if err != nil {
		return nil, err
	}
	return &sdk.ListJobsOutput{JobNames: names, NextToken: next}, nil
}

// tagged says whether a job has all of some tags.
func (r *request) tagged(name string, tags map[string]string) bool {
	had := r.h.records.tagsOf(r.jobARN(name))
	both := maps.Clone(tags)
	maps.DeleteFunc(both, func(key, value string) bool {
		is, ok := had[key]
		return ok && is == value
	})
	return len(both) == 0
}

// batchGetJobs is https://docs.aws.amazon.com/glue/latest/webapi/API_BatchGetJobs.html:
// what the caller may not get is not there for them.
func (r *request) batchGetJobs(in *sdk.BatchGetJobsInput) (*sdk.BatchGetJobsOutput, *awsproto.Error) {
	out, refused := &sdk.BatchGetJobsOutput{Jobs: []types.Job{}, JobsNotFound: []string{}}, 0
	for _, name := range in.JobNames {
		err := r.allowed(nil, r.jobARN(name))
		had, ok := r.h.records.jobs.get(id{r.accountID(), name})
		switch {
		case err != nil && err.Code != denied:
			return nil, err
		case err != nil:
			refused++
			out.JobsNotFound = append(out.JobsNotFound, name)
		case !ok:
			out.JobsNotFound = append(out.JobsNotFound, name)
		default:
			out.Jobs = append(out.Jobs, had)
		}
	}
	if refused > 0 && refused == len(in.JobNames) {
		return nil, noneAccessible()
	}
	return out, nil
}

// denied is the code of a refusal by the rules.
const denied = "AccessDeniedException"
