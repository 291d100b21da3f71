package caller

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// canonicalRequest is the text whose hash is signed.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html#create-canonical-request
func canonicalRequest(r *http.Request, s *signature, service, payloadHash string) []byte {
	path, rawQuery := wireTarget(r)
	b := make([]byte, 0, 1024)
	b = append(append(b, r.Method...), '\n')
	b = append(append(b, canonicalPath(path, service)...), '\n')
	b = append(append(b, canonicalQuery(parseQuery(rawQuery))...), '\n')
	for _, name := range s.signedHeaders {
		b = append(append(b, name...), ':')
		b = append(append(b, canonicalHeader(r, name)...), '\n')
	}
	b = append(b, '\n')
	for i, name := range s.signedHeaders {
		if i > 0 {
			b = append(b, ';')
		}
		b = append(b, name...)
	}
	b = append(b, '\n')
	return append(b, payloadHash...)
}

// stringToSign is what the signing key signs.
func stringToSign(s *signature, canonical []byte) string {
	return algorithm + "\n" + s.timestamp() + "\n" + s.scope.String() + "\n" + sha256Hex(canonical)
}

// canonicalPath encodes a path as sent. S3 takes the key as it is, so that
// a//b and a/../b stay what they are; every other service removes dot segments
// and doubled slashes and encodes the encoded path once more.
func canonicalPath(path, service string) string {
	if path == "" {
		path = "/"
	}
	if service == "s3" {
		return uriEncode(uriDecode(path, false), true)
	}
	return uriEncode(normalizePath(path), true)
}

// normalizePath removes empty and dot segments, keeping a trailing slash.
func normalizePath(path string) string {
	var kept []string
	segments := strings.Split(path, "/")
	for _, segment := range segments {
		switch segment {
		case "", ".":
		case "..":
			if len(kept) > 0 {
				kept = kept[:len(kept)-1]
			}
		default:
			kept = append(kept, segment)
		}
	}
	out := "/" + strings.Join(kept, "/")
	last := segments[len(segments)-1]
	if out != "/" && (last == "" || last == "." || last == "..") {
		out += "/"
	}
	return out
}

// canonicalQuery encodes and sorts the parameters, without the signature of a
// presigned URL. AWS sorts after encoding.
func canonicalQuery(q query) string {
	pairs := make([]param, 0, len(q))
	for _, p := range q {
		if p.name == "X-Amz-Signature" {
			continue
		}
		pairs = append(pairs, param{uriEncode(p.name, false), uriEncode(p.value, false)})
	}
	slices.SortFunc(pairs, func(a, b param) int {
		if c := strings.Compare(a.name, b.name); c != 0 {
			return c
		}
		return strings.Compare(a.value, b.value)
	})
	var b strings.Builder
	for i, p := range pairs {
		if i > 0 {
			b.WriteByte('&')
		}
		b.WriteString(p.name + "=" + p.value)
	}
	return b.String()
}

// canonicalHeader returns a header's values, trimmed, runs of spaces made one,
// joined by commas. net/http takes some headers out of the map; they are put
// together again here. A header that is signed and was not sent is empty, as
// AWS shows it in its own canonical request.
func canonicalHeader(r *http.Request, name string) string {
	values := sentHeader(r, name)
	if name == "host" || len(values) == 0 {
		values = promotedHeader(r, name)
	}
	if len(values) == 1 {
		return collapseSpaces(values[0])
	}
	trimmed := make([]string, len(values))
	for i, v := range values {
		trimmed[i] = collapseSpaces(v)
	}
	return strings.Join(trimmed, ",")
}

// sentHeader is r.Header.Values(name) for a name in lower case, without a new
// string for every name.
func sentHeader(r *http.Request, name string) []string {
	var room [64]byte
	canonical := append(room[:0], name...)
	first := true
	for i, c := range canonical {
		switch {
		case first && 'a' <= c && c <= 'z':
			canonical[i] = c - 'a' + 'A'
		case c >= 0x80 || c != '-' && !unreserved(c):
			return r.Header.Values(name)
		}
		first = c == '-'
	}
	return r.Header[string(canonical)]
}

func promotedHeader(r *http.Request, name string) []string {
	switch name {
	case "host":
		return []string{r.Host}
	case "content-length":
		if r.ContentLength >= 0 {
			return []string{strconv.FormatInt(r.ContentLength, 10)}
		}
	case "transfer-encoding":
		return r.TransferEncoding
	case "trailer":
		return trailerNames(r.Trailer)
	case "expect":
		// The HTTP/2 server answers and removes it.
		if r.ProtoMajor == 2 {
			return []string{"100-continue"}
		}
	}
	return nil
}

func trailerNames(h http.Header) []string {
	names := make([]string, 0, len(h))
	for name := range h {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func collapseSpaces(s string) string {
	s = strings.TrimSpace(s)
	for strings.Contains(s, "  ") {
		s = strings.ReplaceAll(s, "  ", " ")
	}
	return s
}
