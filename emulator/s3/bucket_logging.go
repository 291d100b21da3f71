package s3

// bucketLogging is kept and given back; no log is written
// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLogging.html).
var bucketLogging = &document{
	name:     "logging",
	needsSum: true,
	grammar: grammarOf(`
BucketLoggingStatus
	LoggingEnabled?
		TargetBucket
		TargetGrants?
			Grant*
				Grantee
					DisplayName?
					EmailAddress?
					ID?
					URI?
				Permission FULL_CONTROL|READ|WRITE
		TargetObjectKeyFormat?
			SimplePrefix?
			PartitionedPrefix?
				PartitionDateSource? EventTime|DeliveryTime
		TargetPrefix
`),
	check: checkLogging,
}

// putBucketLogging takes a document without LoggingEnabled for the end of
// logging.
func (q *request) putBucketLogging() error {
	doc, err := bucketLogging.receive(q)
	if err != nil {
		return err
	}
	text := ""
	if doc.has("LoggingEnabled") {
		text = doc.String()
	}
	if err := q.keep(bucketLogging.name, text); err != nil {
		return err
	}
	return q.ok()
}

func checkLogging(q *request, doc *node) error {
	if !doc.has("LoggingEnabled") {
		return nil
	}
	name := doc.at("LoggingEnabled/TargetBucket")
	target := findBucket(q.x.World, name)
	switch {
	case target == nil:
		return failure(400, "InvalidTargetBucketForLogging", "The target bucket for logging does not exist", "TargetBucket", name)
	case target.Account != q.bucket.Account:
		return failure(400, "InvalidTargetBucketForLogging", "The owner for the bucket to be logged and the target bucket must be the same.", "TargetBucket", name)
	case q.regionOf(target) != q.regionOf(q.bucket):
		return failure(403, "CrossLocationLoggingProhibitted", "Cross S3 location logging not allowed. ",
			"SourceBucketLocation", q.regionOf(q.bucket), "TargetBucketLocation", q.regionOf(target))
	}
	return nil
}
