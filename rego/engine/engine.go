// Package engine runs the rules of rego/policy: it turns a call into the rules'
// input, has OPA evaluate them and reads the answer. It is the only importer of
// OPA.
package engine

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/metrics"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/denylab/denylab/rego/policy"
)

// The queries are what stock OPA is asked for, too: the same input gives the
// same documents.
const (
	// DecisionQuery is the small document that decides a call.
	DecisionQuery = "data.denylab.decision.result"
	// ReportQuery is everything the rules know about a call.
	ReportQuery = "data.denylab.report.result"
)

// Options configure an Engine. The zero value is ready to use.
type Options struct{}

// An Engine answers calls. It keeps no state between them and may be used by
// several goroutines at once.
type Engine struct {
	decision, report rego.PreparedEvalQuery
}

// New compiles the rules. That takes a noticeable part of a second: make one
// Engine and keep it, or use Default.
func New(_ Options) (*Engine, error) {
	compiler, err := compile()
	if err != nil {
		return nil, err
	}
	e := &Engine{}
	for query, prepared := range map[string]*rego.PreparedEvalQuery{
		DecisionQuery: &e.decision,
		ReportQuery:   &e.report,
	} {
		*prepared, err = rego.New(
			rego.Query(query),
			rego.Compiler(compiler),
			rego.GenerateJSON(keepTerm),
		).PrepareForEval(context.Background())
		if err != nil {
			return nil, fmt.Errorf("engine: preparing %s: %w", query, err)
		}
	}
	return e, nil
}

// Default is the Engine of the process: the rules are compiled when it is
// first asked for.
var Default = sync.OnceValues(func() (*Engine, error) { return New(Options{}) })

// Bundle returns the rules' text by file name: together with the document that
// Input makes, any OPA reaches the same decisions from them.
func Bundle() map[string]string { return policy.Modules() }

func compile() (*ast.Compiler, error) {
	modules := make(map[string]*ast.Module)
	for name, text := range policy.Modules() {
		m, err := ast.ParseModuleWithOpts(name, text, ast.ParserOptions{RegoVersion: ast.RegoV1})
		if err != nil {
			return nil, fmt.Errorf("engine: parsing the rules: %w", err)
		}
		modules[name] = m
	}
	compiler := ast.NewCompiler().WithStrict(true)
	if compiler.Compile(modules); compiler.Failed() {
		return nil, fmt.Errorf("engine: compiling the rules: %w", compiler.Errors)
	}
	return compiler, nil
}

// keepTerm leaves the answer as OPA's term: it is small, and read field by
// field.
func keepTerm(t *ast.Term, _ *rego.EvalContext) (any, error) { return t, nil }

// errUndefined means that the rules said nothing. That is never an allow.
var errUndefined = errors.New("the rules gave no answer")

// ask answers a prepared query for an input document. An undefined answer is an
// error.
func ask(ctx context.Context, query rego.PreparedEvalQuery, input ast.Value) (ast.Value, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	// OPA's own watch on ctx costs a goroutine for every evaluation.
	cancel := topdown.NewCancel()
	defer context.AfterFunc(ctx, cancel.Cancel)()

	results, err := query.Eval(ctx,
		rego.EvalParsedInput(input),
		rego.EvalExternalCancel(cancel),
		rego.EvalMetrics(metrics.NoOp()),
	)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	if len(results) != 1 || len(results[0].Expressions) != 1 {
		return nil, errUndefined
	}
	term, ok := results[0].Expressions[0].Value.(*ast.Term)
	if !ok {
		return nil, errUndefined
	}
	return term.Value, nil
}
