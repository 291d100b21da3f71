package plan_test

import (
	"bytes"
	"testing"

	"github.com/denylab/denylab/rego/plan"
)

const storedModule = `package test

p := [x | some x in input.xs; x > 1; not banned(x)]

banned(x) if x == input.no
`

func TestPlansOfTheSameRulesAreTheSameBytes(t *testing.T) {
	var texts [2][]byte
	for i := range texts {
		var err error
		if texts[i], err = plan.Plan(compileModules(t, map[string]string{"test": storedModule}), "data.test.p"); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(texts[0], texts[1]) {
		t.Error("two plans differ")
	}
}

func TestWhatIsNoPlanIsNotLoaded(t *testing.T) {
	text, err := plan.Plan(compileModules(t, map[string]string{"test": storedModule}), "data.test.p")
	if err != nil {
		t.Fatal(err)
	}
	for n := range text {
		if _, err := plan.Load(text[:n], "data.test.p"); err == nil {
			t.Errorf("the first %d of %d bytes were loaded", n, len(text))
		}
	}
	if _, err := plan.Load(append(bytes.Clone(text), 0), "data.test.p"); err == nil {
		t.Error("a plan with something behind it was loaded")
	}
	if _, err := plan.Load(text, "data.test.q"); err == nil {
		t.Error("an entrypoint that was not planned was found")
	}
}
