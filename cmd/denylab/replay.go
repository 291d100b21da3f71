package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/denylab/denylab/cmd/denylab/report"
	"github.com/denylab/denylab/scenarios"
)

type replayOptions struct {
	format, output string
	parallel       int
}

func newReplay(c *console) *cobra.Command {
	var o replayOptions
	cmd := &cobra.Command{
		Use:   "replay [PATTERN…]",
		Short: "Run scenarios in labs of their own with the real AWS client, and prove their cures",
		Long: `Run scenarios: each in a lab of its own on a loopback port, its steps signed and
sent by aws-sdk-go-v2, every answer compared with what is wanted; then its cure,
which must help and must be needed.

PATTERN is an id (with * and ?), a layer's folder, a row such as A03, or a file or
folder of your own. Without a pattern the whole catalogue runs.`,
		Example: `  denylab replay
  denylab replay kms/* A03
  denylab replay --format junit --output report.xml my/scenarios`,
		ValidArgsFunction: completeScenarios,
		RunE:              func(cmd *cobra.Command, args []string) error { return replay(cmd.Context(), c, o, args) },
	}
	f := cmd.Flags()
	f.StringVar(&o.format, "format", "text", "text, json or junit")
	f.StringVar(&o.output, "output", "", "file to write the report to (default: standard output)")
	f.IntVar(&o.parallel, "parallel", 0, "scenarios at a time (default: one a processor)")
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions([]string{"text", "json", "junit"}, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func replay(ctx context.Context, c *console, o replayOptions, patterns []string) error {
	write, err := writer(o.format)
	if err != nil {
		return err
	}
	list, err := c.load(patterns)
	if err != nil {
		return err
	}
	out, done, err := c.output(o.output)
	if err != nil {
		return err
	}
	progress := report.Progress(c.err, len(list), terminal(c.err))
	runner := &scenarios.Runner{Parallel: o.parallel, Done: progress.Done}
	if o.format == "text" {
		runner.Done = report.Lines(out, progress, c.color(out))
	}
	result, err := runner.Run(ctx, list)
	progress.Clear()
	if errors.Is(err, scenarios.ErrNoScenarios) {
		return usage("nothing to replay: no scenario matches; 'denylab list' shows them all")
	}
	if err != nil {
		return errors.Join(cannot(err), done())
	}
	if err := errors.Join(write(out, result, c.color(out)), done()); err != nil {
		return cannot(err)
	}
	if result.Summary.Failed > 0 {
		return errUnwanted
	}
	return nil
}

func writer(format string) (func(io.Writer, *scenarios.Report, bool) error, error) {
	switch format {
	case "text":
		return report.Summary, nil
	case "json":
		return report.JSON, nil
	case "junit":
		return report.JUnit, nil
	}
	return nil, usage("--format %q: want text, json or junit", format)
}

// output is the file called name, or standard output.
func (c *console) output(name string) (io.Writer, func() error, error) {
	if name == "" {
		return c.out, func() error { return nil }, nil
	}
	f, err := os.Create(name)
	if err != nil {
		return nil, nil, cannot(fmt.Errorf("--output: %w", err))
	}
	return f, f.Close, nil
}
