package plan

import (
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/ir"
)

// dot compiles a look into a collection. A set has its elements as keys.
func (c *compiler) dot(stmt *ir.DotStmt) (step, error) {
	pair, err := c.operands([]ir.Operand{stmt.Source, stmt.Key})
	if err != nil {
		return nil, err
	}
	source, key, target := pair[0], pair[1], c.target(stmt.Target)
	return func(_ *evaluation, l []*ast.Term) signal {
		value := get(source.of(l), key.of(l))
		l[target] = value
		if value == nil {
			return leave
		}
		return next
	}, nil
}

// get is what source has at key, nil if it has nothing.
func get(source, key *ast.Term) *ast.Term {
	if source == nil || key == nil {
		return nil
	}
	switch v := source.Value.(type) {
	case ast.Object:
		return v.Get(key)
	case *ast.Array:
		return v.Get(key)
	case ast.Set:
		if v.Contains(key) {
			return key
		}
	}
	return nil
}
