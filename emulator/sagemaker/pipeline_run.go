package sagemaker

import (
	"context"
	"strings"

	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/sagemaker/pipeline"
)

// A pipelineRun is an execution of a pipeline that runs. Each of its steps is
// made by the pipeline's role, through the operations that customers call.
type pipelineRun struct {
	*worker
	rec    *record
	id     string
	def    *pipeline.Definition
	values map[string]any
	// made are what the steps that succeeded show of themselves, by name, held
	// which conditions hold.
	made map[string]any
	held map[string]bool
	// fault is that of the first step that failed.
	fault *fault
	// goesOn: the execution was stopped, and a job could not be.
	goesOn bool
}

func newPipelineRun(w *worker, rec *record, s *start) *pipelineRun {
	return &pipelineRun{worker: w, rec: rec, id: rec.name, def: s.def, values: s.values, made: map[string]any{}, held: map[string]bool{}}
}

// run runs the steps, one at a time: AWS runs steps side by side that need
// nothing of each other, but then the calls of one replay would come in another
// order than those of the next. When a step fails, those that do not need it
// still run.
func (p *pipelineRun) run(ctx context.Context) {
	p.show(string(types.PipelineExecutionStatusExecuting), "")
	for _, s := range p.def.Order() {
		if ctx.Err() != nil {
			break
		}
		if p.due(s) {
			p.step(ctx, s)
		}
	}
	p.end(ctx.Err() != nil && !p.goesOn)
}

// due: the steps that a step needs have succeeded, and the condition in whose
// branch it stands came out that way.
func (p *pipelineRun) due(s *pipeline.Step) bool {
	for _, name := range s.After {
		if _, ok := p.made[name]; !ok {
			return false
		}
	}
	return s.Branch == nil || p.held[s.Branch.Step] == s.Branch.Holds
}

// end enters the last status of the execution. Its reason names no step; the
// card has what the list of steps shows of the first that failed.
func (p *pipelineRun) end(stopped bool) {
	status, now := types.PipelineExecutionStatusSucceeded, p.Agent.Now()
	var reason *string
	switch {
	case stopped:
		status = types.PipelineExecutionStatusStopped
	case p.fault != nil:
		text := stepsFailed
		status, reason = types.PipelineExecutionStatusFailed, &text
	}
	update(p.h.records, p.rec, func(e *execution) {
		e.Shown.PipelineExecutionStatus, e.Shown.FailureReason, e.Shown.LastModifiedTime = status, reason, &now
	})
	if p.fault != nil && !stopped {
		p.showFault(string(status), p.fault)
		return
	}
	p.show(string(status), "")
}

// stageOf is the stage of a step in the table of the execution's calls.
func stageOf(s *pipeline.Step) string { return "step " + s.Name }

// executionVariable is the value of Execution.NAME.
func (p *pipelineRun) executionVariable(name, jobName string) any {
	shown := output[execution](p.h.records, p.rec).Shown
	name, isJob := strings.CutSuffix(name, "JobName")
	if isJob {
		return jobName
	}
	return map[string]any{
		"StartDateTime": pipelineTime(*shown.CreationTime), "CurrentDateTime": pipelineTime(p.Agent.Now()),
		"PipelineName": pipelineName(shown), "PipelineArn": *shown.PipelineArn,
		"PipelineExecutionId": p.id, "PipelineExecutionArn": p.rec.arn,
	}[name]
}

func pipelineName(shown sdk.DescribePipelineExecutionOutput) string {
	return (*shown.PipelineArn)[strings.LastIndexByte(*shown.PipelineArn, '/')+1:]
}
