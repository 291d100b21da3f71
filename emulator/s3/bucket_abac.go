package s3

import (
	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

var abacGrammar = grammarOf(`
AbacStatus
	Status Enabled|Disabled
`)

func (q *request) getBucketAbac() error {
	if err := q.allowBucket(); err != nil {
		return err
	}
	doc := &node{name: "AbacStatus"}
	doc.set("Status", map[bool]string{true: "Enabled", false: "Disabled"}[q.bucket.ABAC])
	return q.replyText(doc.String())
}

// putBucketAbac has the bucket's tags decide over access, or not
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/buckets-tagging-enable-abac.html).
func (q *request) putBucketAbac() error {
	if err := q.allowBucket(); err != nil {
		return err
	}
	body, err := q.readBody()
	if err != nil {
		return err
	}
	doc, err := abacGrammar.parse(body)
	if err != nil {
		return malformedXML()
	}
	if err := q.set(func(b *world.Bucket) error { b.ABAC = doc.at("Status") == "Enabled"; return nil }); err != nil {
		return err
	}
	return q.ok()
}

// bucketTags adds a bucket's tags to the condition keys of a call on it, if
// they are to count.
func bucketTags(b *world.Bucket, c authz.Context) {
	if !b.ABAC {
		return
	}
	for k, v := range b.Tags {
		c["aws:ResourceTag/"+k] = authz.One(v)
		c["s3:BucketTag/"+k] = authz.One(v)
	}
}

// tagsDecide refuses the operations that have to leave tags alone which decide
// over access.
func tagsDecide() *awsproto.Error {
	return failure(400, "BadRequest", "This S3 general purpose bucket has attribute-based access control (ABAC) enabled. To add tags to this bucket, initiate a TagResource request. To delete tags from this bucket, initiate an UntagResource request.")
}
