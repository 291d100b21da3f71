package world

import (
	"slices"
	"strings"

	"github.com/denylab/denylab/rego/authz"
)

// UnknownPrincipals lists the AWS principals a document names that do not
// exist, as they were written and in their order: AWS refuses to save such a
// policy. An account that is not in the world is taken to exist elsewhere,
// with everything in it; a unique id stands for a principal that was deleted.
func (w *World) UnknownPrincipals(doc *authz.Document) []string {
	var all []string
	for _, s := range doc.Statements {
		for _, p := range []*authz.Principals{s.Principal, s.NotPrincipal} {
			if p == nil {
				continue
			}
			for _, name := range p.AWS {
				if !w.knows(name) && !slices.Contains(all, name) {
					all = append(all, name)
				}
			}
		}
	}
	return all
}

// knows says whether the world has, or cannot rule out, the principal with an
// ARN. It reads the accounts, not the index: writers ask before there is one.
func (w *World) knows(arn string) bool {
	a := w.Accounts[accountOf(arn)]
	if a == nil {
		return true
	}
	kind, name, _ := strings.Cut(arn[strings.LastIndexByte(arn, ':')+1:], "/")
	switch kind {
	case "role":
		r := a.Roles[name[strings.LastIndexByte(name, '/')+1:]]
		return r != nil && r.ARN == arn
	case "user":
		u := a.Users[name[strings.LastIndexByte(name, '/')+1:]]
		return u != nil && u.ARN == arn
	case "assumed-role":
		role, _, _ := strings.Cut(name, "/")
		return a.Roles[role] != nil
	}
	return true
}
