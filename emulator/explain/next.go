package explain

import (
	"context"

	"github.com/denylab/denylab/rego/authz"
)

// A Refusal is what AWS would answer: the layer that it names and why.
type Refusal struct {
	Layer   authz.Layer   `json:"layer"`
	Verdict authz.Verdict `json:"verdict"`
	// Because is the finding that decided, if a statement or setting did.
	Because *authz.Finding `json:"because,omitempty"`
}

// mostNext bounds how many refusals are looked for one behind the other: a call
// meets one for each silent layer and each statement that denies it.
const mostNext = 32

// Next is what would refuse call after d, a refusal, is cured; then after that
// is cured as well, and so on until the call is allowed or a refusal has no
// cure. decide is asked about the call with every cure so far. The error is
// decide's.
func Next(ctx context.Context, call *authz.Call, d authz.Decision, decide func(context.Context, *authz.Call) (authz.Decision, error)) ([]Refusal, error) {
	var next []Refusal
	for len(next) < mostNext {
		cured, ok := curedOf(call, d)
		if !ok {
			return next, nil
		}
		after, err := decide(ctx, cured)
		if err != nil {
			return nil, err
		}
		if after.Allowed || same(after, d) {
			return next, nil
		}
		next = append(next, Refusal{after.Layer, after.Verdict, after.Finding})
		call, d = cured, after
	}
	return next, nil
}

// same: the cure did not help.
func same(a, b authz.Decision) bool {
	if a.Layer != b.Layer || a.Verdict != b.Verdict || (a.Finding == nil) != (b.Finding == nil) {
		return false
	}
	return a.Finding == nil || *a.Finding == *b.Finding
}
