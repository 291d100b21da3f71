package pipeline

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// A Scope is what the expressions of an execution refer to.
type Scope interface {
	// Parameter and Execution are a parameter and an execution variable, which
	// the definition is known to have.
	Parameter(name string) any
	Execution(name string) any
	// Properties are what a step has made, as its Describe operation shows it.
	Properties(step string) (any, error)
	// File is the content of a step's property file, Object that of an S3 URI.
	File(step, name string) ([]byte, error)
	Object(uri string) ([]byte, error)
}

// variables are the execution variables
// (https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-properties.html).
var variables = map[string]bool{
	"StartDateTime": true, "CurrentDateTime": true, "PipelineName": true, "PipelineArn": true,
	"PipelineExecutionId": true, "PipelineExecutionArn": true, "TrainingJobName": true, "ProcessingJobName": true,
}

// A reference is what a Get names: Parameters.NAME, Execution.NAME or
// Steps.NAME.PATH.
type reference struct {
	kind, name string
	path       []any // a string for a member, an int for an item
}

func parseReference(text string) (r reference, err error) {
	var rest string
	r.kind, rest, _ = strings.Cut(text, ".")
	switch r.kind {
	case "Parameters", "Execution":
		r.name = rest
	case "Steps":
		var path string
		r.name, path, _ = strings.Cut(rest, ".")
		if i := strings.IndexByte(r.name, '['); i >= 0 {
			path, r.name = rest[i:], r.name[:i]
		}
		r.path, err = parsePath(path)
	default:
		return r, fmt.Errorf("'%s' is no reference; write Parameters.NAME, Execution.NAME or Steps.NAME.PROPERTY", text)
	}
	if r.name == "" {
		return r, fmt.Errorf("the reference '%s' names nothing", text)
	}
	return r, err
}

// function is the one member of an object that is an expression: Get, Std:Join
// or Std:JsonGet.
func function(v any) (name string, argument any, ok bool) {
	o, is := v.(map[string]any)
	if !is || len(o) != 1 {
		return "", nil, false
	}
	for name, argument = range o {
	}
	_, text := argument.(string)
	return name, argument, name == "Get" && text || strings.HasPrefix(name, "Std:")
}

// Resolve is a value in which expressions are replaced by what they mean.
func Resolve(v any, s Scope) (any, error) {
	if name, argument, ok := function(v); ok {
		return call(name, argument, s)
	}
	switch x := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(x))
		for name, member := range x {
			value, err := Resolve(member, s)
			if err != nil {
				return nil, err
			}
			out[name] = value
		}
		return out, nil
	case []any:
		out := make([]any, len(x))
		for i, item := range x {
			value, err := Resolve(item, s)
			if err != nil {
				return nil, err
			}
			out[i] = value
		}
		return out, nil
	}
	return v, nil
}

func call(name string, argument any, s Scope) (any, error) {
	switch name {
	case "Get":
		return get(argument.(string), s) // function has looked
	case "Std:Join":
		return join(argument, s)
	case "Std:JsonGet":
		return jsonGet(argument, s)
	}
	return nil, fmt.Errorf("there is no function %s", name)
}

func get(text string, s Scope) (any, error) {
	r, err := parseReference(text)
	if err != nil {
		return nil, err
	}
	switch r.kind {
	case "Parameters":
		return s.Parameter(r.name), nil
	case "Execution":
		return s.Execution(r.name), nil
	}
	properties, err := s.Properties(r.name)
	if err != nil {
		return nil, err
	}
	v, ok := at(properties, r.path)
	if !ok {
		return nil, fmt.Errorf("the step %s has no property %s", r.name, strings.TrimPrefix(text, "Steps."+r.name+"."))
	}
	return v, nil
}

func join(argument any, s Scope) (any, error) {
	o, _ := argument.(map[string]any)
	on, _ := o["On"].(string)
	values, ok := o["Values"].([]any)
	if !ok {
		return nil, errors.New("Std:Join has no list of Values")
	}
	parts := make([]string, len(values))
	for i, v := range values {
		value, err := Resolve(v, s)
		if err != nil {
			return nil, err
		}
		parts[i] = written(value)
	}
	return strings.Join(parts, on), nil
}

// written is a value as text.
func written(v any) string {
	switch x := v.(type) {
	case string:
		return x
	case json.Number:
		return x.String()
	case nil:
		return ""
	}
	text, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(text)
}
