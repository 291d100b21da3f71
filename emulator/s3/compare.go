package s3

import (
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/s3/index"
)

// A comparison is what If-Match has the request look at: the current version of
// an object, nil when there is none.
type comparison struct{ version *index.Version }

// compare looks up what a write or delete with If-Match is compared with; nil
// without. It is called before the bucket is locked.
func (q *request) compare(key, ifMatch string) *comparison {
	if ifMatch == "" {
		return nil
	}
	v, _ := q.s.index.Head(q.name, key, "")
	return &comparison{v}
}

// comparing asks whether the caller may read the object that an ETag is compared
// with: the answer tells something of it
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html).
func (q *request) comparing(key string, c *comparison) []gate.Question {
	if c == nil {
		return nil
	}
	return q.questions("s3:GetObject", subject{bucket: q.bucket, point: q.point, key: key, version: c.version})
}
