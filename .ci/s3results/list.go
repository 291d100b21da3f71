package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
)

// What a test is about.
const (
	denial        = "denial"        // authorization, and it demands a denial
	authorization = "authorization" // authorization, any other
	other         = "other"
)

// How it ends.
const (
	passes      = "passes"
	fails       = "fails"       // in scope, and the lab does not pass it
	contradicts = "contradicts" // AWS's documentation, and the lab follows that
	out         = "out"         // of scope: not run
)

// A row is what the list says of the tests that its pattern matches.
type row struct{ pattern, about, status, reason string }

type list []row

// of is the first row that matches a test. A test that is not listed is about
// something else than authorization, and passes.
func (l list) of(name string) row {
	for _, r := range l {
		if matches(r.pattern, name) {
			return r
		}
	}
	return row{name, other, passes, ""}
}

func readList(file string) (list, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var rows list
	for i, line := range strings.Split(strings.TrimRight(string(data), "\n"), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) < 3 || !slices.Contains([]string{denial, authorization, other}, f[1]) || !slices.Contains([]string{passes, fails, contradicts, out}, f[2]) {
			return nil, fmt.Errorf("%s:%d: %q is not TEST, what it is about, how it ends and why, separated by tabs", file, i+1, line)
		}
		r := row{f[0], f[1], f[2], strings.Join(f[3:], " ")}
		if r.status != passes && r.reason == "" {
			return nil, fmt.Errorf("%s:%d: %s is listed without a reason", file, i+1, r.pattern)
		}
		rows = append(rows, r)
	}
	return rows, nil
}
