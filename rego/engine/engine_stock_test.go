package engine_test

import (
	"bytes"
	"context"
	"encoding/json"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/denylab/denylab/rego/authz"
	"github.com/denylab/denylab/rego/engine"
)

// stock is OPA as anybody would use it: the bundle's text, no built-ins of our
// own, input and answer as JSON. strict also fails where a built-in function
// fails, which the rules rely on only for values that are not of their type.
var stock, strict = prepareStock(false), prepareStock(true)

type preparedQuery = func() (rego.PreparedEvalQuery, error)

func prepareStock(strictErrors bool) preparedQuery {
	return sync.OnceValues(func() (rego.PreparedEvalQuery, error) {
		options := []func(*rego.Rego){rego.Query(engine.DecisionQuery), rego.StrictBuiltinErrors(strictErrors)}
		for name, text := range engine.Bundle() {
			options = append(options, rego.Module(name, text))
		}
		return rego.New(options...).PrepareForEval(context.Background())
	})
}

// checkStock checks that stock OPA reaches the engine's decision.
func checkStock(t *testing.T, prepared preparedQuery, call *authz.Call, want authz.Decision) {
	t.Helper()
	query, err := prepared()
	if err != nil {
		t.Fatal(err)
	}
	results, err := query.Eval(context.Background(), rego.EvalInput(jsonInput(t, call)))
	if err != nil {
		t.Fatal(err)
	}
	if len(results) != 1 {
		t.Fatal("stock OPA gives no decision")
	}
	if diff := cmp.Diff(want, stockDecision(t, results[0].Expressions[0].Value)); diff != "" {
		t.Errorf("stock OPA decides differently (-engine +stock):\n%s", diff)
	}
}

// jsonInput is the input document after a trip through JSON text.
func jsonInput(t *testing.T, call *authz.Call) any {
	t.Helper()
	text, err := json.Marshal(engine.Input(call))
	if err != nil {
		t.Fatal(err)
	}
	var input any
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&input); err != nil {
		t.Fatal(err)
	}
	return input
}

// stockDecision reads the rules' own field names.
func stockDecision(t *testing.T, v any) authz.Decision {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var answer struct {
		authz.Decision
		Finding *struct {
			authz.Finding
			PolicyARN string `json:"policy_arn"`
		} `json:"finding"`
	}
	if err := json.Unmarshal(text, &answer); err != nil {
		t.Fatal(err)
	}
	if answer.Finding != nil {
		answer.Finding.Finding.PolicyARN = answer.Finding.PolicyARN
		answer.Decision.Finding = &answer.Finding.Finding
	}
	return answer.Decision
}
