package s3

import (
	"net/http"
	"strings"
	"time"

	"github.com/denylab/denylab/emulator/awsproto"
)

// preconditions are the conditional headers of a read, or of a copy's source.
type preconditions struct {
	match, noneMatch            string
	modifiedSince, unmodifiedBy time.Time
	hasModified, hasUnmodified  bool
}

// readPreconditions reads the four conditional headers; prefix is "If-" or
// "X-Amz-Copy-Source-If-". S3 ignores a date it cannot read.
func readPreconditions(h http.Header, prefix string) preconditions {
	p := preconditions{match: h.Get(prefix + "Match"), noneMatch: h.Get(prefix + "None-Match")}
	if t, err := http.ParseTime(h.Get(prefix + "Modified-Since")); err == nil {
		p.modifiedSince, p.hasModified = t, true
	}
	if t, err := http.ParseTime(h.Get(prefix + "Unmodified-Since")); err == nil {
		p.unmodifiedBy, p.hasUnmodified = t, true
	}
	return p
}

// forRead tells whether an object may be sent: 412 when a condition for
// success does not hold, 304 when the client has it already. If-Match wins
// over If-Unmodified-Since and If-None-Match over If-Modified-Since
// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html).
func (p preconditions) forRead(etag string, modified time.Time) *awsproto.Error {
	if failed := p.success(etag, modified); failed != "" {
		return preconditionFailed(failed)
	}
	if p.known(etag, modified) {
		return failure(http.StatusNotModified, "NotModified", "Not Modified")
	}
	return nil
}

// forCopy is forRead for a copy's source, where every failed condition is 412.
func (p preconditions) forCopy(etag string, modified time.Time) *awsproto.Error {
	if failed := p.success(etag, modified); failed != "" {
		return preconditionFailed("x-amz-copy-source-" + failed)
	}
	if p.known(etag, modified) {
		if p.noneMatch != "" {
			return preconditionFailed("x-amz-copy-source-If-None-Match")
		}
		return preconditionFailed("x-amz-copy-source-If-Modified-Since")
	}
	return nil
}

// success names the condition for success that does not hold.
func (p preconditions) success(etag string, modified time.Time) string {
	switch {
	case p.match != "" && !etagListed(p.match, etag):
		return "If-Match"
	case p.match == "" && p.hasUnmodified && modified.Truncate(time.Second).After(p.unmodifiedBy):
		return "If-Unmodified-Since"
	}
	return ""
}

// known tells whether the client says that it has this object already.
func (p preconditions) known(etag string, modified time.Time) bool {
	if p.noneMatch != "" {
		return etagListed(p.noneMatch, etag)
	}
	return p.hasModified && !modified.Truncate(time.Second).After(p.modifiedSince)
}

// etagListed tells whether etag (without quotes) is in an entity tag list,
// where S3 takes tags with and without quotes, and "*" for any.
func etagListed(list, etag string) bool {
	for part := range strings.SplitSeq(list, ",") {
		part = strings.TrimSpace(part)
		if part == "*" || trimETag(part) == etag {
			return true
		}
	}
	return false
}

// trimETag takes the quotes (and a weak mark) off an entity tag.
func trimETag(s string) string {
	return strings.Trim(strings.TrimPrefix(s, "W/"), `"`)
}
