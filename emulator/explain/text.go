package explain

import (
	"fmt"
	"io"
	"strings"

	"github.com/denylab/denylab/rego/authz"
)

// Text writes e for people: what was asked, the ladder with an arrow at the layer
// that AWS names, near misses, the cure. With color it uses terminal colors. The
// error is w's.
func (e Explanation) Text(w io.Writer, color bool) error {
	var b strings.Builder
	outcome := paint(color, green, "allowed")
	if !e.Allowed {
		outcome = paint(color, red, "refused")
	}
	fmt.Fprintf(&b, "%s: %s on %s\n  as %s\n", outcome, e.Action, e.Resource, e.As)
	if e.Sent != nil && e.Sent.Code != "" {
		fmt.Fprintf(&b, "  sent %d %s: %s\n", e.Sent.Status, e.Sent.Code, e.Sent.Message)
	}
	b.WriteByte('\n')
	for _, r := range e.Ladder {
		r.text(&b, color)
	}
	e.notes(&b)
	_, err := io.WriteString(w, b.String())
	return err
}

func (r Rung) text(b *strings.Builder, color bool) {
	mark, word := "  ", string(r.Verdict)
	switch r.Verdict {
	case authz.Allowed:
		word = paint(color, green, word)
	case authz.ExplicitDeny, authz.ImplicitDeny:
		word = paint(color, red, word)
	default:
		word = paint(color, dim, word)
	}
	if r.Deciding {
		mark = "> "
	}
	fmt.Fprintf(b, "%s%-24s %s\n", mark, r.Layer, word)
	for _, f := range r.Findings {
		fmt.Fprintf(b, "    %s\n", Describe(&f))
	}
}

// Describe names a finding in one line: the statement, its policy, the level
// of the organization, and where it was written.
func Describe(f *authz.Finding) string {
	var parts []string
	if s := f.Statement(); s != "" {
		parts = append(parts, s)
	}
	if f.Policy != "" {
		parts = append(parts, "of "+f.Policy)
	}
	if f.Level != "" {
		parts = append(parts, "at "+f.Level)
	}
	if f.File != "" && f.Line > 0 {
		parts = append(parts, fmt.Sprintf("%s:%d", f.File, f.Line))
	}
	return strings.Join(parts, " ")
}

// shownMisses is how many near misses the text shows, shownValues how many
// values of one element. The JSON form has all.
const (
	shownMisses = 5
	shownValues = 5
)

func (e Explanation) notes(b *strings.Builder) {
	if !e.Allowed {
		e.nearly(b)
	}
	for i, s := range e.Suppliers {
		if i == 0 {
			b.WriteString("\nnot in the request:\n")
		}
		fmt.Fprintf(b, "  %s: comes with %s\n", s.Key, s.By)
	}
	if e.Cure != "" {
		fmt.Fprintf(b, "\ncure: %s\n", e.Cure)
	}
	for i, n := range e.Next {
		if i == 0 {
			fmt.Fprintf(b, "once %s no longer refuses:\n", e.Layer)
		}
		line := fmt.Sprintf("  %-24s %s", n.Layer, n.Verdict)
		if n.Because != nil {
			line += " " + Describe(n.Because)
		}
		fmt.Fprintln(b, line)
	}
	if e.Page != "" {
		fmt.Fprintf(b, "page: %s\n", e.Page)
	}
}

func (e Explanation) nearly(b *strings.Builder) {
	for i, m := range e.NearMisses {
		if i == shownMisses {
			fmt.Fprintf(b, "\n… and %d more near misses\n", len(e.NearMisses)-i)
			return
		}
		fmt.Fprintf(b, "\nnear miss: %s (%s)\n  %s\n", Describe(&m.Finding), m.Finding.Layer, missText(m.Miss))
	}
}

func missText(m authz.Miss) string {
	got := "(absent)"
	if len(m.Got) > 0 {
		got = list(m.Got)
	}
	name := m.Element
	if m.Key != "" {
		name = fmt.Sprintf("%s %s %s", m.Element, m.Operator, m.Key)
	}
	return fmt.Sprintf("%s: has %s, the call has %s", name, list(m.Want), got)
}

// list is a list of values, the first few of a long one.
func list(values []string) string {
	if n := len(values) - shownValues; n > 0 {
		return fmt.Sprintf("%s, … and %d more", strings.Join(values[:shownValues], ", "), n)
	}
	return strings.Join(values, ", ")
}

const (
	red   = "31"
	green = "32"
	dim   = "2"
)

func paint(on bool, code, s string) string {
	if !on {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}
