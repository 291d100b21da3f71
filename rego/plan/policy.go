package plan

import (
	"context"
	"errors"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/ir"
	"github.com/open-policy-agent/opa/v1/rego"
)

// target is the name under which OPA's rego package hands its plans to us. Its
// planner is internal, and the package that bundles are built with would compile
// the modules a second time.
const target = "denylab/plan"

// OPA reads its table of targets without a lock, so it has to be complete before
// anybody prepares a query.
func init() { rego.RegisterPlugin(target, collector{}) }

// planned is the key of the place in a context where a plan is to be put.
type planned struct{}

// A collector takes the plan of a query and evaluates nothing.
type collector struct{}

func (collector) IsTarget(name string) bool { return name == target }

func (collector) PrepareForEval(ctx context.Context, policy *ir.Policy, _ ...rego.PrepareOption) (rego.TargetPluginEval, error) {
	place, ok := ctx.Value(planned{}).(**ir.Policy)
	if !ok {
		return nil, errors.New("plan: the target " + target + " is for this package only")
	}
	*place = policy
	return collector{}, nil
}

func (collector) Eval(context.Context, *rego.EvalContext, ast.Value) (ast.Value, error) {
	return nil, errors.New("plan: the target " + target + " evaluates nothing")
}

// planQuery has OPA plan a query over the modules of a compiler.
func planQuery(compiler *ast.Compiler, query ast.Body) (*ir.Policy, error) {
	var policy *ir.Policy
	ctx := context.WithValue(context.Background(), planned{}, &policy)
	if _, err := rego.New(
		rego.ParsedQuery(query),
		rego.Compiler(compiler),
		rego.Target(target),
	).PrepareForEval(ctx); err != nil {
		return nil, fmt.Errorf("plan: planning %v: %w", query, err)
	}
	return policy, nil
}
