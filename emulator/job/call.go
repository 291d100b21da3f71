package job

import (
	"slices"

	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/rego/authz"
)

// A Call is one call of a job, and what was decided on it: a row of its stage
// table.
type Call struct {
	// Stage is the part of the job that called.
	Stage string `json:"stage"`
	// Principal is the ARN, or the service, that called.
	Principal string `json:"principal"`
	Action    string `json:"action"`
	Resource  string `json:"resource"`
	// Count is how many calls of the stage were like this one, of which this
	// is the first.
	Count   int           `json:"count"`
	Allowed bool          `json:"allowed"`
	Verdict authz.Verdict `json:"verdict"`
	// Layer, Policy and Statement refused.
	Layer     authz.Layer `json:"layer,omitempty"`
	Policy    string      `json:"policy,omitempty"`
	Statement string      `json:"statement,omitempty"`
	// Decision is the journal's id.
	Decision string `json:"decision"`
}

// A Refusal is an answer to a job's call that was no success.
type Refusal struct {
	Status        int
	Code, Message string
	// RequestID and HostID are those of S3's answer; empty for others.
	RequestID, HostID string
	// Decision is the journal's id of the call; empty when the lab did not
	// answer.
	Decision string
}

func (r *Refusal) Error() string { return r.Code + ": " + r.Message }

// Note adds the calls of an exchange to the table.
func (r *Run) Note(stage, decision string) {
	e, ok := r.Agent.Entry(decision)
	if !ok {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.made = append(r.made, decision)
	for i := range e.Asked {
		if !e.Asked[i].Probe {
			r.add(callOf(stage, e.ID, e.Asked[i].Call, e.Asked[i].Decision))
		}
	}
}

// StageRequest is the stage of the calls that the request itself needed of its
// caller.
const StageRequest = "request"

// Requested adds what was asked of the caller of the request that creates the
// job.
func (r *Run) Requested(x *gate.Exchange) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, a := range x.Asked {
		if !a.Probe {
			r.add(callOf(StageRequest, x.IDs.Decision, a.Call, a.Decision))
		}
	}
}

func callOf(stage, decision string, call *authz.Call, d authz.Decision) Call {
	c := Call{
		Stage: stage, Principal: call.Caller.ARN, Action: call.Action, Resource: call.Resource, Count: 1,
		Allowed: d.Allowed, Verdict: d.Verdict, Decision: decision,
	}
	if !c.Allowed {
		c.Layer, c.Statement = d.Layer, d.Finding.Statement()
		if d.Finding != nil {
			c.Policy = d.Finding.Policy
		}
	}
	return c
}

// add counts a call that is like the one before it in its stage: a download of
// a thousand objects is one row.
func (r *Run) add(c Call) {
	for i := len(r.calls) - 1; i >= 0 && r.calls[i].Stage == c.Stage; i-- {
		had := &r.calls[i]
		if had.Action == c.Action && had.Allowed && c.Allowed && had.Principal == c.Principal {
			had.Count++
			return
		}
	}
	r.calls = append(r.calls, c)
}

// Calls is the stage table so far.
func (r *Run) Calls() []Call {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.calls)
}

// Made are the journal's ids of what the job has called so far, in order.
func (r *Run) Made() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.made)
}
