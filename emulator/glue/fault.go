package glue

import (
	"errors"

	"github.com/denylab/denylab/emulator/job"
)

// A fault is why a run failed: the message that Glue shows, and in which stage.
type fault struct{ stage, reason string }

func (f *fault) Error() string { return f.reason }

// faultOf is the fault behind an error; what is none is the lab's own trouble.
func faultOf(err error) *fault {
	var f *fault
	if errors.As(err, &f) {
		return f
	}
	return &fault{stageLaunch, notRunnable(err.Error())}
}

// show keeps the card true. What failed a run is the first call of its stage
// that was refused; a script goes on after a refusal, and fails with the last
// one.
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

// refusalOf is what S3 answered, if the error is of an answer.
func refusalOf(err error) (*job.Refusal, bool) {
	var had *job.Refusal
	if errors.As(err, &had) {
		return had, true
	}
	return job.Refused(err)
}
