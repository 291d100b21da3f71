package job

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"
)

// wait runs cmd to its end. When ctx is done, ask tells it to end, and what
// goes on after its time of grace is killed; so is, at once, what runs when the
// job is given up, and in the end what the program has left behind: a container
// ends with its first process.
func (r *Run) wait(cmd *exec.Cmd, c Container, ask, kill func(*exec.Cmd) error) (Exit, error) {
	printed, err := r.printing(cmd)
	if err != nil {
		return Exit{}, notRun(err)
	}
	defer printed()
	ownGroup(cmd)
	cmd.Cancel = func() error {
		if r.givenUp.Err() != nil {
			return kill(cmd)
		}
		return ask(cmd)
	}
	cmd.WaitDelay = max(c.Grace, time.Second)
	if err := cmd.Start(); interrupted(err) {
		return Exit{Code: 143}, nil // as one that was told to end
	} else if err != nil {
		return Exit{}, notRun(err)
	}
	defer killGroup(cmd)
	stop := context.AfterFunc(r.givenUp, func() { _ = kill(cmd) })
	defer stop()
	err = cmd.Wait()
	var exit *exec.ExitError
	if cmd.ProcessState == nil || err != nil && !errors.As(err, &exit) && !interrupted(err) {
		return Exit{}, notRun(err)
	}
	return Exit{Code: status(cmd), Failure: c.failure()}, nil
}

func notRun(err error) error { return fmt.Errorf("cannot run the job's code: %w", err) }

// interrupted: the code was told to end, and has ended.
func interrupted(err error) bool {
	return errors.Is(err, exec.ErrWaitDelay) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// printing has what cmd prints written into the log. It is a pipe of the lab's
// own: the end of the program is then not that of all who hold its output. done
// waits for what is still to be read, if not for long.
func (r *Run) printing(cmd *exec.Cmd) (done func(), err error) {
	out, in, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	cmd.Stdout, cmd.Stderr = in, in
	read := make(chan struct{})
	go func() {
		defer close(read)
		_, _ = io.Copy(r.log, out) // ends with the pipe
	}()
	return func() {
		in.Close()
		select {
		case <-read:
		case <-time.After(time.Second): // somebody out of reach holds it
		}
		out.Close()
		<-read
	}, nil
}

// kill ends a program without asking.
func kill(cmd *exec.Cmd) error { return cmd.Process.Kill() }
