package plan

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/test/cases"
	"github.com/open-policy-agent/opa/v1/test/cases/testdata"
	"github.com/open-policy-agent/opa/v1/topdown"
	"github.com/open-policy-agent/opa/v1/types"
	"github.com/open-policy-agent/opa/v1/util"
)

// exceptions are the cases of OPA's that are not passed, by their note.
var exceptions = map[string]string{
	"data/toplevel integer": numberInPath,
	"data/nested integer":   numberInPath,
}

const numberInPath = "OPA's store takes a number in a path for text; in a plan, as in Wasm, data is a value like any other"

// OPA's own cases, those for all its evaluators, go through the planner and this
// package. A case that is not passed is listed with the reason; a listed case
// that is passed fails the test, too.
func TestCompliance(t *testing.T) {
	registerSleep()
	passed := 0
	seen := make(map[string]bool)
	all := complianceCases(t)
	for _, tc := range all {
		seen[tc.Note] = true
		t.Run(tc.Note, func(t *testing.T) {
			for k, v := range tc.Env {
				t.Setenv(k, v)
			}
			err := comply(tc)
			reason, listed := exceptions[tc.Note]
			switch {
			case err == nil && listed:
				t.Errorf("passes, but is listed as an exception: %s", reason)
			case err != nil && !listed:
				t.Error(err)
			case err == nil:
				passed++
			}
		})
	}
	for note := range exceptions {
		if !seen[note] {
			t.Errorf("exception %q is no case of OPA's", note)
		}
	}
	t.Logf("%d of %d cases pass", passed, len(all))
}

func complianceCases(t *testing.T) []cases.TestCase {
	t.Helper()
	var all []cases.TestCase
	err := fs.WalkDir(testdata.V1, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(testdata.V1, path)
		if err != nil {
			return err
		}
		var set cases.Set
		if err := util.Unmarshal(text, &set); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		all = append(all, set.Cases...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// comply says how a case is not passed.
func comply(tc cases.TestCase) error {
	capabilities := ast.CapabilitiesForThisVersion(ast.CapabilitiesExperimentalKeywords(tc.ExperimentalKeywords))
	modules := make(map[string]string)
	for i, module := range tc.Modules {
		modules[fmt.Sprintf("module-%d.rego", i)] = module
	}
	compiler, err := ast.CompileModulesWithOpt(modules, ast.CompileOpts{
		ParserOptions: ast.ParserOptions{RegoVersion: ast.RegoV1, Capabilities: capabilities},
	})
	if err != nil {
		return err
	}
	query, err := ast.ParseBodyWithOpts(tc.Query, ast.ParserOptions{RegoVersion: ast.RegoV1, Capabilities: capabilities})
	if err != nil {
		return err
	}
	policy, err := planQuery(compiler, query)
	if err != nil {
		return err
	}
	program, err := newProgram(policy)
	if err != nil {
		return err
	}
	input, data, err := documents(tc)
	if err != nil {
		return err
	}
	results, err := program.query(context.Background(), input, data)
	if tc.StrictError {
		return checkInterpreter(compiler, query, input, data, results, err)
	}
	return checkResults(tc, results, err)
}

func documents(tc cases.TestCase) (input, data *ast.Term, err error) {
	switch {
	case tc.InputTerm != nil:
		input = ast.MustParseTerm(*tc.InputTerm)
	case tc.Input != nil:
		input = ast.NewTerm(ast.MustInterfaceToValue(*tc.Input))
	}
	data = noData
	if tc.Data != nil {
		data = ast.NewTerm(ast.MustInterfaceToValue(*tc.Data))
	}
	return input, data, nil
}

// query runs the plan of a query and gives the bindings of its variables, an
// object for every result.
func (p *Program) query(ctx context.Context, input, data *ast.Term) ([]*ast.Term, error) {
	e := p.pool.take(p, ctx)
	defer p.pool.put(e)
	for _, plan := range p.plans {
		top := e.top
		l := e.push(plan.size)
		l[0], l[1] = input, data
		sig := plan.run(e, l)
		e.top = top
		if sig == failed {
			return nil, e.err
		}
	}
	return slices.Clone(e.results), nil
}

func checkResults(tc cases.TestCase, results []*ast.Term, err error) error {
	if tc.WantErrorCode != nil || tc.WantError != nil {
		e, ok := errors.AsType[*topdown.Error](err)
		if !ok {
			return fmt.Errorf("want an error of OPA's, got %v, %v", results, err)
		}
		if tc.WantErrorCode != nil && e.Code != *tc.WantErrorCode {
			return fmt.Errorf("want error code %s, got %w", *tc.WantErrorCode, err)
		}
		if tc.WantErrorCode == nil && !strings.Contains(err.Error(), *tc.WantError) {
			return fmt.Errorf("want error %q, got %w", *tc.WantError, err)
		}
		return nil
	}
	if err != nil {
		return err
	}
	if tc.WantResult == nil {
		return errors.New("the case wants nothing")
	}
	want := ast.NewSet()
	for _, bindings := range *tc.WantResult {
		want.Add(ast.NewTerm(ast.MustInterfaceToValue(bindings)))
	}
	got := ast.NewSet()
	for _, result := range results {
		bindings := ast.NewObject()
		var bad error
		result.Value.(ast.Object).Foreach(func(name, value *ast.Term) {
			v, err := ast.JSON(value.Value)
			if err != nil {
				bad = err
				return
			}
			if s, ok := v.([]any); ok && tc.SortBindings {
				slices.SortFunc(s, util.Compare)
			}
			if !tc.IgnoreGeneratedVars || !strings.HasPrefix(string(name.Value.(ast.String)), "__localq") {
				bindings.Insert(name, ast.NewTerm(ast.MustInterfaceToValue(v)))
			}
		})
		if bad != nil {
			return bad
		}
		got.Add(ast.NewTerm(bindings))
	}
	if want.Compare(got) != 0 {
		return fmt.Errorf("want %v, got %v", want, got)
	}
	return nil
}

// checkInterpreter checks a case that is about strict mode, which we have not,
// against what OPA's interpreter says in the other.
func checkInterpreter(compiler *ast.Compiler, query ast.Body, input, data *ast.Term, results []*ast.Term, err error) error {
	rs, wantErr := interpret(compiler, query, input, data)
	want, got := ast.NewSet(), ast.NewSet(results...)
	for _, r := range rs {
		bindings := ast.NewObject()
		for name, value := range r {
			if !name.IsGenerated() {
				bindings.Insert(ast.StringTerm(string(name)), value)
			}
		}
		want.Add(ast.NewTerm(bindings))
	}
	if (err == nil) != (wantErr == nil) || want.Compare(got) != 0 {
		return fmt.Errorf("want %v, %v, got %v, %w", want, wantErr, got, err)
	}
	return nil
}

// interpret has OPA's interpreter answer a query.
func interpret(compiler *ast.Compiler, query ast.Body, input, data *ast.Term) (topdown.QueryResultSet, error) {
	document, err := ast.JSON(data.Value)
	if err != nil {
		return nil, err
	}
	compiled, err := compiler.QueryCompiler().Compile(query.Copy())
	if err != nil {
		return nil, err
	}
	ctx := context.Background()
	store := inmem.NewFromObject(document.(map[string]any))
	txn, err := store.NewTransaction(ctx)
	if err != nil {
		return nil, err
	}
	defer store.Abort(ctx, txn)
	return topdown.NewQuery(compiled).WithCompiler(compiler).WithStore(store).WithTransaction(txn).WithInput(input).Run(ctx)
}

// registerSleep makes the built-in function that one of the cases is about.
var registerSleep = sync.OnceFunc(func() {
	sleep := &ast.Builtin{
		Name: "test.sleep",
		Decl: types.NewFunction(types.Args(types.S), types.Nl),
	}
	ast.RegisterBuiltin(sleep)
	topdown.RegisterBuiltinFunc(sleep.Name, func(_ topdown.BuiltinContext, operands []*ast.Term, iter func(*ast.Term) error) error {
		d, err := time.ParseDuration(string(operands[0].Value.(ast.String)))
		if err != nil {
			return err
		}
		time.Sleep(d)
		return iter(ast.NullTerm())
	})
})
