package plan

import (
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/ir"
)

// A literal is a value that is made by consecutive statements of a block. The
// planner has no constants but strings and booleans, so a rule that looks for a
// name in a set makes the set every time.
type literal struct {
	target   ir.Local
	make     ir.Stmt
	elements []operand // of an object, its keys and values in turn
	stmts    int       // how many statements make it
	writes   int       // how many of them write to target, nested literals' apart
}

// literal reads the literal that stmts begin with, and reports false if there is
// none. Nested literals that are constant become constants of the scope.
func (c *compiler) literal(stmts []ir.Stmt) (literal, bool) {
	lit := literal{make: stmts[0], stmts: 1, writes: 1}
	switch stmt := stmts[0].(type) {
	case *ir.MakeNullStmt:
		lit.target, lit.elements = stmt.Target, []operand{{constant: ast.NullTerm()}}
		return lit, true
	case *ir.MakeNumberIntStmt:
		lit.target, lit.elements = stmt.Target, []operand{{constant: ast.InternedTerm(stmt.Value)}}
		return lit, true
	case *ir.MakeNumberRefStmt:
		lit.target, lit.elements = stmt.Target, []operand{{constant: c.number(stmt.Index)}}
		return lit, true
	case *ir.MakeArrayStmt:
		lit.target = stmt.Target
	case *ir.MakeObjectStmt:
		lit.target = stmt.Target
	case *ir.MakeSetStmt:
		lit.target = stmt.Target
	default:
		return lit, false
	}
	for at := 1; at < len(stmts); {
		if elements, ok := lit.added(stmts[at]); ok {
			for _, o := range elements {
				element, err := c.operand(o)
				if err != nil {
					return lit, false
				}
				lit.elements = append(lit.elements, element)
			}
			at++
			lit.stmts = at
			lit.writes++
			continue
		}
		n, ok := c.constantLiteral(stmts[at:])
		if !ok {
			break
		}
		at += n
	}
	return lit, true
}

// added are the operands that a statement adds to the literal.
func (lit *literal) added(stmt ir.Stmt) ([]ir.Operand, bool) {
	switch stmt := stmt.(type) {
	case *ir.ArrayAppendStmt:
		return []ir.Operand{stmt.Value}, stmt.Array == lit.target
	case *ir.SetAddStmt:
		return []ir.Operand{stmt.Value}, stmt.Set == lit.target
	case *ir.ObjectInsertStmt:
		return []ir.Operand{stmt.Key, stmt.Value}, stmt.Object == lit.target
	}
	return nil, false
}

// constantLiteral makes the literal that stmts begin with a constant of the
// scope, if it is one, and says how many statements it took.
func (c *compiler) constantLiteral(stmts []ir.Stmt) (int, bool) {
	lit, ok := c.literal(stmts)
	if !ok || !c.scope.replaceable(lit.target, lit.writes, stmts[lit.stmts:]) {
		return 0, false
	}
	for _, element := range lit.elements {
		if element.constant == nil {
			return 0, false
		}
	}
	c.scope.constants[lit.target] = lit.value(nil)
	return lit.stmts, true
}

// value is the literal's value for the locals l.
func (lit *literal) value(l []*ast.Term) *ast.Term {
	switch lit.make.(type) {
	case *ir.MakeArrayStmt:
		terms := make([]*ast.Term, len(lit.elements))
		for i, element := range lit.elements {
			terms[i] = element.of(l)
		}
		return ast.ArrayTerm(terms...)
	case *ir.MakeSetStmt:
		set := ast.NewSet()
		for _, element := range lit.elements {
			set.Add(element.of(l))
		}
		return ast.NewTerm(set)
	case *ir.MakeObjectStmt:
		pairs := make([][2]*ast.Term, 0, len(lit.elements)/2)
		for i := 0; i < len(lit.elements); i += 2 {
			pairs = append(pairs, [2]*ast.Term{lit.elements[i].of(l), lit.elements[i+1].of(l)})
		}
		return ast.NewTerm(ast.NewObject(pairs...))
	}
	return lit.elements[0].constant
}

// makeLiteral compiles a literal into one step. It reports how many statements
// that took, none if the statements do not begin with a whole literal.
func (c *compiler) makeLiteral(stmts []ir.Stmt) (step, int) {
	if n, ok := c.constantLiteral(stmts); ok {
		return nil, n
	}
	lit, ok := c.literal(stmts)
	if !ok || len(lit.elements) == 0 || c.scope.writes[lit.target] != lit.writes || c.scope.shared[lit.target] {
		return nil, 0
	}
	target := c.target(lit.target)
	return func(_ *evaluation, l []*ast.Term) signal {
		l[target] = lit.value(l)
		return next
	}, lit.stmts
}
