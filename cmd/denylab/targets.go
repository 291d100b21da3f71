package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/denylab/denylab/cmd/denylab/report"
)

// openAll opens what the reports go to, a file once, and makes the folder of the
// pages, if there is one: what cannot be written is said before anything runs.
func (c *console) openAll(all []*target, pages string) error {
	if pages != "" {
		if err := os.MkdirAll(pages, 0o755); err != nil {
			return cannot(fmt.Errorf("--html: %w", err))
		}
	}
	for i, t := range all {
		if j := slices.IndexFunc(all[:i], func(o *target) bool { return o.file == t.file }); j >= 0 {
			t.out, t.done = all[j].out, func() error { return nil }
			continue
		}
		var err error
		if t.out, t.done, err = c.output(t.file); err != nil {
			return errors.Join(err, closeAll(all[:i]))
		}
	}
	return nil
}

func closeAll(all []*target) error {
	var errs []error
	for _, t := range all {
		errs = append(errs, t.done())
	}
	return errors.Join(errs...)
}

// output is the file called name, or standard output.
func (c *console) output(name string) (io.Writer, func() error, error) {
	if name == "" {
		return c.out, func() error { return nil }, nil
	}
	f, err := os.Create(name)
	if err != nil {
		return nil, nil, cannot(fmt.Errorf("cannot write the output: %w", err))
	}
	return f, f.Close, nil
}

// report writes r everywhere it is wanted.
func (c *console) report(o replayOptions, r *report.Replay, targets []*target) error {
	var errs []error
	for _, t := range targets {
		errs = append(errs, t.write(t.out, r, c.color(t.out)))
		if t.name == "github" {
			errs = append(errs, c.stepSummary(r))
		}
	}
	if o.html != "" {
		if err := report.HTML(o.html, r); err != nil {
			errs = append(errs, fmt.Errorf("--html: %w", err))
		}
	}
	return errors.Join(errs...)
}

// stepSummary appends a summary to the file that GitHub Actions shows on the
// page of the run, if there is one.
func (c *console) stepSummary(r *report.Replay) error {
	name := c.variable("GITHUB_STEP_SUMMARY")
	if name == "" {
		return nil
	}
	f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("GITHUB_STEP_SUMMARY: %w", err)
	}
	return errors.Join(report.Markdown(f, r, false), f.Close())
}

// variable is the value of an environment variable; empty when it is not set.
func (c *console) variable(name string) string {
	for _, v := range slices.Backward(c.env) {
		if value, ok := strings.CutPrefix(v, name+"="); ok {
			return value
		}
	}
	return ""
}
