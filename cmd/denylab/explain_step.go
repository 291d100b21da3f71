package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/denylab/denylab/cmd/denylab/report"
	"github.com/denylab/denylab/emulator/explain"
	"github.com/denylab/denylab/emulator/job"
	"github.com/denylab/denylab/emulator/journal"
	"github.com/denylab/denylab/scenarios"
)

// explainStep explains a step of a scenario, SCENARIO or SCENARIO:STEP.
func explainStep(ctx context.Context, c *console, arg string) ([]explain.Explanation, *job.Card, error) {
	id, number := arg, 0
	if before, after, ok := strings.Cut(arg, ":"); ok {
		n, err := strconv.Atoi(after)
		if err != nil || n < 1 {
			return nil, nil, usage("%s: a step is a number from 1", arg)
		}
		id, number = before, n
	}
	s, err := c.oneScenario(id)
	if err != nil {
		return nil, nil, err
	}
	if number > len(s.Steps) {
		return nil, nil, usage("%s has %d steps", s.ID, len(s.Steps))
	}
	seeker := &stepSeeker{ctx: ctx, number: number}
	_, err = (&scenarios.Runner{Step: seeker.see}).Run(ctx, []*scenarios.Scenario{s})
	if err := errors.Join(err, seeker.failed); err != nil {
		return nil, nil, cannot(err)
	}
	if unaided := seeker.unaided; seeker.calls == nil && unaided != nil {
		return nil, nil, cannot(fmt.Errorf("no policy refused a call of %s: the service did, by itself, %s: %d %s: %s", arg, unaided.Operation, unaided.Status, unaided.Code, unaided.Message))
	}
	if seeker.calls == nil && seeker.card == nil {
		return nil, nil, cannot(fmt.Errorf("no call of %s was decided that could be explained; 'denylab replay %s' shows what came back", arg, s.ID))
	}
	return report.Documented(s, seeker.calls), seeker.card, nil
}

// A stepSeeker explains one step of a scenario while its lab runs: the one with
// a number from 1, or with 0 the first one in which something was refused.
type stepSeeker struct {
	ctx     context.Context
	number  int
	calls   []explain.Explanation
	card    *job.Card
	unaided *journal.Entry // what the service refused, and no policy
	failed  error
}

func (k *stepSeeker) see(e scenarios.StepEvent) {
	if e.Cure || e.Result.Entry == nil || k.calls != nil || k.card != nil || k.failed != nil {
		return
	}
	journal, entry := e.Lab.Journal(), e.Result.Entry
	refused := journal.Refusal(entry) != nil
	if k.unaided == nil && entry.Status >= http.StatusBadRequest && !refused {
		k.unaided = entry
	}
	failed := e.Result.Job != nil && (e.Result.Job.Stage != "" || len(e.Result.Job.Notes) > 0)
	if k.number == 0 && !refused && !failed || k.number > 0 && e.Index != k.number-1 {
		return
	}
	k.calls, _, k.failed = e.Lab.ExplainExchange(k.ctx, entry.ID)
	if e.Result.Job != nil {
		k.card = &e.Result.Job.Card
		k.calls = refusals(k.calls)
	}
}

// refusals are the explanations of what was refused: the stage table has the
// rest.
func refusals(calls []explain.Explanation) []explain.Explanation {
	return slices.DeleteFunc(calls, func(x explain.Explanation) bool { return x.Allowed })
}
