package world

import (
	"bytes"
	"encoding/json"
	"slices"
)

// forget puts the unique ids of principals that were in a former world and are
// gone from w into the policies that name them by ARN. AWS stores ids, and
// shows one where no name is left for it
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles).
func (w *World) forget(former *World) {
	gone := former.goneFrom(w)
	if len(gone) == 0 {
		return
	}
	w.eachResourcePolicy(func(p **Policy) {
		for arn, id := range gone {
			*p = (*p).rename(arn, id)
		}
	})
}

// goneFrom maps the ARN of every user and role of w that is not in next, or is
// another one there, to its unique id.
func (w *World) goneFrom(next *World) map[string]string {
	gone := map[string]string{}
	for id, a := range w.Accounts {
		b := next.Accounts[id]
		for name, r := range a.Roles {
			if b == nil || b.Roles[name] == nil || b.Roles[name].ID != r.ID {
				gone[r.ARN] = r.ID
			}
		}
		for name, u := range a.Users {
			if b == nil || b.Users[name] == nil || b.Users[name].ID != u.ID {
				gone[u.ARN] = u.ID
			}
		}
	}
	return gone
}

// eachResourcePolicy visits the policies that can name principals.
func (w *World) eachResourcePolicy(visit func(**Policy)) {
	for _, a := range w.Accounts {
		for _, r := range a.Roles {
			visit(&r.Trust)
		}
		for _, b := range a.Buckets {
			visit(&b.Policy)
		}
		for _, k := range a.Keys {
			visit(&k.Policy)
		}
	}
}

// rename is the policy with one principal in place of another; itself when it
// does not name it.
func (p *Policy) rename(from, to string) *Policy {
	if p == nil || !p.names(from) {
		return p
	}
	quote := func(s string) []byte {
		q, _ := json.Marshal(s) // strings always marshal
		return q
	}
	next, err := NewPolicy(bytes.ReplaceAll(p.JSON, quote(from), quote(to)), p.Document.File)
	if err != nil {
		return p
	}
	// The text may be another rendering than the one the lines count in.
	for i := range next.Document.Statements {
		next.Document.Statements[i].Line = p.Document.Statements[i].Line
		next.Document.Statements[i].Column = p.Document.Statements[i].Column
	}
	return next
}

// names says whether a Principal or NotPrincipal element holds name.
func (p *Policy) names(name string) bool {
	for _, s := range p.Document.Statements {
		if s.Principal != nil && slices.Contains(s.Principal.AWS, name) || s.NotPrincipal != nil && slices.Contains(s.NotPrincipal.AWS, name) {
			return true
		}
	}
	return false
}
