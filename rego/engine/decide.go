package engine

import (
	"context"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/denylab/denylab/rego/authz"
)

// Decide answers a call. An error means that no decision was reached: the
// caller must then neither allow nor deny, but fail.
func (e *Engine) Decide(ctx context.Context, call *authz.Call) (authz.Decision, error) {
	v, err := ask(ctx, e.decision, inputValue(call, func(a authz.Attached) ast.Value {
		return candidatePolicy(a, call)
	}))
	if err != nil {
		return authz.Decision{}, fmt.Errorf("deciding %s on %s for %s: %w",
			call.Action, call.Resource, call.Caller.ARN, err)
	}
	return decisionOf(v), nil
}

func decisionOf(v ast.Value) authz.Decision {
	d := authz.Decision{
		Allowed:    flagOf(v, "allowed"),
		Layer:      authz.Layer(textOf(v, "layer")),
		Verdict:    authz.Verdict(textOf(v, "verdict")),
		Disclosure: authz.Disclosure(textOf(v, "disclosure")),
		Delegated:  flagOf(v, "delegated"),
	}
	layers := authz.Layers()
	d.Verdicts = make(map[authz.Layer]authz.Verdict, len(layers))
	verdicts := fieldOf(v, "verdicts")
	for _, layer := range layers {
		d.Verdicts[layer] = authz.Verdict(textOf(verdicts, string(layer)))
	}
	if f, ok := fieldOf(v, "finding").(ast.Object); ok {
		finding := findingOf(f)
		d.Finding = &finding
	}
	return d
}

func findingOf(v ast.Value) authz.Finding {
	return authz.Finding{
		Layer:     authz.Layer(textOf(v, "layer")),
		Verdict:   authz.Verdict(textOf(v, "verdict")),
		Policy:    textOf(v, "policy"),
		PolicyARN: textOf(v, "policy_arn"),
		Sid:       textOf(v, "sid"),
		Index:     numberOf(v, "index"),
		File:      textOf(v, "file"),
		Line:      numberOf(v, "line"),
		Column:    numberOf(v, "column"),
		Level:     textOf(v, "level"),
		Setting:   textOf(v, "setting"),
	}
}
