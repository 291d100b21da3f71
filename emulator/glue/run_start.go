package glue

import (
	"cmp"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"
	"github.com/aws/aws-sdk-go-v2/service/glue/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/iampolicy"
	"github.com/denylab/denylab/emulator/world"
)

// startJobRun is https://docs.aws.amazon.com/glue/latest/webapi/API_StartJobRun.html.
// Nothing of the role is asked here: the caller passed it when the job was made.
func (r *request) startJobRun(in *sdk.StartJobRunInput) (*sdk.StartJobRunOutput, *awsproto.Error) {
	name := aws.ToString(in.JobName)
	if err := r.allowed(nil, r.jobARN(name)); err != nil {
		return nil, err
	}
	limits, err := sessionPolicy(in.ExecutionRoleSessionPolicy)
	if err != nil {
		return nil, err
	}
	r.h.records.starting.Lock()
	defer r.h.records.starting.Unlock()
	definition, err := r.startable(in)
	if err != nil {
		return nil, err
	}
	run := r.runOf(&definition, in)
	r.launch(&execution{job: definition, run: run, limits: limits})
	return &sdk.StartJobRunOutput{JobRunId: run.Id}, nil
}

// startable is the job that a request starts, if it may have another run.
func (r *request) startable(in *sdk.StartJobRunInput) (types.Job, *awsproto.Error) {
	name := aws.ToString(in.JobName)
	j, ok := r.h.records.jobs.get(id{r.accountID(), name})
	if !ok {
		return j, noMetadata()
	}
	if before := aws.ToString(in.JobRunId); before != "" {
		if _, ok := r.h.records.runs.get(id{r.accountID(), name + "/" + before}); !ok {
			return j, noRun(before)
		}
	}
	going := int32(0)
	for _, run := range r.h.records.runs.of(r.accountID()) {
		if *run.JobName == name && !ended(run.JobRunState) {
			going++
		}
	}
	if going >= j.ExecutionProperty.MaxConcurrentRuns {
		return j, tooManyRuns(name)
	}
	return j, nil
}

// ended: nothing more will come of a run in this state.
func ended(state types.JobRunState) bool {
	switch state {
	case types.JobRunStateSucceeded, types.JobRunStateFailed, types.JobRunStateStopped, types.JobRunStateTimeout, types.JobRunStateError:
		return true
	}
	return false
}

// runOf is a new run of a job: what the request does not say is the job's.
func (r *request) runOf(j *types.Job, in *sdk.StartJobRunInput) types.JobRun {
	run := types.JobRun{
		Id:      aws.String(r.h.records.runID(id{r.accountID(), *j.Name})),
		JobName: j.Name, JobMode: j.JobMode, JobRunState: types.JobRunStateStarting, PreviousRunId: in.JobRunId,
		StartedOn: &r.x.Now, LastModifiedOn: &r.x.Now, Arguments: in.Arguments, LogGroupName: aws.String(logGroup),
		Timeout:               cmp.Or(in.Timeout, j.Timeout),
		WorkerType:            cmp.Or(in.WorkerType, j.WorkerType),
		NumberOfWorkers:       cmp.Or(in.NumberOfWorkers, j.NumberOfWorkers),
		SecurityConfiguration: cmp.Or(in.SecurityConfiguration, j.SecurityConfiguration),
		ExecutionClass:        cmp.Or(in.ExecutionClass, j.ExecutionClass),
		GlueVersion:           j.GlueVersion, MaxCapacity: cmp.Or(in.MaxCapacity, j.MaxCapacity),
		NotificationProperty: cmp.Or(in.NotificationProperty, j.NotificationProperty), MaintenanceWindow: j.MaintenanceWindow,
		ExecutionRoleSessionPolicy: in.ExecutionRoleSessionPolicy,
	}
	allocateRun(&run)
	return run
}

// sessionPolicy is the policy that limits a run's session.
func sessionPolicy(text *string) ([]*world.Policy, *awsproto.Error) {
	if aws.ToString(text) == "" {
		return nil, nil
	}
	doc, problems := iampolicy.Check([]byte(*text), "", iampolicy.Session)
	if len(problems) > 0 {
		return nil, badSessionPolicy(problems[0].Error())
	}
	return []*world.Policy{{Document: doc, JSON: []byte(*text)}}, nil
}
