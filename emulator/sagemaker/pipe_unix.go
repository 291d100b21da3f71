//go:build unix

package sagemaker

import (
	"context"
	"errors"
	"os"
	"syscall"
	"time"
)

// hasPipes: this system has named pipes.
const hasPipes = true

func makePipe(path string) error { return syscall.Mkfifo(path, 0o666) }

// openPipe waits until somebody opens the pipe to read it, and opens it to
// write. What is written after the end of ctx fails.
func openPipe(ctx context.Context, path string) (*os.File, error) {
	for {
		file, err := os.OpenFile(path, os.O_WRONLY|syscall.O_NONBLOCK, 0)
		switch {
		case err == nil:
			context.AfterFunc(ctx, func() { _ = file.SetWriteDeadline(time.Unix(1, 0)) })
			return file, nil
		case !errors.Is(err, syscall.ENXIO): // nobody reads
			return nil, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// readerLeft: the reader has closed the pipe.
func readerLeft(err error) bool { return errors.Is(err, syscall.EPIPE) }
