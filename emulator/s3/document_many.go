package s3

import (
	"strings"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

const (
	// maxConfigurations is how many documents of a kind a bucket can have.
	maxConfigurations = 1000
	// configurationPage is how many of them a listing has at once.
	configurationPage = 100
)

// A documentSet is a kind of configuration that a bucket can have many of,
// each with an id.
type documentSet struct {
	document
	// list is the root element of their listing.
	list string
}

func (d *documentSet) get(q *request) error {
	if err := q.allowBucket(); err != nil {
		return err
	}
	text, found := q.bucket.Documents[d.key(q.query.Get("id"))]
	if !found {
		return noSuchConfiguration()
	}
	return q.replyText(text)
}

func (d *documentSet) put(q *request) error {
	doc, err := d.receive(q)
	if err != nil {
		return err
	}
	id := q.query.Get("id")
	if doc.at("Id") != id {
		return failure(400, "IdMismatch", "Document ID does not match the specified configuration ID.")
	}
	others := 0
	for key := range q.bucket.Documents {
		if strings.HasPrefix(key, d.key("")) && key != d.key(id) {
			others++
		}
	}
	if others >= maxConfigurations {
		return failure(400, "TooManyConfigurations", "You are attempting to create a new configuration but have already reached the 1,000-configuration limit.")
	}
	if err := q.keep(d.key(id), doc.String()); err != nil {
		return err
	}
	return q.ok()
}

func (d *documentSet) delete(q *request) error {
	if err := q.allowBucket(); err != nil {
		return err
	}
	key := d.key(q.query.Get("id"))
	err := q.set(func(b *world.Bucket) error {
		if _, found := b.Documents[key]; !found {
			return noSuchConfiguration()
		}
		delete(b.Documents, key)
		return nil
	})
	if err != nil {
		return err
	}
	return q.noContent()
}

// listAll lists the documents in the order of their ids.
func (d *documentSet) listAll(q *request) error {
	if err := q.allowBucket(); err != nil {
		return err
	}
	after, err := decodeToken(q.query.Get("continuation-token"))
	if err != nil {
		return err
	}
	var page strings.Builder
	last, count, truncated := "", 0, false
	for _, key := range sortedKeys(q.bucket.Documents) {
		id, is := strings.CutPrefix(key, d.key(""))
		if !is || id <= after {
			continue
		}
		if count == configurationPage {
			truncated = true
			break
		}
		page.WriteString(strings.Replace(q.bucket.Documents[key], ` xmlns="`+namespace+`"`, "", 1))
		last, count = id, count+1
	}
	tail := &node{name: "IsTruncated", text: "false"}
	if truncated {
		tail.text = "true"
	}
	tail.write(&page, "")
	if token := q.query.Get("continuation-token"); token != "" {
		(&node{name: "ContinuationToken", text: token}).write(&page, "")
	}
	if truncated {
		(&node{name: "NextContinuationToken", text: encodeToken(last)}).write(&page, "")
	}
	return q.replyText("<" + d.list + ` xmlns="` + namespace + `">` + page.String() + "</" + d.list + ">")
}

// key is what the bucket keeps the document with an id under.
func (d *documentSet) key(id string) string { return d.name + "/" + id }

func noSuchConfiguration() *awsproto.Error {
	return failure(404, "NoSuchConfiguration", "The specified configuration does not exist.")
}
