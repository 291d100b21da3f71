package iam

import (
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/denylab/denylab/emulator/iampolicy"
)

// positions are where a statement begins and ends in the text of its policy:
// at its opening brace and behind its closing one; lines and columns count from
// 1. Nil when the text has no such statement.
func positions(text []byte, statement int) (start, end *types.Position) {
	doc, err := iampolicy.Parse(text, "")
	if err != nil || statement >= len(doc.Statements) {
		return nil, nil
	}
	s := doc.Statements[statement]
	at := &types.Position{Line: 1, Column: 1}
	depth, inText, escaped := 0, false, false
	for _, c := range string(text) {
		if start == nil && int(at.Line) == s.Line && int(at.Column) == s.Column {
			begun := *at
			start = &begun
		}
		at.Column++
		if c == '\n' {
			at.Line, at.Column = at.Line+1, 1
		}
		if start == nil {
			continue
		}
		switch {
		case escaped:
			escaped = false
		case inText:
			escaped, inText = c == '\\', c != '"'
		case c == '"':
			inText = true
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			if depth--; depth == 0 {
				return start, at
			}
		}
	}
	return start, nil
}
