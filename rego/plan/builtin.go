package plan

import (
	"crypto/rand"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/ir"
	"github.com/open-policy-agent/opa/v1/metrics"
	"github.com/open-policy-agent/opa/v1/topdown"
	"github.com/open-policy-agent/opa/v1/topdown/builtins"
)

// builtin compiles a call of a built-in function.
func (c *compiler) builtin(stmt *ir.CallStmt, args []operand) (step, error) {
	declared, ok := c.builtins[stmt.Func]
	if !ok {
		return nil, fmt.Errorf("%s is neither planned nor built in", stmt.Func)
	}
	result := c.target(stmt.Result)
	fn := topdown.GetBuiltin(stmt.Func)
	if fn == nil {
		return nil, fmt.Errorf("OPA has no built-in function %s", stmt.Func)
	}
	call := &builtinCall{fn: fn, args: args, result: result, location: c.location(stmt)}
	switch b := ast.BuiltinMap[stmt.Func]; {
	case b != nil && b.Relation:
		return call.relation, nil
	case declared.Decl.Result() == nil:
		return call.void, nil
	}
	if s := c.native(stmt.Func, args, result, call.value); s != nil {
		return s, nil
	}
	return call.value, nil
}

// A builtinCall is a call by OPA's protocol for built-in functions.
type builtinCall struct {
	fn       topdown.BuiltinFunc
	args     []operand
	result   ir.Local
	location *ast.Location
}

// value keeps the value that the function gives; undefined if it gives none or
// fails.
func (b *builtinCall) value(e *evaluation, l []*ast.Term) signal {
	var value *ast.Term
	sig := b.invoke(e, l, func(t *ast.Term) error {
		value = t
		return nil
	})
	l[b.result] = value
	if sig == next && value == nil {
		return leave
	}
	return sig
}

// relation keeps all values that the function gives, as an array.
func (b *builtinCall) relation(e *evaluation, l []*ast.Term) signal {
	var values []*ast.Term
	sig := b.invoke(e, l, func(t *ast.Term) error {
		values = append(values, t)
		return nil
	})
	l[b.result] = ast.ArrayTerm(values...)
	return sig
}

// void is for a function that is called for what it does.
func (b *builtinCall) void(e *evaluation, l []*ast.Term) signal {
	return b.invoke(e, l, func(*ast.Term) error { return nil })
}

func (b *builtinCall) invoke(e *evaluation, l []*ast.Term, iter func(*ast.Term) error) signal {
	if e.stopped() {
		return failed
	}
	args := make([]*ast.Term, len(b.args))
	for i, arg := range b.args {
		if args[i] = arg.of(l); args[i] == nil {
			return leave
		}
	}
	bctx := e.builtinContext()
	bctx.Location = b.location
	err := b.fn(*bctx, args, iter)
	if err == nil {
		return next
	}
	if ended := e.ctx.Err(); ended != nil {
		return e.fail(ended)
	}
	if halt, ok := errors.AsType[topdown.Halt](err); ok {
		return e.fail(halt.Err)
	}
	return leave
}

// builtinContext is what built-in functions are told. The clock is read once an
// evaluation, as OPA does it. There is no cache for values between evaluations:
// with one, strings.any_prefix_match of OPA v1.22.2 says false of a string and a
// list of prefixes that the cache has dropped again, and it holds ten lists.
// Compiled patterns are kept without it, too, in a bounded table of the process.
func (e *evaluation) builtinContext() *topdown.BuiltinContext {
	if e.builtins == nil {
		e.builtins = &topdown.BuiltinContext{
			Context:      e.ctx,
			Metrics:      metrics.NoOp(),
			Seed:         rand.Reader,
			Time:         ast.NewTerm(ast.Number(strconv.FormatInt(time.Now().UnixNano(), 10))),
			Cancel:       cancel{e.ctx},
			Cache:        make(builtins.Cache),
			Capabilities: capabilities(),
		}
	}
	return e.builtins
}
