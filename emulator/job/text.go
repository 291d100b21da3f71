package job

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// Text writes what the service shows of the job, its stage table, with a mark
// at the calls that were refused, and what the service does not show.
func (c Card) Text(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s/%s", strings.ToLower(c.Status), c.Kind, c.Name)
	if c.Stage != "" {
		fmt.Fprintf(&b, " at stage %s", c.Stage)
	}
	fmt.Fprintf(&b, "\n  as %s\n", c.Role)
	if c.Reason != "" {
		fmt.Fprintf(&b, "  shown: %s\n", c.Reason)
	}
	b.WriteString("\n")
	table := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "  stage\tprincipal\tcall\tresource\tverdict")
	for _, call := range c.Calls {
		fmt.Fprintln(table, call.row())
	}
	if err := table.Flush(); err != nil {
		return err
	}
	for _, note := range c.Notes {
		fmt.Fprintf(&b, "\nnot shown: %s\n", note)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (c Call) row() string {
	mark, verdict := " ", string(c.Verdict)
	if !c.Allowed {
		mark, verdict = ">", verdict+" by "+string(c.Layer)
	}
	action := c.Action
	if c.Count > 1 {
		action += fmt.Sprintf(" ×%d", c.Count)
	}
	return fmt.Sprintf("%s %s\t%s\t%s\t%s\t%s", mark, c.Stage, short(c.Principal), action, c.Resource, verdict)
}

// short is a principal without what the reader knows.
func short(arn string) string {
	if i := strings.LastIndex(arn, ":"); strings.HasPrefix(arn, "arn:") && i >= 0 {
		return arn[i+1:]
	}
	return arn
}
