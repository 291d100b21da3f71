package scenarios

import (
	"fmt"
	"strings"
)

// A kind is the kind of a YAML value.
type kind int

const (
	null kind = iota
	boolean
	number
	text
	sequence
	mapping
)

func (k kind) String() string {
	return [...]string{"nothing", "a boolean", "a number", "text", "a list", "a mapping"}[k]
}

// A file is the text that nodes come from, and where files named in it are.
type file struct {
	name  string // in its file system: where relative names start from
	shown string // as diagnostics print it
	lines []string
}

func newFile(name string, data []byte) *file {
	return &file{name: name, shown: name, lines: strings.Split(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n")}
}

// A place is a position in a file.
type place struct {
	file         *file
	line, column int
}

// A node is one YAML value and where it was written. Nodes are immutable:
// merged trees and aliases share them.
type node struct {
	place
	kind   kind
	text   string // a scalar as written, without quotes
	block  bool   // the text is a block: | or >
	items  []*node
	fields []field // in file order, keys unique
	size   int     // number of nodes below and with it
}

// A field is one key of a mapping.
type field struct{ key, value *node }

// get is the value of key, or nil.
func (n *node) get(key string) *node {
	if f := n.field(key); f != nil {
		return f.value
	}
	return nil
}

func (n *node) field(key string) *field {
	if n == nil {
		return nil
	}
	for i := range n.fields {
		if n.fields[i].key.text == key {
			return &n.fields[i]
		}
	}
	return nil
}

// only is the value of key in a mapping that has no other key, or nil.
func (n *node) only(key string) *node {
	if n == nil || n.kind != mapping || len(n.fields) != 1 {
		return nil
	}
	return n.get(key)
}

// problem makes a diagnostic about the place.
func (p place) problem(format string, args ...any) Diagnostic {
	d := Diagnostic{Severity: Error, Message: fmt.Sprintf(format, args...)}
	if p.file == nil {
		return d
	}
	d.File, d.Line, d.Column = p.file.shown, p.line, p.column
	if p.line >= 1 && p.line <= len(p.file.lines) {
		d.Source = p.file.lines[p.line-1]
	}
	return d
}

// hint returns d with what to write instead.
func (d Diagnostic) hint(format string, args ...any) Diagnostic {
	d.Hint = fmt.Sprintf(format, args...)
	return d
}
