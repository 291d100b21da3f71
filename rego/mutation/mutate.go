package main

import (
	"fmt"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// Mutants are all mutants of a rule file, in the order of the text. all are the
// modules that the file is compiled with, itself among them.
func Mutants(file, text string, all map[string]*ast.Module) ([]*Mutant, error) {
	module, err := parse(file, text)
	if err != nil {
		return nil, err
	}
	m := &mutator{
		file: file, text: text, pkg: module.Package.Path.String(),
		imports: importsOf(module), survey: surveyOf(all), copies: map[string]int{},
	}
	for _, r := range module.Rules {
		m.rule(r)
	}
	return m.mutants, nil
}

func parse(file, text string) (*ast.Module, error) {
	return ast.ParseModuleWithOpts(file, text, ast.ParserOptions{RegoVersion: ast.RegoV1})
}

// A mutator walks the rules of a file and collects mutants. The changes are
// made in the text, at the places that the parser tells.
type mutator struct {
	file, text, pkg string
	imports         map[string]string
	survey          *survey

	// name is the rule and within the expression that the walk is in.
	name   string
	within *ast.Location

	mutants []*Mutant
	copies  map[string]int
}

// find is where the text of a location begins. The parser is off by the
// parentheses that stand before an expression, and wrong on some others.
func (m *mutator) find(l *ast.Location) (int, bool) {
	if l == nil || len(l.Text) == 0 {
		return 0, false
	}
	for offset := l.Offset; offset >= max(0, l.Offset-4); offset-- {
		if strings.HasPrefix(m.text[offset:], string(l.Text)) {
			return offset, true
		}
	}
	return 0, false
}

// replace makes the mutant that has other where l is. Short changes are shown
// with the expression around them.
func (m *mutator) replace(operator string, l *ast.Location, other string) {
	offset, ok := m.find(l)
	if !ok {
		return
	}
	m.splice(operator, offset, len(l.Text), other)
}

// shown is how many characters of text a mutant is described with.
const shown = 100

func (m *mutator) splice(operator string, offset, length int, other string) {
	before, after := strings.Trim(m.text[offset:offset+length], ", \t\n"), other
	if start, ok := m.find(m.within); ok {
		end := start + len(m.within.Text)
		if start <= offset && offset+length <= end && len(oneLine(m.text[start:end])) <= shown {
			before = m.text[start:end]
			after = m.text[start:offset] + other + m.text[offset+length:end]
		}
	}
	mutant := &Mutant{
		File: m.file, Line: 1 + strings.Count(m.text[:offset], "\n"), Rule: m.name, Operator: operator,
		Before: shorten(before), After: shorten(after),
		offset: offset, length: length, replacement: other,
	}
	id := mutant.ID()
	m.copies[id]++
	mutant.Copy = m.copies[id]
	m.mutants = append(m.mutants, mutant)
}

func shorten(text string) string {
	text = oneLine(text)
	if text == "" {
		return "nothing"
	}
	if r := []rune(text); len(r) > shown {
		return fmt.Sprintf("%s… (%d)", string(r[:shown]), len(r))
	}
	return text
}

// rule changes a rule and the branches that follow it with else.
func (m *mutator) rule(r *ast.Rule) {
	m.name = r.Head.Ref()[0].String()
	if r.Default {
		m.defaultRule(r)
		return
	}
	if r.Else == nil {
		m.replace("drop definition", r.Location, "")
	}
	for link := r; link != nil; link = link.Else {
		m.within = link.Head.Location
		m.value(link)
		for _, t := range link.Head.Ref()[1:] {
			m.term(t)
		}
		m.within = nil
		if generated(link.Body) {
			if link != r {
				m.replace("drop branch", link.Location, "")
			}
			continue
		}
		link.Body = located(link)
		if r.Else != nil {
			m.never(link.Body)
		}
		m.body(link.Body)
	}
}

func (m *mutator) defaultRule(r *ast.Rule) {
	offset, ok := m.find(r.Location)
	end, found := m.find(r.Head.Location)
	if ok && found {
		m.splice("drop default", offset, end+len(r.Head.Location.Text)-offset, "")
	}
	m.within = r.Head.Location
	m.term(r.Head.Value)
	m.within = nil
}

// value changes what a rule says when its body holds.
func (m *mutator) value(r *ast.Rule) {
	v := r.Head.Value
	if v == nil || v.Location == nil {
		return
	}
	switch v.Value.(type) {
	case ast.Var, ast.Ref, ast.Call, *ast.ArrayComprehension, *ast.SetComprehension, *ast.ObjectComprehension:
		m.replace("replace value", v.Location, "null")
	}
	m.term(v)
}

// generated is true for the body that the parser gives to a rule without one.
func generated(b ast.Body) bool {
	if len(b) != 1 {
		return false
	}
	t, ok := b[0].Terms.(*ast.Term)
	return ok && t.Equal(ast.BooleanTerm(true)) && string(b[0].Location.Text) != "true"
}

// never makes a branch that is never taken.
func (m *mutator) never(b ast.Body) {
	start, ok := m.find(b[0].Location)
	last := b[len(b)-1].Location
	end, found := m.find(last)
	if ok && found {
		m.splice("drop branch", start, end+len(last.Text)-start, "false")
	}
}

func (m *mutator) body(b ast.Body) {
	for _, e := range b {
		outer := m.within
		m.within = e.Location
		m.expr(e)
		m.within = outer
	}
}
