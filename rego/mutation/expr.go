package main

import (
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// expr changes an expression of a body.
func (m *mutator) expr(e *ast.Expr) {
	m.replace("drop condition", e.Location, "true")
	m.negation(e)
	for _, w := range e.With {
		m.replace("drop with", w.Location, "")
		m.term(w.Value)
	}
	switch terms := e.Terms.(type) {
	case *ast.Term:
		m.term(terms)
	case []*ast.Term:
		m.call(terms)
	case *ast.SomeDecl:
		for _, t := range terms.Symbols {
			m.term(t)
		}
	case *ast.Every:
		m.quantifier(e, terms)
		m.term(terms.Domain)
		m.body(terms.Body)
	}
}

// negation takes a "not" away, or puts one before what can be negated.
func (m *mutator) negation(e *ast.Expr) {
	offset, ok := m.find(e.Location)
	if !ok {
		return
	}
	text := string(e.Location.Text)
	if rest, negated := strings.CutPrefix(text, "not "); negated {
		m.splice("drop not", offset, len(text)-len(rest), "")
		return
	}
	switch e.Terms.(type) {
	case *ast.SomeDecl, *ast.Every:
		return
	}
	if e.IsAssignment() {
		return
	}
	m.splice("add not", offset, 0, "not ")
}

// quantifier asks one of the elements where every was asked.
func (m *mutator) quantifier(e *ast.Expr, every *ast.Every) {
	offset, ok := m.find(e.Location)
	if !ok {
		return
	}
	text := string(e.Location.Text)
	head, body, ok := strings.Cut(text, "{")
	if !ok {
		return
	}
	some := strings.Replace(strings.TrimSpace(head), "every", "some", 1) + "\n" + strings.TrimSuffix(body, "}")
	m.splice("every to some", offset, len(text), some)
}

// mistaken are the operators and functions of Rego that one may write instead
// of another.
var mistaken = map[string][]string{
	"==": {"!="},
	"!=": {"=="},
	"<":  {"<=", ">="},
	"<=": {"<", ">"},
	">":  {">=", "<="},
	">=": {">", "<"},
	"+":  {"-"},
	"-":  {"+"},
	"*":  {"/"},
	"/":  {"*"},
	"%":  {"*"},
	"|":  {"&"},
	"&":  {"|"},

	"startswith":               {"endswith"},
	"endswith":                 {"startswith"},
	"contains":                 {"startswith"},
	"strings.any_prefix_match": {"strings.any_suffix_match"},
	"lower":                    {"upper"},
	"min":                      {"max"},
	"max":                      {"min"},
	"is_string":                {"is_array"},
	"is_array":                 {"is_null"},
	"is_null":                  {"is_array"},
}

// call changes an operator or function with its operands.
func (m *mutator) call(terms []*ast.Term) {
	written := string(terms[0].Location.Text)
	kind := "replace function"
	if !strings.ContainsAny(written, "abcdefghijklmnopqrstuvwxyz") {
		kind = "replace operator"
	}
	for _, other := range mistaken[written] {
		m.replace(kind, terms[0].Location, other)
	}
	if kind == "replace function" && written != "in" {
		m.reference(terms[0])
		m.arguments(terms[1:])
	}
	operands := terms[1:]
	if written == ":=" {
		operands = terms[2:]
	}
	for _, t := range operands {
		m.term(t)
	}
}

// arguments swaps neighbours.
func (m *mutator) arguments(args []*ast.Term) {
	for i := 1; i < len(args); i++ {
		m.swap("swap arguments", args[i-1], args[i])
	}
}

func (m *mutator) swap(operator string, a, b *ast.Term) {
	start, ok := m.find(a.Location)
	second, found := m.find(b.Location)
	if !ok || !found || a.Equal(b) {
		return
	}
	first, between := start+len(a.Location.Text), second
	if first > between {
		return
	}
	end := second + len(b.Location.Text)
	m.splice(operator, start, end-start, m.text[second:end]+m.text[first:between]+m.text[start:first])
}
