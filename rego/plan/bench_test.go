package plan_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/metrics"
	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/denylab/denylab/rego/plan"
)

// BenchmarkEval compares a plan with OPA's interpreter on a role's read in a
// member account.
func BenchmarkEval(b *testing.B) {
	compiler := compileRules(b, false)
	p := compilePlan(b, compiler, decision, report)
	for _, entrypoint := range []string{decision, report} {
		query := interpreter(b, compiler, entrypoint)
		for _, name := range []string{"get-object", "get-object-40-statements"} {
			input := readInput(b, filepath.Join("testdata/input", name+".json"))
			path := entrypoint + "/" + name
			b.Run("plan/"+path, func(b *testing.B) { benchmarkPlan(b, p, entrypoint, input) })
			b.Run("interpreter/"+path, func(b *testing.B) { benchmarkInterpreter(b, query, input) })
		}
	}
}

func benchmarkPlan(b *testing.B, p *plan.Program, entrypoint string, input ast.Value) {
	b.ReportAllocs()
	for b.Loop() {
		if v, err := p.Eval(context.Background(), entrypoint, input); err != nil || v == nil {
			b.Fatal(v, err)
		}
	}
}

func benchmarkInterpreter(b *testing.B, query rego.PreparedEvalQuery, input ast.Value) {
	b.ReportAllocs()
	for b.Loop() {
		rs, err := query.Eval(context.Background(), rego.EvalParsedInput(input), rego.EvalMetrics(metrics.NoOp()))
		if err != nil || len(rs) != 1 {
			b.Fatal(rs, err)
		}
	}
}

func BenchmarkCompile(b *testing.B) {
	compiler := compileRules(b, false)
	for _, bm := range []struct {
		name        string
		entrypoints []string
	}{{"decision", []string{decision}}, {"both", []string{decision, report}}} {
		b.Run(bm.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := plan.Compile(compiler, bm.entrypoints...); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
