package sagemaker

import (
	"context"

	"github.com/denylab/denylab/emulator/awsproto"
)

// A task is what SageMaker does in the background for a resource that is no
// job: it ends well or not, and Describe shows which.
type task struct {
	running
	stages []func(context.Context) error
	// begun, good and bad are the statuses while it runs and at its end.
	begun, good, bad string
	// enter writes the last status, and the reason of a failure, into what
	// Describe shows.
	enter func(status, reason string)
}

// run runs the task to its end.
func (t *task) run(ctx context.Context) {
	t.show(t.begun, "")
	if err := t.through(ctx, t.stages...); err != nil {
		f := t.faultOf(err)
		t.enter(t.bad, f.reason)
		t.showFault(t.bad, f)
		return
	}
	t.enter(t.good, "")
	t.show(t.good, "")
}

// assuming takes on the worker's role in the background; text is what the
// service shows when the role does not trust it.
func (w *worker) assuming(text string) func(context.Context) error {
	return func(ctx context.Context) error {
		if err := w.takeOn(ctx, w.role, validation(text)); err != nil {
			return &fault{stageRole, err.Message}
		}
		return nil
	}
}

// useVolume asks about actions on the key of a volume, if there is one, up to the
// first that is refused; text is what the service shows of it.
func (w *worker) useVolume(key string, text func(key, why string) string, actions ...string) func(context.Context) error {
	return func(ctx context.Context) error {
		for _, action := range actions {
			if key == "" {
				break
			}
			refused, err := w.useKey(ctx, stageVolume, key, action)
			if err != nil {
				return err
			}
			if refused != nil {
				return &fault{stageVolume, text(key, refused.Message)}
			}
		}
		return nil
	}
}

// trusted asks whether SageMaker may assume roles that a request names, without
// assuming them. refused is the answer where it may not.
func (r *request) trusted(kind, name string, refused func(role string) *awsproto.Error, roles ...string) *awsproto.Error {
	for _, role := range roles {
		w := r.unassumed(kind, name, role)
		ok, err := w.assumable(r.ctx, stageRole)
		r.x.Made = append(r.x.Made, w.Made()...)
		switch {
		case err != nil:
			return internal()
		case !ok:
			return refused(role)
		}
	}
	return nil
}

// passRoles asks iam:PassRole for each role that a request names.
func (r *request) passRoles(resource string, roles ...string) *awsproto.Error {
	for _, role := range roles {
		if err := r.passRole(role, resource); err != nil {
			return err
		}
	}
	return nil
}
