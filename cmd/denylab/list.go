package main

import (
	"encoding/json"
	"fmt"
	"path"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/denylab/denylab/scenarios"
)

func newList(c *console) *cobra.Command {
	var rows bool
	var format string
	cmd := &cobra.Command{
		Use:               "list [PATTERN…]",
		Short:             "List the scenarios, or with --rows the documented cases and the scenarios that show them",
		ValidArgsFunction: completeScenarios,
		RunE: func(_ *cobra.Command, args []string) error {
			if format != "text" && format != "json" {
				return usage("--format %q: want text or json", format)
			}
			if rows {
				return listRows(c, args, format)
			}
			return list(c, args, format)
		},
	}
	cmd.Flags().BoolVar(&rows, "rows", false, "list the rows of the seed matrix")
	cmd.Flags().StringVar(&format, "format", "text", "text or json")
	return cmd
}

// A listed scenario is one line of the list.
type listed struct {
	ID     string   `json:"id"`
	Topic  string   `json:"topic"`
	Title  string   `json:"title"`
	Rows   []string `json:"rows"`
	Source string   `json:"source"`
}

func list(c *console, patterns []string, format string) error {
	found, err := c.load(patterns)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return usage("no scenario matches %s", strings.Join(patterns, " "))
	}
	all := make([]listed, 0, len(found))
	for _, s := range found {
		all = append(all, listed{s.ID, path.Base(path.Dir(s.File)), s.Title, append([]string{}, s.Rows...), s.Source})
	}
	if format == "json" {
		return writeJSON(c, all)
	}
	t := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	for _, s := range all {
		fmt.Fprintf(t, "%s\t%s\t%s\n", s.ID, strings.Join(s.Rows, ","), s.Title)
	}
	return t.Flush()
}

func listRows(c *console, args []string, format string) error {
	if len(args) > 0 {
		return usage("list --rows lists all rows and takes no pattern")
	}
	rows := scenarios.Rows()
	if format == "json" {
		return writeJSON(c, rows)
	}
	t := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	for _, r := range rows {
		what := strings.Join(r.Scenarios, ", ")
		if what == "" {
			what = "(" + r.Note + ")"
		}
		fmt.Fprintf(t, "%s\t%s\n", r.Row, what)
	}
	return t.Flush()
}

func writeJSON(c *console, v any) error {
	e := json.NewEncoder(c.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
