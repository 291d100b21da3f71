package engine

import (
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/denylab/denylab/rego/authz"
)

// A decision is asked with the statements that can be about its action and
// resource only: most statements of most policies are about others, and looking
// at each in Rego is what a decision would mostly cost. Leaving one out is safe
// only if it certainly does not match, so the rules look at what is left as
// they would at everything. Resource policies stay whole, because whether one
// is public does not depend on the call.

// A narrowing is a document for one action.
type narrowing struct {
	// statements are those that can be about the action, terms their normal
	// forms.
	statements []*authz.Statement
	terms      []*ast.Term
}

// candidatePolicy is the policy with the statements that can be about the call.
func candidatePolicy(a authz.Attached, call *authz.Call) ast.Value {
	if a.Document == nil {
		return NormalisePolicy(a)
	}
	byAction := narrowed(a.Document, strings.ToLower(call.Action))
	var kept []*ast.Term
	for i, s := range byAction.statements {
		if call.WildcardOnly || canBeOn(s, call.Resource) {
			kept = append(kept, byAction.terms[i])
		}
	}
	if len(kept) == len(a.Document.Statements) {
		return NormalisePolicy(a)
	}
	return newPolicy(a, ast.ArrayTerm(kept...))
}

// narrowed is made once for each document and action, and kept while the
// document lives.
func narrowed(d *authz.Document, action string) *narrowing {
	n := normalise(d)
	if made, ok := n.narrowed.Load(action); ok {
		return made.(*narrowing)
	}
	made := &narrowing{}
	whole := n.statements.Value.(*ast.Array)
	for i := range d.Statements {
		if s := &d.Statements[i]; canBeAbout(s, action) {
			made.statements = append(made.statements, s)
			made.terms = append(made.terms, whole.Elem(i))
		}
	}
	kept, _ := n.narrowed.LoadOrStore(action, made)
	return kept.(*narrowing)
}

// canBeAbout is false only when the statement's Action or NotAction certainly
// does not match action, which is in lower case.
func canBeAbout(s *authz.Statement, action string) bool {
	for _, pattern := range s.Action {
		if canMatch(strings.ToLower(pattern), action) {
			return true
		}
	}
	for _, pattern := range s.NotAction {
		pattern = strings.ToLower(pattern)
		prefix, ends := strings.CutSuffix(pattern, "*")
		if pattern == action || ends && !strings.ContainsAny(prefix, "*?") && strings.HasPrefix(action, prefix) {
			return false
		}
	}
	return s.NotAction != nil
}

// canBeOn is false only when the statement's Resource certainly does not match
// resource.
func canBeOn(s *authz.Statement, resource string) bool {
	for _, pattern := range s.Resource {
		if canMatch(pattern, resource) {
			return true
		}
	}
	return s.Resource == nil || s.NotResource != nil
}

// canMatch compares what stands before a pattern's first wildcard or variable.
func canMatch(pattern, text string) bool {
	i := strings.IndexAny(pattern, "*?$")
	if i < 0 {
		return pattern == text
	}
	return strings.HasPrefix(text, pattern[:i])
}
