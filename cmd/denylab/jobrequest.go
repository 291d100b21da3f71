package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/sagemaker"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/jsonplace"
)

// A jobRequest is a request to create a job.
type jobRequest struct {
	operation string
	body      []byte
}

// jobInputs are the operations that create jobs, by the member that only they
// have.
var jobInputs = map[string]struct {
	operation string
	input     func() any
}{
	"TrainingJobName":             {"CreateTrainingJob", func() any { return new(sagemaker.CreateTrainingJobInput) }},
	"ProcessingJobName":           {"CreateProcessingJob", func() any { return new(sagemaker.CreateProcessingJobInput) }},
	"HyperParameterTuningJobName": {"CreateHyperParameterTuningJob", func() any { return new(sagemaker.CreateHyperParameterTuningJobInput) }},
	"TransformJobName":            {"CreateTransformJob", func() any { return new(sagemaker.CreateTransformJobInput) }},
	"AutoMLJobName":               {"CreateAutoMLJob", func() any { return new(sagemaker.CreateAutoMLJobInput) }},
}

// readJobRequest reads the input of an operation that creates a job, or
// CloudTrail's event of it, whose members begin with a small letter.
func readJobRequest(file string, text []byte) (*jobRequest, error) {
	var event struct {
		EventSource       string          `json:"eventSource"`
		EventName         string          `json:"eventName"`
		RequestParameters json.RawMessage `json:"requestParameters"`
	}
	if err := json.Unmarshal(text, &event); err != nil {
		return nil, fmt.Errorf("%s: %w", jsonplace.Of(file, text, err), err)
	}
	if event.EventName != "" && len(event.RequestParameters) > 0 {
		text = event.RequestParameters
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(text, &members); err != nil {
		return nil, fmt.Errorf("%s: %w", jsonplace.Of(file, text, err), err)
	}
	for member := range members {
		if kind, ok := jobInputs[strings.ToUpper(member[:min(1, len(member))])+member[min(1, len(member)):]]; ok {
			return jobRequestOf(file, kind.operation, kind.input(), text)
		}
	}
	return nil, fmt.Errorf("%s: no request that creates a job: it has none of %s", file, strings.Join(slices.Sorted(maps.Keys(jobInputs)), ", "))
}

// jobRequestOf reads text into input, whose members encoding/json finds in
// either spelling, and writes it as clients do.
func jobRequestOf(file, operation string, input any, text []byte) (*jobRequest, error) {
	in := json.NewDecoder(bytes.NewReader(text))
	in.DisallowUnknownFields()
	if err := in.Decode(input); err != nil {
		return nil, fmt.Errorf("%s: %s: %w", jsonplace.Of(file, text, err), operation, err)
	}
	body, err := awsproto.EncodeJSONOutput(input)
	return &jobRequest{operation, body}, err
}
