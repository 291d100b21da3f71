package s3

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/caller"
	"github.com/denylab/denylab/emulator/world"
)

// A document is a kind of configuration that a bucket keeps for its owner: S3
// checks it, asks whether it may be set, and gives it back. What it would have
// S3 do later, such as expiring objects, this lab does not do.
type document struct {
	// name is the sub-resource, under which the bucket keeps it.
	name    string
	grammar *grammar
	// absent refuses to read a document that is not there; nil when an empty
	// one is the answer.
	absent func(bucket string) *awsproto.Error
	// check refuses what the grammar does not, completes the document, and
	// asks for what else setting it needs; nil for nothing of that.
	check func(q *request, doc *node) error
	// tell sets further response headers of reading and writing it.
	tell func(q *request)
	// needsSum: a request to set it must bring a checksum of its body.
	needsSum bool
}

func (d *document) get(q *request) error {
	if err := q.allowBucket(); err != nil {
		return err
	}
	text, found := q.bucket.Documents[d.name]
	switch {
	case !found && d.absent != nil:
		return d.absent(q.name)
	case !found:
		text = (&node{name: d.grammar.name}).String()
	}
	if d.tell != nil {
		d.tell(q)
	}
	return q.replyText(text)
}

func (d *document) put(q *request) error {
	doc, err := d.receive(q)
	if err != nil {
		return err
	}
	if err := q.keep(d.name, doc.String()); err != nil {
		return err
	}
	if d.tell != nil {
		d.tell(q)
	}
	return q.ok()
}

func (d *document) delete(q *request) error {
	if err := q.allowBucket(); err != nil {
		return err
	}
	if err := q.keep(d.name, ""); err != nil {
		return err
	}
	return q.noContent()
}

// receive reads the document of a caller who may set it.
func (d *document) receive(q *request) (*node, error) {
	if err := q.allowBucket(); err != nil {
		return nil, err
	}
	if d.needsSum {
		if err := q.needsSum(); err != nil {
			return nil, err
		}
	}
	body, err := q.readBody()
	if err != nil {
		return nil, err
	}
	doc, err := d.grammar.parse(body)
	if err != nil {
		return nil, malformedXML()
	}
	if d.check == nil {
		return doc, nil
	}
	if err := d.check(q, doc); err != nil {
		return nil, err
	}
	return doc, d.grammar.check(doc) // puts what was added in its place
}

// keep sets or, with an empty text, removes a document of the request's bucket.
func (q *request) keep(name, text string) error {
	return q.set(func(b *world.Bucket) error {
		if text == "" {
			delete(b.Documents, name)
			return nil
		}
		if b.Documents == nil {
			b.Documents = map[string]string{}
		}
		b.Documents[name] = text
		return nil
	})
}

// needsSum refuses a body without a checksum, where S3 asks for one
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html).
func (q *request) needsSum() error {
	payload := caller.PayloadOf(q.r)
	if q.r.Header.Get("Content-Md5") == "" && (payload == nil || payload.Algorithm == "") {
		return invalidRequest("Missing required header for this request: Content-MD5")
	}
	return nil
}

// replyText writes a document as it is kept.
func (q *request) replyText(text string) error {
	text = `<?xml version="1.0" encoding="UTF-8"?>` + "\n" + text
	q.w.Header().Set("Content-Type", "application/xml")
	q.w.Header().Set("Content-Length", itoa(len(text)))
	q.w.WriteHeader(http.StatusOK)
	_, _ = q.w.Write([]byte(text))
	return nil
}

// madeID is the id of a rule that came without one. It follows from the rule.
func madeID(rule *node) string {
	sum := sha256.Sum256([]byte(rule.String()))
	return strings.TrimRight(base64.URLEncoding.EncodeToString(sum[:]), "=")
}
