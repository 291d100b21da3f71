package simulate

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/rego/authz"
	"github.com/denylab/denylab/rego/engine"
)

// An Answer is the decision on one case.
type Answer struct {
	ID string `json:"id"`
	// Decision is Allowed, ExplicitlyDenied or ImplicitlyDenied.
	Decision string `json:"decision"`
	// Layer is the one that the message names; null when allowed.
	Layer     *authz.Layer                  `json:"layer"`
	Statement *Statement                    `json:"statement,omitempty"`
	Message   string                        `json:"message,omitempty"`
	Verdicts  map[authz.Layer]authz.Verdict `json:"verdicts"`

	// With a trace: what made each layer speak.
	Findings       []authz.Finding  `json:"findings,omitempty"`
	NearMisses     []authz.NearMiss `json:"nearMisses,omitempty"`
	MissingContext []string         `json:"missingContextValues,omitempty"`
}

// A Statement is the one that decided.
type Statement struct {
	Policy string `json:"policy"`
	Sid    string `json:"sid"`
	Index  int    `json:"index"`
}

// A Failure is the answer to a line that cannot be read.
type Failure struct {
	ID    string `json:"id"`
	Error string `json:"error"`
}

// line answers one line of input; ok is false for one that cannot be read.
func (s *Simulator) line(ctx context.Context, number int, text []byte) (out []byte, ok bool) {
	var c Case
	answer, err := func() (any, error) {
		if err := json.Unmarshal(text, &c); err != nil {
			return nil, err
		}
		call, err := c.Call()
		if err != nil {
			return nil, err
		}
		if s.Input {
			return engine.Input(call), nil
		}
		return s.answer(ctx, &c, call)
	}()
	if err != nil {
		return encode(Failure{ID: c.ID, Error: fmt.Sprintf("line %d: %v", number, err)}), false
	}
	return encode(answer), true
}

func (s *Simulator) answer(ctx context.Context, c *Case, call *authz.Call) (*Answer, error) {
	var r authz.Report
	var err error
	if s.Trace {
		r, err = s.Engine.Report(ctx, call)
	} else {
		r.Decision, err = s.Engine.Decide(ctx, call)
	}
	if err != nil {
		return nil, err
	}
	d := r.Decision
	a := &Answer{
		ID: c.ID, Decision: "Allowed", Verdicts: d.Verdicts,
		Findings: r.Findings, NearMisses: r.NearMisses, MissingContext: r.MissingContext,
	}
	if d.Allowed {
		return a, nil
	}
	a.Decision, a.Layer = "ImplicitlyDenied", &d.Layer
	if d.Verdict == authz.ExplicitDeny {
		a.Decision = "ExplicitlyDenied"
	}
	if f := d.Finding; f != nil && f.Index >= 0 {
		a.Statement = &Statement{Policy: f.Policy, Sid: f.Sid, Index: f.Index}
	}
	a.Message = awsproto.Denial(protocols[c.Kind], call, d).Message
	return a, nil
}

// protocols are those in which the services of a kind word their refusals.
var protocols = map[string]awsproto.Protocol{
	"s3": awsproto.S3, "sts": awsproto.Query, "iam": awsproto.Query,
	"kms": awsproto.JSON, "sagemaker": awsproto.JSON, "other": awsproto.JSON, "": awsproto.JSON,
}

// A Simulator answers cases.
type Simulator struct {
	Engine *engine.Engine
	// Trace adds findings, near misses and missing context keys.
	Trace bool
	// Input has each case answered by the rules' input document for it, which
	// any OPA that holds the bundle decides on.
	Input bool
}

func encode(v any) []byte {
	out, err := json.Marshal(v)
	if err != nil { // only strings, numbers and lists of them
		panic(err)
	}
	return append(out, '\n')
}
