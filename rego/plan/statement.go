package plan

import (
	"unicode/utf8"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/ir"
	"github.com/open-policy-agent/opa/v1/topdown"
)

func assign(source operand, target ir.Local) step {
	return func(_ *evaluation, l []*ast.Term) signal {
		l[target] = source.of(l)
		return next
	}
}

func (c *compiler) assignVar(stmt *ir.AssignVarStmt) (step, error) {
	source, err := c.operand(stmt.Source)
	if err != nil {
		return nil, err
	}
	return assign(source, c.target(stmt.Target)), nil
}

// assignOnce compiles an assignment that two rules may make if they agree.
func (c *compiler) assignOnce(stmt *ir.AssignVarOnceStmt) (step, error) {
	source, err := c.operand(stmt.Source)
	if err != nil {
		return nil, err
	}
	if c.only != nil && stmt.Target != c.result {
		return concluded(c.only), nil
	}
	after := next
	if c.verdict != nil && stmt.Target != c.result {
		after = leave + signal(c.level) // the whole body
	}
	target := c.target(stmt.Target)
	conflict := ruleConflict(c.location(stmt))
	return func(e *evaluation, l []*ast.Term) signal {
		value := source.of(l)
		if old := l[target]; old != nil && !equal(old, value) {
			return e.fail(conflict)
		}
		l[target] = value
		return after
	}, nil
}

func ruleConflict(at *ast.Location) error {
	return &topdown.Error{Code: topdown.ConflictErr, Location: at, Message: "the rules here produced conflicting values"}
}

func objectConflict(at *ast.Location) error {
	return &topdown.Error{Code: topdown.ConflictErr, Location: at, Message: "object keys must be unique"}
}

func reset(target ir.Local) step {
	return func(_ *evaluation, l []*ast.Term) signal {
		l[target] = nil
		return next
	}
}

func isDefined(source operand) step {
	return func(_ *evaluation, l []*ast.Term) signal {
		if source.of(l) == nil {
			return leave
		}
		return next
	}
}

func isUndefined(source operand) step {
	return func(_ *evaluation, l []*ast.Term) signal {
		if source.of(l) != nil {
			return leave
		}
		return next
	}
}

func isType[T ast.Value](c *compiler, o ir.Operand) (step, error) {
	source, err := c.operand(o)
	if err != nil {
		return nil, err
	}
	return func(_ *evaluation, l []*ast.Term) signal {
		if t := source.of(l); t != nil {
			if _, ok := t.Value.(T); ok {
				return next
			}
		}
		return leave
	}, nil
}

// length compiles the number of elements; of a string, of its characters.
func (c *compiler) length(stmt *ir.LenStmt) (step, error) {
	source, err := c.operand(stmt.Source)
	if err != nil {
		return nil, err
	}
	target := c.target(stmt.Target)
	return func(_ *evaluation, l []*ast.Term) signal {
		t := source.of(l)
		if t == nil {
			return leave
		}
		return put(l, target, counted(lengthOf(t.Value)))
	}, nil
}

// lengthOf also says whether v has a length.
func lengthOf(v ast.Value) (int, bool) {
	switch v := v.(type) {
	case *ast.Array:
		return v.Len(), true
	case ast.Object:
		return v.Len(), true
	case ast.Set:
		return v.Len(), true
	case ast.String:
		return utf8.RuneCountInString(string(v)), true
	}
	return 0, false
}

func (c *compiler) equal(stmt *ir.EqualStmt) (step, error) {
	return c.compare(stmt.A, stmt.B, next, leave)
}

func (c *compiler) notEqual(stmt *ir.NotEqualStmt) (step, error) {
	return c.compare(stmt.A, stmt.B, leave, next)
}

// compare goes on with one signal if the operands are equal, else with another.
func (c *compiler) compare(x, y ir.Operand, same, different signal) (step, error) {
	pair, err := c.operands([]ir.Operand{x, y})
	if err != nil {
		return nil, err
	}
	a, b := pair[0], pair[1]
	if a.constant != nil {
		a, b = b, a
	}
	if a.constant == nil && b.constant != nil {
		switch v := b.constant.Value.(type) {
		case ast.String:
			return compareConstant(a.local, v, same, different), nil
		case ast.Boolean:
			return compareConstant(a.local, v, same, different), nil
		}
	}
	return func(_ *evaluation, l []*ast.Term) signal {
		if equal(a.of(l), b.of(l)) {
			return same
		}
		return different
	}, nil
}

func compareConstant[T ast.String | ast.Boolean](local ir.Local, constant T, same, different signal) step {
	return func(_ *evaluation, l []*ast.Term) signal {
		if t := l[local]; t != nil {
			if v, ok := any(t.Value).(T); ok && v == constant {
				return same
			}
		}
		return different
	}
}

// equal compares values; two undefined ones are equal.
func equal(a, b *ast.Term) bool {
	if a == b {
		return true
	}
	if a == nil || b == nil {
		return false
	}
	switch x := a.Value.(type) {
	case ast.String:
		y, ok := b.Value.(ast.String)
		return ok && x == y
	case ast.Boolean:
		y, ok := b.Value.(ast.Boolean)
		return ok && x == y
	}
	return a.Value.Compare(b.Value) == 0
}
