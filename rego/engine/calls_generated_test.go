package engine_test

import (
	"context"
	"encoding/json"
	"iter"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"github.com/denylab/denylab/rego/authz"
	"github.com/denylab/denylab/rego/engine"
	"github.com/denylab/denylab/rego/generate"
)

// generated are calls of generated worlds: n, or as many as DENYLAB_GENERATED
// says, beginning with the world DENYLAB_SEED.
func generated(t *testing.T, n int) iter.Seq2[string, *authz.Call] {
	t.Helper()
	return generatedFrom(t, 0, n)
}

// generatedFrom are generated calls of other worlds, so that tests that ask few
// do not all ask the same.
func generatedFrom(t *testing.T, world, n int) iter.Seq2[string, *authz.Call] {
	t.Helper()
	first := numberFrom(t, "DENYLAB_SEED", world)
	return generate.Calls(uint64(first), numberFrom(t, "DENYLAB_GENERATED", n))
}

func numberFrom(t *testing.T, name string, otherwise int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		t.Fatalf("%s is %q: want a number", name, text)
	}
	return n
}

// chance is what a transformation of a call draws from: the same every time.
func chance() *rand.Rand { return rand.New(rand.NewPCG(1, 1)) }

func decide(t *testing.T, e *engine.Engine, c *authz.Call) authz.Decision {
	t.Helper()
	d, err := e.Decide(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// counterexample reports a call that fails and the smallest that it could be
// made: explain says what is wrong with a call, or "" if nothing is.
func counterexample(t *testing.T, name string, c *authz.Call, explain func(*authz.Call) string) {
	t.Helper()
	small := generate.Minimise(c, func(c *authz.Call) bool { return explain(c) != "" })
	input, err := json.MarshalIndent(engine.Input(small), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	t.Errorf("call %s (DENYLAB_SEED=%s DENYLAB_GENERATED=4 makes its world):\n%s\ninput:\n%s",
		name, worldOf(name), explain(small), input)
}

func worldOf(name string) string {
	for i := range name {
		if name[i] == '/' {
			return name[:i]
		}
	}
	return name
}
