// Package report writes what came of a replay, one writer a format.
package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/denylab/denylab/scenarios"
)

// Lines writes one line a scenario as it comes, and tells progress.
func Lines(w io.Writer, p *Progressing, color bool) func(scenarios.Result) {
	return func(r scenarios.Result) {
		p.Clear()
		fmt.Fprintln(w, line(r, color))
		p.Done(r)
	}
}

// Summary writes the failures once more, with what differed, and the counts.
func Summary(w io.Writer, r *Replay, color bool) error {
	if r.Summary.Failed > 0 {
		fmt.Fprintln(w, "\nNot as wanted:")
	}
	for _, s := range r.Scenarios {
		if s.Outcome == scenarios.Pass {
			continue
		}
		fmt.Fprintln(w, line(s, color))
		for _, p := range s.Problems {
			fmt.Fprintf(w, "      %s\n", p)
		}
	}
	_, err := fmt.Fprintf(w, "\n%d scenarios as wanted, %d not\n", r.Summary.Passed, r.Summary.Failed)
	return err
}

func line(r scenarios.Result, color bool) string {
	word := paint(color, "32", "ok  ")
	if r.Outcome != scenarios.Pass {
		word = paint(color, "31", "FAIL")
	}
	return fmt.Sprintf("%s  %-44s %s", word, r.ID, because(r))
}

// because is the refusal a scenario shows, and that its cure helped.
func because(r scenarios.Result) string {
	text := refusal(r.Steps)
	switch r.Cure.Outcome {
	case scenarios.Pass:
		return text + "; cured"
	case scenarios.NoCure:
		return text + "; no cure exists"
	}
	return text
}

// refusal is the first step that a layer refused, else the first job that failed
// or hides something, else the first step that the service refused by itself,
// such as the deletion of a locked object.
func refusal(steps []scenarios.StepResult) string {
	text := "no refusal"
	for _, s := range slices.Backward(steps) {
		switch {
		case s.Job != nil && s.Layer == "" && s.Job.Stage != "":
			text = fmt.Sprintf("%s at %s by no policy", s.Job.Status, s.Job.Stage)
		case s.Job != nil && s.Layer == "" && len(s.Job.Notes) > 0:
			what, _, _ := strings.Cut(s.Job.Notes[0], ": ")
			text = fmt.Sprintf("%s, but %s", s.Job.Status, what)
		case s.Layer == "" && s.Status >= 400:
			text = fmt.Sprintf("%d %s %s by no policy", s.Status, s.Code, s.Action)
		}
	}
	for _, s := range steps {
		if s.Layer == "" {
			continue
		}
		text = fmt.Sprintf("%s %s by %s (%s)", shown(s), s.Action, s.Layer, s.Verdict)
		if s.Statement != "" {
			text += " " + s.Statement
		}
		break
	}
	return text
}

// shown is what the client saw of a refusal: an error, or a job that failed.
func shown(s scenarios.StepResult) string {
	if s.Job != nil && s.Job.Stage != "" {
		return s.Job.Status + " at " + s.Job.Stage
	}
	return fmt.Sprintf("%d %s", s.Status, s.Code)
}

func paint(on bool, code, s string) string {
	if !on {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}
