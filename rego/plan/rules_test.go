package plan_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/metrics"
	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/denylab/denylab/rego/plan"
	"github.com/denylab/denylab/rego/policy"
)

const (
	decision = "data.denylab.decision.result"
	report   = "data.denylab.report.result"
)

// compileRules compiles the real rules, with their tests if asked for.
func compileRules(t testing.TB, tests bool) *ast.Compiler {
	t.Helper()
	texts := policy.Modules()
	if tests {
		files, err := filepath.Glob("../policy/*_test.rego")
		if err != nil || len(files) == 0 {
			t.Fatal("the rules have no tests:", err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			texts[file] = string(text)
		}
	}
	return compileModules(t, texts)
}

func compileModules(t testing.TB, texts map[string]string) *ast.Compiler {
	t.Helper()
	modules := make(map[string]*ast.Module)
	for name, text := range texts {
		m, err := ast.ParseModuleWithOpts(name, text, ast.ParserOptions{RegoVersion: ast.RegoV1})
		if err != nil {
			t.Fatal(err)
		}
		modules[name] = m
	}
	compiler := ast.NewCompiler()
	if compiler.Compile(modules); compiler.Failed() {
		t.Fatal(compiler.Errors)
	}
	return compiler
}

// compilePlan compiles rules by way of a stored plan, which must answer as one
// that was never stored: the compliance cases are answered by such.
func compilePlan(t testing.TB, compiler *ast.Compiler, entrypoints ...string) *plan.Program {
	t.Helper()
	text, err := plan.Plan(compiler, entrypoints...)
	if err != nil {
		t.Fatal(err)
	}
	p, err := plan.Load(text, entrypoints...)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// The rules' own tests hold for the plan of the rules, too.
func TestRulesTests(t *testing.T) {
	compiler := compileRules(t, true)
	var tests []string
	seen := make(map[string]bool)
	for _, m := range compiler.Modules {
		for _, r := range m.Rules {
			path := r.Ref().String()
			if strings.HasPrefix(string(r.Head.Name), "test_") && !seen[path] {
				seen[path] = true
				tests = append(tests, path)
			}
		}
	}
	if len(tests) < 100 {
		t.Fatalf("only %d tests found", len(tests))
	}
	p := compilePlan(t, compiler, tests...)
	for _, test := range tests {
		t.Run(test, func(t *testing.T) {
			got, err := p.Eval(context.Background(), test, nil)
			if err != nil || got == nil || got.Compare(ast.Boolean(true)) != 0 {
				t.Errorf("got %v, %v", got, err)
			}
		})
	}
}

// inputs are calls as rego/engine puts them before the rules.
func inputs(t testing.TB) map[string]ast.Value {
	t.Helper()
	files, err := filepath.Glob("testdata/input/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no inputs:", err)
	}
	values := make(map[string]ast.Value)
	for _, file := range files {
		values[strings.TrimSuffix(filepath.Base(file), ".json")] = readInput(t, file)
	}
	return values
}

func readInput(t testing.TB, file string) ast.Value {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	v, err := ast.ValueFromReader(strings.NewReader(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// The rules say the same in a plan and in OPA's interpreter, and the same when a
// state is used again.
func TestRulesAgreeWithInterpreter(t *testing.T) {
	compiler := compileRules(t, false)
	p := compilePlan(t, compiler, decision, report)
	for _, entrypoint := range []string{decision, report} {
		query := interpreter(t, compiler, entrypoint)
		for name, input := range inputs(t) {
			t.Run(entrypoint+"/"+name, func(t *testing.T) {
				t.Parallel()
				want := interpret(t, query, input)
				before := input.String()
				var group sync.WaitGroup
				for range 4 {
					group.Go(func() {
						got, err := p.Eval(context.Background(), entrypoint, input)
						if err != nil || got == nil || got.Compare(want) != 0 {
							t.Errorf("got %v, %v\nwant %v", got, err, want)
						}
					})
				}
				group.Wait()
				if input.String() != before {
					t.Error("the input was changed")
				}
			})
		}
	}
}

func interpreter(t testing.TB, compiler *ast.Compiler, entrypoint string) rego.PreparedEvalQuery {
	t.Helper()
	query, err := rego.New(
		rego.Query(entrypoint),
		rego.Compiler(compiler),
		rego.GenerateJSON(func(t *ast.Term, _ *rego.EvalContext) (any, error) { return t.Value, nil }),
	).PrepareForEval(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return query
}

func interpret(t testing.TB, query rego.PreparedEvalQuery, input ast.Value) ast.Value {
	t.Helper()
	v, err := answer(query, input)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// answer is what OPA's interpreter says; nil if undefined.
func answer(query rego.PreparedEvalQuery, input ast.Value) (ast.Value, error) {
	options := []rego.EvalOption{rego.EvalMetrics(metrics.NoOp())}
	if input != nil {
		options = append(options, rego.EvalParsedInput(input))
	}
	rs, err := query.Eval(context.Background(), options...)
	if err != nil || len(rs) == 0 {
		return nil, err
	}
	return rs[0].Expressions[0].Value.(ast.Value), nil
}

// Answers have OPA's JSON form, to the byte.
func TestAnswersAsJSON(t *testing.T) {
	compiler := compileRules(t, false)
	p := compilePlan(t, compiler, report)
	query := interpreter(t, compiler, report)
	for name, input := range inputs(t) {
		got, err := p.Eval(context.Background(), report, input)
		if err != nil {
			t.Fatal(name, err)
		}
		if got, want := asJSON(t, got), asJSON(t, interpret(t, query, input)); got != want {
			t.Errorf("%s: got %s\nwant %s", name, got, want)
		}
	}
}

func asJSON(t *testing.T, v ast.Value) string {
	t.Helper()
	plain, err := ast.JSON(v)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(plain)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
