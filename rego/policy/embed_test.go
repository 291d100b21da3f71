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

func TestTestsAreWhatIsLeftOut(t *testing.T) {
	modules, tests := Modules(), Tests()
	if _, ok := tests["statement_test.rego"]; !ok {
		t.Errorf("no statement_test.rego among %d tests", len(tests))
	}
	for name := range tests {
		if _, ok := modules[name]; ok {
			t.Errorf("%s is a rule file and a test", name)
		}
	}
}
