package glue

import (
	"context"
	"errors"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/glue/types"

	"github.com/denylab/denylab/emulator/job"
	"github.com/denylab/denylab/emulator/world"
)

// stage names, as the stage table shows them.
const (
	stageRole    = "role"
	stageNetwork = "network"
	stageLogs    = "logs"
	stageLaunch  = "launch"
	stageSource  = "source"
	stageTarget  = "target"
)

// jobID is the id of a run among the lab's jobs.
func jobID(account, name, run string) string { return job.ID(account, kind, name+"/"+run) }

// An execution is one run of a job.
type execution struct {
	*worker
	job    types.Job
	run    types.JobRun
	limits []*world.Policy
	// arguments are those that the script gets, settings what they say of the
	// file system, root a directory of the run's own, script the file in it.
	arguments    map[string]string
	settings     settings
	root, script string
}

// launch takes a run and has it go on in the background.
func (r *request) launch(e *execution) {
	e.worker = r.worker(*e.job.Name, *e.job.Name+"/"+*e.run.Id, r.roleARN(aws.ToString(e.job.Role)))
	e.Requested(r.x)
	e.start()
}

func (e *execution) start() {
	e.arguments = merged(e.job.DefaultArguments, e.run.Arguments, e.job.NonOverridableArguments)
	e.settings = settingsOf(e.arguments)
	e.h.records.runs.add(e.id(), e.run)
	e.show(string(types.JobRunStateStarting), "")
	e.h.Board.Start(e.Run, e.through)
}

func (e *execution) id() id { return id{e.account, *e.job.Name + "/" + *e.run.Id} }

// through is the run from beginning to end.
func (e *execution) through(ctx context.Context) {
	limited, cancel := context.WithTimeout(ctx, longest(e.run.Timeout))
	defer cancel()
	err := e.stages(limited, e.assume, e.connect, e.hand, e.logs, e.download, e.configure, e.runScript)
	switch {
	case ctx.Err() != nil:
		e.ends(types.JobRunStateStopped, nil)
	case errors.Is(limited.Err(), context.DeadlineExceeded):
		e.ends(types.JobRunStateTimeout, nil)
	case err != nil:
		e.ends(types.JobRunStateFailed, faultOf(err))
		e.retry()
	default:
		e.ends(types.JobRunStateSucceeded, nil)
	}
}

// stages runs them in a directory of the run's own, up to the first that fails.
func (e *execution) stages(ctx context.Context, all ...func(context.Context) error) error {
	dir, err := os.MkdirTemp("", "denylab-glue-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	e.root = dir
	for _, stage := range all {
		if err := stage(ctx); err != nil {
			return err
		}
	}
	return nil
}

// assume takes on the job's role, for what Glue itself does: its calls have the
// key glue:RoleAssumedBy
// (https://docs.aws.amazon.com/glue/latest/dg/security_iam_id-based-policy-examples.html#glue-identity-based-policy-context-key-glue).
func (e *execution) assume(ctx context.Context) error {
	ok, err := e.assumable(ctx, stageRole)
	if err == nil && !ok {
		err = &fault{stageRole, roleUnusable}
	}
	if err != nil {
		return err
	}
	return e.act("glue:RoleAssumedBy")
}

// hand gives the run's hosts, and the script on them, a session of their own,
// whose calls have another key.
func (e *execution) hand(context.Context) error { return e.act("glue:CredentialIssuingService") }

// act goes on in a new session of the role.
func (e *execution) act(key string) error {
	session, ok := e.h.Agent.Assume(e.role, sessionName, job.Terms{Policies: e.limits, Keys: map[string]string{key: principal}})
	if !ok {
		return &fault{stageRole, roleUnusable}
	}
	e.Session = session
	e.Show(func(c *job.Card) { c.Role = session.Principal.Caller.ARN })
	return nil
}

// runs: the script begins.
func (e *execution) runs() {
	now := e.Agent.Now()
	e.h.records.runs.change(e.id(), func(j *types.JobRun) {
		if j.JobRunState == types.JobRunStateStarting {
			j.JobRunState, j.LastModifiedOn = types.JobRunStateRunning, &now
		}
	})
	e.show(string(types.JobRunStateRunning), "")
}

// ends enters the last state of the run.
func (e *execution) ends(state types.JobRunState, f *fault) {
	now := e.Agent.Now()
	e.h.records.runs.change(e.id(), func(j *types.JobRun) {
		j.JobRunState, j.LastModifiedOn, j.CompletedOn = state, &now, &now
		j.ExecutionTime = int32(now.Sub(*j.StartedOn) / time.Second)
		if e.metered() {
			j.DPUSeconds = aws.Float64(float64(j.ExecutionTime) * aws.ToFloat64(j.MaxCapacity))
		}
		if f != nil {
			j.ErrorMessage = &f.reason
		}
	})
	if f == nil {
		e.show(string(state), "")
		return
	}
	e.show(string(state), f.stage)
	e.Show(func(c *job.Card) { c.Reason = f.reason })
}

// metered: what the run has used is told of flexible and of scaling runs
// (https://docs.aws.amazon.com/glue/latest/webapi/API_JobRun.html).
func (e *execution) metered() bool {
	return e.run.ExecutionClass == types.ExecutionClassFlex || e.arguments["--enable-auto-scaling"] == "true"
}
