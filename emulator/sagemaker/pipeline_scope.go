package sagemaker

import (
	"fmt"
	"io"
	"strings"

	"github.com/denylab/denylab/emulator/job"
	"github.com/denylab/denylab/emulator/sagemaker/pipeline"
)

var _ pipeline.Scope = (*stepRun)(nil)

// Parameter implements pipeline.Scope.
func (s *stepRun) Parameter(name string) any { return s.values[name] }

// Execution implements pipeline.Scope.
func (s *stepRun) Execution(name string) any { return s.executionVariable(name, s.name) }

// Properties implements pipeline.Scope.
func (s *stepRun) Properties(step string) (any, error) {
	made, ok := s.made[step]
	if !ok {
		return nil, fmt.Errorf("the step %s has not succeeded", step)
	}
	return made, nil
}

// File implements pipeline.Scope: a property file is in the output that its step
// names.
func (s *stepRun) File(step, name string) ([]byte, error) {
	of, _ := s.def.Step(step) // the definition was found to have both
	file, _ := of.PropertyFile(name)
	made, err := s.Properties(step)
	if err != nil {
		return nil, err
	}
	uri, err := outputURI(made, file.Output)
	if err != nil {
		return nil, fmt.Errorf("the step %s %w", step, err)
	}
	return s.Object(strings.TrimSuffix(uri, "/") + "/" + strings.TrimPrefix(file.Path, "/"))
}

// outputURI is where a processing job writes one of its outputs.
func outputURI(made any, name string) (string, error) {
	uri, _ := pipeline.Property(made, "ProcessingOutputConfig.Outputs['"+name+"'].S3Output.S3Uri")
	text, ok := uri.(string)
	if !ok {
		return "", fmt.Errorf("has no output %s", name)
	}
	return text, nil
}

// Object implements pipeline.Scope: the pipeline's role reads, from SageMaker's
// network and not from the VPC of the jobs
// (https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-access.html#build-and-manage-scp).
func (s *stepRun) Object(uri string) ([]byte, error) {
	at, ok := job.ParseURI(uri)
	if !ok {
		return nil, fmt.Errorf("%s is no S3 URI", uri)
	}
	body, err := s.Open(s.ctx, stageOf(s.of), at)
	if err != nil {
		return nil, &fault{stageOf(s.of), jsonGetFailed(uri, err)}
	}
	defer body.Close()
	text, err := io.ReadAll(io.LimitReader(body, maxPropertyFile+1))
	if len(text) > maxPropertyFile {
		return nil, fmt.Errorf("%s is longer than %d bytes", uri, maxPropertyFile)
	}
	return text, err
}

// maxPropertyFile is the longest JSON file that is read, in bytes: AWS's limit
// is UNVERIFIED.
const maxPropertyFile = 16 << 20
