package main

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// small are rules whose own tests, another file's and nothing notice mistakes.
var small = map[string]string{
	"door.rego": `package denylab.door

default open := false

open if {
	input.key == 1
	not shut
}

shut if input.bolt

width := 7
`,
	"door_test.rego": `package denylab.door_test

import data.denylab.door
import data.denylab.fixture

test_open if door.open with input as fixture.key

test_other_key if not door.open with input as {"key": 2}
`,
	"house_test.rego": `package denylab.house_test

import data.denylab.door

test_bolt if not door.open with input as {"key": 1, "bolt": true}
`,
	"fixture_test.rego": `package denylab.fixture

key := {"key": 1}
`,
}

func smallRules(t *testing.T) *Rules {
	t.Helper()
	rules, err := NewRules(small)
	if err != nil {
		t.Fatal(err)
	}
	return rules
}

func TestFates(t *testing.T) {
	rules := smallRules(t)
	mutants, err := rules.Mutants()
	if err != nil {
		t.Fatal(err)
	}
	judge := &Judge{Rules: rules}
	fates, err := judge.All(context.Background(), mutants, 2, func() {})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]Fate{}
	for i, m := range mutants {
		got[strings.TrimPrefix(m.ID(), "door.rego ")] = fates[i]
	}
	want := map[string]Fate{
		"open replace operator: input.key == 1 → input.key != 1": ByOwn,
		"open drop condition: input.key == 1 → true":             ByOwn,
		"open drop condition: not shut → true":                   ByOthers,
		"open drop not: not shut → shut":                         ByOwn,
		"shut drop condition: input.bolt → true":                 ByOwn,
		"shut drop definition: shut if input.bolt → nothing":     Invalid,
		"open drop default: default open := false → nothing":     Survived,
		"width replace literal: width := 7 → width := 8":         Survived,
	}
	for id, fate := range want {
		if got[id] != fate {
			t.Errorf("%s: %q, want %q", id, got[id], fate)
		}
	}
	if t.Failed() {
		t.Logf("all: %v", got)
	}
}

func TestSound(t *testing.T) {
	if err := (&Judge{Rules: smallRules(t)}).Sound(context.Background()); err != nil {
		t.Error(err)
	}
	texts := map[string]string{
		"door.rego":      small["door.rego"],
		"door_test.rego": "package denylab.door_test\n\nimport data.denylab.door\n\ntest_open if door.open\n",
	}
	rules, err := NewRules(texts)
	if err != nil {
		t.Fatal(err)
	}
	err = (&Judge{Rules: rules}).Sound(context.Background())
	if err == nil || !strings.Contains(err.Error(), "door_test.rego: test_open") {
		t.Errorf("error %v, want one that names the test", err)
	}
}

func TestJudgingEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	rules := smallRules(t)
	mutants, err := rules.Mutants()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := (&Judge{Rules: rules}).All(ctx, mutants, 1, func() {}); err == nil {
		t.Error("no error although the context has ended")
	}
}

func TestRulesWithoutTests(t *testing.T) {
	_, err := NewRules(map[string]string{"door.rego": small["door.rego"]})
	if err == nil {
		t.Error("no error for rules without tests")
	}
}

func TestOwnTests(t *testing.T) {
	texts := map[string]string{}
	for _, name := range []string{"condition", "condition_null", "layer", "layers"} {
		texts[name+".rego"] = "package denylab." + name + "\n\nx := 1\n"
		texts[name+"_test.rego"] = "package denylab." + name + "_test\n\nimport data.denylab." + name + "\n\ntest_x if " + name + ".x == 1\n"
	}
	texts["condition_extra.rego"] = "package denylab.condition\n\nimport data.denylab.layer\n\ny := layer.x\n"
	rules, err := NewRules(texts)
	if err != nil {
		t.Fatal(err)
	}
	names := func(files []*testFile) (names []string) {
		for _, f := range files {
			names = append(names, f.name)
		}
		return names
	}
	got := map[string][2][]string{}
	for name := range rules.texts {
		own, others := rules.own(name)
		got[name] = [2][]string{names(own), names(others)}
	}
	want := map[string][2][]string{
		"condition.rego":       {{"condition_test.rego"}, nil},
		"condition_null.rego":  {{"condition_null_test.rego"}, nil},
		"condition_extra.rego": {{"condition_test.rego"}, nil},
		"layer.rego":           {{"layer_test.rego"}, {"condition_test.rego"}},
		"layers.rego":          {{"layers_test.rego"}, nil},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("own tests (-want +got):\n%s", diff)
	}
}
