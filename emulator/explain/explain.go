// Package explain turns what the rules know about a call into the ladder
// people read: every layer with its verdict, the statement that decided with
// its file and line, what nearly matched, and the way out. None of it is sent to
// a client: AWS says less.
package explain

import (
	"slices"
	"strings"

	"github.com/denylab/denylab/rego/authz"
)

// An Explanation is one call, explained.
type Explanation struct {
	// ID is the journal's id of the exchange; empty for a hypothetical call.
	ID string `json:"id,omitempty"`
	// As is the ARN that AWS's messages print for the caller.
	As       string `json:"as"`
	Action   string `json:"action"`
	Resource string `json:"resource"`
	Allowed  bool   `json:"allowed"`
	// Layer is the layer that AWS names in its refusal, Verdict what it said;
	// Layer is empty when the call is allowed.
	Layer   authz.Layer   `json:"layer,omitempty"`
	Verdict authz.Verdict `json:"verdict"`
	// Sent is what the client was told; nil for a hypothetical call.
	Sent *Sent `json:"sent,omitempty"`
	// Ladder has every layer, in AWS's order of evaluation.
	Ladder []Rung `json:"ladder"`
	// Because is the finding that decided, if a statement or setting did.
	Because *authz.Finding `json:"because,omitempty"`
	// NearMisses are Allow statements that are one element short of applying,
	// the likeliest way out first.
	NearMisses []authz.NearMiss `json:"nearMisses,omitempty"`
	// MissingContext are condition keys that statements about the call read
	// and the request does not have, sorted.
	MissingContext []string `json:"missingContextValues,omitempty"`
	// Suppliers say what would supply each of them.
	Suppliers []Supplier `json:"suppliers,omitempty"`
	// Page is AWS's documentation of the layer that refused.
	Page string `json:"page,omitempty"`
	// Cure is the smallest change that helps against Layer.
	Cure string `json:"cure,omitempty"`
	// Next is what would refuse once Layer does not, one refusal behind the
	// other.
	Next []Refusal `json:"next,omitempty"`
}

// Sent is AWS's refusal as the client received it; a HEAD request's has no
// body, so that Code and Message did not travel.
type Sent struct {
	// Status is the HTTP status.
	Status  int    `json:"status"`
	Code    string `json:"code,omitempty"`
	Message string `json:"message,omitempty"`
}

// A Rung is one layer and what it said.
type Rung struct {
	Layer    authz.Layer     `json:"layer"`
	Verdict  authz.Verdict   `json:"verdict"`
	Findings []authz.Finding `json:"findings,omitempty"`
	// Deciding marks the layer that AWS names in its refusal.
	Deciding bool `json:"deciding,omitempty"`
}

// Of explains call by report.
func Of(call *authz.Call, report authz.Report) Explanation {
	d := report.Decision
	e := Explanation{
		As: call.Caller.ARN, Action: call.Action, Resource: call.Resource,
		Allowed: d.Allowed, Layer: d.Layer, Verdict: d.Verdict, Because: d.Finding,
		NearMisses: ranked(call, report.NearMisses, d.Layer), MissingContext: report.MissingContext,
		Suppliers: suppliers(call, report.MissingContext),
	}
	for _, layer := range authz.Layers() {
		r := Rung{Layer: layer, Verdict: d.Verdicts[layer], Deciding: !d.Allowed && layer == d.Layer}
		if r.Verdict == "" {
			r.Verdict = authz.NotApplicable
		}
		for _, f := range report.Findings {
			if f.Layer == layer {
				r.Findings = append(r.Findings, f)
			}
		}
		e.Ladder = append(e.Ladder, r)
	}
	if !d.Allowed {
		e.Page = Page(d.Layer)
		e.Cure = cure(call, d, nearest(e.NearMisses, d.Layer))
	}
	return e
}

// nearest is the first near miss of the layer that refused, or nil. A statement
// that leaves the call out on purpose is no way out.
func nearest(misses []authz.NearMiss, layer authz.Layer) *authz.NearMiss {
	i := slices.IndexFunc(misses, func(m authz.NearMiss) bool {
		return m.Finding.Layer == layer && !strings.HasPrefix(m.Miss.Element, "Not")
	})
	if i < 0 {
		return nil
	}
	return &misses[i]
}
