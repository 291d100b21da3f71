package engine

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/open-policy-agent/opa/v1/ast"
)

// A matcher sorts patterns by the cheapest form that can hold each; see
// policy/pattern.rego.
type matcher struct {
	any       bool
	exact     []string
	prefix    []string
	affix     []affix
	regex     []string
	templates []*ast.Term
	// starts are the texts that the patterns begin with, up to what may vary.
	starts []string
}

// An affix is a pattern with one "*", which is neither its first nor last part.
type affix struct{ prefix, suffix string }

// min is how many characters a text has at least that the two ends fit into
// without sharing one.
func (a affix) min() int {
	return utf8.RuneCountInString(a.prefix) + utf8.RuneCountInString(a.suffix)
}

// add sorts a pattern in.
func (m *matcher) add(pieces []piece) {
	m.starts = append(m.starts, startOf(pieces))
	if hasVariable(pieces) {
		m.templates = append(m.templates, templateTerm(pieces))
		return
	}
	wild := slices.IndexFunc(pieces, isWildcard)
	switch {
	case len(pieces) == 0:
		m.exact = append(m.exact, "")
	case wild < 0: // one literal: parsePieces joins them
		m.exact = append(m.exact, pieces[0].text)
	case pieces[wild].kind != star || pieces[wild].part || slices.ContainsFunc(pieces[wild+1:], isWildcard):
		m.regex = append(m.regex, anchored(regexOf(pieces)))
	case len(pieces) == 1:
		m.any = true
	case wild == len(pieces)-1:
		m.prefix = append(m.prefix, pieces[0].text)
	default:
		a := affix{suffix: pieces[wild+1].text}
		if wild > 0 {
			a.prefix = pieces[0].text
		}
		m.affix = append(m.affix, a)
	}
}

// term is the matcher's normal form; want are the patterns as written.
func (m *matcher) term(want []string) *ast.Term {
	o := m.object()
	o.term("want", ast.ArrayTerm(stringTerms(want)...))
	return ast.NewTerm(o.value())
}

func (m *matcher) object() object {
	var o object
	o.flag("any", m.any)
	o.set("exact", m.exact)
	o.list("prefix", stringTerms(m.prefix))
	affixes := make([]*ast.Term, len(m.affix))
	for i, a := range m.affix {
		var f object
		f.text("prefix", a.prefix)
		f.text("suffix", a.suffix)
		f.number("min", a.min())
		affixes[i] = ast.NewTerm(f.value())
	}
	o.list("affix", affixes)
	o.list("regex", stringTerms(m.regex))
	o.list("template", m.templates)
	return o
}

func startOf(pieces []piece) string {
	if len(pieces) > 0 && pieces[0].kind == literal {
		return pieces[0].text
	}
	return ""
}

func isWildcard(p piece) bool { return p.kind == star || p.kind == question }

func hasVariable(pieces []piece) bool {
	return slices.ContainsFunc(pieces, func(p piece) bool { return p.kind == variable })
}

// anchored makes a regular expression match whole texts, whose characters may
// be newlines: an object key is any text.
func anchored(regex string) string { return "^(?s:" + regex + ")$" }

// regexOf is the RE2 form of pieces without variables.
func regexOf(pieces []piece) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(pieceRegex(p))
	}
	return b.String()
}

func pieceRegex(p piece) string {
	character := "."
	if p.part {
		character = "[^:]"
	}
	switch p.kind {
	case star:
		return character + "*"
	case question:
		return character
	default:
		return regexp.QuoteMeta(p.text)
	}
}
