package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

// The exit statuses.
const (
	exitWanted      = 0   // everything as wanted
	exitUnwanted    = 1   // an expectation failed
	exitUsage       = 2   // wrong usage, or a fixture with errors
	exitCannot      = 3   // could not run
	exitInterrupted = 130 // interrupted by the user
)

// A failure is an error with the status to exit with.
type failure struct {
	status int
	err    error
}

func (f *failure) Error() string { return f.err.Error() }
func (f *failure) Unwrap() error { return f.err }

func usage(format string, args ...any) error {
	return &failure{exitUsage, fmt.Errorf(format, args...)}
}

func cannot(err error) error { return &failure{exitCannot, err} }

// errUnwanted ends a command whose output has said what is wrong already.
var errUnwanted = &failure{exitUnwanted, errors.New("not everything was as wanted")}

// A console is what a command reads from and writes to.
type console struct {
	env      []string
	in       io.Reader
	out, err io.Writer
}

// run executes the command line and returns the exit status.
func run(args, env []string, in io.Reader, out, errw io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	c := &console{env: env, in: in, out: out, err: errw}
	root := newRoot(c)
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errw)
	err := root.ExecuteContext(ctx)
	var f *failure
	switch {
	case err == nil:
		return exitWanted
	case ctx.Err() != nil:
		return exitInterrupted
	case errors.Is(err, errUnwanted):
		return exitUnwanted
	case errors.As(err, &f):
		fmt.Fprintf(errw, "denylab: %v\n", f.err)
		return f.status
	default: // cobra's own complaints are about usage
		fmt.Fprintf(errw, "denylab: %v\nRun 'denylab --help' for usage.\n", err)
		return exitUsage
	}
}

func newRoot(c *console) *cobra.Command {
	root := &cobra.Command{
		Use:   "denylab",
		Short: "A local S3/IAM lab that reproduces every AWS AccessDenied and says which policy caused it",
		Long: `denylab runs a real S3, STS and KMS endpoint on this machine. Every request is
decided by AWS's own evaluation logic, and every refusal can be explained: the
layer, the statement with its file and line, and the smallest change that cures it.`,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.AddCommand(
		newReplay(c), newList(c), newExplain(c), newServe(c), newEnv(c), newRun(c),
		newJob(c), newJobs(c), newLogs(c),
		newCheck(c), newSimulate(c), newBundle(c), newSchema(c), newHealth(c), newSnapshot(c), newVersion(c),
	)
	return root
}
