package scenarios

import (
	"context"
	"fmt"
	"slices"
)

// A proof is one scenario being run: that it shows what it says, that its cure
// cures it, and that nothing of the cure can be left out.
type proof struct {
	runner   *Runner
	scenario *Scenario
	result   *Result
}

func (p *proof) run(ctx context.Context) error {
	s := p.scenario
	results, err := p.steps(ctx, s.World, s.Steps, manner{events: true})
	if err != nil {
		return err
	}
	p.result.Steps = results
	p.problems("step", s.Steps, results)
	p.result.Cure = CureResult{Outcome: Fail, Steps: []StepResult{}}
	switch cure := s.Cure; {
	case cure == nil:
		p.problem(place{}, "no cure; where nothing can help, say why in cure: {none: …}")
		return nil
	case cure.None != "":
		p.result.Cure.Why, p.result.Cure.Outcome = cure.None, NoCure
		return nil
	}
	if !slices.ContainsFunc(s.Steps, func(st Step) bool { return st.Want.Refused() }) {
		p.problem(place{}, "no step wants a refusal, so there is nothing to cure")
	}
	return p.cure(ctx, s.Cure)
}

// cure runs the cure's steps in the changed world, then once for each change
// without it.
func (p *proof) cure(ctx context.Context, cure *Cure) error {
	p.result.Cure.Why = cure.Why
	before := len(p.result.Problems)
	changed, problems := p.scenario.World.Apply(cure.Change...)
	if err := problems.Err(); err != nil {
		p.problem(place{}, "the cure cannot be applied: %v", err)
		return nil
	}
	steps := cure.steps(p.scenario.Steps)
	results, err := p.steps(ctx, changed, steps, manner{events: true, cure: true})
	if err != nil {
		return err
	}
	p.result.Cure.Steps = results
	p.problems("cure step", steps, results)
	if len(p.result.Problems) == before {
		if err := p.needed(ctx, cure, steps); err != nil {
			return err
		}
	}
	if len(p.result.Problems) == before {
		p.result.Cure.Outcome = Pass
	}
	return nil
}

// needed checks that without any one of the changes the steps are not met.
func (p *proof) needed(ctx context.Context, cure *Cure, steps []Step) error {
	for i, change := range cure.Change {
		rest := slices.Delete(slices.Clone(cure.Change), i, i+1)
		without, problems := p.scenario.World.Apply(rest...)
		if problems.Err() != nil {
			continue // a later change builds on this one
		}
		if _, problems := without.World(); problems.Err() != nil {
			continue
		}
		results, err := p.steps(ctx, without, steps, manner{untilUnmet: true})
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(results, func(r StepResult) bool { return len(r.Problems) > 0 }) {
			p.problem(change.root.place, "change %d of the cure can be dropped: the steps succeed without it", i+1)
		}
	}
	return nil
}

// A manner is how a list of steps is to be run.
type manner struct {
	events     bool // tell the observer
	cure       bool
	untilUnmet bool // stop at the first step that is not met
}

// steps runs a list of steps in a lab of its own.
func (p *proof) steps(ctx context.Context, f *Fixture, steps []Step, how manner) ([]StepResult, error) {
	w, problems := f.World()
	if err := problems.Err(); err != nil {
		return nil, err
	}
	b, err := newBench(w, p.scenario, p.runner.clock(p.scenario))
	if err != nil {
		return nil, err
	}
	defer b.close()
	results := []StepResult{}
	for i := range steps {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		result := b.run(ctx, &steps[i])
		results = append(results, result)
		if how.events {
			p.runner.observe(StepEvent{
				Scenario: p.scenario, Cure: how.cure, Index: i, Step: &steps[i], Result: &result, Lab: b.lab,
			})
		}
		if how.untilUnmet && len(result.Problems) > 0 {
			break
		}
	}
	return results, ctx.Err()
}

// problems notes every difference of a list of steps, with the step's place.
func (p *proof) problems(what string, steps []Step, results []StepResult) {
	for i, r := range results {
		for _, text := range r.Problems {
			p.problem(steps[i].at, "%s %d, %s as %s: %s", what, i+1, r.Call, r.As, text)
		}
	}
}

func (p *proof) problem(at place, format string, args ...any) {
	d := Difference{File: p.scenario.File, Text: fmt.Sprintf(format, args...)}
	text := d.Text
	if at.file != nil {
		d.File, d.Line = at.file.shown, at.line
		text = fmt.Sprintf("%s:%d: %s", d.File, d.Line, text)
	}
	p.result.Problems = append(p.result.Problems, text)
	p.result.Differences = append(p.result.Differences, d)
}
