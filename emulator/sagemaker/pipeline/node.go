package pipeline

import (
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
)

// A node is a JSON value and where it begins.
type node struct {
	at int
	// value is nil, a bool, a json.Number, a string, []*node or *object.
	value any
}

type object struct {
	names   []string // in the text's order
	members map[string]*node
}

// maxDepth is how deep values may stand in each other: a definition nests its
// conditions, and arguments, and stays far below.
const maxDepth = 200

type reader struct {
	text string
	in   *json.Decoder
}

func readNode(text string) (*node, error) {
	r := &reader{text: text, in: json.NewDecoder(strings.NewReader(text))}
	r.in.UseNumber()
	n, err := r.next(0)
	if err != nil {
		return nil, err
	}
	if _, err := r.in.Token(); err != io.EOF {
		return nil, r.fail(r.here(), "there is something behind the definition's object")
	}
	return n, nil
}

// here is where the next token begins.
func (r *reader) here() int {
	at := int(r.in.InputOffset())
	for at < len(r.text) && strings.IndexByte(" \t\r\n,:", r.text[at]) >= 0 {
		at++
	}
	return at
}

func (r *reader) fail(at int, why string) error { return &Error{At: positionOf(r.text, at), Why: why} }

// notJSON is what the decoder says, without the offset that a position has.
func notJSON(err error) string {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return "this is no JSON: it ends too early"
	}
	return "this is no JSON: " + err.Error()
}

func (r *reader) next(depth int) (*node, error) {
	at := r.here()
	if depth > maxDepth {
		return nil, r.fail(at, "values stand in each other more than "+strconv.Itoa(maxDepth)+" deep")
	}
	token, err := r.in.Token()
	if err != nil {
		return nil, r.fail(at, notJSON(err))
	}
	switch token {
	case json.Delim('{'):
		o, err := r.object(depth)
		return &node{at, o}, err
	case json.Delim('['):
		l, err := r.list(depth)
		return &node{at, l}, err
	}
	return &node{at, token}, nil
}

func (r *reader) object(depth int) (*object, error) {
	o := &object{members: map[string]*node{}}
	for r.in.More() {
		at := r.here()
		token, err := r.in.Token()
		if err != nil {
			return nil, r.fail(at, notJSON(err))
		}
		name := token.(string) // of an object, the decoder answers strings only
		if _, twice := o.members[name]; twice {
			return nil, r.fail(at, "the member '"+name+"' is there twice")
		}
		member, err := r.next(depth + 1)
		if err != nil {
			return nil, err
		}
		o.names, o.members[name] = append(o.names, name), member
	}
	return o, r.end()
}

func (r *reader) list(depth int) ([]*node, error) {
	list := []*node{}
	for r.in.More() {
		item, err := r.next(depth + 1)
		if err != nil {
			return nil, err
		}
		list = append(list, item)
	}
	return list, r.end()
}

// end reads the closing bracket.
func (r *reader) end() error {
	at := r.here()
	if _, err := r.in.Token(); err != nil {
		return r.fail(at, notJSON(err))
	}
	return nil
}

// plain is a node as encoding/json has it, numbers as json.Number.
func (n *node) plain() any {
	switch v := n.value.(type) {
	case []*node:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = item.plain()
		}
		return list
	case *object:
		out := make(map[string]any, len(v.members))
		for name, member := range v.members {
			out[name] = member.plain()
		}
		return out
	}
	return n.value
}

// walk visits the nodes in the order of the text.
func (n *node) walk(visit func(*node) error) error {
	if err := visit(n); err != nil {
		return err
	}
	var below []*node
	switch v := n.value.(type) {
	case []*node:
		below = v
	case *object:
		for _, name := range v.names {
			below = append(below, v.members[name])
		}
	}
	for _, b := range slices.Clone(below) {
		if err := b.walk(visit); err != nil {
			return err
		}
	}
	return nil
}
