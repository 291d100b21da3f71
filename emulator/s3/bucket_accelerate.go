package s3

import "strings"

// bucketAccelerate is kept and given back; every request to this lab is as
// fast (https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAccelerateConfiguration.html).
var bucketAccelerate = &document{
	name: "accelerate",
	grammar: grammarOf(`
AccelerateConfiguration
	Status Enabled|Suspended
`),
	check: func(q *request, _ *node) error {
		if strings.Contains(q.name, ".") {
			return invalidRequest("S3 Transfer Acceleration is not supported for buckets with periods (.) in their names")
		}
		return nil
	},
}
