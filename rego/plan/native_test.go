package plan

import (
	"context"
	"maps"
	"slices"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/ir"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// samples are values of every type, and those that the native functions take
// apart.
var samples = []string{
	`null`, `true`, `false`, `0`, `1`, `1.0`, `-1`, `12345678901234567890`, `""`, `"a"`, `"ab"`, `"b"`, `"é"`, `"("`, `"^a+b?$"`,
	`[]`, `["a"]`, `["a", "b"]`, `["a", 1]`, `[1, "a"]`, `["", "x"]`, `[["a"]]`,
	`set()`, `{"a"}`, `{"a", "b"}`, `{1, "a"}`, `{}`, `{"a": "b"}`, `{"k": "a", "l": 1}`,
}

// A native function gives what OPA's gives, for values of its types and of
// others.
func TestNativeFunctions(t *testing.T) {
	terms := make([]*ast.Term, len(samples))
	for i, s := range samples {
		terms[i] = ast.MustParseTerm(s)
	}
	for _, name := range slices.Sorted(maps.Keys(unary)) {
		for _, a := range terms {
			checkNative(t, name, a)
		}
	}
	names := append(slices.Sorted(maps.Keys(binary)), ast.RegexMatch.Name, ast.AnyPrefixMatch.Name)
	for _, name := range names {
		for _, a := range terms {
			for _, b := range terms {
				checkNative(t, name, a, b)
			}
		}
	}
}

func checkNative(t *testing.T, name string, args ...*ast.Term) {
	t.Helper()
	operands := make([]operand, len(args))
	locals := make([]*ast.Term, len(args)+1)
	for i, arg := range args {
		operands[i] = operand{local: ir.Local(i)}
		locals[i] = arg
		if i == 0 && name == ast.RegexMatch.Name {
			operands[i] = operand{constant: arg}
		}
	}
	want := theirs(name, args)
	c := &compiler{}
	s := c.native(name, operands, ir.Local(len(args)), func(_ *evaluation, l []*ast.Term) signal {
		return put(l, ir.Local(len(args)), want)
	})
	if s == nil {
		t.Fatalf("%s is not native", name)
	}
	sig := s(&evaluation{ctx: context.Background(), budget: cancelEvery}, locals)
	got := locals[len(args)]
	if sig == leave {
		got = nil
	}
	if (got == nil) != (want == nil) || got != nil && got.Value.Compare(want.Value) != 0 {
		t.Errorf("%s%v = %v, want %v", name, args, got, want)
	}
}

// theirs is what OPA's function gives, nil if it fails.
func theirs(name string, args []*ast.Term) *ast.Term {
	var value *ast.Term
	if err := topdown.GetBuiltin(name)(topdown.BuiltinContext{}, args, func(t *ast.Term) error {
		value = t
		return nil
	}); err != nil {
		return nil
	}
	return value
}
