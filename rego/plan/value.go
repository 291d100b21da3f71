package plan

import (
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/ir"
)

// number is the term of a number that is written as a string constant.
func (c *compiler) number(index int) *ast.Term {
	text := c.static.Strings[index].Value
	if t := ast.InternedIntNumberTermFromString(text); t != nil {
		return t
	}
	return ast.NewTerm(ast.Number(text))
}

func makeArray(target ir.Local) step {
	return func(_ *evaluation, l []*ast.Term) signal {
		l[target] = ast.InternedEmptyArray
		return next
	}
}

func makeObject(target ir.Local) step {
	return func(_ *evaluation, l []*ast.Term) signal {
		l[target] = ast.NewTerm(ast.NewObject())
		return next
	}
}

func makeSet(target ir.Local) step {
	return func(_ *evaluation, l []*ast.Term) signal {
		l[target] = ast.NewTerm(ast.NewSet())
		return next
	}
}

// arrayAppend makes a new array: the old one may be in somebody's hands.
func (c *compiler) arrayAppend(stmt *ir.ArrayAppendStmt) (step, error) {
	value, err := c.operand(stmt.Value)
	if err != nil {
		return nil, err
	}
	target := c.target(stmt.Array)
	return func(_ *evaluation, l []*ast.Term) signal {
		l[target] = ast.NewTerm(l[target].Value.(*ast.Array).Append(value.of(l)))
		return next
	}, nil
}

func (c *compiler) setAdd(stmt *ir.SetAddStmt) (step, error) {
	value, err := c.operand(stmt.Value)
	if err != nil {
		return nil, err
	}
	target := c.target(stmt.Set)
	if !c.scope.own(stmt.Set) {
		return func(_ *evaluation, l []*ast.Term) signal {
			// It may be a set that somebody else has: add to a copy.
			set, ok := l[target].Value.(ast.Set)
			if !ok {
				return leave
			}
			set = set.Copy()
			set.Add(value.of(l))
			l[target] = ast.NewTerm(set)
			return next
		}, nil
	}
	return func(_ *evaluation, l []*ast.Term) signal {
		l[target].Value.(ast.Set).Add(value.of(l))
		return next
	}, nil
}

// insertable is the object of a local, ready to be changed.
func insertable(l []*ast.Term, local ir.Local, own bool) (ast.Object, bool) {
	object, ok := l[local].Value.(ast.Object)
	if ok && !own {
		made := ast.NewObject()
		object.Foreach(func(k, v *ast.Term) { made.Insert(k, v) })
		object = made
		l[local] = ast.NewTerm(made)
	}
	return object, ok
}

func (c *compiler) objectInsert(stmt *ir.ObjectInsertStmt) (step, error) {
	pair, err := c.operands([]ir.Operand{stmt.Key, stmt.Value})
	if err != nil {
		return nil, err
	}
	key, value, target, own := pair[0], pair[1], c.target(stmt.Object), c.scope.own(stmt.Object)
	return func(_ *evaluation, l []*ast.Term) signal {
		object, ok := insertable(l, target, own)
		if !ok {
			return leave
		}
		object.Insert(key.of(l), value.of(l))
		return next
	}, nil
}

func (c *compiler) objectInsertOnce(stmt *ir.ObjectInsertOnceStmt) (step, error) {
	pair, err := c.operands([]ir.Operand{stmt.Key, stmt.Value})
	if err != nil {
		return nil, err
	}
	conflict := objectConflict(c.location(stmt))
	key, value, target, own := pair[0], pair[1], c.target(stmt.Object), c.scope.own(stmt.Object)
	return func(e *evaluation, l []*ast.Term) signal {
		object, ok := l[target].Value.(ast.Object)
		if !ok {
			return e.fail(conflict)
		}
		k, v := key.of(l), value.of(l)
		if old := object.Get(k); old != nil {
			if equal(old, v) {
				return next
			}
			return e.fail(conflict)
		}
		object, _ = insertable(l, target, own)
		object.Insert(k, v)
		return next
	}, nil
}

// objectMerge compiles the union of what is stored at a path under data and what
// rules say there; what is stored wins.
func (c *compiler) objectMerge(stmt *ir.ObjectMergeStmt) (step, error) {
	a, b, target := c.local(stmt.A), c.local(stmt.B), c.target(stmt.Target)
	return func(_ *evaluation, l []*ast.Term) signal {
		l[target] = merge(a.of(l), b.of(l))
		if l[target] == nil {
			return leave
		}
		return next
	}, nil
}

func merge(a, b *ast.Term) *ast.Term {
	if a == nil {
		return b
	}
	if b == nil {
		return a
	}
	x, ok := a.Value.(ast.Object)
	if !ok {
		return a
	}
	y, ok := b.Value.(ast.Object)
	if !ok {
		return a
	}
	made := ast.NewObject()
	x.Foreach(func(k, v *ast.Term) { made.Insert(k, merge(v, y.Get(k))) })
	y.Foreach(func(k, v *ast.Term) {
		if x.Get(k) == nil {
			made.Insert(k, v)
		}
	})
	return ast.NewTerm(made)
}
