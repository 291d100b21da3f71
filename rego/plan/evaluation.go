package plan

import (
	"context"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// A signal says where to go on after a statement: next, n blocks out for a
// positive n, or out of the function.
type signal int

const (
	next     signal = 0
	leave    signal = 1 // the statement is undefined: leave its block
	returned signal = -1
	failed   signal = -2
)

// A step is a statement, ready to run on the locals of its function. A local
// that is undefined is nil.
type step func(e *evaluation, l []*ast.Term) signal

// An evaluation is the state of one run of a Program.
type evaluation struct {
	program *Program
	ctx     context.Context

	stack  []*ast.Term // the locals of the functions that run
	top    int         // where free locals begin
	high   int         // how far top has been
	memo   []memo      // by function
	slots  []slot      // by path into the input
	budget int         // steps until ctx is looked at

	ret     *ast.Term // what the last function returned
	err     error     // why the last step failed
	results []*ast.Term

	builtins *topdown.BuiltinContext // nil until one is called
}

// A memo is what a rule gave for an input and a data document.
type memo struct {
	input, data, result *ast.Term
	known               bool
}

// A slot remembers what base has at the slot's key.
type slot struct{ base, value *ast.Term }

const (
	firstStack = 2048
	// cancelEvery is how many calls and turns of a loop go by between two looks
	// at the context: some tens of microseconds.
	cancelEvery = 512
)

// evaluations keeps states that can be used again.
type evaluations struct{ sync.Pool }

func (p *evaluations) take(program *Program, ctx context.Context) *evaluation {
	e, ok := p.Get().(*evaluation)
	if !ok {
		e = &evaluation{
			program: program,
			stack:   make([]*ast.Term, firstStack),
			memo:    make([]memo, len(program.functions)),
			slots:   make([]slot, program.slots),
		}
	}
	e.ctx, e.budget = ctx, cancelEvery
	return e
}

// put forgets everything about the evaluation, so that its input can go.
func (p *evaluations) put(e *evaluation) {
	clear(e.stack[:e.high])
	clear(e.memo)
	clear(e.slots)
	*e = evaluation{program: e.program, stack: e.stack, memo: e.memo, slots: e.slots}
	p.Put(e)
}

// root runs a rule; its error is what made it fail.
func (e *evaluation) root(fn *function, input, data *ast.Term) (*ast.Term, error) {
	if e.rule(fn, input, data) == failed {
		return nil, e.err
	}
	return e.ret, nil
}

// push makes room for n undefined locals. The caller gives it back by setting
// top to what it was before.
func (e *evaluation) push(n int) []*ast.Term {
	end := e.top + n
	if end > len(e.stack) {
		return make([]*ast.Term, n)
	}
	l := e.stack[e.top:end:end]
	clear(l)
	e.top = end
	e.high = max(e.high, end)
	return l
}

// stopped counts a call or a turn of a loop, and says whether the evaluation has
// to end.
func (e *evaluation) stopped() bool {
	e.budget--
	return e.budget < 0 && e.done()
}

func (e *evaluation) done() bool {
	e.budget = cancelEvery
	if err := e.ctx.Err(); err != nil {
		e.err = err
		return true
	}
	return false
}

// fail ends the evaluation with an error.
func (e *evaluation) fail(err error) signal {
	e.err = err
	return failed
}
