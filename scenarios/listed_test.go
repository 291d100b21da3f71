package scenarios_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/denylab/denylab/emulator"
)

// Whatever the lab answers, a step can call: go generate ./scenarios.
func TestStepsCallEveryOperationOfTheLab(t *testing.T) {
	lab, err := emulator.New(emulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer lab.Close() //nolint:errcheck // it is in memory
	for service, operations := range lab.Operations() {
		for _, op := range operations {
			text := strings.Replace(minimal(t), "call: s3.GetObject", "call: "+service+"."+op.Name, 1)
			_, problems := loadOne(t, map[string]string{"x/minimal.yaml": text})
			unknown := strings.Contains(problems.Error(), service+` has no operation "`+op.Name+`"`)
			if unknown && op.Emulated && !slices.Contains(formOnly, op.Name) {
				t.Errorf("no step can call %s.%s", service, op.Name)
			}
		}
	}
}

// formOnly are what no client of the SDK can send: a browser's form.
var formOnly = []string{"PostObject"}
