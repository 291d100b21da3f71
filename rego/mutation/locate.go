package main

import (
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// located is the body of a rule with right locations. The parser gives
// everything in the condition of "else := value if condition" the place of the
// "else", so that is parsed again.
func located(r *ast.Rule) ast.Body {
	if r.Body[0].Location.Offset != r.Location.Offset || !strings.HasPrefix(string(r.Location.Text), "else") {
		return r.Body
	}
	end := len(r.Location.Text)
	if r.Else != nil {
		end = r.Else.Location.Offset - r.Location.Offset
	}
	_, condition, _ := strings.Cut(string(r.Location.Text[len(r.Head.Location.Text):end]), "if ")
	body, err := ast.ParseBodyWithOpts(condition, ast.ParserOptions{RegoVersion: ast.RegoV1})
	if err != nil {
		return r.Body
	}
	offset := r.Location.Offset + strings.Index(string(r.Location.Text), condition)
	moved := map[*ast.Location]bool{}
	move := func(l *ast.Location) {
		if l != nil && !moved[l] {
			moved[l] = true
			l.Offset += offset
		}
	}
	ast.NewGenericVisitor(func(x any) bool {
		switch x := x.(type) {
		case *ast.Expr:
			move(x.Location)
		case *ast.SomeDecl:
			move(x.Location)
		case *ast.Every:
			move(x.Location)
		case *ast.With:
			move(x.Location)
		case *ast.Term:
			move(x.Location)
		}
		return false
	}).Walk(body)
	return body
}
