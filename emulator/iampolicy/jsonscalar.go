package iampolicy

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

// str reads a string; the current byte is its opening quote.
func (s *scanner) str() (string, error) {
	start := s.pos
	for i := s.pos + 1; i < len(s.text); i++ {
		switch c := s.text[i]; {
		case c == '\\':
			i++
		case c == '"':
			return s.unquote(start, i+1)
		case c < 0x20:
			s.pos = i
			return "", s.errorf("a string ends on its own line and holds no control characters; close the quote or write \\n")
		}
	}
	return "", s.errorf("close the string that begins here with a double quote")
}

func (s *scanner) unquote(start, end int) (string, error) {
	raw := s.text[start:end]
	if !utf8.Valid(raw) {
		return "", s.errorf("this string is not UTF-8 text; save the document as UTF-8")
	}
	// Plain text is the common case; the standard library decodes escapes.
	out := string(raw[1 : len(raw)-1])
	if bytes.IndexByte(raw, '\\') >= 0 {
		if json.Unmarshal(raw, &out) != nil {
			return "", s.errorf("this string has an unknown escape; JSON knows \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u0000")
		}
	}
	s.pos = end
	return out, nil
}

func (s *scanner) number(n *Node) error {
	end := s.pos
	for end < len(s.text) && bytes.IndexByte([]byte("+-.0123456789eE"), s.text[end]) >= 0 {
		end++
	}
	raw := s.text[s.pos:end]
	if !json.Valid(raw) {
		return s.errorf("%q is not a JSON number", raw)
	}
	n.Kind, n.Text = NumberNode, string(raw)
	s.pos = end
	return nil
}

func (s *scanner) word(n *Node) error {
	for _, w := range []struct {
		text string
		kind NodeKind
	}{{"true", BoolNode}, {"false", BoolNode}, {"null", NullNode}} {
		if bytes.HasPrefix(s.text[s.pos:], []byte(w.text)) {
			s.pos += len(w.text)
			n.Kind = w.kind
			if w.kind == BoolNode {
				n.Text = w.text
			}
			return nil
		}
	}
	return s.errorf("write a JSON value here, not %s", s.found())
}
