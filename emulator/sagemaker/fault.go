package sagemaker

import (
	"errors"

	"github.com/denylab/denylab/emulator/job"
)

// A fault is why a job failed: the text that the service shows, and in which
// stage.
type fault struct{ stage, reason string }

func (f *fault) Error() string { return f.reason }

// faultOf is the fault behind an error; what is none is the lab's own trouble.
func (w *worker) faultOf(err error) *fault {
	var f *fault
	if errors.As(err, &f) {
		return f
	}
	return &fault{stageStart, notRunnable(err.Error())}
}

// unlisted is the error of a place whose objects could not be listed.
type unlisted struct {
	at  job.URI
	err error
}

func (u *unlisted) Error() string { return "listing " + u.at.String() + ": " + u.err.Error() }
func (u *unlisted) Unwrap() error { return u.err }

// show keeps the card true. What failed a job is the first call of its stage
// that was refused; code goes on after a refusal, and fails with the last one.
func (w *worker) show(status, failed string) {
	calls := w.Calls()
	w.Show(func(c *job.Card) {
		c.Status, c.Stage, c.Refused = status, failed, ""
		for _, call := range calls {
			if failed != "" && call.Stage == failed && !call.Allowed && (c.Refused == "" || failed == job.StageCode) {
				c.Refused = call.Decision
			}
		}
	})
}

// showFault is show for a job that failed.
func (w *worker) showFault(status string, f *fault) {
	w.show(status, f.stage)
	w.Show(func(c *job.Card) { c.Reason = f.reason })
}
