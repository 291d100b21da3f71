package main

import (
	"context"
	"fmt"
	"regexp"

	"github.com/spf13/cobra"

	"github.com/denylab/denylab/emulator/explain"
	"github.com/denylab/denylab/emulator/job"
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
			calls, card, err := o.explain(cmd.Context(), c, args)
			if err != nil {
				return err
			}
			if card != nil && o.format == "text" {
				if err := card.Text(c.out); err != nil {
					return err
				}
				fmt.Fprintln(c.out)
			}
			return c.explanations(calls, o.format)
		},
	}
	o.call.flags(cmd)
	cmd.Flags().StringVar(&o.format, "format", "text", "text or json")
	endpointFlag(cmd, &o.endpoint)
	return cmd
}

// explain explains what args name; card is that of the job, if a job failed.
func (o explainOptions) explain(ctx context.Context, c *console, args []string) (calls []explain.Explanation, card *job.Card, err error) {
	switch {
	case o.format != "text" && o.format != "json":
		return nil, nil, usage("--format %q: want text or json", o.format)
	case len(args) == 0 && o.call.action == "":
		return nil, nil, usage("explain what? Name a scenario, a decision id, or a call with --as, --action and --resource")
	case len(args) == 0:
		calls, err = o.call.explain(ctx, c)
	case o.call.action != "":
		return nil, nil, usage("explain takes a scenario or decision, or a call with --action, not both")
	case decisionID.MatchString(args[0]):
		calls, err = remote{o.endpoint}.explain(ctx, args[0])
	default:
		return explainStep(ctx, c, args[0])
	}
	return calls, nil, err
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
