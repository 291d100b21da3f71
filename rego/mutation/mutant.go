package main

import (
	"fmt"
	"strings"
)

// A Mutant is one change to one rule file.
type Mutant struct {
	// File is the rule file's name, Line where the change is, from 1.
	File string
	Line int
	// Rule is the name of the rule that is changed.
	Rule string
	// Operator is the kind of change.
	Operator string
	// Before and After are the changed text, on one line.
	Before, After string
	// Copy tells mutants apart that are otherwise described alike, from 1.
	Copy int

	offset, length int
	replacement    string
}

// ID names the mutant by what it changes, not where: it survives edits of
// other lines.
func (m *Mutant) ID() string {
	id := fmt.Sprintf("%s %s %s: %s → %s", m.File, m.Rule, m.Operator, m.Before, m.After)
	if m.Copy > 1 {
		id += fmt.Sprintf(" (%d)", m.Copy)
	}
	return id
}

// Apply returns the mutant's text of the rule file, given the original's.
func (m *Mutant) Apply(text string) string {
	return text[:m.offset] + m.replacement + text[m.offset+m.length:]
}

// oneLine is text with its white space as single spaces.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
