package plan

import (
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/ir"
)

// A compiler turns a policy's functions and plans into steps.
type compiler struct {
	program   *Program
	static    *ir.Static
	strings   []*ast.Term // the terms of static.Strings
	functions map[string]*function
	builtins  map[string]*ir.BuiltinFunc
	paths     paths
	slots     map[string]int // path into the input → slot

	// What is being compiled:
	scope   *scope
	size    int       // how many locals the function needs
	level   int       // how many blocks of the body are around
	result  ir.Local  // the function's result
	only    *ast.Term // what is all that it can return, but for a default
	verdict *ast.Term // what is all that the body can say
}

func newProgram(policy *ir.Policy) (*Program, error) {
	p := &Program{entrypoints: make(map[string]*function)}
	c := &compiler{
		program:   p,
		static:    policy.Static,
		functions: make(map[string]*function),
		builtins:  make(map[string]*ir.BuiltinFunc),
		slots:     make(map[string]int),
	}
	for _, s := range policy.Static.Strings {
		c.strings = append(c.strings, ast.InternedTerm(s.Value))
	}
	for _, b := range policy.Static.BuiltinFuncs {
		c.builtins[b.Name] = b
	}
	for i, f := range policy.Funcs.Funcs {
		fn := &function{index: i, path: f.Path, params: f.Params}
		p.functions = append(p.functions, fn)
		c.functions[f.Name] = fn
		if len(f.Params) == 2 {
			c.paths.insert(fn)
		}
	}
	for i, f := range policy.Funcs.Funcs {
		if err := c.function(p.functions[i], f); err != nil {
			return nil, fmt.Errorf("plan: compiling %s: %w", f.Name, err)
		}
	}
	for _, plan := range policy.Plans.Plans {
		r, err := c.region(plan.Blocks, nil)
		if err != nil {
			return nil, fmt.Errorf("plan: compiling the query: %w", err)
		}
		p.plans = append(p.plans, r)
	}
	p.slots = len(c.slots)
	return p, nil
}

func (c *compiler) function(fn *function, f *ir.Func) error {
	r, err := c.region(f.Blocks, f)
	if err != nil {
		return err
	}
	for _, param := range f.Params {
		r.size = max(r.size, int(param)+1)
	}
	fn.region = *r
	return nil
}

// region compiles the blocks of a function, or of a plan if f is nil.
func (c *compiler) region(blocks []*ir.Block, f *ir.Func) (*region, error) {
	c.size, c.level, c.result, c.only = int(ir.Unused), 0, -1, nil
	if f != nil {
		c.result, c.only = f.Return, c.onlyResult(f)
	}
	shared := sharedLocals(blocks, f)
	r := &region{}
	for _, block := range blocks {
		steps, err := c.topBlock(block, shared)
		if err != nil {
			return nil, err
		}
		r.blocks = append(r.blocks, steps)
	}
	r.size = c.size
	return r, nil
}

// topBlock compiles a block of a region: a body of a rule, or the bodies that an
// else has put in order.
func (c *compiler) topBlock(block *ir.Block, shared map[ir.Local]bool) ([]step, error) {
	if len(block.Stmts) == 1 {
		if chain, ok := block.Stmts[0].(*ir.BlockStmt); ok {
			bodies := make([][]step, 0, len(chain.Blocks))
			for _, b := range chain.Blocks {
				steps, err := c.body(b, shared)
				if err != nil {
					return nil, err
				}
				bodies = append(bodies, steps)
			}
			return []step{inTurn(bodies)}, nil
		}
	}
	return c.body(block, shared)
}

func (c *compiler) body(block *ir.Block, shared map[ir.Local]bool) ([]step, error) {
	c.scope = newScope(block, shared)
	c.verdict = c.onlyVerdict([]*ir.Block{block}, c.result)
	return c.block(block)
}

// sharedLocals are the locals by which the bodies of a function work together:
// its result and what is assigned by one body and tested by others.
func sharedLocals(blocks []*ir.Block, f *ir.Func) map[ir.Local]bool {
	shared := make(map[ir.Local]bool)
	if f != nil {
		shared[f.Return] = true
	}
	for _, block := range blocks {
		walk(block.Stmts, func(stmt ir.Stmt) {
			if once, ok := stmt.(*ir.AssignVarOnceStmt); ok {
				shared[once.Target] = true
			}
		})
	}
	return shared
}

// An operand is a constant or a local.
type operand struct {
	constant *ast.Term
	local    ir.Local
}

func (o operand) of(l []*ast.Term) *ast.Term {
	if o.constant != nil {
		return o.constant
	}
	return l[o.local]
}

// local is the operand for what is read from a local.
func (c *compiler) local(local ir.Local) operand {
	if alias, ok := c.scope.aliases[local]; ok {
		local = alias
	}
	if constant, ok := c.scope.constants[local]; ok {
		return operand{constant: constant}
	}
	c.size = max(c.size, int(local)+1)
	return operand{local: local}
}

func (c *compiler) operand(o ir.Operand) (operand, error) {
	if l, ok := o.Value.(ir.Local); ok {
		return c.local(l), nil
	}
	if constant := c.constant(o); constant != nil {
		return operand{constant: constant}, nil
	}
	return operand{}, fmt.Errorf("unknown operand %v", o.Value)
}

func (c *compiler) operands(os []ir.Operand) ([]operand, error) {
	operands := make([]operand, len(os))
	for i, o := range os {
		var err error
		if operands[i], err = c.operand(o); err != nil {
			return nil, err
		}
	}
	return operands, nil
}

// target makes room for a local that is written to.
func (c *compiler) target(local ir.Local) ir.Local {
	c.size = max(c.size, int(local)+1)
	return local
}

// location is where in the rules a statement comes from.
func (c *compiler) location(stmt ir.Stmt) *ast.Location {
	at := stmt.GetLocation()
	l := &ast.Location{Row: at.Row, Col: at.Col}
	if at.File < len(c.static.Files) {
		l.File = c.static.Files[at.File].Value
	}
	return l
}
