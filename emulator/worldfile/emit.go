package worldfile

import (
	"bufio"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// block writes a mapping with its keys indented by depth spaces.
func (n *node) block(out *bufio.Writer, depth int) {
	for _, f := range n.fields {
		out.WriteString(strings.Repeat(" ", depth) + f.key + ":") //nolint:errcheck // Flush says so
		f.value.after(out, depth)
	}
}

// after writes a value behind its key, or behind the dash of a list.
func (n *node) after(out *bufio.Writer, depth int) {
	switch line, ok := n.line(); {
	case ok:
		out.WriteString(" " + line + "\n") //nolint:errcheck // Flush says so
	case n.kind == mapping:
		out.WriteString("\n") //nolint:errcheck // Flush says so
		n.block(out, depth+2)
	default:
		out.WriteString("\n") //nolint:errcheck // Flush says so
		for _, item := range n.list {
			item.item(out, depth+2)
		}
	}
}

// item writes an entry of a list, whose dash is indented by depth spaces.
func (n *node) item(out *bufio.Writer, depth int) {
	out.WriteString(strings.Repeat(" ", depth) + "-") //nolint:errcheck // Flush says so
	if _, ok := n.line(); ok || n.kind != mapping {
		n.after(out, depth)
		return
	}
	first := *n
	first.fields = n.fields[:1]
	out.WriteString(" " + first.fields[0].key + ":") //nolint:errcheck // Flush says so
	first.fields[0].value.after(out, depth+2)
	rest := *n
	rest.fields = n.fields[1:]
	rest.block(out, depth+2)
}

// widest is how many characters a list may have to be written on one line.
const widest = 100

// line is a value that is written on one line: a scalar, what is empty, or a
// short list of scalars.
func (n *node) line() (string, bool) {
	switch n.kind {
	case scalar:
		return n.scalar, true
	case mapping:
		return "{}", len(n.fields) == 0
	}
	var items []string
	for _, item := range n.list {
		if item.kind != scalar {
			return "", false
		}
		items = append(items, item.scalar)
	}
	text := "[" + strings.Join(items, ", ") + "]"
	return text, len(text) <= widest
}

// plain is text that needs no quotes, wherever it stands, unless it is a word
// that means something else.
var plain = regexp.MustCompile(`^[A-Za-z_/][A-Za-z0-9_./*@+=-]*([: ][A-Za-z0-9_./*@+=-]+)*$`)

var words = []string{"true", "false", "null", "yes", "no", "on", "off", "y", "n", "inf", "nan"}

// quoted is a text as YAML has it, in quotes where it must be.
func quoted(s string) string {
	if plain.MatchString(s) && !slices.Contains(words, strings.ToLower(s)) {
		return s
	}
	return doubleQuoted(s)
}

// doubleQuoted is a text in double quotes, on one line.
func doubleQuoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteString(`\` + string(r))
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\r':
			b.WriteString(`\r`)
		case r < ' ' || r >= 0x7f && r <= 0xa0 || r == 0x2028 || r == 0x2029 || r == 0xfeff:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
