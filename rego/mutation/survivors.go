package main

import (
	"bufio"
	"fmt"
	"strings"
)

// Survivors are the mutants that are known to survive, by ID, with the reason.
type Survivors map[string]string

// Equivalent is true when the reason says that no input tells the mutant from
// the original.
func (s Survivors) Equivalent(id string) bool { return strings.HasPrefix(s[id], "equivalent") }

// ReadSurvivors reads a list: an ID at the beginning of a line, its reason on
// the indented lines that follow. Lines that begin with # are remarks.
func ReadSurvivors(name, text string) (Survivors, error) {
	list := Survivors{}
	id, line := "", 0
	reasoned := func() error {
		if id != "" && list[id] == "" {
			return fmt.Errorf("%s:%d: no reason for %q: write it on an indented line below", name, line, id)
		}
		return nil
	}
	lines := bufio.NewScanner(strings.NewReader(text))
	for n := 1; lines.Scan(); n++ {
		written := strings.TrimSpace(lines.Text())
		switch indented := strings.TrimLeft(lines.Text(), " \t") != lines.Text(); {
		case written == "" || strings.HasPrefix(written, "#"):
		case indented && id == "":
			return nil, fmt.Errorf("%s:%d: a reason without a mutant: %q", name, n, written)
		case indented:
			list[id] = strings.TrimSpace(list[id] + " " + written)
		default:
			if err := reasoned(); err != nil {
				return nil, err
			}
			if _, twice := list[written]; twice {
				return nil, fmt.Errorf("%s:%d: %q is listed twice", name, n, written)
			}
			id, line = written, n
		}
	}
	if err := reasoned(); err != nil {
		return nil, err
	}
	return list, lines.Err()
}
