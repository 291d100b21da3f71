package pipeline

import (
	"fmt"
	"strings"
)

// A Position is a place in a definition; lines and columns begin with 1.
type Position struct{ Line, Column int }

func positionOf(text string, at int) Position {
	before := text[:min(at, len(text))]
	return Position{strings.Count(before, "\n") + 1, len(before) - strings.LastIndex(before, "\n")}
}

// An Error says what is wrong with a definition.
type Error struct {
	At  Position
	Why string
}

func (e *Error) Error() string {
	return fmt.Sprintf("%s (line %d, column %d)", e.Why, e.At.Line, e.At.Column)
}
