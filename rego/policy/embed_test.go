package policy

import (
	"strings"
	"testing"
)

func TestModulesAreTheRulesWithoutTheirTests(t *testing.T) {
	modules := Modules()
	if _, ok := modules["statement.rego"]; !ok {
		t.Errorf("no statement.rego among %d rule files", len(modules))
	}
	for name, text := range modules {
		if strings.HasSuffix(name, "_test.rego") {
			t.Errorf("%s is a test", name)
		}
		if !strings.Contains(text, "\npackage denylab.") {
			t.Errorf("%s has no package denylab.…", name)
		}
	}
}
