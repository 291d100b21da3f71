package s3

import (
	"net/http"
	"net/url"
	"strings"
	"unicode"

	"github.com/denylab/denylab/emulator/s3/index"
	"github.com/denylab/denylab/rego/authz"
)

// systemHeaders is the system metadata that a request sets.
func systemHeaders(h http.Header) index.Headers {
	s := index.Headers{
		ContentType:        h.Get("Content-Type"),
		CacheControl:       h.Get("Cache-Control"),
		ContentDisposition: h.Get("Content-Disposition"),
		ContentEncoding:    contentEncoding(h),
		ContentLanguage:    h.Get("Content-Language"),
		Expires:            h.Get("Expires"),
		WebsiteRedirect:    h.Get("X-Amz-Website-Redirect-Location"),
	}
	if s.ContentType == "" {
		s.ContentType = "binary/octet-stream"
	}
	return s
}

// contentEncoding is Content-Encoding as it was sent, without aws-chunked,
// which is the transfer's and not the object's.
func contentEncoding(h http.Header) string {
	all := strings.Join(h.Values("Content-Encoding"), ",")
	if !strings.Contains(all, "aws-chunked") {
		return all
	}
	var kept []string
	for _, line := range h.Values("Content-Encoding") {
		for part := range strings.SplitSeq(line, ",") {
			if part = strings.TrimSpace(part); part != "" && part != "aws-chunked" {
				kept = append(kept, part)
			}
		}
	}
	return strings.Join(kept, ",")
}

// describe sets the response headers that describe a stored object.
func (q *request) describe(v *index.Version) {
	h := q.w.Header()
	set := func(name, value string) {
		if value != "" {
			h.Set(name, value)
		}
	}
	h.Set("Last-Modified", httpDate(v.Modified))
	h.Set("ETag", quoted(v.ETag))
	h.Set("Accept-Ranges", "bytes")
	q.tellVersion(v.ID)
	writeEncryption(h, v.Encryption)
	set("Content-Type", v.Headers.ContentType)
	set("Cache-Control", v.Headers.CacheControl)
	set("Content-Disposition", v.Headers.ContentDisposition)
	set("Content-Encoding", v.Headers.ContentEncoding)
	set("Content-Language", v.Headers.ContentLanguage)
	set("Expires", v.Headers.Expires)
	set("x-amz-website-redirect-location", v.Headers.WebsiteRedirect)
	if v.StorageClass != "STANDARD" {
		set("x-amz-storage-class", v.StorageClass)
	}
	q.tellRestored(v)
	for name, value := range v.Metadata {
		// Set by hand: S3 sends these names in lower case.
		h["x-amz-meta-"+name] = []string{mailSafe(value)}
	}
}

// checkOverrides refuses response-* parameters that no header can hold, and those
// of nobody.
func (q *request) checkOverrides() error {
	if len(q.query) == 0 {
		return nil
	}
	for _, name := range strings.Fields(responseOverrides) {
		value := q.query.Get(name)
		switch {
		case !q.query.Has(name):
		case q.x.Identity.Principal.Caller.Kind == authz.Anonymous:
			return invalidRequest("Request specific response headers cannot be used for anonymous GET requests.")
		case strings.ContainsFunc(value, func(r rune) bool { return r > unicode.MaxLatin1 }):
			return invalidArgument("Header value cannot be represented using ISO-8859-1.", name, value)
		}
	}
	return nil
}

// override replaces response headers as a GET's response-* parameters say.
func (q *request) override() {
	if len(q.query) == 0 {
		return
	}
	for _, name := range strings.Fields(responseOverrides) {
		if q.query.Has(name) {
			q.w.Header().Set(strings.TrimPrefix(name, "response-"), q.query.Get(name))
		}
	}
}

// tellVersion sets x-amz-version-id when the bucket has versions.
func (q *request) tellVersion(id string) {
	if q.bucket.Versioning != "" && id != "" {
		q.w.Header().Set("x-amz-version-id", id)
	}
}

// writeChecksum sets a checksum's response headers.
func writeChecksum(h http.Header, c index.Checksum) {
	if c.Algorithm == "" || c.Value == "" {
		return
	}
	h.Set("x-amz-checksum-"+strings.ToLower(c.Algorithm), c.Value)
	if c.Type != "" {
		h.Set("x-amz-checksum-type", c.Type)
	}
}

func quoted(etag string) string { return `"` + etag + `"` }

// urlEncoded is a key as encoding-type=url writes it.
func urlEncoded(s string) string {
	return strings.NewReplacer("%2F", "/", "%2A", "*").Replace(url.QueryEscape(s))
}
