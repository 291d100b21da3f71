package glue

import (
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/glue/types"

	"github.com/denylab/denylab/emulator/job"
)

// attempt comes between the id of a run and the number of a run that repeats it.
const attempt = "_attempt_"

// retry begins a run that failed again, as often as its job says
// (https://docs.aws.amazon.com/glue/latest/webapi/API_JobRun.html).
func (e *execution) retry() {
	if e.run.Attempt >= e.job.MaxRetries {
		return
	}
	now, run := e.Agent.Now(), e.run
	first, _, _ := strings.Cut(*run.Id, attempt)
	run.Attempt++
	again := first + attempt + strconv.Itoa(int(run.Attempt))
	run.Id, run.PreviousRunId, run.StartedOn, run.LastModifiedOn = &again, e.run.Id, &now, &now
	run.JobRunState = types.JobRunStateStarting
	next := &execution{job: e.job, run: run, limits: e.limits, worker: &worker{
		h: e.h, account: e.account, region: e.region, role: e.role, arn: e.arn,
		Run: job.New(e.Agent, e.account, kind, *e.job.Name+"/"+again, e.arn, noSession),
	}}
	next.start()
}
