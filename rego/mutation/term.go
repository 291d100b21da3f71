package main

import (
	"slices"
	"strconv"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// term changes a value.
func (m *mutator) term(t *ast.Term) {
	switch v := t.Value.(type) {
	case ast.Boolean, ast.Number, ast.Null, ast.String:
		m.literal(t)
	case ast.Var:
		m.reference(t)
	case ast.Ref:
		m.reference(t)
		for i, part := range v {
			if _, name := part.Value.(ast.Var); i == 0 && name {
				continue
			}
			m.term(part)
		}
	case ast.Call:
		m.call(v)
	case *ast.Array:
		var elements []*ast.Term
		v.Foreach(func(e *ast.Term) { elements = append(elements, e) })
		m.elements(t, elements)
		for i := 1; i < len(elements); i++ {
			m.swap("swap order", elements[i-1], elements[i])
		}
	case ast.Set:
		m.elements(t, inText(v.Slice()))
	case ast.Object:
		m.pairs(t, v)
	case *ast.ArrayComprehension:
		m.term(v.Term)
		m.body(v.Body)
	case *ast.SetComprehension:
		m.term(v.Term)
		m.body(v.Body)
	case *ast.ObjectComprehension:
		m.term(v.Key)
		m.term(v.Value)
		m.body(v.Body)
	}
}

// literal replaces a text, number, boolean or null. The names of fields are
// texts, too, but not written as such.
func (m *mutator) literal(t *ast.Term) {
	written := ""
	if t.Location != nil {
		written = string(t.Location.Text)
	}
	switch v := t.Value.(type) {
	case ast.Boolean:
		if written == "true" || written == "false" {
			m.replace("replace literal", t.Location, strconv.FormatBool(!bool(v)))
		}
	case ast.Null:
		m.replace("replace literal", t.Location, "false")
	case ast.Number:
		if n, ok := v.Int(); ok {
			m.replace("replace literal", t.Location, strconv.Itoa(n+1))
			m.replace("replace literal", t.Location, strconv.Itoa(n-1))
		}
	case ast.String:
		quote := strings.Trim(written[:min(1, len(written))], "abcdefghijklmnopqrstuvwxyz_")
		if quote != `"` && quote != "`" {
			return
		}
		m.replace("replace literal", t.Location, `"mutant"`)
		m.anchors(t, quote, string(v))
	}
}

// anchors lets a regular expression match a part of the text.
func (m *mutator) anchors(t *ast.Term, quote, pattern string) {
	if quote != "`" {
		return
	}
	if rest, ok := strings.CutPrefix(pattern, "^"); ok && rest != "" {
		m.replace("drop anchor", t.Location, "`"+rest+"`")
	}
	if rest, ok := strings.CutSuffix(pattern, "$"); ok && rest != "" {
		m.replace("drop anchor", t.Location, "`"+rest+"`")
	}
}

// elements drops the elements of a list or set one by one. Texts in it are not
// replaced as well: that is nearly the same.
func (m *mutator) elements(t *ast.Term, elements []*ast.Term) {
	for i, e := range elements {
		m.dropMember(t, e.Location, e.Location, i+1 == len(elements))
		if _, text := e.Value.(ast.String); !text {
			m.term(e)
		}
	}
}

// pairs drops the members of an object one by one, and changes their values.
func (m *mutator) pairs(t *ast.Term, o ast.Object) {
	var keys []*ast.Term
	o.Foreach(func(key, _ *ast.Term) { keys = append(keys, key) })
	keys = inText(keys)
	for i, key := range keys {
		value := o.Get(key)
		m.dropMember(t, key.Location, value.Location, i+1 == len(keys))
		m.term(value)
	}
}

// dropMember drops what reaches from one location to another, with its comma.
func (m *mutator) dropMember(collection *ast.Term, from, to *ast.Location, last bool) {
	start, ok := m.find(from)
	end, found := m.find(to)
	if !ok || !found || collection.Location == nil {
		return
	}
	end += len(to.Text)
	if open, ok := m.find(collection.Location); ok && m.text[open] == '{' && isSet(collection) && m.alone(open, start, end) {
		// {} is an object; the empty set is written otherwise.
		m.splice("drop member", open, len(collection.Location.Text), "set()")
		return
	}
	if comma := strings.IndexByte(m.text[end:], ','); comma >= 0 && !last && strings.TrimSpace(m.text[end:end+comma]) == "" {
		end += comma + 1
	} else if before := strings.TrimRight(m.text[:start], " \t\n"); strings.HasSuffix(before, ",") {
		start = len(before) - 1
	}
	m.splice("drop member", start, end-start, "")
}

func isSet(t *ast.Term) bool { _, ok := t.Value.(ast.Set); return ok }

// alone is true when nothing else is in the braces around start and end.
func (m *mutator) alone(open, start, end int) bool {
	return strings.TrimSpace(m.text[open+1:start]) == "" && strings.HasPrefix(strings.TrimLeft(m.text[end:], " \t\n,"), "}")
}

// reference names something else of the same kind.
func (m *mutator) reference(t *ast.Term) {
	written := string(t.Location.Text)
	ref, ok := t.Value.(ast.Ref)
	if !ok {
		ref = ast.Ref{t}
	}
	head, ok := ref[0].Value.(ast.Var)
	if !ok || ref[0].Location == nil {
		return
	}
	if part, field, ok := inputField(ref); ok {
		if other := m.survey.otherField(part, field); other != "" && string(ref[2].Location.Text) == field {
			m.replace("replace reference", ref[2].Location, other)
		}
		return
	}
	if pkg := m.imports[string(head)]; pkg != "" && len(ref) > 1 {
		rule, ok := ref[1].Value.(ast.String)
		if !ok || !strings.HasPrefix(written, string(head)+".") {
			return
		}
		if other := m.survey.otherRule(pkg, string(rule)); other != "" {
			m.replace("replace reference", ref[1].Location, other)
		}
		if other := m.survey.otherImport(m.imports, string(head), string(rule)); other != "" {
			m.replace("replace reference", ref[0].Location, other)
		}
		return
	}
	if other := m.survey.otherRule(m.pkg, string(head)); other != "" && strings.HasPrefix(written, string(head)) {
		m.replace("replace reference", ref[0].Location, other)
	}
}

// inText sorts terms by where they are written: sets and objects have an order
// of their own.
func inText(terms []*ast.Term) []*ast.Term {
	sorted := slices.Clone(terms)
	slices.SortStableFunc(sorted, func(a, b *ast.Term) int { return a.Location.Offset - b.Location.Offset })
	return sorted
}
