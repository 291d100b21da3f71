package scenarios

import (
	"context"
	"errors"
	"fmt"
	"io"
	"reflect"

	"github.com/aws/smithy-go"
	"github.com/denylab/denylab/emulator/journal"
	"github.com/denylab/denylab/rego/authz"
)

// A StepResult is what came back from one step.
type StepResult struct {
	// As is the principal as the scenario writes it.
	As string `json:"as"`
	// Action and Resource are the call that was refused, else the first one
	// that was decided; empty when none was (a bad signature).
	Action   string `json:"action"`
	Resource string `json:"resource"`
	// Status, Code and Message are what the client saw; 0 when it had no
	// answer.
	Status  int    `json:"status"`
	Code    string `json:"code"`
	Message string `json:"message"`
	// Layer refused; empty when nothing did.
	Layer     authz.Layer   `json:"layer"`
	Verdict   authz.Verdict `json:"verdict"`
	Statement string        `json:"statement"`

	// Job is how the job ended that the call created, if it created one.
	Job *JobResult `json:"job,omitempty"`

	// Policy is the name of the policy that holds Statement.
	Policy string `json:"-"`
	// Call is service.Operation.
	Call string `json:"-"`
	// Entry is the exchange in the lab's journal; nil when the client had no
	// answer.
	Entry *journal.Entry `json:"-"`
	// Problems are the differences from what was wanted; none when met.
	Problems []string `json:"-"`
}

// run runs one step and compares what came back with what it wants.
func (b *bench) run(ctx context.Context, s *Step) StepResult {
	result := StepResult{As: s.As, Call: s.Call}
	err := b.call(ctx, s, &result)
	if err != nil {
		result.Problems = []string{err.Error()}
		return result
	}
	result.Problems = compare(s.Want, &result)
	return result
}

// call runs one step. The error says that there is no answer to compare.
func (b *bench) call(ctx context.Context, s *Step, result *StepResult) error {
	op, problem := findOperation(&node{kind: text, text: s.Call})
	if problem != nil {
		return Diagnostics{*problem}
	}
	f := filler{saved: b.saved.get}
	input := f.input(op, s.With)
	if err := f.problems.Err(); err != nil {
		return err
	}
	c, err := b.connect(s)
	if err != nil {
		return err
	}
	before := len(b.lab.Jobs().Cards())
	answer, err := b.invoke(ctx, c, op, input)
	result.Status = c.recorder.status
	b.lookUp(c.recorder.decision, result)
	if err := b.finishJob(ctx, before, result); err != nil {
		return err
	}
	var api smithy.APIError
	switch {
	case errors.As(err, &api):
		result.Code, result.Message = api.ErrorCode(), api.ErrorMessage()
		if s.Save != "" {
			b.saved[s.Save] = reflect.ValueOf(refusalOf(api))
		}
	case err != nil && result.Status >= 300:
		result.Code = "unreadable answer"
		result.Message = err.Error()
	case err != nil:
		return fmt.Errorf("no answer: %w", err)
	case s.Save != "":
		b.saved[s.Save] = answer
	}
	return nil
}

// lookUp adds what the lab knows about the answer.
func (b *bench) lookUp(decision string, result *StepResult) {
	e, ok := b.lab.Journal().Entry(decision)
	if !ok {
		return
	}
	result.Entry = e
	asked := b.lab.Journal().Refusal(e)
	if asked == nil {
		asked = firstAsked(e)
	}
	if asked == nil {
		return
	}
	d := asked.Decision
	result.Action, result.Resource = asked.Action, asked.Resource
	result.Layer, result.Verdict = d.Layer, d.Verdict
	result.Statement = d.Finding.Statement()
	if d.Finding != nil {
		result.Policy = d.Finding.Policy
	}
}

// firstAsked is the first call that decided over the exchange: the one the
// operation is named after.
func firstAsked(e *journal.Entry) *journal.Asked {
	for i := range e.Asked {
		if !e.Asked[i].Probe {
			return &e.Asked[i]
		}
	}
	return nil
}

// drain reads and closes the answer's body, if it has one: only then was the
// whole answer given.
func drain(answer reflect.Value) error {
	field := answer.FieldByName("Body")
	if !field.IsValid() {
		return nil
	}
	body, ok := field.Interface().(io.ReadCloser)
	if !ok || body == nil {
		return nil
	}
	_, err := io.Copy(io.Discard, body)
	return errors.Join(err, body.Close())
}
