package engine

import (
	"context"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/denylab/denylab/rego/authz"
)

// Decide answers a call. An error means that no decision was reached: the
// caller must then neither allow nor deny, but fail. What the decision points to
// is shared with other calls' and must not be changed.
func (e *Engine) Decide(ctx context.Context, call *authz.Call) (authz.Decision, error) {
	if e.options.NoCandidates && e.options.NoMemo {
		return e.evaluate(ctx, call, wholePolicies(call))
	}
	s := scratches.Get().(*scratch)
	defer scratches.Put(s)
	c := e.memory.class(call, s)
	policies := c.policies
	if e.options.NoCandidates {
		policies = wholePolicies(call)
	}
	// A policy that the request brings is seen once: it has no class.
	if e.options.NoMemo || call.S3 != nil && call.S3.RequestPolicy != nil {
		return e.evaluate(ctx, call, policies)
	}
	if err := ctx.Err(); err != nil {
		return authz.Decision{}, err
	}
	s.key = s.key[:0]
	s.key.decision(call, c)
	if d, ok := c.decisions.get(s.key); ok {
		return d, nil
	}
	d, err := e.evaluate(ctx, call, policies)
	if err != nil {
		return authz.Decision{}, err
	}
	e.memory.grown(1)
	return c.decisions.put(s.key, d), nil
}

func (e *Engine) evaluate(ctx context.Context, call *authz.Call, policies *ast.Term) (authz.Decision, error) {
	v, err := ask(ctx, e.decision, e.options.Limit, inputValue(call, policies))
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
