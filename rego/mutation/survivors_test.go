package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReadSurvivors(t *testing.T) {
	got, err := ReadSurvivors("list", "# What survives.\n\na.rego x drop not: a → b\n\tequivalent because\n\tit is.\n\nb.rego y drop not: a → b\n    not worth it\n")
	if err != nil {
		t.Fatal(err)
	}
	want := Survivors{
		"a.rego x drop not: a → b": "equivalent because it is.",
		"b.rego y drop not: a → b": "not worth it",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("survivors (-want +got):\n%s", diff)
	}
	if !got.Equivalent("a.rego x drop not: a → b") || got.Equivalent("b.rego y drop not: a → b") || got.Equivalent("c") {
		t.Error("the first is equivalent, and no other")
	}
}

func TestReadSurvivorsSaysWhatIsWrong(t *testing.T) {
	rows := []struct{ name, text, want string }{
		{"no reason", "a\nb\n\treason\n", `list:1: no reason for "a": write it on an indented line below`},
		{"no reason at the end", "a\n\treason\nb\n", `list:3: no reason for "b": write it on an indented line below`},
		{"no mutant", "\treason\n", `list:1: a reason without a mutant: "reason"`},
		{"twice", "a\n\treason\na\n\treason\n", `list:3: "a" is listed twice`},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			if _, err := ReadSurvivors("list", row.text); err == nil || err.Error() != row.want {
				t.Errorf("error %v, want %s", err, row.want)
			}
		})
	}
}

// fated is a report on mutants named by their text, in lines of their own.
func fated(known Survivors, fates ...Fate) *Report {
	r := &Report{Known: known, Fates: fates, Whole: true}
	for i := range fates {
		r.Mutants = append(r.Mutants, &Mutant{
			File: "a.rego", Line: i + 1, Rule: "x", Operator: "drop not", Before: string(rune('a' + i)), After: "z", Copy: 1,
		})
	}
	return r
}

const first, second = "a.rego x drop not: a → z", "a.rego x drop not: b → z"

func TestProblems(t *testing.T) {
	rows := []struct {
		name   string
		report *Report
		want   []string
	}{
		{"killed", fated(nil, ByOwn, Invalid), nil},
		{"known", fated(Survivors{first: "equivalent"}, Survived), nil},
		{"unknown", fated(nil, ByOwn, Survived), []string{"no test kills, and survivors.txt does not list: " + second}},
		{"killed after all", fated(Survivors{first: "r"}, ByCatalogue), []string{"survivors.txt lists, but it is no survivor (catalogue): " + first}},
		{"gone", fated(Survivors{"b": "r", "a": "r"}, ByOwn), []string{
			"survivors.txt lists, but there is no such mutant: a", "survivors.txt lists, but there is no such mutant: b",
		}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			if diff := cmp.Diff(row.want, row.report.Problems()); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
	sampled := fated(Survivors{"elsewhere": "r"}, ByOwn)
	sampled.Whole = false
	if p := sampled.Problems(); p != nil {
		t.Errorf("a sample misses mutants: %v", p)
	}
}

func TestReport(t *testing.T) {
	var out bytes.Buffer
	fated(Survivors{first: "equivalent because z is a"}, Survived, ByOwn, ByOthers, ByCatalogue, Survived, Invalid).Write(&out)
	for _, want := range []string{
		"survived: line 1: " + first + "\n    equivalent because z is a\n",
		"survived: line 5: a.rego x drop not: e → z\n",
		"mutation score 75.0 %: 3 of 4 killed, 1 equivalent, 1 do not compile\n",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the report lacks %q:\n%s", want, out.String())
		}
	}
}
