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
	if slot, ok := c.slot(source, key, target); ok {
		return dotInput(source.local, key.constant, target, slot), nil
	}
	return func(_ *evaluation, l []*ast.Term) signal {
		return put(l, target, get(source.of(l), key.of(l)))
	}, nil
}

// slot is where what the input has at a path is remembered, if that is what is
// looked up: the rules ask for the same few paths over and over.
func (c *compiler) slot(source, key operand, target ir.Local) (int, bool) {
	if source.constant != nil || key.constant == nil {
		return 0, false
	}
	path, ok := c.scope.inputs[source.local]
	if !ok && source.local != ir.Input {
		return 0, false
	}
	path += "/" + key.constant.String()
	if c.scope.writes[target] == 1 {
		c.scope.inputs[target] = path
	}
	slot, ok := c.slots[path]
	if !ok {
		slot = len(c.slots)
		c.slots[path] = slot
	}
	return slot, true
}

// dotInput looks into the input, or a part of it. The input may be another one
// than before, by a with.
func dotInput(source ir.Local, key *ast.Term, target ir.Local, slot int) step {
	return func(e *evaluation, l []*ast.Term) signal {
		base := l[source]
		s := &e.slots[slot]
		if s.base != base {
			s.base, s.value = base, get(base, key)
		}
		return put(l, target, s.value)
	}
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
