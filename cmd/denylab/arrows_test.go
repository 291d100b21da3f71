package main_test

import (
	"bytes"
	"encoding/json"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// An arrow is an import that must not be.
type arrow struct {
	From, To string
	But      []string
	Why      string
}

const module = "github.com/denylab/denylab/"

// forbidden are the arrows that must not exist: no package at or below From
// (except those in But) may import a package at or below To.
var forbidden = []arrow{
	{From: module, To: "github.com/open-policy-agent/opa", But: []string{module + "rego/engine", module + "rego/plan", module + "rego/mutation"},
		Why: "rego/engine is the only door to OPA, with rego/plan as its evaluator, so that both can be exchanged; rego/mutation tests the rules' tests"},
	{From: module, To: "github.com/johannesboyne/gofakes3", But: []string{module + "emulator/store"},
		Why: "gofakes3 keeps bytes and nothing else; emulator/store is its only door"},
	{From: module, To: "github.com/goccy/go-yaml", But: []string{module + "scenarios"},
		Why: "YAML is read in one place, where its diagnostics are made"},
	{From: module, To: "github.com/spf13/cobra", But: []string{module + "cmd"},
		Why: "commands are the only users of a command line"},
	{From: module, To: "github.com/testcontainers", But: []string{module + "harness/container"},
		Why: "who imports the harness does not want a container engine's client"},
	{From: module + "rego/authz", To: module, But: nil,
		Why: "everything imports the words, so the words import nothing"},
	{From: module + "rego", To: module + "emulator", Why: "the rules do not know who asks them"},
	{From: module + "rego", To: module + "scenarios", But: []string{module + "rego/mutation"},
		Why: "the rules do not know who asks them"},
	{From: module, To: module + "rego/mutation", Why: "it is a tool, and no part of a lab"},
	{From: module + "emulator", To: module + "scenarios", Why: "a lab does not know the catalogue"},
	{From: module + "emulator", To: module + "harness", Why: "a lab does not know its tests"},
	{From: module + "emulator", To: module + "cmd", Why: "a lab does not know its command"},
	{From: module + "emulator/world", To: module + "emulator/gate", Why: "what exists does not depend on who asks about it"},
	{From: module + "emulator/world", To: module + "emulator/caller", Why: "what exists does not depend on how requests are signed"},
	{From: module + "emulator/world", To: module + "emulator/awsproto", Why: "what exists does not depend on a wire protocol"},
	{From: module + "emulator/iampolicy", To: module + "emulator/world", Why: "a document stands for itself"},
	{From: module + "emulator", To: module + "rego/engine",
		But: []string{module + "emulator"},
		Why: "services ask through the gate; only the lab itself holds the engine"},
	{From: module + "scenarios", To: module + "harness", Why: "the harness replays scenarios, not the other way"},
	{From: module + "scenarios", To: module + "cmd", Why: "a library does not know its command"},
	{From: module + "harness", To: module + "cmd", Why: "a library does not know its command"},
}

// services are the packages that answer for AWS services, with those of the
// others that they may use: keys are KMS's whoever uses them.
var services = map[string][]string{
	"ec2": nil, "glue": {"kms"}, "iam": nil, "kms": nil, "organizations": nil, "s3": {"kms"}, "s3control": nil,
	"sagemaker": {"kms"}, "sts": nil,
}

// betweenServices are the arrows between them.
func betweenServices() []arrow {
	var forbidden []arrow
	for from, may := range services {
		for to := range services {
			if from != to && !slices.Contains(may, to) {
				forbidden = append(forbidden, arrow{From: module + "emulator/" + from, To: module + "emulator/" + to,
					Why: "services meet in the world, not in each other"})
			}
		}
		forbidden = append(forbidden, arrow{From: module + "emulator/job", To: module + "emulator/" + from,
			Why: "a job calls services as their clients do"})
	}
	return forbidden
}

type listed struct {
	ImportPath string
	Imports    []string
}

func TestImportArrowsPointOneWay(t *testing.T) {
	packages := list(t)
	if len(packages) < 10 {
		t.Fatalf("go list names %d packages", len(packages))
	}
	for _, p := range packages {
		for _, to := range p.Imports {
			for _, rule := range slices.Concat(forbidden, betweenServices()) {
				if below(p.ImportPath, rule.From) && below(to, rule.To) && !excepted(p.ImportPath, rule.But) && !below(to, p.ImportPath) {
					t.Errorf("%s imports %s: %s", p.ImportPath, to, rule.Why)
				}
			}
		}
	}
}

func list(t *testing.T) []listed {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports", "./...")
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []listed
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := d.Decode(&p); err == io.EOF {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

// below: path is prefix or in a folder of it.
func below(path, prefix string) bool {
	prefix = strings.TrimSuffix(prefix, "/")
	return path == prefix || strings.HasPrefix(path, prefix+"/")
}

// excepted: path is one of but, or below it unless the entry is the lab's own
// package, whose services are not excepted with it.
func excepted(path string, but []string) bool {
	for _, b := range but {
		if path == b || b != module+"emulator" && below(path, b) {
			return true
		}
	}
	return false
}
