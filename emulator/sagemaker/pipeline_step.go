package sagemaker

import (
	"context"
	"errors"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/sagemaker/pipeline"
)

// A stepRun is one step of an execution that runs.
type stepRun struct {
	*pipelineRun
	of  *pipeline.Step
	rec *record
	// name is that of the job that the step is to create.
	name string
	ctx  context.Context
}

// step runs one step to its end.
func (p *pipelineRun) step(ctx context.Context, of *pipeline.Step) {
	s := &stepRun{pipelineRun: p, of: of, ctx: ctx}
	s.enter()
	err := s.assume()
	if err == nil {
		err = s.act()
	}
	switch {
	case err == nil:
		s.ends(types.StepStatusSucceeded, "")
	case errors.Is(err, errStopped):
		s.ends(types.StepStatusStopped, "")
	default:
		f := s.stepFault(err)
		s.ends(types.StepStatusFailed, f.reason)
		if p.fault == nil {
			p.fault = f
		}
	}
}

// enter lists the step.
func (s *stepRun) enter() {
	now := s.Agent.Now()
	s.rec = &record{kind: stepsOf(s.pipelineRun.rec), name: s.of.Name, account: s.account, arn: s.pipelineRun.rec.arn + "/step/" + s.of.Name,
		output: &types.PipelineExecutionStep{
			StepName: &s.of.Name, StepDisplayName: said(s.of.DisplayName), StepDescription: said(s.of.Description),
			StepStatus: types.StepStatusExecuting, StartTime: &now, AttemptCount: aws.Int32(1), Metadata: &types.PipelineExecutionStepMetadata{},
		}}
	s.h.records.add(s.rec) // names of steps are not there twice
}

func said(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// assume begins the session of the pipeline's role in which the step's calls
// are made.
func (s *stepRun) assume() error {
	session, ok := s.Agent.Assume(s.role, pipeline.SessionName(s.id, s.of.Name))
	if !ok {
		return &fault{stageOf(s.of), "ClientError: " + pipelineNotAssumable(s.role).Message}
	}
	s.Session = session
	return nil
}

// act does what the step is for.
func (s *stepRun) act() error {
	switch s.of.Type {
	case "Condition":
		return s.condition()
	case "Fail":
		return s.failing()
	case "RegisterModel":
		return s.register()
	}
	return s.job()
}

// condition decides which branch of the definition goes on.
func (s *stepRun) condition() error {
	holds := true
	for _, c := range s.of.Conditions {
		held, err := c.Holds(s)
		if err != nil {
			return err
		}
		holds = holds && held
	}
	outcome := types.ConditionOutcomeFalse
	if holds {
		outcome = types.ConditionOutcomeTrue
	}
	s.shows(&types.PipelineExecutionStepMetadata{Condition: &types.ConditionStepMetadata{Outcome: outcome}})
	s.held[s.of.Name], s.made[s.of.Name] = holds, map[string]any{"Outcome": string(outcome)}
	return nil
}

// failing is the step that fails an execution on purpose.
func (s *stepRun) failing() error {
	message, err := pipeline.Resolve(s.of.Arguments["ErrorMessage"], s)
	if err != nil {
		return err
	}
	text, _ := message.(string)
	s.shows(&types.PipelineExecutionStepMetadata{Fail: &types.FailStepMetadata{ErrorMessage: &text}})
	return &fault{stageOf(s.of), text}
}

// shows changes what the list of steps shows of the step's doing.
func (s *stepRun) shows(m *types.PipelineExecutionStepMetadata) {
	update(s.h.records, s.rec, func(out *types.PipelineExecutionStep) { out.Metadata = m })
}

func (s *stepRun) ends(status types.StepStatus, reason string) {
	now := s.Agent.Now()
	update(s.h.records, s.rec, func(out *types.PipelineExecutionStep) {
		out.StepStatus, out.FailureReason, out.EndTime = status, said(cut(reason, maxReason)), &now
	})
}

// stepFault is the fault behind an error; an expression without a value is one.
func (s *stepRun) stepFault(err error) *fault {
	var f *fault
	if errors.As(err, &f) {
		return &fault{stageOf(s.of), f.reason}
	}
	return &fault{stageOf(s.of), "ClientError: " + err.Error()}
}

// pipelineTime is a time as execution variables have it.
func pipelineTime(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }
