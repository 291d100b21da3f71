package s3

import (
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/denylab/denylab/emulator/s3/index"
)

func (q *request) getObject() error { return q.read(true) }

// headObject answers without a body. KMS is asked only for a checksum: the
// headers of an encrypted object are not encrypted.
func (q *request) headObject() error { return q.read(false) }

func (q *request) read(body bool) error {
	if err := q.readParameters(); err != nil {
		return err
	}
	held, err := q.acquire(q.op.actionFor(q.query.Get("versionId")))
	if err != nil {
		return err
	}
	defer q.release(held)
	v := held.Version
	if refusal := refuseKeyHeaders(q.r.Header); refusal != nil {
		return refusal
	}
	if refusal := q.unlock(v, customerPrefix); refusal != nil {
		return refusal
	}
	if body && q.isArchived(v) {
		return archived(v.StorageClass)
	}
	checksums := strings.EqualFold(q.r.Header.Get("X-Amz-Checksum-Mode"), "ENABLED")
	if body || checksums {
		if err := q.useKey(decrypt, q.theObject(v), v.Encryption); err != nil {
			return err
		}
	}
	if refusal := readPreconditions(q.r.Header, "If-").forRead(v.ETag, v.Modified); refusal != nil {
		if refusal.Status == http.StatusNotModified {
			q.w.Header().Set("ETag", quoted(v.ETag))
			q.w.Header().Set("Last-Modified", httpDate(v.Modified))
			q.tellVersion(v.ID)
		}
		return refusal
	}
	part, status, err := q.selectBytes(v, checksums)
	if err != nil {
		return err
	}
	if err := q.tellTags(v); err != nil {
		return err
	}
	if err := q.tellLock(v); err != nil {
		return err
	}
	q.describe(v)
	q.override()
	return q.send(held, part, status, body)
}

// readParameters refuses what a read may not be asked for.
func (q *request) readParameters() error {
	if q.r.Header.Get("Range") != "" && q.query.Has("partNumber") {
		return invalidRequest("Cannot specify both Range header and partNumber query parameter")
	}
	return q.checkOverrides()
}

// acquire gets hold of the request's object for a caller who may do action on
// it; the caller of acquire releases it.
func (q *request) acquire(actions ...string) (*index.Held, error) {
	version := q.query.Get("versionId")
	if version != "" && !index.ValidVersionID(version) {
		return nil, badVersion("versionId", version)
	}
	return q.acquireAt(q.theObject(nil), actions...)
}

// acquireAt is acquire for any object. Permission comes first, existence
// second: who may not read is not told what is there.
func (q *request) acquireAt(on subject, actions ...string) (*index.Held, error) {
	held, err := q.s.index.Acquire(on.bucket.Name, on.key, on.versionID)
	if err == nil {
		on.version = held.Version
	}
	if refusal := q.allow(on, actions...); refusal != nil {
		if held != nil {
			q.release(held)
		}
		return nil, refusal
	}
	if err != nil {
		return nil, q.absent(on, err)
	}
	return held, nil
}

func (q *request) release(held *index.Held) {
	if err := held.Release(); err != nil {
		q.s.logger.Error("s3: releasing an object", "request", q.x.IDs.RequestID, "error", err)
	}
}

// absent answers for an object that is not there, to a caller who might have
// read it.
func (q *request) absent(on subject, err error) error {
	marker, _ := q.s.index.Head(on.bucket.Name, on.key, on.versionID)
	switch {
	case errors.Is(err, index.ErrMethodNotAllowed):
		e := methodNotAllowed(q.r.Method, "DeleteMarker")
		e.Header = markerHeader(marker)
		e.Header.Set("Allow", "DELETE")
		e.Header.Set("Last-Modified", httpDate(marker.Modified))
		return e
	case errors.Is(err, index.ErrNoSuchVersion):
		return q.missing(on, noSuchVersion(on.key, on.versionID))
	case errors.Is(err, index.ErrNoSuchKey):
		e := noSuchKey(on.key)
		if marker != nil {
			e.Header = markerHeader(marker)
		}
		return q.missing(on, e)
	case errors.Is(err, index.ErrNoSuchBucket):
		return noSuchBucket(on.bucket.Name)
	}
	return err
}

func markerHeader(marker *index.Version) http.Header {
	h := http.Header{}
	h.Set("x-amz-delete-marker", "true")
	h.Set("x-amz-version-id", marker.ID)
	return h
}

// selectBytes finds the bytes that Range or partNumber ask for, and sets the
// headers that go with them.
func (q *request) selectBytes(v *index.Version, checksums bool) (span, int, error) {
	whole := span{0, v.Size}
	h := q.w.Header()
	if q.query.Has("partNumber") {
		part, sum, err := onePart(v, q.query.Get("partNumber"))
		if err != nil {
			return whole, 0, err
		}
		if len(v.PartSizes) > 0 {
			h.Set("x-amz-mp-parts-count", strconv.Itoa(len(v.PartSizes)))
		}
		if checksums {
			writeChecksum(h, sum)
		}
		if v.Size == 0 {
			return part, http.StatusOK, nil
		}
		h.Set("Content-Range", part.contentRange(v.Size))
		return part, http.StatusPartialContent, nil
	}
	if header := q.r.Header.Get("Range"); header != "" {
		part, ok, refusal := parseRange(header, v.Size)
		if refusal != nil {
			return whole, 0, refusal
		}
		if ok {
			h.Set("Content-Range", part.contentRange(v.Size))
			return part, http.StatusPartialContent, nil
		}
	}
	if checksums {
		writeChecksum(h, v.Checksum)
	}
	return whole, http.StatusOK, nil
}

// onePart is the n-th part of an object, counted from 1; an object that was
// uploaded in one piece is its own first part.
func onePart(v *index.Version, number string) (span, index.Checksum, error) {
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || n > index.MaxPartNumber {
		return span{}, index.Checksum{}, badPartNumber(number)
	}
	if len(v.PartSizes) == 0 && n == 1 {
		return span{0, v.Size}, v.Checksum, nil
	}
	if n > len(v.PartSizes) {
		return span{}, index.Checksum{}, failure(416, "InvalidPartNumber", "The requested partnumber is not satisfiable",
			"ActualPartCount", strconv.Itoa(max(1, len(v.PartSizes))), "PartNumberRequested", number)
	}
	s := span{0, v.PartSizes[n-1].Size}
	for _, p := range v.PartSizes[:n-1] {
		s.first += p.Size
	}
	sum := index.Checksum{Algorithm: v.Checksum.Algorithm, Value: v.PartSizes[n-1].Checksum, Type: v.Checksum.Type}
	return s, sum, nil
}

// tellTags sets x-amz-tagging-count, for those who may read the tags.
func (q *request) tellTags(v *index.Version) error {
	if len(v.Tags) == 0 {
		return nil
	}
	action := "s3:GetObjectTagging"
	if q.query.Get("versionId") != "" {
		action = "s3:GetObjectVersionTagging"
	}
	allowed, err := q.may(q.theObject(v), action)
	if allowed {
		q.w.Header().Set("x-amz-tagging-count", strconv.Itoa(len(v.Tags)))
	}
	return err
}

// copies are buffers for bytes on their way out. Every one is a system call.
var copies = sync.Pool{New: func() any { b := make([]byte, 128<<10); return &b }}

// send writes the status and, for a GET, the bytes.
func (q *request) send(held *index.Held, part span, status int, body bool) error {
	q.w.Header().Set("Content-Length", itoa(part.length))
	if !body {
		q.w.WriteHeader(status)
		return nil
	}
	content, err := held.Open(part.first, part.length)
	if err != nil {
		return err
	}
	defer content.Close()
	q.w.WriteHeader(status)
	room := copies.Get().(*[]byte)
	defer copies.Put(room)
	if _, err := io.CopyBuffer(q.w, content, *room); err != nil {
		// The status is sent; a body cut short tells the client.
		q.s.logger.Debug("s3: sending an object", "request", q.x.IDs.RequestID, "error", err)
	}
	return nil
}
