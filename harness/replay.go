package harness

import (
	"testing"

	"github.com/denylab/denylab/scenarios"
)

// Replay runs scenarios as parallel subtests named by their ids: the steps of
// each in a lab of its own, then its cure. A pattern is an id (with * and ?), a
// topic or a row of the catalogue, or a .yaml file or a folder of the caller's
// own, relative to the test's directory. Without a pattern the whole catalogue
// runs.
//
//	func TestOwnScenarios(t *testing.T) { harness.Replay(t, "testdata/scenarios") }
//
// A step that is not met fails its subtest with what was wanted, what came, and
// the ladder of what was refused. A pattern that matches nothing fails the test.
func Replay(t *testing.T, patterns ...string) {
	t.Helper()
	list, problems := scenarios.Named(patterns...)
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	if len(list) == 0 {
		t.Fatalf("no scenario matches %q", patterns)
	}
	for _, s := range list {
		t.Run(s.ID, func(t *testing.T) {
			t.Parallel()
			replay(t, s)
		})
	}
}

func replay(t testing.TB, s *scenarios.Scenario) {
	runner := &scenarios.Runner{Step: func(e scenarios.StepEvent) {
		if len(e.Result.Problems) > 0 && e.Result.Entry != nil {
			t.Log(e.Step.Call + " as " + e.Step.As + "\n" + ladder(e.Lab, e.Result.Entry.ID))
		}
	}}
	report, err := runner.Run(t.Context(), []*scenarios.Scenario{s})
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range report.Scenarios[0].Problems {
		t.Error(problem)
	}
}
