package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/metrics"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/denylab/denylab/rego/plan"
)

// An evaluator answers one query of the rules for an input document. The value
// is nil when the query is undefined.
type evaluator interface {
	eval(ctx context.Context, input ast.Value) (ast.Value, error)
}

// errUndefined means that the rules said nothing. That is never an allow.
var errUndefined = errors.New("the rules gave no answer")

// ask answers a query within limit. An undefined answer is an error.
func ask(ctx context.Context, e evaluator, limit time.Duration, input ast.Value) (ast.Value, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	timed, cancel := context.WithTimeoutCause(ctx, limit, fmt.Errorf("the rules took longer than %v", limit))
	defer cancel()
	v, err := e.eval(timed, input)
	if timed.Err() != nil {
		return nil, context.Cause(timed)
	}
	if err == nil && v == nil {
		err = errUndefined
	}
	return v, err
}

// A planned query is one that was compiled to Go.
type planned struct {
	program *plan.Program
	query   string
}

func (p planned) eval(ctx context.Context, input ast.Value) (ast.Value, error) {
	return p.program.Eval(ctx, p.query, input)
}

// An interpreter is OPA's own evaluator.
type interpreter struct{ query rego.PreparedEvalQuery }

// newEvaluators are those of the two queries.
func newEvaluators(compiler *ast.Compiler, interpreted bool) (decision, report evaluator, err error) {
	if interpreted {
		if decision, err = newInterpreter(compiler, DecisionQuery); err != nil {
			return nil, nil, err
		}
		report, err = newInterpreter(compiler, ReportQuery)
		return decision, report, err
	}
	program, err := plan.Compile(compiler, DecisionQuery, ReportQuery)
	if err != nil {
		return nil, nil, fmt.Errorf("engine: %w", err)
	}
	return planned{program, DecisionQuery}, planned{program, ReportQuery}, nil
}

func newInterpreter(compiler *ast.Compiler, query string) (evaluator, error) {
	prepared, err := rego.New(
		rego.Query(query),
		rego.Compiler(compiler),
		rego.GenerateJSON(keepTerm),
	).PrepareForEval(context.Background())
	if err != nil {
		return nil, fmt.Errorf("engine: preparing %s: %w", query, err)
	}
	return &interpreter{prepared}, nil
}

// keepTerm leaves the answer as OPA's term: it is small, and read field by
// field.
func keepTerm(t *ast.Term, _ *rego.EvalContext) (any, error) { return t, nil }

func (i *interpreter) eval(ctx context.Context, input ast.Value) (ast.Value, error) {
	// OPA's own watch on ctx costs a goroutine for every evaluation.
	cancel := topdown.NewCancel()
	defer context.AfterFunc(ctx, cancel.Cancel)()

	results, err := i.query.Eval(ctx,
		rego.EvalParsedInput(input),
		rego.EvalExternalCancel(cancel),
		rego.EvalMetrics(metrics.NoOp()),
	)
	if err != nil || len(results) != 1 || len(results[0].Expressions) != 1 {
		return nil, err
	}
	if term, ok := results[0].Expressions[0].Value.(*ast.Term); ok {
		return term.Value, nil
	}
	return nil, nil
}
