package report

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/denylab/denylab/emulator/explain"
	"github.com/denylab/denylab/scenarios"
)

// A Replay is what came of a replay and, where a Witness saw it, why calls were
// refused. Like the report it holds nothing that differs between two runs.
type Replay struct {
	*scenarios.Report
	seen map[place]Seen
}

// Seen is a step while its lab ran.
type Seen struct {
	Step *scenarios.Step
	// Refused are the calls of the step that were refused, explained.
	Refused []explain.Explanation
}

// A place is a step of a scenario, or of its cure.
type place struct {
	scenario *scenarios.Scenario
	cure     bool
	index    int // from 0
}

// A Witness sees the steps of a replay and has their labs explain what they
// refuse: its See is for Runner.Step. It costs a second decision a refusal.
type Witness struct {
	ctx    context.Context
	seen   map[place]Seen
	failed error
}

// NewWitness is a witness that asks until ctx ends.
func NewWitness(ctx context.Context) *Witness {
	return &Witness{ctx: ctx, seen: map[place]Seen{}}
}

// See explains a step while its lab runs.
func (w *Witness) See(e scenarios.StepEvent) {
	seen := Seen{Step: e.Step}
	if e.Result.Entry != nil && w.failed == nil {
		seen.Refused, w.failed = refused(w.ctx, e)
	}
	if !e.Cure {
		seen.Refused = Documented(e.Scenario, seen.Refused)
	}
	w.seen[place{e.Scenario, e.Cure, e.Index}] = seen
}

// refused explains the refused calls of a step. A probe, which decides only over
// what an answer says, refused nothing.
func refused(ctx context.Context, e scenarios.StepEvent) ([]explain.Explanation, error) {
	calls, _, err := e.Lab.ExplainExchange(ctx, e.Result.Entry.ID)
	if err != nil {
		return nil, fmt.Errorf("%s, step %d: %w", e.Scenario.ID, e.Index+1, err)
	}
	var out []explain.Explanation
	for i, x := range calls {
		probe := i < len(e.Result.Entry.Asked) && e.Result.Entry.Asked[i].Probe
		if !x.Allowed && !probe {
			out = append(out, x)
		}
	}
	return out, nil
}

// Report adds what was seen to what came of it; an error says which call could
// not be explained.
func (w *Witness) Report(r *scenarios.Report) (*Replay, error) {
	return &Replay{Report: r, seen: w.seen}, w.failed
}

// step is step i of a scenario or of its cure.
func (r *Replay) step(s scenarios.Result, cure bool, i int) Seen {
	return r.seen[place{s.Scenario, cure, i}]
}

// ladders are the ladders of the calls that a scenario's steps were refused, as
// text; the cure's follow when they are why the scenario failed.
func (r *Replay) ladders(s scenarios.Result) string {
	var b strings.Builder
	for i := range s.Steps {
		r.ladder(&b, "step", i, s.Steps[i], r.step(s, false, i))
	}
	for i, c := range s.Cure.Steps {
		if len(c.Problems) > 0 {
			r.ladder(&b, "cure step", i, c, r.step(s, true, i))
		}
	}
	return b.String()
}

func (r *Replay) ladder(b *strings.Builder, what string, i int, s scenarios.StepResult, seen Seen) {
	for _, x := range seen.Refused {
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(b, "%s %d, %s as %s\n", what, i+1, s.Call, s.As)
		_ = x.Text(b, false) // a Builder does not fail
	}
}

// Documented puts the scenario's proved cure and its page in the place of what
// the explanations of refused calls propose.
func Documented(s *scenarios.Scenario, calls []explain.Explanation) []explain.Explanation {
	calls = slices.Clone(calls)
	for i := range calls {
		if calls[i].Allowed {
			continue
		}
		calls[i].Page = s.Source
		if s.Cure != nil && s.Cure.Why != "" {
			calls[i].Cure = s.Cure.Why
		}
		if s.Cure != nil && s.Cure.None != "" {
			calls[i].Cure = s.Cure.None
		}
	}
	return calls
}
