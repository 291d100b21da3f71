package engine

import (
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/denylab/denylab/rego/authz"
)

// variableVersion is the policy language version that knows policy variables;
// in any other, and without a Version, "${" is plain text
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html).
const variableVersion = "2012-10-17"

// normalStatement is the normal form of the statement at index in a document.
func normalStatement(s *authz.Statement, index int, version, file string) ast.Value {
	n := statementNormaliser{variables: version == variableVersion, keys: map[string]string{}}
	return n.statement(s, index, file)
}

// A statementNormaliser turns one statement into its normal form.
type statementNormaliser struct {
	variables bool
	keys      map[string]string // the condition keys met so far, lower case to as written
}

func (n *statementNormaliser) statement(s *authz.Statement, index int, file string) ast.Value {
	var o object
	o.text("sid", s.Sid)
	o.number("index", index)
	o.text("effect", s.Effect)
	o.text("file", file)
	o.number("line", s.Line)
	o.number("column", s.Column)
	if s.Principal != nil {
		o.term("principal", principalTerm(s.Principal))
	}
	if s.NotPrincipal != nil {
		o.term("not_principal", principalTerm(s.NotPrincipal))
	}
	n.actions(&o, s)
	n.resources(&o, s)
	n.conditions(&o, s.Condition)
	if len(n.keys) > 0 {
		var keys object
		for _, key := range slices.Sorted(maps.Keys(n.keys)) {
			keys.text(key, n.keys[key])
		}
		o.term("context_keys", ast.NewTerm(keys.value()))
	}
	return o.value()
}

// actions adds Action or NotAction. A statement with neither, which AWS does
// not accept, gets an Action that matches nothing.
func (n *statementNormaliser) actions(o *object, s *authz.Statement) {
	starts := everyStart
	if s.NotAction != nil {
		o.term("not_action", actionMatcher(s.NotAction).term(s.NotAction))
	} else {
		m := actionMatcher(s.Action)
		o.term("action", m.term(s.Action))
		starts = m.starts
	}
	o.term("action_starts", ast.ArrayTerm(stringTerms(starts)...))
}

// resources adds Resource or NotResource. A statement with neither is one of a
// role trust policy: it is about its role, whatever that is.
func (n *statementNormaliser) resources(o *object, s *authz.Statement) {
	starts := everyStart
	switch {
	case s.NotResource != nil:
		o.term("not_resource", n.resourceMatcher(s.NotResource).term(s.NotResource))
	case s.Resource != nil:
		m := n.resourceMatcher(s.Resource)
		o.term("resource", m.term(s.Resource))
		starts = m.starts
	default:
		m := matcher{any: true}
		o.term("resource", m.term(nil))
	}
	o.term("resource_starts", ast.ArrayTerm(stringTerms(starts)...))
}

// everyStart is what a text may begin with if nothing is known of it.
var everyStart = []string{""}

func actionMatcher(actions []string) *matcher {
	var m matcher
	for _, a := range actions {
		a = strings.ToLower(a)
		if a == "*:*" {
			a = "*"
		}
		m.add(parsePieces(a, syntax{wildcards: true}))
	}
	return &m
}

func (n *statementNormaliser) resourceMatcher(resources []string) *matcher {
	var m matcher
	for _, r := range resources {
		pieces := resourcePieces(r, n.variables)
		n.note(pieces)
		m.add(pieces)
	}
	return &m
}

// note remembers the keys that the pieces read as variables.
func (n *statementNormaliser) note(pieces []piece) {
	for _, p := range pieces {
		if p.kind == variable && p.text != "" {
			n.key(p.text)
		}
	}
}

func (n *statementNormaliser) key(written string) {
	if _, ok := n.keys[strings.ToLower(written)]; !ok {
		n.keys[strings.ToLower(written)] = written
	}
}
