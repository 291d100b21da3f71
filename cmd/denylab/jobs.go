package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/denylab/denylab/emulator/job"
)

func newJobs(c *console) *cobra.Command {
	var endpoint, format string
	cmd := &cobra.Command{
		Use:   "jobs",
		Short: "List the jobs of a running lab",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cards, err := remote{endpoint}.jobs(cmd.Context())
			if err != nil {
				return err
			}
			switch format {
			case "json":
				return writeJSON(c, cards)
			case "text":
				return c.cards(cards)
			}
			return usage("--format %q: want text or json", format)
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "text or json")
	endpointFlag(cmd, &endpoint)
	return cmd
}

func (c *console) cards(cards []job.Card) error {
	table := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	for _, card := range cards {
		fmt.Fprintf(table, "%s/%s\t%s\t%s\t%s\n", card.Kind, card.Name, card.Status, card.Stage, card.Reason)
	}
	return table.Flush()
}

func newLogs(c *console) *cobra.Command {
	var endpoint string
	var follow bool
	cmd := &cobra.Command{
		Use:   "logs JOB",
		Short: "Print what a job's code printed",
		Long: `Print what the code of a job of a running lab printed. JOB is a name, or
KIND/NAME such as training-job/fraud where several kinds of jobs have the name.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return remote{endpoint}.logs(cmd.Context(), args[0], follow, c.out)
		},
	}
	cmd.Flags().BoolVarP(&follow, "follow", "f", false, "go on until the job ends")
	endpointFlag(cmd, &endpoint)
	return cmd
}

func (r remote) jobs(ctx context.Context) ([]job.Card, error) {
	var cards []job.Card
	return cards, r.get(ctx, "jobs", &cards)
}

func (r remote) job(ctx context.Context, name string) (job.Card, error) {
	var card job.Card
	return card, r.get(ctx, "jobs/"+jobPath(name), &card)
}

// jobPath is a job's name in a path: KIND/NAME has a slash.
func jobPath(name string) string {
	parts := strings.Split(name, "/")
	for i := range parts {
		parts[i] = url.PathEscape(parts[i])
	}
	return strings.Join(parts, "/")
}

// logs copies a log, which may go on for as long as the job runs.
func (r remote) logs(ctx context.Context, name string, follow bool, to io.Writer) error {
	body, err := r.ask(ctx, http.MethodGet, fmt.Sprintf("logs/%s?follow=%t", jobPath(name), follow))
	if err != nil {
		return err
	}
	defer body.Close() //nolint:errcheck // nothing is lost
	if _, err := io.Copy(to, body); err != nil {
		return cannot(fmt.Errorf("%s: the log broke off: %w", r.endpoint, err))
	}
	return nil
}
