package iampolicy

import (
	"fmt"
	"unicode/utf8"
)

// maxDepth bounds nesting; a policy needs six levels.
const maxDepth = 32

// ParseJSON reads one JSON text (RFC 8259, nothing after it) into a Node with
// positions. The error is a *SyntaxError.
func ParseJSON(text []byte) (*Node, error) {
	s := &scanner{text: text, line: 1}
	s.space()
	n, err := s.value(0)
	if err != nil {
		return nil, err
	}
	s.space()
	if s.pos < len(text) {
		return nil, s.errorf("nothing may follow the closing brace of the document; remove %s", s.found())
	}
	return n, nil
}

// A scanner walks over JSON text once. Columns are counted from the last
// place that was asked for, so that long lines stay cheap.
type scanner struct {
	text      []byte
	pos       int
	line      int
	markPos   int // a byte offset on the current line
	markRunes int // the characters before it on that line
}

func (s *scanner) place() (line, column int) {
	s.markRunes += utf8.RuneCount(s.text[s.markPos:s.pos])
	s.markPos = s.pos
	return s.line, s.markRunes + 1
}

func (s *scanner) errorf(hint string, args ...any) *SyntaxError {
	line, column := s.place()
	return syntaxError(flawJSON, "", line, column, fmt.Sprintf(hint, args...))
}

// found describes what stands at the current position, for hints.
func (s *scanner) found() string {
	if s.pos >= len(s.text) {
		return "the end of the text"
	}
	r, _ := utf8.DecodeRune(s.text[s.pos:])
	return fmt.Sprintf("%q", r)
}

func (s *scanner) peek() byte {
	if s.pos < len(s.text) {
		return s.text[s.pos]
	}
	return 0
}

func (s *scanner) space() {
	for s.pos < len(s.text) {
		switch s.text[s.pos] {
		case '\n':
			s.pos++
			s.line++
			s.markPos, s.markRunes = s.pos, 0
		case ' ', '\t', '\r':
			s.pos++
		default:
			return
		}
	}
}

func (s *scanner) value(depth int) (*Node, error) {
	if depth > maxDepth {
		return nil, s.errorf("the document is nested deeper than %d levels; flatten it", maxDepth)
	}
	n := &Node{}
	n.Line, n.Column = s.place()
	switch c := s.peek(); {
	case c == '{':
		return n, s.object(n, depth)
	case c == '[':
		return n, s.array(n, depth)
	case c == '"':
		text, err := s.str()
		n.Kind, n.Text = StringNode, text
		return n, err
	case c == '-' || c >= '0' && c <= '9':
		return n, s.number(n)
	default:
		return n, s.word(n)
	}
}

func (s *scanner) object(n *Node, depth int) error {
	n.Kind = ObjectNode
	s.pos++
	s.space()
	if s.peek() == '}' {
		s.pos++
		return nil
	}
	for {
		m, err := s.member(depth)
		if err != nil {
			return err
		}
		n.Members = append(n.Members, m)
		if done, err := s.next('}'); done || err != nil {
			return err
		}
	}
}

func (s *scanner) member(depth int) (Member, error) {
	var m Member
	var err error
	m.Line, m.Column = s.place()
	if s.peek() != '"' {
		return m, s.errorf("write a key in double quotes here, not %s", s.found())
	}
	if m.Key, err = s.str(); err != nil {
		return m, err
	}
	s.space()
	if s.peek() != ':' {
		return m, s.errorf("write a colon after the key %q, not %s", m.Key, s.found())
	}
	s.pos++
	s.space()
	m.Value, err = s.value(depth + 1)
	return m, err
}

func (s *scanner) array(n *Node, depth int) error {
	n.Kind = ArrayNode
	s.pos++
	s.space()
	if s.peek() == ']' {
		s.pos++
		return nil
	}
	for {
		item, err := s.value(depth + 1)
		if err != nil {
			return err
		}
		n.Items = append(n.Items, item)
		if done, err := s.next(']'); done || err != nil {
			return err
		}
	}
}

// next steps over a comma (done false) or the closing byte (done true).
func (s *scanner) next(closing byte) (done bool, err error) {
	s.space()
	switch s.peek() {
	case closing:
		s.pos++
		return true, nil
	case ',':
		s.pos++
		s.space()
		if s.peek() == closing {
			return false, s.errorf("remove the comma before %s", s.found())
		}
		return false, nil
	default:
		return false, s.errorf("write a comma or %q here, not %s", closing, s.found())
	}
}
