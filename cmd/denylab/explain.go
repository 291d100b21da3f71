package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/denylab/denylab/emulator/explain"
	"github.com/denylab/denylab/emulator/journal"
	"github.com/denylab/denylab/scenarios"
)

type explainOptions struct {
	endpoint, format string
	call             hypothetical
}

// decisionID is the form of the x-denylab-decision header.
var decisionID = regexp.MustCompile(`^\d{6,}-[0-9a-f]{8}$`)

func newExplain(c *console) *cobra.Command {
	var o explainOptions
	cmd := &cobra.Command{
		Use:   "explain SCENARIO[:STEP] | DECISION | job NAME | --as PRINCIPAL --action ACTION --resource ARN",
		Short: "Show what every layer says about a call, which statement decides, and the way out",
		Long: `Explain a call: every layer with its verdict, the deciding statement with its file
and line, near misses, condition keys the request lacks, the cure, AWS's page, and
the text AWS sent.

The call is a step of a scenario (the first refused one, or STEP, counted from 1);
or an exchange of a running lab, by its x-denylab-decision header; or one that
nobody made: --as, --action and --resource in --world or --scenario.

'explain job NAME' shows the stages of a job of a running lab: who called what, what
was decided, and what the service shows of it.`,
		Example: `  denylab explain training-getobject-missing
  denylab explain 000012-1f0c9a3b --endpoint http://127.0.0.1:4566
  denylab explain --world world.yaml --as role/Job --action s3:GetObject --resource arn:aws:s3:::data/x --context aws:SourceVpce=vpce-1`,
		Args:              cobra.MaximumNArgs(2),
		ValidArgsFunction: completeScenarios,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 2 {
				return o.job(cmd.Context(), c, args)
			}
			calls, err := o.explain(cmd.Context(), c, args)
			if err != nil {
				return err
			}
			return c.explanations(calls, o.format)
		},
	}
	o.call.flags(cmd)
	cmd.Flags().StringVar(&o.format, "format", "text", "text or json")
	endpointFlag(cmd, &o.endpoint)
	return cmd
}

func (o explainOptions) explain(ctx context.Context, c *console, args []string) ([]explain.Explanation, error) {
	switch {
	case o.format != "text" && o.format != "json":
		return nil, usage("--format %q: want text or json", o.format)
	case len(args) == 0 && o.call.action == "":
		return nil, usage("explain what? Name a scenario, a decision id, or a call with --as, --action and --resource")
	case len(args) == 0:
		return o.call.explain(ctx, c)
	case o.call.action != "":
		return nil, usage("explain takes a scenario or decision, or a call with --action, not both")
	case decisionID.MatchString(args[0]):
		return remote{o.endpoint}.explain(ctx, args[0])
	}
	return explainStep(ctx, c, args[0])
}

// job explains a job of a running lab.
func (o explainOptions) job(ctx context.Context, c *console, args []string) error {
	if args[0] != "job" {
		return usage("explain takes one scenario or decision, or job NAME; not %q and %q", args[0], args[1])
	}
	card, err := remote{o.endpoint}.job(ctx, args[1])
	switch {
	case err != nil:
		return err
	case o.format == "json":
		return writeJSON(c, card)
	}
	if err := card.Text(c.out); err != nil || card.Refused == "" {
		return err
	}
	calls, err := remote{o.endpoint}.explain(ctx, card.Refused)
	if err != nil {
		return err
	}
	fmt.Fprintln(c.out)
	return c.explanations(calls, o.format)
}

func explainStep(ctx context.Context, c *console, arg string) ([]explain.Explanation, error) {
	id, number := arg, 0
	if before, after, ok := strings.Cut(arg, ":"); ok {
		n, err := strconv.Atoi(after)
		if err != nil || n < 1 {
			return nil, usage("%s: a step is a number from 1", arg)
		}
		id, number = before, n
	}
	s, err := c.oneScenario(id)
	if err != nil {
		return nil, err
	}
	if number > len(s.Steps) {
		return nil, usage("%s has %d steps", s.ID, len(s.Steps))
	}
	var calls []explain.Explanation
	var failed error
	var unaided *journal.Entry // what the service refused, and no policy
	runner := &scenarios.Runner{Step: func(e scenarios.StepEvent) {
		if e.Cure || e.Result.Entry == nil || calls != nil || failed != nil {
			return
		}
		if entry := e.Result.Entry; unaided == nil && entry.Status >= 400 && entry.Refused() == nil {
			unaided = entry
		}
		if number == 0 && e.Result.Entry.Refused() == nil || number > 0 && e.Index != number-1 {
			return
		}
		calls, _, failed = e.Lab.ExplainExchange(ctx, e.Result.Entry.ID)
	}}
	_, err = runner.Run(ctx, []*scenarios.Scenario{s})
	if err := errors.Join(err, failed); err != nil {
		return nil, cannot(err)
	}
	if calls == nil && unaided != nil {
		return nil, cannot(fmt.Errorf("no policy refused a call of %s: the service did, by itself, %s: %d %s: %s", arg, unaided.Operation, unaided.Status, unaided.Code, unaided.Message))
	}
	if calls == nil {
		return nil, cannot(fmt.Errorf("no call of %s was decided that could be explained; 'denylab replay %s' shows what came back", arg, s.ID))
	}
	return documented(s, calls), nil
}

// documented puts the scenario's proved cure and its page in the place of what
// the explanation proposes.
func documented(s *scenarios.Scenario, calls []explain.Explanation) []explain.Explanation {
	for i := range calls {
		if calls[i].Allowed {
			continue
		}
		calls[i].Page = s.Source
		if s.Cure != nil && s.Cure.Why != "" {
			calls[i].Cure = s.Cure.Why
		}
		if s.Cure != nil && s.Cure.None != "" {
			calls[i].Cure = s.Cure.None
		}
	}
	return calls
}

func (c *console) explanations(calls []explain.Explanation, format string) error {
	if format == "json" {
		return writeJSON(c, calls)
	}
	for i, x := range calls {
		if i > 0 {
			fmt.Fprintln(c.out)
		}
		if err := x.Text(c.out, c.color(c.out)); err != nil {
			return err
		}
	}
	return nil
}
