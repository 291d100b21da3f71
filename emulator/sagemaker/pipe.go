package sagemaker

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"sync"

	"github.com/denylab/denylab/emulator/job"
)

// A pipe is a channel that code reads while it runs: named pipes, PATH_0 for the
// first time, PATH_1 for the second, and so on
// (https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-training-algo-running-container.html).
type pipe struct {
	// name is what texts call it.
	name string
	path string
	flow flow
}

func (p pipe) epoch(n int) string { return p.path + "_" + strconv.Itoa(n) }

// openPipes makes the pipes that the code of an image opens and fills them while
// it runs. done is to be called after the code has ended; its error is the first
// of a pipe that could not be filled. Without a program that opens them the lab
// reads everything to its end now: what the role may not read fails here, where
// the code would.
func (r *running) openPipes(ctx context.Context, image string, pipes []pipe) (done func() error, err error) {
	if !job.Serves(imageOf(r.Agent.World(), image)) || !hasPipes {
		return func() error { return nil }, r.drain(ctx, pipes)
	}
	for _, p := range pipes {
		if err := errors.Join(os.MkdirAll(filepath.Dir(p.path), 0o777), makePipe(p.epoch(0))); err != nil {
			return nil, &broken{p.name, err}
		}
	}
	filling, cancel := context.WithCancel(ctx)
	var all sync.WaitGroup
	failed := make([]error, len(pipes))
	for i, p := range pipes {
		all.Go(func() { failed[i] = r.fill(filling, p) })
	}
	return func() error {
		cancel()
		all.Wait()
		return errors.Join(failed...)
	}, nil
}

func (r *running) drain(ctx context.Context, pipes []pipe) error {
	for _, p := range pipes {
		if err := r.pour(ctx, p.flow, io.Discard); err != nil {
			return &broken{p.name, err}
		}
	}
	return nil
}

// fill writes the data into the pipe of each epoch that the code opens, until
// ctx ends. Where the data breaks off the pipe does, too; a reader cannot tell
// that from its end.
func (r *running) fill(ctx context.Context, p pipe) error {
	var first error
	for n := 0; ; n++ {
		out, err := openPipe(ctx, p.epoch(n))
		if err == nil {
			err = errors.Join(makePipe(p.epoch(n+1)), r.pour(ctx, p.flow, out))
		}
		ended := ctx.Err() != nil
		if err != nil && !ended && !readerLeft(err) && first == nil {
			first = &broken{p.name, err}
		}
		if out == nil || ended {
			return first
		}
		_ = out.Close() // what could not be written is known
	}
}
