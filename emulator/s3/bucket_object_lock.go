package s3

import (
	"strconv"

	"github.com/denylab/denylab/emulator/s3/index"
	"github.com/denylab/denylab/emulator/world"
)

var objectLockGrammar = grammarOf(`
ObjectLockConfiguration
	ObjectLockEnabled Enabled
	Rule?
		DefaultRetention
			Mode GOVERNANCE|COMPLIANCE
			Days? int
			Years? int
`)

// maxRetentionDays and maxRetentionYears are the longest default retention.
const (
	maxRetentionDays  = 36500
	maxRetentionYears = 100
)

func (q *request) getObjectLockConfiguration() error {
	if err := q.allowBucket(); err != nil {
		return err
	}
	lock := q.bucket.ObjectLock
	if lock == nil {
		return failure(404, "ObjectLockConfigurationNotFoundError", "Object Lock configuration does not exist for this bucket", "BucketName", q.name)
	}
	doc := &node{name: "ObjectLockConfiguration"}
	doc.set("ObjectLockEnabled", "Enabled")
	if lock.Mode != "" {
		retention := &node{name: "DefaultRetention"}
		retention.set("Mode", lock.Mode)
		if lock.Days > 0 {
			retention.set("Days", strconv.Itoa(lock.Days))
		} else {
			retention.set("Years", strconv.Itoa(lock.Years))
		}
		doc.nodes = append(doc.nodes, &node{name: "Rule", nodes: []*node{retention}})
	}
	return q.replyText(doc.String())
}

// putObjectLockConfiguration turns Object Lock on, for good, or changes the
// default retention
// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectLockConfiguration.html).
func (q *request) putObjectLockConfiguration() error {
	if err := q.allowBucket(); err != nil {
		return err
	}
	if err := q.needsSum(); err != nil {
		return err
	}
	body, err := q.readBody()
	if err != nil {
		return err
	}
	doc, err := objectLockGrammar.parse(body)
	if err != nil {
		return malformedXML()
	}
	lock, err := defaultRetention(doc)
	if err != nil {
		return err
	}
	err = q.set(func(b *world.Bucket) error {
		if b.Versioning != index.VersioningEnabled {
			return failure(409, "InvalidBucketState", "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration")
		}
		b.ObjectLock = &lock
		return nil
	})
	if err != nil {
		return err
	}
	return q.ok()
}

func defaultRetention(doc *node) (world.ObjectLock, error) {
	var lock world.ObjectLock
	for _, r := range doc.all("Rule/DefaultRetention") {
		if r.has("Days") == r.has("Years") {
			return lock, malformedXML()
		}
		lock = world.ObjectLock{Mode: r.at("Mode"), Days: r.number("Days"), Years: r.number("Years")}
		switch {
		case lock.Days < 0 || lock.Years < 0 || lock.Days+lock.Years == 0:
			return lock, failure(400, "InvalidArgument", "Default retention period must be a positive integer value.")
		case lock.Days > maxRetentionDays || lock.Years > maxRetentionYears:
			return lock, failure(400, "InvalidArgument", "Default retention period is too large.")
		}
	}
	return lock, nil
}
