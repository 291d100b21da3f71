package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"
)

// neighbours are two packages that the rules under test import.
var neighbours = map[string]string{
	"left.rego": `package denylab.left

verdict := "allowed"

loud := [1]

matches(a, b) if a == b

naming(a, b) if a != b
`,
	"right.rego": `package denylab.right

verdict := "allowed"

fields := [input.caller.account, input.caller.arn]
`,
}

const head = "package denylab.mine\n\nimport data.denylab.left\nimport data.denylab.right\n\n"

func mutantsOf(t *testing.T, text string) []*Mutant {
	t.Helper()
	all := map[string]*ast.Module{}
	for name, text := range neighbours {
		all[name] = ast.MustParseModule(text)
	}
	all["mine.rego"] = ast.MustParseModule(text)
	mutants, err := Mutants("mine.rego", text, all)
	if err != nil {
		t.Fatal(err)
	}
	return mutants
}

// Every operator, on the smallest rule that it has something to do with: what
// the rule becomes.
func TestOperators(t *testing.T) {
	rows := []struct {
		operator, rule string
		want           []string
	}{
		{"replace operator", "x if input.a == 1", []string{"x if input.a != 1"}},
		{"replace operator", "x if input.a < 1", []string{"x if input.a <= 1", "x if input.a >= 1"}},
		{"replace operator", "x := input.a + input.b", []string{"x := input.a - input.b"}},
		{"replace operator", "x := (input.a | input.b) & input.c", []string{"x := (input.a | input.b) | input.c", "x := (input.a & input.b) & input.c"}},
		{"replace function", "x if startswith(input.a, input.b)", []string{"x if endswith(input.a, input.b)"}},
		{"swap arguments", "x if startswith(input.a, input.b)", []string{"x if startswith(input.b, input.a)"}},
		{"add not", "x if input.a", []string{"x if not input.a"}},
		{"add not", "x if {\n\tsome y in input.a\n\tz := y\n\tz\n}", []string{"x if {\n\tsome y in input.a\n\tz := y\n\tnot z\n}"}},
		{"drop not", "x if not input.a", []string{"x if input.a"}},
		{"drop condition", "x if {\n\tinput.a\n\tinput.b\n}", []string{"x if {\n\ttrue\n\tinput.b\n}", "x if {\n\tinput.a\n\ttrue\n}"}},
		{"drop condition", "x := [y | some y in input.a; y.b]", []string{"x := [y | true; y.b]", "x := [y | some y in input.a; true]"}},
		{"every to some", "x if {\n\tevery y in input.a { y.b }\n}", []string{"x if {\n\tsome y in input.a\n y.b \n}"}},
		{"drop with", "x := y if {\n\ty := input.a with input.b as 1\n}", []string{"x := y if {\n\ty := input.a \n}"}},
		{"drop definition", "x if input.a", []string{""}},
		{"drop branch", "x := 1 if input.a\n\nelse := 2 if input.b\n\nelse := 3", []string{
			"x := 1 if false\n\nelse := 2 if input.b\n\nelse := 3",
			"x := 1 if input.a\n\nelse := 2 if false\n\nelse := 3",
			"x := 1 if input.a\n\nelse := 2 if input.b\n\n",
		}},
		{"drop not", "x := 1 if input.a\n\nelse := 2 if not input.b\n\nelse := 3", []string{"x := 1 if input.a\n\nelse := 2 if input.b\n\nelse := 3"}},
		{"replace reference", "x := 1 if input.caller.arn\n\nelse := 2 if not input.caller.arn", []string{
			"x := 1 if input.caller.account\n\nelse := 2 if not input.caller.arn",
			"x := 1 if input.caller.arn\n\nelse := 2 if not input.caller.account",
		}},
		{"drop default", "default x := false", []string{""}},
		{"replace literal", "default x := false", []string{"default x := true"}},
		{"replace literal", "x := 7", []string{"x := 8", "x := 6"}},
		{"replace literal", "x := null", []string{"x := false"}},
		{"replace literal", `x := "text" if input.a == "b"`, []string{`x := "mutant" if input.a == "b"`, `x := "text" if input.a == "mutant"`}},
		{"replace literal", "x := input.a.b", nil},
		{"drop anchor", "x if regex.match(`^a$`, input.a)", []string{"x if regex.match(`a$`, input.a)", "x if regex.match(`^a`, input.a)"}},
		{"drop member", `x := {"a", "b"}`, []string{`x := { "b"}`, `x := {"a"}`}},
		{"drop member", `x if input.a in {"a"}`, []string{"x if input.a in set()"}},
		{"drop member", `x := {"a": 1, "b": 2}`, []string{`x := { "b": 2}`, `x := {"a": 1}`}},
		{"drop member", "x := [\n\t1,\n\t2,\n]", []string{"x := [\n\t\n\t2,\n]", "x := [\n\t1,\n]"}},
		{"swap order", `x := ["a", "b", "c"]`, []string{`x := ["b", "a", "c"]`, `x := ["a", "c", "b"]`}},
		{"replace value", "x := input.a", []string{"x := null"}},
		{"replace value", "f(a) := [b | some b in a]", []string{"f(a) := null"}},
		{"replace reference", "x := left.verdict", []string{"x := left.loud", "x := right.verdict"}},
		{"replace reference", "x if left.matches(1, 2)", []string{"x if left.naming(1, 2)"}},
		{"replace reference", "x := input.caller.account", []string{"x := input.caller.arn"}},
		{"replace reference", "x := y\n\ny := 1", []string{"x := x\n\ny := 1"}},
	}
	for _, row := range rows {
		t.Run(row.operator+" "+row.rule, func(t *testing.T) {
			var got []string
			for _, m := range mutantsOf(t, head+row.rule) {
				if m.Operator == row.operator {
					got = append(got, m.Apply(head + row.rule)[len(head):])
				}
			}
			if diff := cmp.Diff(row.want, got); diff != "" {
				t.Errorf("mutants (-want +got):\n%s", diff)
			}
		})
	}
}

// A mutant is told by what it changes, so that edits elsewhere leave its name.
func TestIDs(t *testing.T) {
	const rule = "x if {\n\tinput.a == 1\n\tinput.b\n}\n\nx if {\n\tinput.a == 1\n}\n"
	ids := func(text string) (ids []string) {
		for _, m := range mutantsOf(t, text) {
			if m.Operator == "replace operator" {
				ids = append(ids, m.ID())
			}
		}
		return ids
	}
	want := []string{
		"mine.rego x replace operator: input.a == 1 → input.a != 1",
		"mine.rego x replace operator: input.a == 1 → input.a != 1 (2)",
	}
	if diff := cmp.Diff(want, ids(head+rule)); diff != "" {
		t.Errorf("ids (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, ids(head+"# A remark.\ny := 1\n\n"+rule)); diff != "" {
		t.Errorf("ids after an edit (-want +got):\n%s", diff)
	}
}

func TestLines(t *testing.T) {
	for _, m := range mutantsOf(t, head+"x if {\n\tinput.a\n\tinput.b == 1\n}") {
		if m.Operator == "replace operator" && m.Line != 8 {
			t.Errorf("%s is in line %d, want 8", m.ID(), m.Line)
		}
	}
}

// What is said of a mutant stays on one short line.
func TestLongTextIsCut(t *testing.T) {
	text := head + "x := [\n"
	for range 60 {
		text += "\t\"ab\",\n"
	}
	text += "]\n"
	for _, m := range mutantsOf(t, text) {
		if m.Operator == "drop definition" {
			if n := len([]rune(m.Before)); n < shown || n > shown+10 {
				t.Errorf("described with %d characters: %s", n, m.Before)
			}
		}
	}
}

func TestMutantsOfWhatDoesNotParse(t *testing.T) {
	if _, err := Mutants("mine.rego", "package p\nx :=", nil); err == nil {
		t.Error("no error")
	}
}
