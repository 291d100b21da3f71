package s3

import (
	"encoding/xml"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/caller"
	"github.com/denylab/denylab/emulator/s3/index"
)

// postObject stores the file of a browser's form. The form brings its own
// signature, over a policy for its fields; who signed the policy is asked about
// as for a PUT.
func (q *request) postObject() error {
	f, refusal := readForm(q.r)
	if refusal != nil {
		return refusal
	}
	if q.key, refusal = f.key(); refusal != nil {
		return refusal
	}
	policy, refusal := q.authenticate(f)
	if refusal != nil {
		return refusal
	}
	whole := q.r.Body
	q.r = caller.FileOf(q.r, f.header(q.r), f.file)
	if err := q.readUpload(); err != nil {
		return err
	}
	if tagging := f.fields["tagging"]; tagging != "" {
		if q.tags, refusal = parseTagging(strings.NewReader(tagging), onObject); refusal != nil {
			return refusal
		}
	}
	encryption, encryptionErr := q.encryption()
	ask := func() error { return q.allowUpload(encryption, encryptionErr) }
	if err := ask(); err != nil {
		return err
	}
	v, err := q.object(encryption)
	if err != nil {
		return err
	}
	body, err := q.stage("")
	if err != nil {
		return err
	}
	if err := q.checkRest(policy, body, whole); err != nil {
		return q.discard(body.blobs, err)
	}
	v.Blobs, v.ETag, v.Checksum = body.blobs, body.md5, body.wanted
	stored, err := q.s.index.Put(index.Write{Bucket: q.name, Version: v, Versioning: q.bucket.Versioning, Recheck: q.again(ask)})
	if err != nil {
		return q.discard(body.blobs, q.writeError(err))
	}
	return q.posted(f, stored)
}

// authenticate finds out who signed the form, and compares it with its policy.
// A form without a policy is anonymous, or its sender's who signed the request
// itself.
func (q *request) authenticate(f *form) (*postPolicy, *awsproto.Error) {
	if f.fields["policy"] == "" && f.fields["x-amz-signature"] == "" && f.fields["signature"] == "" {
		return &postPolicy{}, nil
	}
	if q.s.verifier == nil {
		return nil, accessDenied()
	}
	identity, refusal := q.s.verifier.VerifyForm(f.fields, q.x.World)
	if refusal != nil {
		return nil, refusal
	}
	q.x.Identity = identity
	policy, refusal := parsePostPolicy(f.fields["policy"])
	if refusal != nil {
		return nil, refusal
	}
	return policy, policy.check(f.fields, q.name, q.signingTime())
}

// signingTime is now on the clock that clients sign by.
func (q *request) signingTime() time.Time {
	if q.x.Received.IsZero() {
		return q.x.Now
	}
	return q.x.Received
}

// checkRest looks at what shows only when the form has been read: the size of
// its file, and that it ends as it should.
func (q *request) checkRest(policy *postPolicy, body staged, whole io.Reader) error {
	var size int64
	for _, b := range body.blobs {
		size += b.Size
	}
	if refusal := policy.checkSize(size); refusal != nil {
		return refusal
	}
	if _, err := io.Copy(io.Discard, io.LimitReader(whole, maxDocument)); err != nil {
		return bodyError(err)
	}
	return nil
}

type postedXML struct {
	XMLName  xml.Name `xml:"PostResponse"`
	Location string   `xml:"Location"`
	Bucket   string   `xml:"Bucket"`
	Key      string   `xml:"Key"`
	ETag     string   `xml:"ETag"`
}

// posted answers as the form wants it: with a redirect, or with the status that
// it names, 204 for any that is none.
func (q *request) posted(f *form, v *index.Version) error {
	h := q.w.Header()
	h.Set("ETag", quoted(v.ETag))
	q.tellVersion(v.ID)
	writeEncryption(h, v.Encryption)
	writeChecksum(h, v.Checksum)
	target := f.fields["success_action_redirect"]
	if target == "" {
		target = f.fields["redirect"]
	}
	if u, err := url.Parse(target); err == nil && u.IsAbs() {
		query := u.RawQuery
		if query != "" {
			query += "&"
		}
		u.RawQuery = query + "bucket=" + url.QueryEscape(q.name) + "&key=" + url.QueryEscape(q.key) + "&etag=" + url.QueryEscape(quoted(v.ETag))
		h.Set("Location", u.String())
		h.Set("Content-Length", "0")
		q.w.WriteHeader(http.StatusSeeOther)
		return nil
	}
	location := q.objectLocation()
	h.Set("Location", location)
	switch f.fields["success_action_status"] {
	case "200":
		return q.ok()
	case "201":
		return q.created(postedXML{Location: location, Bucket: q.name, Key: q.key, ETag: quoted(v.ETag)})
	}
	return q.noContent()
}

// objectLocation is the object's URL below the bucket's that the form was sent to.
func (q *request) objectLocation() string {
	return strings.TrimSuffix(q.location(), "/") + "/" + (&url.URL{Path: q.key}).EscapedPath()
}

func (q *request) created(doc any) error {
	var b strings.Builder
	if err := encodeTo(&b, doc); err != nil {
		return err
	}
	q.w.Header().Set("Content-Type", "application/xml")
	q.w.Header().Set("Content-Length", itoa(b.Len()))
	q.w.WriteHeader(http.StatusCreated)
	_, _ = io.WriteString(q.w, b.String())
	return nil
}
