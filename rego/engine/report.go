package engine

import (
	"context"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/denylab/denylab/rego/authz"
)

// Report explains a call: its decision is Decide's, with what every layer has
// to say. It is several times dearer than Decide.
func (e *Engine) Report(ctx context.Context, call *authz.Call) (authz.Report, error) {
	policies := wholePolicies(call)
	if !e.options.NoCandidates {
		policies = e.memory.relevant(call)
	}
	v, err := ask(ctx, e.report, e.options.Limit, inputValue(call, policies))
	if err != nil {
		return authz.Report{}, fmt.Errorf("explaining %s on %s for %s: %w",
			call.Action, call.Resource, call.Caller.ARN, err)
	}
	r := authz.Report{
		Decision:       decisionOf(fieldOf(v, "decision")),
		MissingContext: textsOf(v, "missing_context"),
	}
	for _, f := range elementsOf(v, "findings") {
		r.Findings = append(r.Findings, findingOf(f))
	}
	for _, n := range elementsOf(v, "near_misses") {
		r.NearMisses = append(r.NearMisses, authz.NearMiss{
			Finding: findingOf(fieldOf(n, "statement")),
			Effect:  textOf(n, "effect"),
			Miss:    missOf(fieldOf(n, "miss")),
		})
	}
	return r, nil
}

func missOf(v ast.Value) authz.Miss {
	return authz.Miss{
		Element:  textOf(v, "element"),
		Operator: textOf(v, "operator"),
		Key:      textOf(v, "key"),
		Want:     textsOf(v, "want"),
		Got:      textsOf(v, "got"),
	}
}
