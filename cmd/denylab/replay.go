package main

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/denylab/denylab/cmd/denylab/report"
	"github.com/denylab/denylab/scenarios"
)

type replayOptions struct {
	formats      []string
	output, html string
	parallel     int
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
folder of your own. Without a pattern the whole catalogue runs.

--format may be given several times: FORMAT=FILE writes that report to a file, and
the text goes to standard output unless it has a file, too. The format github
prints annotations of GitHub Actions for what failed, also among the lines of
--format text, and appends a summary to $GITHUB_STEP_SUMMARY. --html writes pages
to open in a browser.`,
		Example: `  denylab replay
  denylab replay kms/* A03
  denylab replay --format junit=report.xml --format tap=report.tap my/scenarios
  denylab replay --format text --format github --html report`,
		ValidArgsFunction: completeScenarios,
		RunE:              func(cmd *cobra.Command, args []string) error { return replay(cmd.Context(), c, o, args) },
	}
	f := cmd.Flags()
	f.StringArrayVar(&o.formats, "format", []string{"text"}, strings.Join(formatNames(), ", ")+"; FORMAT=FILE writes it to a file (repeatable)")
	f.StringVar(&o.output, "output", "", "file for the report whose format names none (default: standard output)")
	f.StringVar(&o.html, "html", "", "folder to write pages to that show every step, with what refused it")
	f.IntVar(&o.parallel, "parallel", 0, "scenarios at a time (default: one a processor)")
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(formatNames(), cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func replay(ctx context.Context, c *console, o replayOptions, patterns []string) error {
	targets, err := targets(o.formats, o.output)
	if err != nil {
		return err
	}
	list, err := c.load(patterns)
	if err != nil {
		return err
	}
	if err := c.openAll(targets, o.html); err != nil {
		return err
	}
	r, err := c.replay(ctx, o, list, targets)
	if errors.Is(err, scenarios.ErrNoScenarios) {
		return usage("nothing to replay: no scenario matches; 'denylab list' shows them all")
	}
	if err == nil {
		err = c.report(o, r, targets)
	}
	if err := errors.Join(err, closeAll(targets)); err != nil {
		return cannot(err)
	}
	if r.Summary.Failed > 0 {
		return errUnwanted
	}
	return nil
}

// replay runs list. Lines of text come while it runs.
func (c *console) replay(ctx context.Context, o replayOptions, list []*scenarios.Scenario, targets []*target) (*report.Replay, error) {
	progress := report.Progress(c.err, len(list), terminal(c.err))
	witness := report.NewWitness(ctx)
	runner := &scenarios.Runner{Parallel: o.parallel, Done: progress.Done}
	if o.html != "" || slices.ContainsFunc(targets, func(t *target) bool { return t.explained }) {
		runner.Step = witness.See
	}
	if i := slices.IndexFunc(targets, func(t *target) bool { return t.name == "text" }); i >= 0 {
		runner.Done = report.Lines(targets[i].out, progress, c.color(targets[i].out))
	}
	result, err := runner.Run(ctx, list)
	progress.Clear()
	if err != nil {
		return nil, err
	}
	return witness.Report(result)
}
