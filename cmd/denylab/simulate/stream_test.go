package simulate_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/denylab/denylab/cmd/denylab/simulate"
	"github.com/denylab/denylab/rego/engine"
)

// cases are n questions that differ in who may do what; the index tells the
// answer.
func cases(n int) []string {
	out := make([]string, n)
	for i := range out {
		effect := []string{"Allow", "Deny"}[i%2]
		action := []string{"s3:GetObject", "s3:PutObject", "s3:*"}[i%3]
		out[i] = fmt.Sprintf(`{"id":"c%d","kind":"s3","principal":"arn:aws:iam::111122223333:user/u%d","action":"s3:GetObject",`+
			`"resource":"arn:aws:s3:::data/%d","resourceAccount":"111122223333",`+
			`"identityPolicies":[{"name":"p%d","policy":{"Version":"2012-10-17","Statement":{"Effect":%q,"Action":%q,"Resource":"arn:aws:s3:::data/%d"}}}]}`,
			i, i, i, i, effect, action, i)
	}
	return out
}

func want(i int) string {
	switch {
	case i%3 == 1:
		return "ImplicitlyDenied"
	case i%2 == 1:
		return "ExplicitlyDenied"
	default:
		return "Allowed"
	}
}

func simulated(t *testing.T, lines []string) []string {
	t.Helper()
	rules, err := engine.Default()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	unreadable, err := (&simulate.Simulator{Engine: rules}).Stream(context.Background(), strings.NewReader(strings.Join(lines, "\n")), &out)
	if err != nil || unreadable != 0 {
		t.Fatalf("%d lines unreadable, %v", unreadable, err)
	}
	return strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
}

func TestAnswersComeInOrderAndNoCaseLeaksIntoAnother(t *testing.T) {
	const n = 5000
	in := cases(n)
	straight := simulated(t, in)
	if len(straight) != n {
		t.Fatalf("%d answers to %d cases", len(straight), n)
	}
	for i, line := range straight {
		var a simulate.Answer
		if err := json.Unmarshal([]byte(line), &a); err != nil {
			t.Fatal(err)
		}
		if a.ID != fmt.Sprintf("c%d", i) || a.Decision != want(i) {
			t.Fatalf("answer %d is %s %s, want c%d %s", i, a.ID, a.Decision, i, want(i))
		}
	}
	order := rand.New(rand.NewPCG(1, 2)).Perm(n)
	shuffled := make([]string, n)
	for to, from := range order {
		shuffled[to] = in[from]
	}
	for to, line := range simulated(t, shuffled) {
		if line != straight[order[to]] {
			t.Fatalf("shuffled, case %d is answered\n%s\nnot\n%s", order[to], line, straight[order[to]])
		}
	}
}

func FuzzLine(f *testing.F) {
	f.Add([]byte(cases(1)[0]))
	f.Add([]byte(`{"id":1}`))
	f.Add([]byte(`{"scps":[[null]],"action":"a:b","principal":"anonymous"}`))
	f.Add([]byte(`{"context":{"a":null},"action":"a:b","principal":"anonymous"}`))
	rules, err := engine.Default()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		text = bytes.ReplaceAll(text, []byte("\n"), nil)
		var out bytes.Buffer
		if _, err := (&simulate.Simulator{Engine: rules}).Stream(context.Background(), bytes.NewReader(text), &out); err != nil {
			t.Fatal(err)
		}
		if out.Len() > 0 && !json.Valid(out.Bytes()) {
			t.Fatalf("no JSON: %s", out.Bytes())
		}
	})
}
