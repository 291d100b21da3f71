package scenarios

import (
	"context"

	"github.com/denylab/denylab/emulator/job"
)

// A JobResult is how a job ended.
type JobResult struct {
	// Name, Status and Reason are what the service shows.
	Name   string `json:"name"`
	Status string `json:"status"`
	Reason string `json:"reason,omitempty"`
	// Stage is the stage that failed.
	Stage string `json:"stage,omitempty"`
	// Notes are what the service does not show.
	Notes []string `json:"notes,omitempty"`

	// Card has the stage table.
	Card job.Card `json:"-"`
}

// finishJob waits for the jobs that a call created, of which the first is the
// one it asked for: the next step finds them ended. What the job was refused is
// what the step is about.
func (b *bench) finishJob(ctx context.Context, before int, result *StepResult) error {
	if err := b.lab.Jobs().Idle(ctx); err != nil {
		return err
	}
	cards := b.lab.Jobs().Cards()
	if len(cards) <= before {
		return nil
	}
	c := cards[before]
	result.Job = &JobResult{Name: c.Name, Status: c.Status, Reason: c.Reason, Stage: c.Stage, Notes: c.Notes, Card: c}
	if c.Refused != "" {
		b.lookUp(c.Refused, result)
	}
	return nil
}
