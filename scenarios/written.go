package scenarios

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// String is the arguments as YAML, one line a value; empty when there are none.
func (a *Arguments) String() string {
	if a == nil {
		return ""
	}
	return a.root.yaml()
}

// String is the fixture as YAML, one line a value; empty when there is none.
func (f *Fixture) String() string {
	if f == nil {
		return ""
	}
	return f.root.yaml()
}

func (n *node) yaml() string {
	if n == nil {
		return ""
	}
	var b strings.Builder
	if line, ok := n.inline(); ok {
		return line + "\n"
	}
	n.lines(&b, "")
	return b.String()
}

// inline is a value that goes on the line of its key.
func (n *node) inline() (string, bool) {
	switch {
	case n.kind == mapping:
		return "{}", len(n.fields) == 0
	case n.kind == sequence:
		return "[]", len(n.items) == 0
	case n.kind == null:
		return "null", true
	case n.kind == text:
		return quotedIfNeeded(n.text), !literal(n.text)
	}
	return n.text, true
}

// lines writes a value that has lines of its own, each after the indent.
func (n *node) lines(b *strings.Builder, indent string) {
	for _, f := range n.fields {
		b.WriteString(indent + quotedIfNeeded(f.key.text) + ":")
		f.value.after(b, "\n", indent+"  ", indent+"  ")
	}
	for _, item := range n.items {
		b.WriteString(indent + "-")
		item.after(b, " ", "", indent+"  ")
	}
}

// after writes the value after its key or dash: between and first stand before
// the first of its own lines, indent before the others.
func (n *node) after(b *strings.Builder, between, first, indent string) {
	if line, ok := n.inline(); ok {
		b.WriteString(" " + line + "\n")
		return
	}
	if n.kind == text {
		literally(b, n.text, indent)
		return
	}
	var own strings.Builder
	n.lines(&own, indent)
	b.WriteString(between + first + strings.TrimPrefix(own.String(), indent))
}

// literal says whether text is written as a block of its lines: quoted, nobody
// could read it.
func literal(s string) bool {
	if !strings.Contains(strings.TrimSuffix(s, "\n"), "\n") || strings.HasPrefix(s, " ") || strings.HasPrefix(s, "\n") || strings.HasSuffix(s, "\n\n") {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool { return r != '\n' && !strconv.IsPrint(r) })
}

func literally(b *strings.Builder, s, indent string) {
	mark := " |-\n"
	if strings.HasSuffix(s, "\n") {
		mark = " |\n"
	}
	b.WriteString(mark)
	for line := range strings.Lines(s) {
		if line != "\n" {
			b.WriteString(indent)
		}
		b.WriteString(strings.TrimSuffix(line, "\n") + "\n")
	}
}

// plain is text that YAML reads as itself without quotes, and as text.
var plain = regexp.MustCompile(`^[A-Za-z_/][\w./:*@-]*$`)

func quotedIfNeeded(s string) string {
	words := []string{"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
	if !plain.MatchString(s) || strings.HasSuffix(s, ":") || slices.Contains(words, strings.ToLower(s)) {
		return strconv.Quote(s)
	}
	return s
}
