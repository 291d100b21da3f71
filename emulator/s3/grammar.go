package s3

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A grammar says which elements a configuration document has, in the order in
// which it is given back. What it does not have is MalformedXML.
type grammar struct {
	name     string
	min, max int // max 0: as many as one likes
	// values is what the text of an element without elements may be: "" for
	// anything, int, bool, date, or the words themselves with | between them.
	values   string
	elements []*grammar
}

// grammarOf reads a grammar, one element a line, indented by tabs below the
// element that holds it. ?, * and + say how often it may be there; a word
// behind the name is grammar.values. A grammar is part of the program, so one
// that cannot be read is a panic at the start.
func grammarOf(text string) *grammar {
	var open []*grammar
	for line := range strings.Lines(strings.Trim(text, "\n")) {
		depth := len(line) - len(strings.TrimLeft(line, "\t"))
		name, values, _ := strings.Cut(strings.TrimSpace(line), " ")
		g := &grammar{name: strings.TrimRight(name, "?*+"), min: 1, max: 1, values: values}
		switch name[len(name)-1] {
		case '?':
			g.min = 0
		case '*':
			g.min, g.max = 0, 0
		case '+':
			g.max = 0
		}
		if depth > len(open) || depth == 0 && len(open) > 0 {
			panic("s3: no element to put this one into: " + line)
		}
		open = append(open[:depth], g)
		if depth > 0 {
			open[depth-1].elements = append(open[depth-1].elements, g)
		}
	}
	return open[0]
}

// A node is an element of a document that was sent.
type node struct {
	name, text string
	// kind is the attribute xsi:type, which a grantee has.
	kind  string
	nodes []*node
}

// all are the nodes at a path such as "Rule/Transition" below n, in order.
func (n *node) all(path string) []*node {
	first, rest, deeper := strings.Cut(path, "/")
	var found []*node
	for _, c := range n.nodes {
		switch {
		case c.name != first:
		case deeper:
			found = append(found, c.all(rest)...)
		default:
			found = append(found, c)
		}
	}
	return found
}

// has tells whether there is a node at path.
func (n *node) has(path string) bool { return len(n.all(path)) > 0 }

// at is the text of the first node at path; empty when there is none.
func (n *node) at(path string) string {
	if found := n.all(path); len(found) > 0 {
		return found[0].text
	}
	return ""
}

// number is at for an element that the grammar says is an int.
func (n *node) number(path string) int {
	i, _ := strconv.Atoi(n.at(path))
	return i
}

// set gives n an element with a text, unless it has one of that name.
func (n *node) set(name, text string) {
	if !n.has(name) {
		n.nodes = append(n.nodes, &node{name: name, text: text})
	}
}

var errGrammar = errors.New("not a document of this grammar")

// parse reads a document that must be of grammar g.
func (g *grammar) parse(body []byte) (*node, error) {
	root := &node{}
	if err := root.read(xml.NewDecoder(bytes.NewReader(body))); err != nil {
		return nil, err
	}
	if len(root.nodes) != 1 || root.nodes[0].name != g.name || strings.TrimSpace(root.text) != "" {
		return nil, errGrammar
	}
	return root.nodes[0], g.check(root.nodes[0])
}

// read reads elements up to the end of n.
func (n *node) read(d *xml.Decoder) error {
	for {
		token, err := d.Token()
		switch {
		case errors.Is(err, io.EOF) && n.name == "":
			return nil
		case err != nil:
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if t.Name.Space != "" && t.Name.Space != namespace {
				return errGrammar
			}
			c := &node{name: t.Name.Local}
			for _, a := range t.Attr {
				if a.Name.Space == xsi && a.Name.Local == "type" {
					c.kind = a.Value
				}
			}
			if err := c.read(d); err != nil {
				return err
			}
			n.nodes = append(n.nodes, c)
		case xml.EndElement:
			return nil
		case xml.CharData:
			n.text += string(t)
		}
	}
}

// check compares n with g, and puts its elements into the order of g.
func (g *grammar) check(n *node) error {
	if len(g.elements) == 0 {
		return g.checkText(n)
	}
	if strings.TrimSpace(n.text) != "" {
		return errGrammar
	}
	n.text = ""
	var sorted []*node
	for _, e := range g.elements {
		found := n.all(e.name)
		if len(found) < e.min || e.max > 0 && len(found) > e.max {
			return errGrammar
		}
		for _, c := range found {
			if err := e.check(c); err != nil {
				return err
			}
		}
		sorted = append(sorted, found...)
	}
	if len(sorted) != len(n.nodes) {
		return errGrammar
	}
	n.nodes = sorted
	return nil
}

func (g *grammar) checkText(n *node) error {
	if len(n.nodes) > 0 {
		return errGrammar
	}
	var err error
	switch text := strings.TrimSpace(n.text); g.values {
	case "":
	case "int":
		_, err = strconv.Atoi(text)
		n.text = text
	case "bool":
		n.text = strings.ToLower(text)
		if n.text != "true" && n.text != "false" {
			return errGrammar
		}
	case "date":
		var t time.Time
		t, err = parseDate(text)
		n.text = iso(t)
	default:
		n.text = text
		if !slices.Contains(strings.Split(g.values, "|"), text) {
			return errGrammar
		}
	}
	return err
}

// parseDate reads a date of a document: ISO 8601, a day alone being its
// midnight in UTC.
func parseDate(text string) (time.Time, error) {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05", time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, errGrammar
}

// String is the document as it is kept and given back.
func (n *node) String() string {
	var b strings.Builder
	n.write(&b, ` xmlns="`+namespace+`"`)
	return b.String()
}

func (n *node) write(b *strings.Builder, attributes string) {
	if n.kind != "" {
		attributes += ` xmlns:xsi="` + xsi + `" xsi:type="` + escaped(n.kind) + `"`
	}
	b.WriteString("<" + n.name + attributes + ">")
	b.WriteString(escaped(n.text))
	for _, c := range n.nodes {
		c.write(b, "")
	}
	b.WriteString("</" + n.name + ">")
}

func escaped(text string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(text)) // a buffer does not fail
	return b.String()
}
