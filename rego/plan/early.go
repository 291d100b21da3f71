package plan

import (
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/ir"
)

// A rule whose bodies can say one thing only, such as true, is over when one of
// them has said it: the others, and further turns of a loop, can at most say it
// again. OPA's interpreter stops there, too; in a plan it has to be found out.
//
// A body assigns to a local, once, what the function's result is then taken
// from. A default is assigned to the result itself, when no body has said
// anything.

// onlyVerdict is the constant that is all that blocks assign to locals other
// than the function's result; nil if there is no such constant.
func (c *compiler) onlyVerdict(blocks []*ir.Block, result ir.Local) *ast.Term {
	var only *ast.Term
	several := false
	for _, block := range blocks {
		walk(block.Stmts, func(stmt ir.Stmt) {
			once, ok := stmt.(*ir.AssignVarOnceStmt)
			if !ok || once.Target == result {
				return
			}
			constant := c.constant(once.Source)
			several = several || constant == nil || only != nil && !equal(only, constant)
			only = constant
		})
	}
	if several {
		return nil
	}
	return only
}

// onlyResult is the constant that a function returns as soon as one of its
// bodies has said it, nil if there is none.
func (c *compiler) onlyResult(f *ir.Func) *ast.Term {
	only := c.onlyVerdict(f.Blocks, f.Return)
	for _, block := range f.Blocks {
		walk(block.Stmts, func(stmt ir.Stmt) {
			if _, once := stmt.(*ir.AssignVarOnceStmt); once {
				return
			}
			for _, l := range usesOf(stmt).writes {
				if l == f.Return {
					only = nil
				}
			}
		})
	}
	return only
}

// constant is the term of a constant operand, nil for a local.
func (c *compiler) constant(o ir.Operand) *ast.Term {
	switch v := o.Value.(type) {
	case ir.StringIndex:
		return c.strings[v]
	case ir.Bool:
		return ast.InternedTerm(bool(v))
	}
	return nil
}

// concluded returns from a function whose result is known now.
func concluded(result *ast.Term) step {
	return func(e *evaluation, _ []*ast.Term) signal {
		e.ret = result
		return returned
	}
}
