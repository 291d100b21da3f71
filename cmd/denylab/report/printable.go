package report

import "unicode"

// printable replaces what HTML and XML have no way to say: control characters.
func printable(r rune) rune {
	if unicode.IsControl(r) && r != '\n' && r != '\t' || r == 0xfffe || r == 0xffff {
		return unicode.ReplacementChar
	}
	return r
}
