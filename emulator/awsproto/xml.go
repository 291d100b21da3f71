package awsproto

import (
	"strings"
	"unicode/utf8"
)

// EscapeXML escapes s for use as XML text the way AWS does: double quotes stay
// as they are (AWS quotes the resource of an S3 refusal, unescaped), and a
// character that XML 1.0 cannot carry becomes U+FFFD.
func EscapeXML(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '\r':
			b.WriteString("&#xD;")
		case !inXML(r):
			b.WriteRune(utf8.RuneError)
		default:
			b.WriteRune(r)
		}
		i += n
	}
	return b.String()
}

// inXML is the Char production of https://www.w3.org/TR/xml/#charsets.
func inXML(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' ||
		r >= 0x20 && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000 && r <= 0x10FFFF
}

func element(name, text string) string {
	return "<" + name + ">" + EscapeXML(text) + "</" + name + ">"
}
