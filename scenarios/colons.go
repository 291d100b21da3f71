package scenarios

import (
	"bytes"
	"strings"
)

// The YAML library splits words at colons inside {…}: it reads
// {Action: [s3:GetObject]} as a list of mappings and refuses
// {aws:PrincipalTag/x: [y]}, while YAML ends a word at a colon only before
// white space or a bracket. Fixtures are full of such words, so the colons
// inside them are hidden from the library behind a character of the same
// width, and shown again in everything it returns.

// unused is a character that does not occur in data, from Unicode's private
// use area.
func unused(data []byte) rune {
	r := '\uE000'
	for bytes.ContainsRune(data, r) {
		r++
	}
	return r
}

// hideColons replaces every colon that does not end a key: one before neither
// white space nor a bracket or comma, and not after a quote, because a quoted
// key needs no space ({"a":1}).
func hideColons(data []byte, hidden rune) []byte {
	var out bytes.Buffer
	for i, c := range data {
		if c == ':' && i > 0 && i+1 < len(data) &&
			!strings.ContainsRune(" \t\r\n,[]{}", rune(data[i+1])) && !strings.ContainsRune("\"'\n ", rune(data[i-1])) {
			out.WriteRune(hidden)
			continue
		}
		out.WriteByte(c)
	}
	return out.Bytes()
}

func (r *yamlReader) showColons(s string) string {
	return strings.ReplaceAll(s, string(r.colon), ":")
}
