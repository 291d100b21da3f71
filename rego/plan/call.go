package plan

import (
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/ir"
)

// call compiles a call of a rule, a function or a built-in function.
func (c *compiler) call(stmt *ir.CallStmt) (step, error) {
	args, err := c.operands(stmt.Args)
	if err != nil {
		return nil, err
	}
	fn, ok := c.functions[stmt.Func]
	if !ok {
		return c.builtin(stmt, args)
	}
	if len(args) != len(fn.params) {
		return nil, fmt.Errorf("%s takes %d arguments, not %d", stmt.Func, len(fn.params), len(args))
	}
	result := c.target(stmt.Result)
	if len(args) == 2 {
		return callRule(fn, args[0], args[1], result), nil
	}
	return callFunction(fn, args, result), nil
}

func callRule(fn *function, input, data operand, result ir.Local) step {
	return func(e *evaluation, l []*ast.Term) signal {
		if e.rule(fn, input.of(l), data.of(l)) == failed {
			return failed
		}
		return put(l, result, e.ret)
	}
}

func callFunction(fn *function, args []operand, result ir.Local) step {
	return func(e *evaluation, l []*ast.Term) signal {
		if e.stopped() {
			return failed
		}
		top := e.top
		locals := e.push(fn.size)
		for i, arg := range args {
			locals[fn.params[i]] = arg.of(l)
		}
		sig := fn.run(e, locals)
		e.top = top
		if sig == failed {
			return failed
		}
		return put(l, result, e.ret)
	}
}

// A paths is a tree of the rules by path, for calls whose path is known only
// when they are made.
type paths struct {
	fn       *function
	children map[string]*paths
}

func (p *paths) insert(fn *function) {
	for _, name := range fn.path {
		child := p.children[name]
		if child == nil {
			child = &paths{}
			if p.children == nil {
				p.children = make(map[string]*paths)
			}
			p.children[name] = child
		}
		p = child
	}
	p.fn = fn
}

// callDynamic compiles a call of the rule at a path. That there is none leaves
// one block, so that the document can be looked up instead; that the rule is
// undefined leaves all four that the planner puts around the call.
func (c *compiler) callDynamic(stmt *ir.CallDynamicStmt) (step, error) {
	path, err := c.operands(stmt.Path)
	if err != nil {
		return nil, err
	}
	if len(stmt.Args) != 2 {
		return nil, fmt.Errorf("a dynamic call takes the input and the data document, not %d arguments", len(stmt.Args))
	}
	input, data, result := c.local(stmt.Args[0]), c.local(stmt.Args[1]), c.target(stmt.Result)
	root := &c.paths
	return func(e *evaluation, l []*ast.Term) signal {
		at := root
		for _, part := range path {
			t := part.of(l)
			if t == nil {
				return leave
			}
			name, ok := t.Value.(ast.String)
			if !ok {
				return leave
			}
			if at = at.children[string(name)]; at == nil {
				return leave
			}
		}
		if at.fn == nil {
			return leave
		}
		if e.rule(at.fn, input.of(l), data.of(l)) == failed {
			return failed
		}
		if put(l, result, e.ret) == leave {
			return 4 * leave
		}
		return next
	}, nil
}
