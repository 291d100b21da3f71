package plan

import (
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/ir"
)

// A loop is a scan of a collection, in the order of its keys. Its block is left
// by going on with the next turn; one further out is the scan itself.
type loop struct {
	source     operand
	key, value ir.Local
	keyRead    bool // whether anybody looks at the key
	steps      []step
}

func (c *compiler) scan(stmt *ir.ScanStmt) (step, error) {
	steps, err := c.inner(stmt.Block, 2)
	if err != nil {
		return nil, err
	}
	lp := &loop{
		source:  c.local(stmt.Source),
		key:     c.target(stmt.Key),
		value:   c.target(stmt.Value),
		keyRead: !c.onlyRenamed(stmt.Key),
		steps:   steps,
	}
	return lp.run, nil
}

// onlyRenamed says whether a local is not read but to give it another name that
// is not read.
func (c *compiler) onlyRenamed(local ir.Local) bool {
	renamed := 0
	for alias, of := range c.scope.aliases {
		if of == local && c.scope.reads[alias] == 0 {
			renamed++
		}
	}
	return c.scope.reads[local] == renamed
}

func (lp *loop) run(e *evaluation, l []*ast.Term) signal {
	source := lp.source.of(l)
	if source == nil {
		return next
	}
	switch v := source.Value.(type) {
	case *ast.Array:
		return lp.array(e, l, v)
	case ast.Set:
		return lp.set(e, l, v)
	case ast.Object:
		return lp.object(e, l, v)
	}
	return next
}

func (lp *loop) array(e *evaluation, l []*ast.Term, array *ast.Array) signal {
	for i := range array.Len() {
		if lp.keyRead {
			l[lp.key] = ast.InternedTerm(i)
		}
		if sig, over := lp.turn(e, l, array.Elem(i)); over {
			return sig
		}
	}
	return next
}

func (lp *loop) set(e *evaluation, l []*ast.Term, set ast.Set) signal {
	for _, element := range set.Slice() {
		l[lp.key] = element
		if sig, over := lp.turn(e, l, element); over {
			return sig
		}
	}
	return next
}

func (lp *loop) object(e *evaluation, l []*ast.Term, object ast.Object) signal {
	sig, over := next, false
	object.Until(func(key, value *ast.Term) bool {
		l[lp.key] = key
		sig, over = lp.turn(e, l, value)
		return over
	})
	return sig
}

// turn runs the block for a value. It says whether the loop is over, and how it
// ends then.
func (lp *loop) turn(e *evaluation, l []*ast.Term, value *ast.Term) (signal, bool) {
	if e.stopped() {
		return failed, true
	}
	l[lp.value] = value
	switch sig := run(lp.steps, e, l); sig {
	case next, leave:
		return next, false
	default:
		return sig.out().out(), true
	}
}
