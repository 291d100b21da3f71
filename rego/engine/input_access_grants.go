package engine

import (
	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/denylab/denylab/rego/authz"
)

// accessGrantsTerm mirrors authz.AccessGrants.
func accessGrantsTerm(a *authz.AccessGrants) *ast.Term {
	grants := make([]*ast.Term, len(a.Grants))
	for i := range a.Grants {
		g := &a.Grants[i]
		var o object
		o.text("id", g.ID)
		o.text("scope", g.Scope)
		o.text("permission", g.Permission)
		o.text("grantee", g.Grantee)
		grants[i] = ast.NewTerm(o.value())
	}
	var o object
	o.text("target", a.Target)
	o.text("permission", a.Permission)
	o.term("identities", ast.ArrayTerm(stringTerms(a.Identities)...))
	o.term("grants", ast.ArrayTerm(grants...))
	return ast.NewTerm(o.value())
}
