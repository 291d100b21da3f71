package engine_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/rego/authz"
	"github.com/denylab/denylab/rego/engine"
	"github.com/denylab/denylab/rego/generate"
)

// Every decision, and the decision of every report, is the same whatever is
// switched off.
func TestCombinations(t *testing.T) {
	all := everyCombination(t)
	for name, c := range generated(t, 160) {
		differ := func(c *authz.Call) string {
			if complaint := disagreement(t, all, c); complaint != "" {
				return complaint
			}
			return reportDisagreement(t, []combination{all[0], all[len(all)-1]}, c)
		}
		if differ(c) != "" {
			counterexample(t, name, c, differ)
			return
		}
	}
}

// What is remembered of a call answers for no other: each is asked again with
// every one of its facts changed, and as it was.
func TestCallsThatDifferInOneFact(t *testing.T) {
	all := everyCombination(t)
	ends := []combination{all[0], all[len(all)-1]}
	differ := func(c *authz.Call) string { return disagreement(t, ends, c) }
	r := rand.New(rand.NewPCG(2, 2))
	for name, c := range generatedFrom(t, 600, 40) {
		for i, made := range append(generate.ChangeFacts(r, c), c) {
			if differ(c) != "" || differ(made) != "" {
				counterexample(t, fmt.Sprintf("%s, fact %d", name, i), made, differ)
				return
			}
		}
	}
}

// A combination is an engine with some of its switches set.
type combination struct {
	switches string
	engine   *engine.Engine
}

// everyCombination has one for each setting of the switches of engine.Options,
// first that with none set, last that with all.
func everyCombination(t *testing.T) []combination {
	t.Helper()
	var switches []int
	of := reflect.TypeFor[engine.Options]()
	for i := range of.NumField() {
		if of.Field(i).Type.Kind() == reflect.Bool {
			switches = append(switches, i)
		}
	}
	var all []combination
	for set := range 1 << len(switches) {
		var o engine.Options
		var names []string
		for i, field := range switches {
			if set>>i&1 == 1 {
				reflect.ValueOf(&o).Elem().Field(field).SetBool(true)
				names = append(names, of.Field(field).Name)
			}
		}
		e, err := engine.New(o)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, combination{strings.Join(names, " and "), e})
	}
	return all
}

// disagreement is how the others decide c otherwise than the first, or "".
func disagreement(t *testing.T, combinations []combination, c *authz.Call) string {
	t.Helper()
	want := decide(t, combinations[0].engine, c)
	for _, with := range combinations[1:] {
		if diff := cmp.Diff(want, decide(t, with.engine, c)); diff != "" {
			return fmt.Sprintf("decision (-plain +with %s):\n%s", with.switches, diff)
		}
	}
	return ""
}

// reportDisagreement is how the reports decide c otherwise than the first engine
// does, or "".
func reportDisagreement(t *testing.T, combinations []combination, c *authz.Call) string {
	t.Helper()
	want := decide(t, combinations[0].engine, c)
	for _, with := range combinations {
		r, err := with.engine.Report(context.Background(), c)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, r.Decision); diff != "" {
			return fmt.Sprintf("report with switches %q (-decision +report):\n%s", with.switches, diff)
		}
	}
	return ""
}

// Anybody's OPA decides as the engine does.
func TestStockOPAOnGeneratedCalls(t *testing.T) {
	e := testEngine(t)
	for name, c := range generated(t, 500) {
		if checkStock(t, stock, c, decide(t, e, c)); t.Failed() {
			t.Fatalf("call %s", name)
		}
	}
}
