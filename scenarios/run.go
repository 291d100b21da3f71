package scenarios

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/denylab/denylab/emulator"
)

// ErrNoScenarios is the error of a run of nothing, which must not pass for a
// run without failures.
var ErrNoScenarios = errors.New("no scenarios to run")

// A Runner runs scenarios, each in labs of its own. Its zero value runs as
// many at a time as there are processors.
type Runner struct {
	// Clock is the labs' time; nil means each scenario's own.
	Clock func() time.Time
	// Parallel is how many scenarios run at a time; 0 means one a processor.
	Parallel int
	// Done, if not nil, is told about every scenario, in the report's order,
	// as soon as it and those before it have run. Calls do not overlap.
	Done func(Result)
	// Step, if not nil, is told about every step of scenarios and cures while
	// its lab still runs. Calls do not overlap; those of different scenarios
	// come in any order.
	Step func(StepEvent)

	mu sync.Mutex // held while Step is called
}

// A StepEvent is a step that has just been run.
type StepEvent struct {
	Scenario *Scenario
	// Cure: the step is one of the cure's.
	Cure bool
	// Index of the step in its list, from 0.
	Index  int
	Step   *Step
	Result *StepResult
	// Lab is where it ran; it is closed when the list of steps ends.
	Lab *emulator.Lab
}

// Run runs the scenarios and reports them by id. It fails with ErrNoScenarios
// when there are none, when a lab cannot be started, and, with the report so
// far, when ctx ends. A scenario that fails is no error.
func (r *Runner) Run(ctx context.Context, list []*Scenario) (*Report, error) {
	if len(list) == 0 {
		return nil, ErrNoScenarios
	}
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b *Scenario) int { return strings.Compare(a.ID, b.ID) })
	runs := make([]chan outcome, len(list))
	for i := range runs {
		runs[i] = make(chan outcome, 1)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go r.start(ctx, list, runs)
	var results []Result
	for i, done := range runs {
		o := <-done
		if o.err != nil {
			return newReport(results), fmt.Errorf("scenario %s: %w", list[i].ID, o.err)
		}
		results = append(results, o.result)
		if r.Done != nil {
			r.Done(o.result)
		}
	}
	return newReport(results), nil
}

type outcome struct {
	result Result
	err    error
}

// start runs the scenarios, some at a time, in order.
func (r *Runner) start(ctx context.Context, list []*Scenario, runs []chan outcome) {
	parallel := r.Parallel
	if parallel <= 0 {
		parallel = runtime.GOMAXPROCS(0)
	}
	slots := make(chan struct{}, parallel)
	for i, s := range list {
		slots <- struct{}{}
		go func() {
			defer func() { <-slots }()
			result, err := r.scenario(ctx, s)
			runs[i] <- outcome{result, err}
		}()
	}
}

// scenario runs one scenario and proves its cure.
func (r *Runner) scenario(ctx context.Context, s *Scenario) (Result, error) {
	result := Result{
		ID: s.ID, Title: s.Title, Rows: append([]string{}, s.Rows...), Source: s.Source,
		Outcome: Pass, Scenario: s,
	}
	p := &proof{runner: r, scenario: s, result: &result}
	err := p.run(ctx)
	if len(result.Problems) > 0 {
		result.Outcome = Fail
	}
	return result, err
}

func (r *Runner) clock(s *Scenario) func() time.Time {
	if r.Clock != nil {
		return r.Clock
	}
	return func() time.Time { return s.Clock }
}

func (r *Runner) observe(e StepEvent) {
	if r.Step == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.Step(e)
}
