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
// switched off. Each call is asked again with one fact changed, about which
// nothing may be remembered.
func TestCombinations(t *testing.T) {
	combinations := everyCombination(t)
	r := rand.New(rand.NewPCG(2, 2))
	for name, c := range generated(t, 160) {
		for i, c := range []*authz.Call{c, generate.ChangeFact(r, c), generate.ChangeFact(r, c), c} {
			differ := func(c *authz.Call) string { return disagreement(t, combinations, c, i == 0) }
			if differ(c) != "" {
				counterexample(t, fmt.Sprintf("%s, variant %d", name, i), c, differ)
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

// disagreement is how the engines differ about a call, or "". Reports, which are
// dear, are asked for if reports says so.
func disagreement(t *testing.T, combinations []combination, c *authz.Call, reports bool) string {
	t.Helper()
	want := decide(t, combinations[0].engine, c)
	for _, with := range combinations[1:] {
		if diff := cmp.Diff(want, decide(t, with.engine, c)); diff != "" {
			return fmt.Sprintf("decision (-plain +with %s):\n%s", with.switches, diff)
		}
	}
	if !reports {
		return ""
	}
	for _, with := range []combination{combinations[0], combinations[len(combinations)-1]} {
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
