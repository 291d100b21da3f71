package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// sampled is how many mutants of the real rules a test run judges.
const sampled = 40

// The tests of the rules kill mutants from all over the rules. The whole is
// `make mutation`.
func TestSampleIsKilled(t *testing.T) {
	rules, err := ReadRules("../policy")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("survivors.txt")
	if err != nil {
		t.Fatal(err)
	}
	known, err := ReadSurvivors("survivors.txt", string(text))
	if err != nil {
		t.Fatal(err)
	}
	all, err := rules.Mutants()
	if err != nil {
		t.Fatal(err)
	}
	// What is known to survive would have the catalogue replayed for nothing.
	var unknown []*Mutant
	for _, m := range all {
		if _, ok := known[m.ID()]; !ok {
			unknown = append(unknown, m)
		}
	}
	ctx := context.Background()
	judge := &Judge{Rules: rules, Catalogue: sync.OnceValues(func() (*Catalogue, error) { return Record(ctx, rules) })}
	if err := judge.Sound(ctx); err != nil {
		t.Fatal(err)
	}
	report := &Report{Mutants: sample(unknown, sampled, 1), Known: known}
	if report.Fates, err = judge.All(ctx, report.Mutants, runtime.GOMAXPROCS(0), func() {}); err != nil {
		t.Fatal(err)
	}
	for _, p := range report.Problems() {
		t.Error(p)
	}
	killed, counted, _ := report.score()
	if counted < sampled/2 {
		t.Errorf("only %d of %d mutants compile", counted, sampled)
	}
	t.Logf("%d of %d killed", killed, counted)
}

func TestSampleIsSpreadAndRepeatable(t *testing.T) {
	var mutants []*Mutant
	for _, file := range []string{"a", "b", "c"} {
		for offset := range 50 {
			mutants = append(mutants, &Mutant{File: file, Rule: fmt.Sprint("r", offset), offset: offset})
		}
	}
	chosen := sample(mutants, 9, 1)
	of := map[string]int{}
	for i, m := range chosen {
		of[m.File]++
		if again := sample(mutants, 9, 1)[i]; again != m {
			t.Errorf("%s:%d, then %s:%d", m.File, m.offset, again.File, again.offset)
		}
	}
	for _, file := range []string{"a", "b", "c"} {
		if of[file] != 3 {
			t.Errorf("%d of file %s, want 3", of[file], file)
		}
	}
	for i, m := range sample(mutants[50:], 6, 1) {
		if m != chosen[3+i] {
			t.Errorf("without another file %s %s is chosen, with it %s %s", m.File, m.Rule, chosen[3+i].File, chosen[3+i].Rule)
		}
	}
	if n := len(sample(mutants, 1000, 1)); n != len(mutants) {
		t.Errorf("%d of %d mutants in a sample of 1000", n, len(mutants))
	}
}

// A pattern that is about nothing is a mistake, not a perfect score.
func TestNoMutantsIsAnError(t *testing.T) {
	err := run(t.Context(), []string{"-rules", "../policy", "-survivors", "survivors.txt", "-files", "a.rego,b.rego"}, io.Discard, io.Discard)
	if err == nil || !strings.Contains(err.Error(), `"a.rego,b.rego"`) {
		t.Errorf("run: %v", err)
	}
}
