package job

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"
)

// A Card is what is known of a job from outside.
type Card struct {
	// ID is ACCOUNT~training-job~NAME, Kind the second part, such as
	// training-job.
	ID      string `json:"id"`
	Kind    string `json:"kind"`
	Name    string `json:"name"`
	Account string `json:"account"`
	ARN     string `json:"arn"`
	// Role is the ARN of the session that the job acts as.
	Role    string    `json:"role"`
	Started time.Time `json:"started"`
	// Status is the service's, such as InProgress, Completed or Failed; Reason
	// its text of the failure.
	Status string `json:"status"`
	Reason string `json:"reason,omitempty"`
	// Stage is the stage that failed, Refused the journal's id of the call that
	// failed it.
	Stage   string `json:"stage,omitempty"`
	Refused string `json:"refused,omitempty"`
	// Notes are what the service does not show: what failed silently.
	Notes []string `json:"notes,omitempty"`
	// Calls is the stage table.
	Calls []Call `json:"calls"`
}

// A Board has the jobs that were taken, those that have ended included. Its
// zero value is empty. It may be used by several goroutines at once.
type Board struct {
	mu     sync.Mutex
	posted []*posted
	closed bool
}

type posted struct {
	run    *Run
	cancel context.CancelFunc
	done   chan struct{}
}

// Start posts a job and has work run it in the background. ctx ends when the
// job is stopped or the board is cleared.
func (b *Board) Start(r *Run, work func(ctx context.Context)) {
	ctx, cancel := context.WithCancel(context.Background())
	p := &posted{run: r, cancel: cancel, done: make(chan struct{})}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.posted = append(b.posted, p)
	if b.closed {
		p.giveUp()
	}
	go func() {
		defer close(p.done)
		defer r.log.End()
		defer p.giveUp()
		work(ctx)
	}()
}

// giveUp stops the job without waiting for what its code does with it.
func (p *posted) giveUp() {
	p.run.giveUp()
	p.cancel()
}

// find is the newest job that has a name: its id, ARN, or the name alone, of
// which a run of a job has two parts, JOB/RUN: the job's own will do.
func (b *Board) find(name string) *posted {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, p := range slices.Backward(b.posted) {
		c := p.run.Card()
		if name == c.ID || name == c.ARN || name == c.Name || name == c.Kind+"/"+c.Name || strings.HasPrefix(c.Name, name+"/") {
			return p
		}
	}
	return nil
}

// Run finds a job by its id, ARN, name or KIND/NAME; of several the newest.
func (b *Board) Run(name string) (*Run, bool) {
	p := b.find(name)
	if p == nil {
		return nil, false
	}
	return p.run, true
}

// Note adds the calls of an exchange of a job's code to the job's table.
func (b *Board) Note(id, decision string) {
	if run, ok := b.Run(id); ok {
		run.Note(StageCode, decision)
	}
}

// Wait waits for the end of a job, or of ctx. It does not wait for one that the
// board does not have.
func (b *Board) Wait(ctx context.Context, name string) error {
	p := b.find(name)
	if p == nil {
		return nil
	}
	select {
	case <-p.done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Idle waits for the end of all jobs, those that they start included.
func (b *Board) Idle(ctx context.Context) error {
	for i := 0; ; i++ {
		b.mu.Lock()
		if i >= len(b.posted) {
			b.mu.Unlock()
			return nil
		}
		p := b.posted[i]
		b.mu.Unlock()
		select {
		case <-p.done:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Stop tells a job to end.
func (b *Board) Stop(name string) {
	if p := b.find(name); p != nil {
		p.cancel()
	}
}

// Clear stops all jobs, those that they start meanwhile included, waits for
// them and forgets them. A closed board stops also those that come later.
func (b *Board) Clear(closed bool) {
	b.mu.Lock()
	b.closed = closed
	b.mu.Unlock()
	for b.clear() {
	}
}

// clear clears what is posted now; false when that is nothing.
func (b *Board) clear() bool {
	b.mu.Lock()
	all := b.posted
	b.mu.Unlock()
	for _, p := range all {
		p.giveUp()
	}
	for _, p := range all {
		<-p.done
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.posted = slices.Clone(b.posted[len(all):])
	return len(all) > 0
}

// Cards are all jobs, in the order in which they were taken.
func (b *Board) Cards() []Card {
	b.mu.Lock()
	all := slices.Clone(b.posted)
	b.mu.Unlock()
	cards := make([]Card, 0, len(all))
	for _, p := range all {
		cards = append(cards, p.run.Card())
	}
	return cards
}

// Card is what is known of the job now.
func (r *Run) Card() Card {
	r.mu.Lock()
	defer r.mu.Unlock()
	c := r.card
	c.Notes, c.Calls = slices.Clone(c.Notes), slices.Clone(r.calls)
	return c
}

// Show changes what is shown of the job.
func (r *Run) Show(change func(*Card)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	change(&r.card)
}

// Hide notes what the service does not show; the same note again is one.
func (r *Run) Hide(note string) {
	r.Show(func(c *Card) {
		if !slices.Contains(c.Notes, note) {
			c.Notes = append(c.Notes, note)
		}
	})
}

// ID names a job: ACCOUNT~KIND~NAME. Names may have slashes, paths may not.
func ID(account, kind, name string) string {
	return account + "~" + kind + "~" + strings.ReplaceAll(name, "/", "~")
}
