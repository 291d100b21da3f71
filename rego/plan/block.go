package plan

import (
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/ir"
)

// block compiles the statements of a block.
func (c *compiler) block(b *ir.Block) ([]step, error) {
	steps := make([]step, 0, len(b.Stmts))
	for at := 0; at < len(b.Stmts); {
		s, n := c.makeLiteral(b.Stmts[at:])
		if n == 0 && c.rename(b.Stmts[at], b.Stmts[at+1:]) {
			n = 1
		}
		if n == 0 {
			n = 1
			var err error
			if s, err = c.statement(b.Stmts[at]); err != nil {
				return nil, err
			}
		}
		if s != nil {
			steps = append(steps, s)
		}
		at += n
	}
	return steps, nil
}

// inner compiles a block that is so many levels inside the one around it.
func (c *compiler) inner(b *ir.Block, levels int) ([]step, error) {
	c.level += levels
	defer func() { c.level -= levels }()
	return c.block(b)
}

// rename does an assignment at compile time, if it only gives another name to
// what does not change.
func (c *compiler) rename(stmt ir.Stmt, rest []ir.Stmt) bool {
	a, ok := stmt.(*ir.AssignVarStmt)
	if !ok || !c.scope.replaceable(a.Target, 1, rest) {
		return false
	}
	source, err := c.operand(a.Source)
	if err != nil {
		return false
	}
	if source.constant != nil {
		c.scope.constants[a.Target] = source.constant
		return true
	}
	// A parameter is not written to, nor is what other bodies share, in this one.
	if c.scope.writes[source.local] > 1 {
		return false
	}
	c.scope.aliases[a.Target] = source.local
	return true
}

// statement compiles a statement; nil if it does nothing.
func (c *compiler) statement(stmt ir.Stmt) (step, error) {
	switch stmt := stmt.(type) {
	case *ir.NopStmt:
		return nil, nil
	case *ir.BlockStmt:
		return c.blocks(stmt)
	case *ir.BreakStmt:
		return always(leave + signal(stmt.Index)), nil
	case *ir.ReturnLocalStmt:
		return returnLocal(c.local(stmt.Source)), nil
	case *ir.ResultSetAddStmt:
		return addResult(c.local(stmt.Value)), nil
	case *ir.CallStmt:
		return c.call(stmt)
	case *ir.CallDynamicStmt:
		return c.callDynamic(stmt)
	case *ir.ScanStmt:
		return c.scan(stmt)
	case *ir.NotStmt:
		return c.not(stmt)
	case *ir.WithStmt:
		return c.with(stmt)
	case *ir.DotStmt:
		return c.dot(stmt)
	case *ir.LenStmt:
		return c.length(stmt)
	case *ir.AssignIntStmt:
		return assign(operand{constant: ast.InternedTerm(stmt.Value)}, c.target(stmt.Target)), nil
	case *ir.AssignVarStmt:
		return c.assignVar(stmt)
	case *ir.AssignVarOnceStmt:
		return c.assignOnce(stmt)
	case *ir.ResetLocalStmt:
		return reset(c.target(stmt.Target)), nil
	case *ir.EqualStmt:
		return c.equal(stmt)
	case *ir.NotEqualStmt:
		return c.notEqual(stmt)
	case *ir.IsDefinedStmt:
		return isDefined(c.local(stmt.Source)), nil
	case *ir.IsUndefinedStmt:
		return isUndefined(c.local(stmt.Source)), nil
	case *ir.IsArrayStmt:
		return isType[*ast.Array](c, stmt.Source)
	case *ir.IsObjectStmt:
		return isType[ast.Object](c, stmt.Source)
	case *ir.IsSetStmt:
		return isType[ast.Set](c, stmt.Source)
	case *ir.MakeNullStmt:
		return assign(operand{constant: ast.NullTerm()}, c.target(stmt.Target)), nil
	case *ir.MakeNumberIntStmt:
		return assign(operand{constant: ast.InternedTerm(stmt.Value)}, c.target(stmt.Target)), nil
	case *ir.MakeNumberRefStmt:
		return assign(operand{constant: c.number(stmt.Index)}, c.target(stmt.Target)), nil
	case *ir.MakeArrayStmt:
		return makeArray(c.target(stmt.Target)), nil
	case *ir.MakeObjectStmt:
		return makeObject(c.target(stmt.Target)), nil
	case *ir.MakeSetStmt:
		return makeSet(c.target(stmt.Target)), nil
	case *ir.ArrayAppendStmt:
		return c.arrayAppend(stmt)
	case *ir.SetAddStmt:
		return c.setAdd(stmt)
	case *ir.ObjectInsertStmt:
		return c.objectInsert(stmt)
	case *ir.ObjectInsertOnceStmt:
		return c.objectInsertOnce(stmt)
	case *ir.ObjectMergeStmt:
		return c.objectMerge(stmt)
	}
	return nil, fmt.Errorf("unknown statement %T", stmt)
}

// run goes through the steps of a block.
func run(steps []step, e *evaluation, l []*ast.Term) signal {
	for _, s := range steps {
		if sig := s(e, l); sig != next {
			return sig
		}
	}
	return next
}

// out is where to go on outside a block that ended with sig.
func (sig signal) out() signal {
	if sig > leave {
		return sig - leave
	}
	return min(sig, next)
}

// blocks compiles blocks that run one after the other, whether or not one is
// left early.
func (c *compiler) blocks(stmt *ir.BlockStmt) (step, error) {
	blocks := make([][]step, 0, len(stmt.Blocks))
	for _, b := range stmt.Blocks {
		steps, err := c.inner(b, 1)
		if err != nil {
			return nil, err
		}
		blocks = append(blocks, steps)
	}
	return inTurn(blocks), nil
}

// inTurn runs blocks one after the other.
func inTurn(blocks [][]step) step {
	if len(blocks) == 1 {
		only := blocks[0]
		return func(e *evaluation, l []*ast.Term) signal { return run(only, e, l).out() }
	}
	return func(e *evaluation, l []*ast.Term) signal {
		for _, steps := range blocks {
			if sig := run(steps, e, l).out(); sig != next {
				return sig
			}
		}
		return next
	}
}

func always(sig signal) step {
	return func(*evaluation, []*ast.Term) signal { return sig }
}

func returnLocal(source operand) step {
	return func(e *evaluation, l []*ast.Term) signal {
		e.ret = source.of(l)
		return returned
	}
}

func addResult(value operand) step {
	return func(e *evaluation, l []*ast.Term) signal {
		e.results = append(e.results, value.of(l))
		return next
	}
}

// not compiles a negation: it is undefined if its block reaches the end.
func (c *compiler) not(stmt *ir.NotStmt) (step, error) {
	steps, err := c.inner(stmt.Block, 1)
	if err != nil {
		return nil, err
	}
	return func(e *evaluation, l []*ast.Term) signal {
		sig := run(steps, e, l)
		if sig == next {
			return leave
		}
		return sig.out()
	}, nil
}
