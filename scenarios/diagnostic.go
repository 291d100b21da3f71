package scenarios

import (
	"fmt"
	"slices"
	"strings"
)

// A Severity says whether a diagnostic stops a run.
type Severity string

// The severities.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
)

// A Diagnostic is one complaint about a file: a place, what is wrong and what
// to write instead.
type Diagnostic struct {
	File string `json:"file"`
	// Line and Column count from 1, columns in characters; 0 when the
	// complaint is about the file as a whole.
	Line     int      `json:"line"`
	Column   int      `json:"column"`
	Severity Severity `json:"severity"`
	Message  string   `json:"message"`
	// Hint says what to write instead; often empty.
	Hint string `json:"hint,omitempty"`
	// Source is the text of the line.
	Source string `json:"source,omitempty"`
}

// String is the place and the complaint, then the source line with a caret,
// then the hint.
func (d Diagnostic) String() string {
	var b strings.Builder
	b.WriteString(d.File)
	if d.Line > 0 {
		fmt.Fprintf(&b, ":%d:%d", d.Line, d.Column)
	}
	b.WriteString(": ")
	if d.Severity == Warning {
		b.WriteString("warning: ")
	}
	b.WriteString(d.Message)
	if d.Line > 0 && d.Source != "" {
		fmt.Fprintf(&b, "\n%5d | %s\n      | %s^", d.Line, d.Source, indent(d.Source, d.Column))
	}
	if d.Hint != "" {
		b.WriteString("\n      = " + d.Hint)
	}
	return b.String()
}

// indent is white space as wide as the first column-1 characters of line.
func indent(line string, column int) string {
	var b strings.Builder
	for _, r := range line {
		if column--; column < 1 {
			break
		}
		if r != '\t' {
			r = ' '
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Diagnostics are the complaints about one or more files, by file, then in
// file order.
type Diagnostics []Diagnostic

// Error is every diagnostic, one after the other.
func (ds Diagnostics) Error() string {
	texts := make([]string, len(ds))
	for i, d := range ds {
		texts[i] = d.String()
	}
	return strings.Join(texts, "\n")
}

// Err is the diagnostics as an error when one of them is more than a warning,
// else nil.
func (ds Diagnostics) Err() error {
	if slices.ContainsFunc(ds, func(d Diagnostic) bool { return d.Severity != Warning }) {
		return ds
	}
	return nil
}

// sorted is ds in order of place, without repetitions: a shared world is read
// once for each scenario that uses it.
func (ds Diagnostics) sorted() Diagnostics {
	slices.SortStableFunc(ds, func(a, b Diagnostic) int {
		if c := strings.Compare(a.File, b.File); c != 0 {
			return c
		}
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		if a.Column != b.Column {
			return a.Column - b.Column
		}
		return strings.Compare(a.Message, b.Message)
	})
	return slices.Compact(ds)
}
