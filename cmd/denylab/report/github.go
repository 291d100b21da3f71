package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/denylab/denylab/scenarios"
)

// GitHub writes an annotation of GitHub Actions for every problem, at the line
// of the scenario that it is about
// (https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands).
func GitHub(w io.Writer, r *Replay, _ bool) error {
	for _, s := range r.Scenarios {
		for _, d := range s.Differences {
			_, err := fmt.Fprintf(w, "::error file=%s,line=%d,title=%s::%s\n",
				property.Replace(d.File), max(d.Line, 1), property.Replace(s.ID+": "+s.Title), data.Replace(d.Text))
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// Values of workflow commands end at a line's end, properties at a comma or
// colon, too.
var (
	data     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// mostDetailed bounds the failures that the summary shows with their ladders:
// GitHub takes 1 MiB of a step's summary, or nothing of it.
const mostDetailed = 50

// Markdown writes a summary of r for people: the counts, and every failure with
// what differed; the first 50 with their ladders.
func Markdown(w io.Writer, r *Replay, _ bool) error {
	var b strings.Builder
	fmt.Fprintf(&b, "## denylab: %d scenarios as wanted, %d not\n", r.Summary.Passed, r.Summary.Failed)
	shown := 0
	for _, s := range r.Scenarios {
		if s.Outcome == scenarios.Pass {
			continue
		}
		if shown++; shown > mostDetailed {
			continue
		}
		fmt.Fprintf(&b, "\n### %s\n\n%s\n\n", markdown(s.ID), markdown(s.Title))
		fenced(&b, strings.Join(s.Problems, "\n"))
		fenced(&b, r.ladders(s))
	}
	if rest := shown - mostDetailed; rest > 0 {
		fmt.Fprintf(&b, "\n… and %d more\n", rest)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// mostFenced bounds one block of the summary, in bytes: 50 failures fit.
const mostFenced = 8 << 10

// fenced writes text as a block of code, whose fence is longer than any in it.
func fenced(b *strings.Builder, text string) {
	if text == "" {
		return
	}
	if len(text) > mostFenced {
		text = strings.ToValidUTF8(text[:mostFenced], "") + "…"
	}
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	fmt.Fprintf(b, "%s\n%s\n%s\n", fence, strings.TrimSuffix(text, "\n"), fence)
}

// markdown is text on one line in which nothing is markup.
func markdown(s string) string {
	var b strings.Builder
	for _, r := range strings.Join(strings.Fields(s), " ") {
		if strings.ContainsRune("\\`*_{}[]<>()#+!|~&@", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
