package golden_test

var s3Tags = []provocation{
	refused("NoSuchTagSet", "The TagSet does not exist", s3("GET /data?tagging")),
	refused("InvalidArgument", "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.", s3("PUT /data/k", "x-amz-tagging: a=b&a=c")),
	refused("InvalidTag", "Cannot provide multiple Tags with the same key", s3("PUT /data?tagging").with(tagging(tag("a", "b"), tag("a", "c"))).summed()),
	refused("InvalidTag", "The TagKey you have provided is invalid", s3("PUT /data?tagging").with(tagging(tag("Key,", "b"))).summed()),
	refused("InvalidTag", "The TagValue you have provided is invalid", s3("PUT /data?tagging").with(tagging(tag("a", "Value,"))).summed()),
	refused("InvalidTag", "System tags cannot be added/updated by requester", s3("PUT /data?tagging").with(tagging(tag("aws:a", "b"))).summed()),
	refused("InvalidTag", "Your TagKey cannot be prefixed with aws:", s3("PUT /data/seeded.txt?tagging").with(tagging(tag("aws:a", "b"))).summed()),
	refused("BadRequest", "This S3 general purpose bucket has attribute-based access control (ABAC) enabled. To add tags to this bucket, initiate a TagResource request. To delete tags from this bucket, initiate an UntagResource request.",
		s3("PUT /abac?tagging").with(tagging(tag("a", "b"))).summed()),
}
