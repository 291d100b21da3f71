package engine

import (
	"slices"
	"strings"
)

// A piece is a part of a pattern.
type piece struct {
	kind pieceKind
	// text is a literal's text, or a variable's key as written.
	text string
	// fallback is a variable's default; hasFallback says that it has one.
	fallback    string
	hasFallback bool
	// part: a wildcard that does not cross ":", because it stands in one of
	// the first five parts of an ARN.
	part bool
}

type pieceKind int

const (
	literal  pieceKind = iota
	star               // any run of characters
	question           // exactly one character
	variable
)

// A syntax says what is special in a pattern.
type syntax struct{ wildcards, variables bool }

// parsePieces cuts a pattern into pieces: neighbouring literals are joined and
// neighbouring stars are one. "${*}", "${?}" and "${$}" are the characters
// themselves where variables are known. A "${" that is never closed is text.
func parsePieces(text string, s syntax) []piece {
	var pieces []piece
	for text != "" {
		switch {
		case s.wildcards && text[0] == '*':
			pieces = appendPiece(pieces, piece{kind: star})
			text = text[1:]
		case s.wildcards && text[0] == '?':
			pieces = append(pieces, piece{kind: question})
			text = text[1:]
		case s.variables && strings.HasPrefix(text, "${") && closing(text) > 0:
			end := closing(text)
			pieces = appendPiece(pieces, variablePiece(text[2:end]))
			text = text[end+1:]
		default:
			end := literalEnd(text, s)
			pieces = appendPiece(pieces, piece{kind: literal, text: text[:end]})
			text = text[end:]
		}
	}
	return pieces
}

// appendPiece joins a literal to a literal before it and drops a star that
// follows a star.
func appendPiece(pieces []piece, p piece) []piece {
	if len(pieces) > 0 {
		last := &pieces[len(pieces)-1]
		switch {
		case p.kind == literal && last.kind == literal:
			last.text += p.text
			return pieces
		case p.kind == star && last.kind == star && p.part == last.part:
			return pieces
		}
	}
	return append(pieces, p)
}

// literalEnd is the index of the first special character after text's first.
func literalEnd(text string, s syntax) int {
	special := ""
	if s.wildcards {
		special += "*?"
	}
	if s.variables {
		special += "$"
	}
	if i := strings.IndexAny(text[1:], special); i >= 0 {
		return i + 1
	}
	return len(text)
}

// closing is the index of the "}" that ends the "${" at the start of text, not
// looking inside the quotes of a default; 0 if there is none.
func closing(text string) int {
	quoted := false
	for i := 2; i < len(text); i++ {
		switch {
		case text[i] == '\'':
			quoted = !quoted
		case text[i] == '}' && !quoted:
			return i
		}
	}
	return 0
}

// variablePiece reads what stands between "${" and "}": a key, and perhaps a
// default in single quotes after a comma. What is neither is a key that no call
// has, so that the pattern matches nothing.
func variablePiece(inner string) piece {
	if inner == "*" || inner == "?" || inner == "$" {
		return piece{kind: literal, text: inner}
	}
	key, fallback, found := strings.Cut(inner, ",")
	if !found {
		return piece{kind: variable, text: strings.TrimSpace(inner)}
	}
	fallback = strings.TrimSpace(fallback)
	if len(fallback) < 2 || fallback[0] != '\'' || fallback[len(fallback)-1] != '\'' {
		return piece{kind: variable}
	}
	return piece{
		kind:        variable,
		text:        strings.TrimSpace(key),
		fallback:    fallback[1 : len(fallback)-1],
		hasFallback: true,
	}
}

// resourcePieces cuts a Resource. Its first five parts, which end at a ":", know
// no variables, and wildcards in them stay within their part; only a "*" that
// ends a shorter ARN reaches over the parts it leaves out
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html).
func resourcePieces(text string, variables bool) []piece {
	head, tail, ok := cutARN(text)
	if !ok {
		pieces := withinParts(parsePieces(text, syntax{wildcards: true}))
		if last := len(pieces) - 1; last >= 0 && pieces[last].kind == star {
			pieces[last].part = false
		}
		return pieces
	}
	pieces := withinParts(parsePieces(head, syntax{wildcards: true}))
	for _, p := range parsePieces(tail, syntax{wildcards: true, variables: variables}) {
		pieces = appendPiece(pieces, p)
	}
	return pieces
}

// arnPieces keeps the wildcards in an ARN's first five parts within their part;
// false if the pieces, which have no variables, are short of an ARN's six parts.
func arnPieces(pieces []piece) ([]piece, bool) {
	colons := 0
	arn := slices.Clone(pieces)
	for i := range arn {
		if arn[i].kind == literal {
			colons += strings.Count(arn[i].text, ":")
		}
		arn[i].part = colons < 5 && isWildcard(arn[i])
	}
	return arn, colons >= 5
}

func withinParts(pieces []piece) []piece {
	for i := range pieces {
		pieces[i].part = isWildcard(pieces[i])
	}
	return pieces
}

// cutARN cuts text after its fifth ":".
func cutARN(text string) (head, tail string, ok bool) {
	at := 0
	for range 5 {
		i := strings.IndexByte(text[at:], ':')
		if i < 0 {
			return "", "", false
		}
		at += i + 1
	}
	return text[:at], text[at:], true
}
