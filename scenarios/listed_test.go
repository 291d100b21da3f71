package scenarios_test

import (
	"strings"
	"testing"

	"github.com/denylab/denylab/emulator"
)

// Whatever the lab answers, a step can call.
func TestStepsCallEveryOperationOfOrganizations(t *testing.T) {
	lab, err := emulator.New(emulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer lab.Close() //nolint:errcheck // it is in memory
	for _, op := range lab.Operations()["organizations"] {
		text := strings.Replace(minimal(t), "call: s3.GetObject", "call: organizations."+op.Name, 1)
		if text == minimal(t) {
			t.Fatal("the minimal scenario does not call s3.GetObject")
		}
		_, problems := loadOne(t, map[string]string{"x/minimal.yaml": text})
		if unknown := strings.Contains(problems.Error(), `organizations has no operation "`+op.Name+`"`); unknown == op.Emulated {
			t.Errorf("%s, emulated %v: %v", op.Name, op.Emulated, problems)
		}
	}
}
