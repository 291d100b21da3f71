// Package plan evaluates Rego several times faster than OPA's interpreter. OPA
// plans the rules into its intermediate representation
// (https://www.openpolicyagent.org/docs/latest/ir/); this package turns the plan
// into Go closures once, and runs them for every evaluation.
//
// The answers are OPA's: its built-in functions are called, its values are
// computed with, and its own compliance cases are this package's tests.
package plan

import (
	"context"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/ir"
)

// A Program is a set of rules that is ready to be evaluated. It keeps nothing of
// an evaluation and may be used by several goroutines at once.
type Program struct {
	entrypoints map[string]*function
	functions   []*function
	plans       []*region
	slots       int // how many paths into the input are remembered
	pool        evaluations
}

// Compile makes a Program of the modules that compiler has compiled. An
// entrypoint is the path of a rule, such as "data.authz.allow"; it must have
// rules, and they must not be functions.
func Compile(compiler *ast.Compiler, entrypoints ...string) (*Program, error) {
	policy, err := plannedPolicy(compiler, entrypoints)
	if err != nil {
		return nil, err
	}
	return programOf(policy, entrypoints)
}

// plannedPolicy plans the entrypoints.
func plannedPolicy(compiler *ast.Compiler, entrypoints []string) (*ir.Policy, error) {
	var query ast.Body
	for i, entrypoint := range entrypoints {
		ref, err := entrypointRef(compiler, entrypoint)
		if err != nil {
			return nil, err
		}
		// One query for all, so that what they share is planned once.
		query.Append(ast.Equality.Expr(ast.VarTerm(fmt.Sprintf("result%d", i)), ast.NewTerm(ref)))
	}
	if len(query) == 0 {
		return nil, fmt.Errorf("plan: no entrypoint to compile; name the rules to evaluate")
	}
	return planQuery(compiler, query)
}

// programOf makes a Program of a plan.
func programOf(policy *ir.Policy, entrypoints []string) (*Program, error) {
	p, err := newProgram(policy)
	if err != nil {
		return nil, err
	}
	for _, entrypoint := range entrypoints {
		ref, err := ast.ParseRef(entrypoint)
		if err != nil {
			return nil, fmt.Errorf("plan: entrypoint %q: %w", entrypoint, err)
		}
		fn := p.function(ref)
		if fn == nil {
			return nil, fmt.Errorf("plan: entrypoint %q is planned as a part of another rule; make it a rule of its own", entrypoint)
		}
		p.entrypoints[entrypoint] = fn
	}
	return p, nil
}

func entrypointRef(compiler *ast.Compiler, entrypoint string) (ast.Ref, error) {
	ref, err := ast.ParseRef(entrypoint)
	if err != nil {
		return nil, fmt.Errorf("plan: entrypoint %q is not a path such as \"data.authz.allow\": %w", entrypoint, err)
	}
	rules := compiler.GetRulesExact(ref)
	if len(rules) == 0 {
		return nil, fmt.Errorf("plan: entrypoint %q is no rule of the modules", entrypoint)
	}
	if len(rules[0].Head.Args) > 0 {
		return nil, fmt.Errorf("plan: entrypoint %q is a function; evaluate a rule that calls it", entrypoint)
	}
	return ref, nil
}

// function is the planned function of the rule at ref, nil if it has none of its
// own.
func (p *Program) function(ref ast.Ref) *function {
next:
	for _, fn := range p.functions {
		if len(fn.path) != len(ref) || len(fn.params) != 2 {
			continue
		}
		for i, name := range fn.path[1:] {
			if s, ok := ref[i+1].Value.(ast.String); !ok || string(s) != name {
				continue next
			}
		}
		return fn
	}
	return nil
}

// Eval evaluates an entrypoint, spelled as it was for Compile. A nil input is
// undefined; there are no documents under data but the rules'. The value is nil
// if the rule is undefined. It may share parts with the input and with other
// answers, and must not be changed.
//
// A built-in function that fails is undefined. Errors are OPA's: a
// *topdown.Error when rules contradict each other, or the context's error, soon
// after it is done.
func (p *Program) Eval(ctx context.Context, entrypoint string, input ast.Value) (ast.Value, error) {
	fn, ok := p.entrypoints[entrypoint]
	if !ok {
		return nil, fmt.Errorf("plan: %q is none of the entrypoints that were compiled", entrypoint)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var in *ast.Term
	if input != nil {
		in = ast.NewTerm(input)
	}
	e := p.pool.take(p, ctx)
	result, err := e.root(fn, in, noData)
	p.pool.put(e)
	if result == nil || err != nil {
		return nil, err
	}
	return result.Value, nil
}

var noData = ast.NewTerm(ast.NewObject())
