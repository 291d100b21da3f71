package engine

import (
	"runtime"
	"sync"
	"sync/atomic"
	"weak"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/denylab/denylab/rego/authz"
)

// The normal form of a policy is what the rules read:
//
//	POLICY    {"name", "arn", "level", "statements": [STATEMENT…]}
//	STATEMENT {"sid", "index" (from 0), "effect", "file", "line", "column",
//	           "principal" | "not_principal": PRINCIPAL,
//	           "action" | "not_action", "resource" | "not_resource": MATCHER,
//	           "action_starts", "resource_starts": [text…],
//	           "condition": [CONDITION…],
//	           "context_keys": {"aws:sourceip": "aws:SourceIp"}}
//
// An absent element is an absent field, except that a statement without Resource
// and NotResource has a Resource that matches everything. MATCHER is described
// in policy/pattern.rego, templates in policy/variable.rego, PRINCIPAL in
// policy/principal.rego, CONDITION in policy/condition.rego and in the file of
// its family. MATCHER and PRINCIPAL also have "want", the values as written. The
// starts are what the patterns begin with, for a quick look: a text that begins
// with none of them is not matched. context_keys are the condition keys that the
// statement reads, in its conditions or as variables: lower case to the spelling
// in the document. Sets are objects {text: true}, so that the normal form is
// also JSON.

// A normalDocument is the normal form of one document: its statements, made
// when they are first asked for, the policies it has been attached as, and its
// statements about an action. It does not hold the document, whose end is its
// own.
type normalDocument struct {
	written  []authz.Statement
	version  string
	file     string
	terms    []atomic.Pointer[ast.Term]
	whole    func() *ast.Term
	policies sync.Map // attachment → ast.Value
	about    sync.Map // subject → *selection
}

// An attachment is what makes a POLICY of a document.
type attachment struct{ name, arn, level string }

// normalDocuments keeps the normal form of every living document:
// weak.Pointer[authz.Document] → *normalDocument.
var normalDocuments sync.Map

// NormalisePolicy is the normal form of a policy. Documents are immutable, so it
// is made once for each document and place of attachment, and kept while the
// document lives. The value must not be changed.
func NormalisePolicy(a authz.Attached) ast.Value {
	if a.Document == nil {
		return newPolicy(a, ast.ArrayTerm())
	}
	n := normalise(a.Document)
	key := attachment{a.Name, a.ARN, a.Level}
	if p, ok := n.policies.Load(key); ok {
		return p.(ast.Value)
	}
	p, _ := n.policies.LoadOrStore(key, newPolicy(a, n.whole()))
	return p.(ast.Value)
}

// normalise is the normal form of a document, kept like NormalisePolicy's.
func normalise(d *authz.Document) *normalDocument {
	key := weak.Make(d)
	if n, ok := normalDocuments.Load(key); ok {
		return n.(*normalDocument)
	}
	made := &normalDocument{
		written: d.Statements, version: d.Version, file: d.File,
		terms: make([]atomic.Pointer[ast.Term], len(d.Statements)),
	}
	made.whole = sync.OnceValue(made.all)
	n, loaded := normalDocuments.LoadOrStore(key, made)
	if !loaded {
		runtime.AddCleanup(d, func(key weak.Pointer[authz.Document]) { normalDocuments.Delete(key) }, key)
	}
	return n.(*normalDocument)
}

// statement is the normal form of the document's i-th statement.
func (n *normalDocument) statement(i int) *ast.Term {
	if t := n.terms[i].Load(); t != nil {
		return t
	}
	made := ast.NewTerm(normalStatement(&n.written[i], i, n.version, n.file))
	if n.terms[i].CompareAndSwap(nil, made) {
		return made
	}
	return n.terms[i].Load()
}

func (n *normalDocument) all() *ast.Term {
	terms := make([]*ast.Term, len(n.written))
	for i := range terms {
		terms[i] = n.statement(i)
	}
	return ast.ArrayTerm(terms...)
}

func newPolicy(a authz.Attached, statements *ast.Term) ast.Value {
	var o object
	o.text("name", a.Name)
	o.text("arn", a.ARN)
	o.text("level", a.Level)
	o.term("statements", statements)
	return o.value()
}
