package sagemaker

import (
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
