package sagemaker

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/sagemaker/pipeline"
)

// job creates what the step is for, and follows it to its end. It is tried
// again as the step's retry policies say, without waiting.
func (s *stepRun) job() error {
	k := kindOf(s.of.Type, s.of.Arguments)
	for failures := 0; ; failures++ {
		exception, err := s.attempt(k, failures)
		if err == nil || s.ctx.Err() != nil || failures >= s.of.Attempts(exception) {
			return err
		}
		update(s.h.records, s.rec, func(out *types.PipelineExecutionStep) { out.AttemptCount = aws.Int32(int32(failures) + 2) })
	}
}

// attempt is one of them. The exception is the name that retry policies have
// for the error.
func (s *stepRun) attempt(k stepKind, failures int) (exception string, err error) {
	s.name = s.jobName(text(s.of.Arguments, k.name), k.longest, failures)
	resolved, err := pipeline.Resolve(s.of.Arguments, s)
	if err != nil {
		return "", err
	}
	in := resolved.(map[string]any) // as the arguments are
	in[k.name] = s.name
	s.giveRole(k, in)
	in["Tags"] = s.tagged(in["Tags"])
	out, err := s.call(k.create, in)
	if err != nil {
		return exceptionOf(err), s.createFault(k.create, err)
	}
	arn := text(out, k.arn)
	s.shows(k.shown(s, arn))
	return s.follow(k, arn)
}

// jobName is the name of the step's job: a name in the arguments is the custom
// prefix, which the Python SDK leaves there with use_custom_job_prefix alone.
func (s *stepRun) jobName(prefix string, longest, failures int) string {
	return pipeline.JobName{Prefix: prefix, ExecutionARN: s.pipelineRun.rec.arn, Step: s.of.Name, Failures: failures, Longest: longest}.String()
}

// giveRole names the pipeline's role where the arguments name none.
func (s *stepRun) giveRole(k stepKind, in map[string]any) {
	if k.role == "" {
		return
	}
	places := []any{in}
	if len(k.within) > 0 {
		places = nil
		for _, member := range k.within {
			list, isList := in[member].([]any)
			if !isList {
				list = []any{in[member]}
			}
			places = append(places, list...)
		}
	}
	for _, place := range places {
		if members, ok := place.(map[string]any); ok && members[k.role] == nil {
			members[k.role] = s.role
		}
	}
}

// executionTag is the tag that Pipelines sets on what it creates.
const executionTag = "sagemaker:pipeline-execution-arn"

// tagged are the tags of a request with the pipeline's.
func (s *stepRun) tagged(tags any) []any {
	list, _ := tags.([]any)
	return append(list, map[string]any{"Key": executionTag, "Value": s.pipelineRun.rec.arn})
}

// follow waits for what was created, and looks how it ended.
func (s *stepRun) follow(k stepKind, arn string) (exception string, err error) {
	if err := s.wait(k, arn); err != nil {
		return "", err
	}
	out, err := s.call(k.describe, map[string]any{k.name: s.name})
	if err != nil {
		return exceptionOf(err), s.describeFault(k.describe, err)
	}
	status := text(out, k.status)
	switch {
	case k.status == "" || status == "Completed":
		made, err := s.complete(k, out)
		if err == nil {
			s.made[s.of.Name] = made
		}
		return exceptionOf(err), err
	case s.ctx.Err() != nil:
		return "", errStopped
	case status == "Stopped":
		return "", &fault{stageOf(s.of), jobStopped(arn)}
	}
	s.noteJob(arn)
	reason := text(out, k.reason)
	return exceptionIn(reason), &fault{stageOf(s.of), jobFailed(reason)}
}

// wait waits for the end of the job, which a stop of the execution stops. One
// that cannot be stopped goes on.
func (s *stepRun) wait(k stepKind, arn string) error {
	rec, ok := s.h.records.get(arn)
	if !ok || rec.run == nil || s.h.Board.Wait(s.ctx, rec.run.ID) == nil {
		return nil
	}
	if _, err := s.call(k.stop, map[string]any{k.name: s.name}); err != nil {
		if refusal := refusalIn(err); refusal != nil && refusal.Code == "AccessDeniedException" {
			s.goesOn = true
			return &fault{stageOf(s.of), invokeFailed(k.stop, refusal.Message)}
		}
	}
	return s.h.Board.Wait(context.WithoutCancel(s.ctx), rec.run.ID)
}

// noteJob adds the call that failed the step's job to the table.
func (s *stepRun) noteJob(arn string) {
	rec, ok := s.h.records.get(arn)
	if !ok || rec.run == nil {
		return
	}
	if card := rec.run.Card(); card.Refused != "" {
		s.Note(stageOf(s.of), card.Refused)
	}
}

// createFault and describeFault are how a step fails whose call was refused.
func (s *stepRun) createFault(operation string, err error) error {
	refusal := refusalIn(err)
	switch {
	case refusal == nil:
		return err
	case refusal.Code == "AccessDeniedException" && strings.Contains(refusal.Message, "perform: iam:PassRole on"):
		return &fault{stageOf(s.of), roleInsufficient}
	}
	return &fault{stageOf(s.of), invokeFailed(operation, refusal.Message)}
}

func (s *stepRun) describeFault(operation string, err error) error {
	if refusal := refusalIn(err); refusal != nil {
		return &fault{stageOf(s.of), invokeFailed(operation, refusal.Message)}
	}
	return err
}

// exceptionOf is what retry policies call a refusal
// (https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-retry-policy.html).
func exceptionOf(err error) string {
	refusal := refusalIn(err)
	switch {
	case refusal == nil:
		return ""
	case refusal.Code == "ResourceLimitExceeded":
		return "SageMaker.RESOURCE_LIMIT"
	case refusal.Code == "ThrottlingException":
		return "Step.THROTTLING"
	case refusal.Status >= 500:
		return "Step.SERVICE_FAULT"
	}
	return ""
}

// exceptionIn is what they call the failure of a job.
func exceptionIn(reason string) string {
	switch {
	case strings.HasPrefix(reason, "InternalServerError"):
		return "SageMaker.JOB_INTERNAL_ERROR"
	case strings.HasPrefix(reason, "CapacityError"):
		return "SageMaker.CAPACITY_ERROR"
	}
	return ""
}
