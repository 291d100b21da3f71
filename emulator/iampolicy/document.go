package iampolicy

import (
	"fmt"

	"github.com/denylab/denylab/rego/authz"
)

// Parse reads a policy document written as JSON. Every statement gets its line
// and column in text; file is the name findings give for it and may be empty.
// The error is a *SyntaxError in IAM's words (SyntaxError.For has the others).
//
// Parse takes every document that the policy grammar allows, whatever kind of
// policy it is to be; Validate says what AWS refuses in a kind.
func Parse(text []byte, file string) (*authz.Document, error) {
	n, err := ParseJSON(text)
	if err != nil {
		return nil, err
	}
	return FromNode(n, file)
}

// FromNode makes a document of a value that was written as JSON or in a
// fixture. The error is a *SyntaxError.
func FromNode(n *Node, file string) (*authz.Document, error) {
	b := &builder{doc: &authz.Document{File: file}}
	b.document(n)
	if b.err != nil {
		return nil, b.err
	}
	return b.doc, nil
}

// Check parses text as a policy of kind k and says everything AWS would refuse
// in it, in the words of the service that keeps such policies. The first
// problem is the one AWS sends. The document is nil when text is none.
func Check(text []byte, file string, k Kind) (*authz.Document, []Problem) {
	if k.family == bucketFamily && (len(text) == 0 || text[0] != '{') {
		p := documentProblem(k, flawJSON, "", "begin the policy with a brace, without white space before it")
		p.Line, p.Column = 1, 1
		return nil, []Problem{*p}
	}
	if p := CheckSize(text, k); p != nil {
		return nil, []Problem{*p}
	}
	n, err := ParseJSON(text)
	if err != nil {
		return nil, []Problem{problemOf(err, k)}
	}
	return CheckNode(n, file, k)
}

// CheckNode is Check for a document that is a Node already; its size is not
// looked at.
func CheckNode(n *Node, file string, k Kind) (*authz.Document, []Problem) {
	doc, err := FromNode(n, file)
	if err != nil {
		return nil, []Problem{problemOf(err, k)}
	}
	problems := Validate(doc, k)
	if k.is(Trust) {
		problems = append(barePrincipals(n, doc, k), problems...)
	}
	return doc, problems
}

func problemOf(err error, k Kind) Problem {
	e, ok := err.(*SyntaxError)
	if !ok {
		return Problem{Code: "InternalFailure", Message: err.Error(), Statement: -1}
	}
	e = e.For(k)
	return Problem{Code: e.Code, Message: e.Message, Hint: e.Hint, Statement: -1, Line: e.Line, Column: e.Column}
}

// A builder makes a document of nodes and remembers the first error.
type builder struct {
	doc *authz.Document
	err error
}

func (b *builder) fail(n *Node, f flaw, value, hint string, args ...any) {
	if b.err == nil {
		b.err = syntaxError(f, value, n.Line, n.Column, fmt.Sprintf(hint, args...))
	}
}

// want checks a node's kind.
func (b *builder) want(n *Node, what string, kinds ...NodeKind) bool {
	names := ""
	for i, k := range kinds {
		if n.Kind == k {
			return true
		}
		if i > 0 {
			names += " or "
		}
		names += k.String()
	}
	b.fail(n, flawShape, "", "%s is %s; write %s", what, n.Kind, names)
	return false
}

// members checks that an object holds known keys only, each once.
func (b *builder) members(n *Node, what string, known []string) bool {
	seen := map[string]bool{}
	for _, m := range n.Members {
		at := &Node{Line: m.Line, Column: m.Column}
		if !contains(known, m.Key) {
			hint := fmt.Sprintf("%s has no element %q", what, m.Key)
			if near, ok := Closest(m.Key, known); ok {
				hint += fmt.Sprintf("; did you mean %q?", near)
			}
			b.fail(at, flawUnknownField, m.Key, "%s", hint)
			return false
		}
		if seen[m.Key] {
			b.fail(at, flawDuplicateField, m.Key, "%q is written twice in this object; keep one", m.Key)
			return false
		}
		seen[m.Key] = true
	}
	return true
}

func (b *builder) document(n *Node) {
	if n == nil {
		n = &Node{Kind: NullNode}
	}
	if !b.want(n, "the policy document", ObjectNode) || !b.members(n, "a policy document", []string{"Version", "Id", "Statement"}) {
		return
	}
	b.doc.Version = b.text(n.Get("Version"), "Version")
	b.doc.ID = b.text(n.Get("Id"), "Id")
	list := n.Get("Statement")
	switch {
	case list == nil:
		b.fail(n, flawNoStatement, "", "add a \"Statement\" element")
	case list.Kind == ArrayNode && len(list.Items) == 0:
		b.fail(list, flawEmptyStatement, "", "write at least one statement")
	case list.Kind == ArrayNode:
		for _, item := range list.Items {
			b.statement(item)
		}
	default:
		b.statement(list)
	}
}

// text is an optional string element.
func (b *builder) text(n *Node, what string) string {
	if n == nil || !b.want(n, what, StringNode) {
		return ""
	}
	return n.Text
}
