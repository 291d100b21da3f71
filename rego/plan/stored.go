package plan

import (
	"errors"
	"fmt"
	"reflect"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/ir"
	"github.com/open-policy-agent/opa/v1/types"
)

// Plan is what Compile makes a Program of, as bytes that Load makes one of: to
// plan rules takes many times longer than to load their plan. The same modules
// give the same bytes, which the same version of OPA can load.
func Plan(compiler *ast.Compiler, entrypoints ...string) ([]byte, error) {
	policy, err := plannedPolicy(compiler, entrypoints)
	if err != nil {
		return nil, err
	}
	var e encoder
	e.value(reflect.ValueOf(policy))
	return e.text, e.err
}

// Load makes a Program of what Plan returned.
func Load(text []byte, entrypoints ...string) (*Program, error) {
	policy := new(ir.Policy)
	d := &decoder{rest: text}
	if err := d.value(reflect.ValueOf(&policy).Elem()); err != nil {
		return nil, fmt.Errorf("plan: loading a plan: %w", err)
	}
	if len(d.rest) > 0 || policy == nil || policy.Static == nil || policy.Plans == nil || policy.Funcs == nil {
		return nil, errors.New("plan: loading a plan: it is none")
	}
	for _, declared := range policy.Static.BuiltinFuncs {
		builtin, ok := ast.BuiltinMap[declared.Name]
		if !ok {
			return nil, fmt.Errorf("plan: loading a plan: there is no built-in function %s", declared.Name)
		}
		declared.Decl = builtin.Decl
	}
	return programOf(policy, entrypoints)
}

// kinds are the types that the interfaces in a plan hold. Their order is part of
// the form of a stored plan.
var kinds = []reflect.Type{
	reflect.TypeFor[ir.Local](), reflect.TypeFor[ir.Bool](), reflect.TypeFor[ir.StringIndex](),
	reflect.TypeFor[*ir.ArrayAppendStmt](), reflect.TypeFor[*ir.AssignIntStmt](), reflect.TypeFor[*ir.AssignVarOnceStmt](),
	reflect.TypeFor[*ir.AssignVarStmt](), reflect.TypeFor[*ir.BlockStmt](), reflect.TypeFor[*ir.BreakStmt](),
	reflect.TypeFor[*ir.CallDynamicStmt](), reflect.TypeFor[*ir.CallStmt](), reflect.TypeFor[*ir.DotStmt](),
	reflect.TypeFor[*ir.EqualStmt](), reflect.TypeFor[*ir.IsArrayStmt](), reflect.TypeFor[*ir.IsDefinedStmt](),
	reflect.TypeFor[*ir.IsObjectStmt](), reflect.TypeFor[*ir.IsSetStmt](), reflect.TypeFor[*ir.IsUndefinedStmt](),
	reflect.TypeFor[*ir.LenStmt](), reflect.TypeFor[*ir.MakeArrayStmt](), reflect.TypeFor[*ir.MakeNullStmt](),
	reflect.TypeFor[*ir.MakeNumberIntStmt](), reflect.TypeFor[*ir.MakeNumberRefStmt](), reflect.TypeFor[*ir.MakeObjectStmt](),
	reflect.TypeFor[*ir.MakeSetStmt](), reflect.TypeFor[*ir.NopStmt](), reflect.TypeFor[*ir.NotEqualStmt](),
	reflect.TypeFor[*ir.NotStmt](), reflect.TypeFor[*ir.ObjectInsertOnceStmt](), reflect.TypeFor[*ir.ObjectInsertStmt](),
	reflect.TypeFor[*ir.ObjectMergeStmt](), reflect.TypeFor[*ir.ResetLocalStmt](), reflect.TypeFor[*ir.ResultSetAddStmt](),
	reflect.TypeFor[*ir.ReturnLocalStmt](), reflect.TypeFor[*ir.ScanStmt](), reflect.TypeFor[*ir.SetAddStmt](),
	reflect.TypeFor[*ir.WithStmt](),
}

// stored says whether a field is part of a stored plan. Declarations of built-in
// functions are not, which OPA has, nor is the rules' text, nor what was left out
// of the plan.
func stored(f reflect.StructField) bool {
	switch {
	case f.Type == reflect.TypeFor[*types.Function](), f.Type == reflect.TypeFor[[]*ir.UnplannedRule](),
		f.Type.Kind() == reflect.Slice && f.Type.Elem().Kind() == reflect.Uint8:
		return false
	}
	return f.IsExported()
}
