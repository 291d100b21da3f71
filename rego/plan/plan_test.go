package plan_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/denylab/denylab/rego/plan"
)

// programs are what the compiler of plans could get wrong: each p is asked with
// every input and has to say what OPA's interpreter says. Two semicolons end a
// rule.
var programs = map[string]string{
	"early exit leaves loops":             `p if { some x in input.xs; some y in input.xs; x + y == 3 }`,
	"early exit spares other bodies":      `p if input.xs ;; p if input.missing ;; p if { some x in input.xs; x > 1 }`,
	"early exit with a default":           "default p := false ;; p if { some x in input.xs; x == 2 }",
	"early exit of one body only":         "p := \"a\" if { some x in input.xs; x == 9 } else := \"b\" if { some x in input.xs; x > 0 } else := \"c\"",
	"early exit in a negation":            `p if { not q } ;; q if { some x in input.xs; x > 2 }`,
	"early exit in a with":                `p if { q with input.xs as [7] } ;; q if { some x in input.xs; x == 7 }`,
	"two values, one true":                "p := 1 if input.a ;; p := 2 if input.missing",
	"two values, both true":               "p := 1 if input.a ;; p := 2 if input.xs",
	"two values by a function":            "p := f(input.a) ;; f(x) := 1 if x ;; f(x) := 2 if x != 3",
	"undefined is not false":              `p := x if { x := q } ;; q := false if input.a`,
	"a body that says false":              `p := x if { x := input.f }`,
	"a function's default":                "p := f(input.a) ;; default f(_) := \"d\" ;; f(x) := x if is_array(x)",
	"partial set":                         `p contains x if { some x in input.xs; x > 1 }`,
	"partial object":                      `p[k] := v if { some k, v in input.o }`,
	"partial object with a conflict":      "p := q ;; q[\"k\"] := v if { some v in input.o }",
	"nested partial objects":              `p[k][v] := x if { some k, v in input.o; some x in input.xs; x == 2 }`,
	"sets in a partial object":            `p[k] contains x if { some k, _ in input.o; some x in input.xs }`,
	"an inserted part of the input":       "p.a := input.o ;; p[k].z := 1 if { some k in [\"b\"] }",
	"constant literals":                   `p := [{"a", "b"}, {"k": [1, null]}, [], {}, set(), {1, {2}}]`,
	"literals of what is not constant":    `p := [[x, {x}], {"x": x, "k": {"y": x}}] if { x := input.xs[0] }`,
	"a literal made in a loop":            `p := [a | some x in input.xs; a := [x, [x]]]`,
	"a literal within a comprehension":    `p := {[x, y] | some x in input.xs; some y in {1, 2}}`,
	"a comprehension in a literal":        `p := {"l": [x | some x in input.xs], "s": {x | some x in input.xs}, "o": {x: k | some k, x in input.xs}}`,
	"an empty comprehension":              `p := [x | some x in input.none]`,
	"keys of a loop":                      `p := [[k, v] | some k, v in input.xs]`,
	"keys in order":                       `p := [k | some k, _ in {"b": 1, "a": 2, "c": 3}]`,
	"elements in order":                   `p := [x | some x in {3, "z", 1, [2], null}]`,
	"a name for a name":                   `p := [b, c] if { a := input.xs; b := a; c := b[0]; c == b[0] }`,
	"a name that is unified":              `p := y if { [x, y] = input.pair; x != y }`,
	"an object that is unified":           `p := y if { {"x": y} = input.o }`,
	"every":                               `p if { every x in input.xs { x > 0 } }`,
	"every of nothing":                    `p if { every x in [] { x > 0 } }`,
	"every of a number":                   `p if { every x in 7 { x > 0 } }`,
	"a set's element by itself":           `p := {"a", "b"}[input.s]`,
	"an index out of range":               `p := input.xs[7]`,
	"a number as a key":                   `p := input.xs[1.0]`,
	"with, seen by rules that were asked": `p := [q, r] if { q; r := q with input.a as "other" } ;; q := input.a`,
	"with, and back":                      `p := [a, b, c] if { a := q; b := q with input.a as 1; c := q } ;; q := input.a`,
	"with within with":                    `p := x if { x := r with input.a as 1 } ;; r := [q, y] if { y := q with input.a as 2 } ;; q := input.a`,
	"with into what is no object":         `p := q if { q with input.a.b.c as 1 } ;; q := input.a.b.c`,
	"with of all input":                   `p := x if { x := q with input as {"a": 5} } ;; q := input.a`,
	"with a function":                     `p := x if { x := q with count as 3 } ;; q := count(input.xs)`,
	"a rule by a name in the input":       "p := data.rules[input.s]",
	"a document of rules":                 "p := data.rules",
	"walk":                                `p := {v | walk(input, [_, v]); is_number(v)}`,
	"a built-in function that fails":      `p := x if { x := to_number(input.s) } else := "failed"`,
	"a pattern that is wrong":             `p := regex.match("(", input.s)`,
	"a pattern of the input":              `p := regex.match(input.s, "a")`,
	"numbers without loss":                `p := [12345678901234567890123 + 1, 0.1 + 0.2, 1 == 1.0, 10 / 4]`,
	"templates":                           "p := $\"{input.s} and {input.missing}\"",
	"object functions":                    `p := object.union(input.o, {"n": object.get(input, ["o", "x"], 0)})`,
	"sets":                                `p := [{1, 2} & {2}, {1} | {2}, {1, 2} - {2}]`,
}

const rulesModule = `package rules

a := 1 if input.xs

b := input.a

c if false`

var programInputs = []string{
	`{"a": true, "f": false, "xs": [1, 2, 3], "o": {"x": "y", "z": "y"}, "s": "a", "pair": [1, 2], "none": []}`,
	`{"a": "b", "xs": [], "o": {"x": 2}, "s": "b", "pair": [1, 1]}`,
	`{"a": {"b": {"d": 1}}, "xs": {"k": 1, "l": 2}, "o": {}, "s": "c", "pair": [1, 2, 3]}`,
	`{"xs": "text", "a": null, "s": 7, "o": [4, 4]}`,
	`[1, 2]`,
	``,
}

func TestProgramsAgreeWithInterpreter(t *testing.T) {
	for name, text := range programs {
		t.Run(name, func(t *testing.T) {
			const entrypoint = "data.test.p"
			compiler := compileModules(t, map[string]string{"test": "package test\n" + strings.ReplaceAll(text, ";;", "\n"), "rules": rulesModule})
			p := compilePlan(t, compiler, entrypoint)
			query := interpreter(t, compiler, entrypoint)
			for _, text := range programInputs {
				var input ast.Value
				if text != "" {
					input = ast.MustParseTerm(text).Value
				}
				want, wantErr := answer(query, input)
				got, err := p.Eval(context.Background(), entrypoint, input)
				if same(err, wantErr) && (got == nil) == (want == nil) && (got == nil || got.Compare(want) == 0) {
					continue
				}
				t.Errorf("input %s: got %v, %v, want %v, %v", text, got, err, want, wantErr)
			}
		})
	}
}

// same says whether errors are of the same kind.
func same(a, b error) bool {
	x, _ := errors.AsType[*topdown.Error](a)
	y, _ := errors.AsType[*topdown.Error](b)
	if x == nil || y == nil {
		return a == nil && b == nil
	}
	return x.Code == y.Code
}

func TestConflictSaysWhere(t *testing.T) {
	p := compilePlan(t, compileModules(t, map[string]string{"test.rego": "package test\n\np := 1 if input.a\n\np := 2 if input.a"}), "data.test.p")
	_, err := p.Eval(context.Background(), "data.test.p", ast.MustParseTerm(`{"a": 1}`).Value)
	e, ok := errors.AsType[*topdown.Error](err)
	if !ok || e.Code != topdown.ConflictErr || e.Location == nil || e.Location.File != "test.rego" {
		t.Errorf("got %v, want a conflict in test.rego", err)
	}
}

func TestEntrypoints(t *testing.T) {
	compiler := compileModules(t, map[string]string{"test": `package test

p := 1

f(x) := x

q[x] := 1 if { some x in [1] }

q.a.b := 2`})
	for _, row := range []struct{ entrypoint, complaint string }{
		{"data.test.p", ""},
		{"data.test.missing", "no rule"},
		{"data.test", "no rule"},
		{"data.test.f", "is a function"},
		{"data.test.q.a.b", "a part of another rule"},
		{"test/p", "not a path"},
		{"1 +", "not a path"},
	} {
		t.Run(row.entrypoint, func(t *testing.T) {
			_, err := plan.Compile(compiler, row.entrypoint)
			checkComplaint(t, err, row.complaint)
		})
	}
	_, err := plan.Compile(compiler)
	checkComplaint(t, err, "no entrypoint")
	_, err = compilePlan(t, compiler, "data.test.p").Eval(context.Background(), "data.test.q", nil)
	checkComplaint(t, err, "none of the entrypoints")
}

func checkComplaint(t *testing.T, err error, complaint string) {
	t.Helper()
	switch {
	case complaint == "" && err != nil:
		t.Error(err)
	case complaint != "" && (err == nil || !strings.Contains(err.Error(), complaint)):
		t.Errorf("got error %v, want one with %q", err, complaint)
	}
}

// An evaluation that takes long ends when its context does, in loops and in
// built-in functions.
func TestCancel(t *testing.T) {
	for name, body := range map[string]string{
		"loops":               `xs := numbers.range(1, 3000); some a in xs; some b in xs; some c in xs; a + b + c < 0`,
		"a built-in function": `count(numbers.range(1, 1000000000)) < 0`,
	} {
		t.Run(name, func(t *testing.T) {
			p := compilePlan(t, compileModules(t, map[string]string{"test": "package test\np if { " + body + " }"}), "data.test.p")
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			time.AfterFunc(20*time.Millisecond, cancel)
			if v, err := p.Eval(ctx, "data.test.p", nil); !errors.Is(err, context.Canceled) {
				t.Errorf("got %v, %v, want the context's error", v, err)
			}
			if v, err := p.Eval(ctx, "data.test.p", nil); !errors.Is(err, context.Canceled) {
				t.Errorf("with an ended context: got %v, %v", v, err)
			}
		})
	}
}

// A state that an evaluation used is good for the next one, however the first
// one ended.
func TestEvaluationsAreApart(t *testing.T) {
	p := compilePlan(t, compileModules(t, map[string]string{"test": `package test

p := [q, r] if { r := q with input.a as 0 }

q := input.a

q := 1 if input.conflict`}), "data.test.p")
	for i := range 50 {
		input := fmt.Sprintf(`{"a": %d}`, i)
		want := fmt.Sprintf("[%d, 0]", i)
		if i%5 == 4 {
			input, want = `{"a": 7, "conflict": true}`, "<nil>"
		}
		got, err := p.Eval(context.Background(), "data.test.p", ast.MustParseTerm(input).Value)
		if fmt.Sprint(got) != want || (err != nil) != (want == "<nil>") {
			t.Errorf("input %s: got %v, %v, want %s", input, got, err, want)
		}
	}
}

// Rules that ask rules that ask rules need more locals than a state has ready.
func TestDeepRules(t *testing.T) {
	var text strings.Builder
	text.WriteString("package test\n\nr0 := input.a\n")
	const depth = 500
	for i := range depth {
		fmt.Fprintf(&text, "r%d := x if { x := f(r%d) }\n", i+1, i)
	}
	text.WriteString("f(x) := y if { y := x + 1 }\n")
	entrypoint := fmt.Sprintf("data.test.r%d", depth)
	p := compilePlan(t, compileModules(t, map[string]string{"test": text.String()}), entrypoint)
	for range 2 {
		got, err := p.Eval(context.Background(), entrypoint, ast.MustParseTerm(`{"a": 1}`).Value)
		if err != nil || got == nil || got.Compare(ast.Number(fmt.Sprint(depth+1))) != 0 {
			t.Fatalf("got %v, %v", got, err)
		}
	}
}
