package pipeline

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

func jsonGet(argument any, s Scope) (any, error) {
	o, _ := argument.(map[string]any)
	path, _ := o["Path"].(string)
	text, name, err := jsonFile(o, s)
	if err != nil {
		return nil, err
	}
	return Look(text, name, path)
}

// jsonFile reads the file that a JsonGet names: a property file, or an object.
func jsonFile(o map[string]any, s Scope) (text []byte, name string, err error) {
	if uri, given := o["S3Uri"]; given {
		v, err := Resolve(uri, s)
		if err != nil {
			return nil, "", err
		}
		name = written(v)
		text, err = s.Object(name)
		return text, name, err
	}
	step, file, err := fileOf(o)
	if err != nil {
		return nil, "", err
	}
	text, err = s.File(step, file)
	return text, file, err
}

// fileOf are the step and the property file of
// {"PropertyFile": {"Get": "Steps.NAME.PropertyFiles.FILE"}}.
func fileOf(o map[string]any) (step, file string, err error) {
	_, argument, ok := function(o["PropertyFile"])
	text, isText := argument.(string)
	if !ok || !isText {
		return "", "", errors.New("Std:JsonGet has neither PropertyFile nor S3Uri")
	}
	r, err := parseReference(text)
	if err != nil {
		return "", "", err
	}
	if r.kind != "Steps" || len(r.path) != 2 || r.path[0] != "PropertyFiles" {
		return "", "", fmt.Errorf("'%s' is no property file; write Steps.NAME.PropertyFiles.FILE", text)
	}
	return r.name, written(r.path[1]), nil
}

// Look is the value at a path such as metrics.mse.value of a JSON text; name is
// the file's, for errors.
func Look(text []byte, name, path string) (any, error) {
	steps, err := parsePath(strings.TrimPrefix(strings.TrimPrefix(path, "$"), "."))
	if err != nil {
		return nil, err
	}
	in := json.NewDecoder(strings.NewReader(string(text)))
	in.UseNumber()
	var tree any
	if err := in.Decode(&tree); err != nil {
		return nil, fmt.Errorf("%s is no JSON: %w", name, err)
	}
	v, ok := at(tree, steps)
	if !ok {
		return nil, fmt.Errorf("%s has nothing at the path %s", name, path)
	}
	return v, nil
}
