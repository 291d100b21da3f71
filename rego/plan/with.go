package plan

import (
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/ir"
)

// with compiles a block that runs with another input or data document. The
// document is made anew, so what was remembered for the old one does not hold.
func (c *compiler) with(stmt *ir.WithStmt) (step, error) {
	steps, err := c.inner(stmt.Block, 1)
	if err != nil {
		return nil, err
	}
	value, err := c.operand(stmt.Value)
	if err != nil {
		return nil, err
	}
	path := make([]*ast.Term, len(stmt.Path))
	for i, s := range stmt.Path {
		path[i] = c.strings[s]
	}
	local := c.target(stmt.Local)
	return func(e *evaluation, l []*ast.Term) signal {
		saved := l[local]
		l[local] = upsert(saved, path, value.of(l))
		sig := run(steps, e, l)
		l[local] = saved
		if sig == leave {
			return leave
		}
		return sig.out()
	}, nil
}

// upsert is document with value at path. What is on the way and no object is
// replaced by one.
func upsert(document *ast.Term, path []*ast.Term, value *ast.Term) *ast.Term {
	if len(path) == 0 {
		return value
	}
	var child *ast.Term
	made := ast.NewObject()
	if document != nil {
		if object, ok := document.Value.(ast.Object); ok {
			object.Foreach(func(k, v *ast.Term) { made.Insert(k, v) })
			child = object.Get(path[0])
		}
	}
	made.Insert(path[0], upsert(child, path[1:], value))
	return ast.NewTerm(made)
}
