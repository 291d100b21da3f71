package world

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"github.com/denylab/denylab/rego/authz"
)

// forget brings the policies that name principals by ARN up to date: with the
// new ARN of those that have got another name or path, with the unique id of
// those that were in a former world and are gone from w. AWS stores ids, and
// shows one where no name is left for it
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles).
func (w *World) forget(former *World) {
	gone := former.goneFrom(w)
	if len(gone) == 0 {
		return
	}
	w.eachResourcePolicy(func(p **Policy) {
		for arn, id := range gone {
			*p = (*p).rename(arn, id).renameSessions(arn, id)
		}
	})
	w.forgetGrantees(gone)
}

// forgetGrantees does the same for KMS grants.
func (w *World) forgetGrantees(gone map[string]string) {
	for _, a := range w.Accounts {
		for _, k := range a.Keys {
			for _, g := range k.Grants {
				for _, grantee := range []*string{&g.Grantee, &g.RetiringPrincipal} {
					if id, ok := gone[*grantee]; ok {
						*grantee = id
					}
				}
			}
		}
	}
}

// renameSessions puts the unique id of a role that is gone into the place of
// its sessions, which nobody can have any more. AWS's documentation does not
// say what it shows of them.
func (p *Policy) renameSessions(roleARN, id string) *Policy {
	_, resource, isRole := strings.Cut(roleARN, ":role/")
	if p == nil || !isRole || strings.HasPrefix(id, "arn:") {
		return p
	}
	prefix := "arn:aws:sts::" + accountOf(roleARN) + ":assumed-role/" + resource[strings.LastIndexByte(resource, '/')+1:] + "/"
	for _, s := range p.Document.Statements {
		for _, named := range []*authz.Principals{s.Principal, s.NotPrincipal} {
			if named == nil {
				continue
			}
			for _, name := range named.AWS {
				if strings.HasPrefix(name, prefix) {
					p = p.rename(name, id)
				}
			}
		}
	}
	return p
}

// goneFrom maps the ARN of every user and role of w that is not in next, or is
// another one there, to what takes its place: its ARN there, else its unique id.
func (w *World) goneFrom(next *World) map[string]string {
	there, gone := map[string]string{}, map[string]string{}
	next.eachPrincipal(func(arn, id string) { there[id] = arn })
	w.eachPrincipal(func(arn, id string) {
		switch now, ok := there[id]; {
		case !ok:
			gone[arn] = id
		case now != arn:
			gone[arn] = now
		}
	})
	return gone
}

// eachPrincipal visits the ARN and unique id of all users and roles.
func (w *World) eachPrincipal(visit func(arn, id string)) {
	for _, a := range w.Accounts {
		for _, r := range a.Roles {
			visit(r.ARN, r.ID)
		}
		for _, u := range a.Users {
			visit(u.ARN, u.ID)
		}
	}
}

// eachResourcePolicy visits the policies that can name principals.
func (w *World) eachResourcePolicy(visit func(**Policy)) {
	if o := w.Organization; o != nil && o.ResourcePolicy != nil {
		visit(&o.ResourcePolicy.Policy)
	}
	for _, a := range w.Accounts {
		for _, r := range a.Roles {
			visit(&r.Trust)
		}
		for _, b := range a.Buckets {
			visit(&b.Policy)
		}
		for _, p := range a.AccessPoints {
			visit(&p.Policy)
		}
		if a.AccessGrants != nil {
			visit(&a.AccessGrants.Policy)
		}
		for _, k := range a.Keys {
			visit(&k.Policy)
		}
		for _, v := range a.VPCs {
			for _, e := range v.Endpoints {
				visit(&e.Policy)
			}
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
