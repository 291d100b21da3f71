package engine

import (
	"encoding/json"
	"strconv"

	"github.com/open-policy-agent/opa/v1/ast"
)

// An object collects the fields of an ast.Object.
type object [][2]*ast.Term

func (o *object) term(name string, t *ast.Term) {
	*o = append(*o, [2]*ast.Term{ast.StringTerm(name), t})
}

func (o *object) text(name, value string) { o.term(name, ast.StringTerm(value)) }

func (o *object) number(name string, value int) {
	o.term(name, ast.NumberTerm(json.Number(strconv.Itoa(value))))
}

// flag adds a true field; a false one is left out, which costs the rules less.
func (o *object) flag(name string, value bool) {
	if value {
		o.term(name, ast.BooleanTerm(true))
	}
}

// list adds an array; an empty one is left out.
func (o *object) list(name string, terms []*ast.Term) {
	if len(terms) > 0 {
		o.term(name, ast.ArrayTerm(terms...))
	}
}

// set adds an object {text: true}; an empty one is left out.
func (o *object) set(name string, members []string) {
	if len(members) == 0 {
		return
	}
	s := ast.NewObject()
	for _, m := range members {
		s.Insert(ast.StringTerm(m), ast.BooleanTerm(true))
	}
	o.term(name, ast.NewTerm(s))
}

func (o object) value() ast.Value { return ast.NewObject(o...) }

func stringTerms(texts []string) []*ast.Term {
	terms := make([]*ast.Term, len(texts))
	for i, t := range texts {
		terms[i] = ast.StringTerm(t)
	}
	return terms
}
