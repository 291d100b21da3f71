package s3

import (
	"mime"
	"net/http"
	"strings"
	"unicode/utf8"
)

// maxMetadata is the largest user metadata, in bytes of names and values.
const maxMetadata = 2048

const metadataPrefix = "X-Amz-Meta-"

// userMetadata reads the x-amz-meta-* headers; nil when there are none. What is
// beyond ASCII is read as RFC 2047 says, in which a header's bare bytes are
// characters of ISO 8859-1; a form's fields are UTF-8
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html).
func (q *request) userMetadata(h http.Header) (map[string]string, error) {
	var m map[string]string
	size := 0
	for _, name := range sortedKeys(h) {
		suffix, ok := strings.CutPrefix(name, metadataPrefix)
		if !ok {
			continue
		}
		if m == nil {
			m = map[string]string{}
		}
		key, value := strings.ToLower(suffix), strings.Join(h[name], ",")
		if q.op.name != "PostObject" || !utf8.ValidString(value) {
			value = latin1(value)
		}
		m[key] = fromMail(value)
		size += len(key) + len(m[key])
	}
	if size > maxMetadata {
		return nil, failure(400, "MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size", "Size", itoa(size), "MaxSizeAllowed", itoa(maxMetadata))
	}
	return m, nil
}

// latin1 is the text whose characters are the bytes of s.
func latin1(s string) string {
	runes := make([]rune, len(s))
	for i := range len(s) {
		runes[i] = rune(s[i])
	}
	return string(runes)
}

// fromMail decodes the encoded words of RFC 2047; text with one that cannot be
// decoded stays as it is.
func fromMail(s string) string {
	decoded, err := new(mime.WordDecoder).DecodeHeader(s)
	if err != nil {
		return s
	}
	return decoded
}

// mailSafe encodes what a header cannot hold as it is as RFC 2047 says. AWS
// writes the name of the encoding in upper case.
func mailSafe(s string) string {
	return strings.ReplaceAll(mime.BEncoding.Encode("UTF-8", s), "=?UTF-8?b?", "=?UTF-8?B?")
}
