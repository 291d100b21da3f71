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

// jobInputs are the operations that create jobs, by name: the members that only
// their inputs have together, and what they are read into.
var jobInputs = map[string]struct {
	members []string
	input   func() any
}{
	"CreateTrainingJob":             {[]string{"TrainingJobName"}, func() any { return new(sagemaker.CreateTrainingJobInput) }},
	"CreateProcessingJob":           {[]string{"ProcessingJobName"}, func() any { return new(sagemaker.CreateProcessingJobInput) }},
	"CreateHyperParameterTuningJob": {[]string{"HyperParameterTuningJobName"}, func() any { return new(sagemaker.CreateHyperParameterTuningJobInput) }},
	"CreateTransformJob":            {[]string{"TransformJobName"}, func() any { return new(sagemaker.CreateTransformJobInput) }},
	"CreateAutoMLJob":               {[]string{"AutoMLJobName", "InputDataConfig"}, func() any { return new(sagemaker.CreateAutoMLJobInput) }},
	"CreateAutoMLJobV2":             {[]string{"AutoMLJobName", "AutoMLJobInputDataConfig"}, func() any { return new(autoMLV2) }},
}

// readJobRequest reads the input of an operation that creates a job, or
// CloudTrail's event of it, whose members begin with a small letter.
func readJobRequest(file string, text []byte) (*jobRequest, error) {
	e, err := eventIn(file, text)
	if err != nil {
		return nil, err
	}
	operation := ""
	if e != nil {
		operation, text = e.EventName, e.RequestParameters
	} else if operation, err = operationOf(file, text); err != nil {
		return nil, err
	}
	return jobRequestOf(file, operation, jobInputs[operation].input(), text)
}

// operationOf says of which operation an input is.
func operationOf(file string, text []byte) (string, error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(text, &members); err != nil {
		return "", fmt.Errorf("%s: %w", jsonplace.Of(file, text, err), err)
	}
	has := func(name string) bool {
		small := strings.ToLower(name[:1]) + name[1:]
		return members[name] != nil || members[small] != nil
	}
	var names []string
	for _, operation := range slices.Sorted(maps.Keys(jobInputs)) {
		of := jobInputs[operation].members
		if !slices.ContainsFunc(of, func(name string) bool { return !has(name) }) {
			return operation, nil
		}
		names = append(names, strings.Join(of, " with "))
	}
	return "", fmt.Errorf("%s: no request that creates a job: it has none of %s", file, strings.Join(names, ", "))
}

// jobRequestOf reads text into input, whose members encoding/json finds in
// either spelling, and writes it as clients do.
func jobRequestOf(file, operation string, input any, text []byte) (*jobRequest, error) {
	in := json.NewDecoder(bytes.NewReader(text))
	in.DisallowUnknownFields()
	if err := in.Decode(input); err != nil {
		return nil, fmt.Errorf("%s: %s: %w", jsonplace.Of(file, text, err), operation, err)
	}
	if v2, ok := input.(*autoMLV2); ok {
		plain, err := v2.plain()
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", file, operation, err)
		}
		input = plain
	}
	body, err := awsproto.EncodeJSONOutput(input)
	return &jobRequest{operation, body}, err
}
