package engine_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/rego/authz"
	"github.com/denylab/denylab/rego/engine"
)

// A report says what the decision says, and what else it says goes with it.
func TestReportsOfGeneratedCalls(t *testing.T) {
	e := testEngine(t)
	for name, c := range generatedFrom(t, 300, 200) {
		inconsistent := func(c *authz.Call) string { return inconsistency(t, e, c) }
		if inconsistent(c) != "" {
			counterexample(t, name, c, inconsistent)
			return
		}
	}
}

// inconsistency is what is wrong with the report about c, or "".
func inconsistency(t *testing.T, e *engine.Engine, c *authz.Call) string {
	t.Helper()
	r, err := e.Report(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	d := r.Decision
	if diff := cmp.Diff(decide(t, e, c), d); diff != "" {
		return "the report decides otherwise (-decision +report):\n" + diff
	}
	if f := d.Finding; f != nil && !slices.Contains(r.Findings, *f) && f.Setting != "RootUser" && f.Setting != "CrossAccountUse" {
		return fmt.Sprintf("what decided is not among the findings: %+v", *f)
	}
	for _, f := range r.Findings {
		if f.Verdict != d.Verdicts[f.Layer] {
			return fmt.Sprintf("%s says %s, but its finding %+v", f.Layer, d.Verdicts[f.Layer], f)
		}
	}
	for layer, verdict := range d.Verdicts {
		found := slices.ContainsFunc(r.Findings, func(f authz.Finding) bool { return f.Layer == layer })
		if verdict == authz.ExplicitDeny && !found {
			return fmt.Sprintf("%s denies explicitly and says not why", layer)
		}
	}
	for _, m := range r.NearMisses {
		if d.Verdicts[m.Finding.Layer] != authz.ImplicitDeny || m.Effect != "Allow" {
			return fmt.Sprintf("a near miss where none helps: %+v", m)
		}
	}
	for _, key := range r.MissingContext {
		for name, v := range c.Context {
			if strings.EqualFold(name, key) && (v.Multi || len(v.Values) > 0) {
				return fmt.Sprintf("%s is said to be missing and is %v", key, v.Values)
			}
		}
	}
	return ""
}
