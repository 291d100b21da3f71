package engine

import "github.com/open-policy-agent/opa/v1/ast"

// These read an answer of the rules. What is absent or of another type reads as
// the zero value: an "allowed" that is not plainly true is not an allow.

func fieldOf(v ast.Value, name string) ast.Value {
	o, ok := v.(ast.Object)
	if !ok {
		return ast.Null{}
	}
	if t := o.Get(ast.StringTerm(name)); t != nil {
		return t.Value
	}
	return ast.Null{}
}

func textOf(v ast.Value, name string) string {
	s, _ := fieldOf(v, name).(ast.String)
	return string(s)
}

func flagOf(v ast.Value, name string) bool {
	b, _ := fieldOf(v, name).(ast.Boolean)
	return bool(b)
}

func numberOf(v ast.Value, name string) int {
	n, _ := fieldOf(v, name).(ast.Number)
	i, _ := n.Int()
	return i
}

func elementsOf(v ast.Value, name string) []ast.Value {
	a, ok := fieldOf(v, name).(*ast.Array)
	if !ok {
		return nil
	}
	values := make([]ast.Value, 0, a.Len())
	a.Foreach(func(t *ast.Term) { values = append(values, t.Value) })
	return values
}

func textsOf(v ast.Value, name string) []string {
	var texts []string
	for _, e := range elementsOf(v, name) {
		if s, ok := e.(ast.String); ok {
			texts = append(texts, string(s))
		}
	}
	return texts
}
