package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/metrics"
	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/denylab/denylab/rego/engine"
	"github.com/denylab/denylab/scenarios"
)

// A Catalogue is what the scenario catalogue asks the rules, each call once,
// and what they answer. Asking again is the same as replaying the scenarios:
// what a lab does follows from the answers.
type Catalogue struct {
	calls []recordedCall
}

type recordedCall struct {
	input  ast.Value
	answer ast.Value
}

// Record replays the scenarios and remembers what they ask, cures included.
func Record(ctx context.Context, rules *Rules) (*Catalogue, error) {
	list, problems := scenarios.Load(scenarios.Catalogue())
	if err := problems.Err(); err != nil {
		return nil, err
	}
	recorder := &recorder{seen: map[string]bool{}}
	runner := scenarios.Runner{Step: recorder.step}
	report, err := runner.Run(ctx, list)
	if err != nil {
		return nil, err
	}
	if report.Summary.Failed > 0 {
		return nil, fmt.Errorf("%d scenarios fail without any mutation", report.Summary.Failed)
	}
	if recorder.err != nil {
		return nil, recorder.err
	}
	compiler, err := rules.compile(rules.rules, nil)
	if err != nil {
		return nil, err
	}
	query, err := reportQuery(ctx, compiler)
	if err != nil {
		return nil, err
	}
	c := &Catalogue{}
	for _, input := range recorder.inputs {
		answer, err := answerOf(ctx, query, input)
		if err != nil {
			return nil, fmt.Errorf("a call of the catalogue: %w", err)
		}
		c.calls = append(c.calls, recordedCall{input, answer})
	}
	return c, nil
}

// A recorder collects the inputs of a run.
type recorder struct {
	seen   map[string]bool
	inputs []ast.Value
	err    error
}

func (r *recorder) step(e scenarios.StepEvent) {
	for _, entry := range e.Lab.Journal().Entries() {
		for _, asked := range entry.Asked {
			text, err := json.Marshal(engine.Input(asked.Call))
			if err != nil {
				r.err = errors.Join(r.err, err)
				continue
			}
			if r.seen[string(text)] {
				continue
			}
			r.seen[string(text)] = true
			input, err := ast.ValueFromReader(bytes.NewReader(text))
			r.err = errors.Join(r.err, err)
			r.inputs = append(r.inputs, input)
		}
	}
}

// differs is true when rules answer a call of the catalogue in another way.
func (c *Catalogue) differs(ctx context.Context, compiler *ast.Compiler) bool {
	query, err := reportQuery(ctx, compiler)
	if err != nil {
		return true
	}
	for _, call := range c.calls {
		answer, err := answerOf(ctx, query, call.input)
		if err != nil || answer.Compare(call.answer) != 0 {
			return true
		}
	}
	return false
}

// The report holds the decision, too.
func reportQuery(ctx context.Context, compiler *ast.Compiler) (rego.PreparedEvalQuery, error) {
	return rego.New(
		rego.Query(engine.ReportQuery), rego.Compiler(compiler),
		rego.GenerateJSON(func(t *ast.Term, _ *rego.EvalContext) (any, error) { return t, nil }),
	).PrepareForEval(ctx)
}

func answerOf(ctx context.Context, query rego.PreparedEvalQuery, input ast.Value) (ast.Value, error) {
	results, err := query.Eval(ctx, rego.EvalParsedInput(input), rego.EvalMetrics(metrics.NoOp()))
	if err != nil {
		return nil, err
	}
	if len(results) != 1 {
		return nil, errors.New("the rules gave no answer")
	}
	return results[0].Expressions[0].Value.(*ast.Term).Value, nil
}
