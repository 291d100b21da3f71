package engine

import (
	"regexp"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/denylab/denylab/rego/authz"
)

// accountPattern matches the two spellings of an account as a principal.
var accountPattern = regexp.MustCompile(`^(?:arn:aws[a-z-]*:iam::)?([0-9]{12})(:root)?$`)

// principalTerm is the normal form of Principal or NotPrincipal; see
// policy/principal.rego.
func principalTerm(p *authz.Principals) *ast.Term {
	everyone := p.Any
	var want, aws, accounts []string
	if p.Any {
		want = append(want, "*")
	}
	for _, name := range p.AWS {
		want = append(want, name)
		if name == "*" {
			everyone = true
		} else if account, ok := accountOf(name); ok {
			accounts = append(accounts, account)
		} else {
			aws = append(aws, name)
		}
	}
	want = append(want, p.Service...)
	want = append(want, p.Federated...)
	want = append(want, p.CanonicalUser...)

	var o object
	o.flag("any", everyone)
	o.set("aws", aws)
	o.set("account", accounts)
	o.set("service", p.Service)
	o.set("federated", p.Federated)
	o.set("canonical", p.CanonicalUser)
	o.term("want", ast.ArrayTerm(stringTerms(want)...))
	return ast.NewTerm(o.value())
}

// accountOf is the account that a principal stands for: its 12 digits, or its
// root user's ARN.
func accountOf(principal string) (string, bool) {
	m := accountPattern.FindStringSubmatch(principal)
	if m == nil || (len(principal) > 12) != (m[2] != "") {
		return "", false
	}
	return m[1], true
}
