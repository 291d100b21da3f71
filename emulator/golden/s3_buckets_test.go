package golden_test

var s3Buckets = []provocation{
	refused("NoSuchBucket", "The specified bucket does not exist", s3("GET /nowhere/k")),
	refused("404", "Not Found", s3("HEAD /nowhere")),
	refused("InvalidBucketName", "The specified bucket is not valid.", s3("PUT /UPPER")),
	refused("BucketAlreadyOwnedByYou", "Your previous request to create the named bucket succeeded and you already own it.",
		s3("PUT /data").in("us-west-2").with(located("us-west-2"))).at("us-west-2"),
	refused("BucketNotEmpty", "The bucket you tried to delete is not empty", s3("DELETE /data")),
	refused("BucketNotEmpty", "The bucket you tried to delete is not empty. You must delete all versions in the bucket.", s3("DELETE /vers")),
	refused("InvalidLocationConstraint", "The specified location-constraint is not valid", s3("PUT /new").with(located("us-east-1"))),
	refused("IllegalLocationConstraintException", "The unspecified location constraint is incompatible for the region specific endpoint this request was sent to.",
		s3("PUT /new").in("us-east-2")).at("us-east-2"),
	misplaced("us-east-2", "us-west-1", "region-3"),
	misplaced("us-west-1", "us-east-2", "region-2"),
	misplaced("us-west-1", "us-east-1", "region-1"),
	misplaced("us-west-1", "aws-global", ""),
	misplaced("eu-west-1", "EU", ""),
	misplaced("eu-west-1", "bar", ""),
	refused("InvalidArgument", "Argument value eu-east-1 is not a valid AWS Region", s3("GET /?bucket-region=eu-east-1")),

	refused("InvalidArgument", "Invalid x-amz-object-ownership header: RandomValue", s3("PUT /new", "x-amz-object-ownership: RandomValue")),
	refused("InvalidArgument", "Invalid x-amz-object-ownership header: ", s3("PUT /new", "x-amz-object-ownership: ")),
	refused("InvalidBucketAclWithObjectOwnership", "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
		s3("PUT /new", "x-amz-object-ownership: BucketOwnerEnforced", "x-amz-acl: public-read")),
	refused("InvalidTag", `User-defined tag keys can't start with "aws:". This prefix is reserved for system tags. Remove "aws:" from your tag keys and try again.`,
		s3("PUT /new").with("<CreateBucketConfiguration><Tags>"+tag("aws:a", "b")+"</Tags></CreateBucketConfiguration>")),
	refused("InternalError", "We encountered an internal error. Please try again.",
		s3("PUT /new").with("<CreateBucketConfiguration><Tags>"+tag("a", "b")+tag("a", "b")+"</Tags></CreateBucketConfiguration>")),
}

// misplaced makes a bucket where an endpoint of another Region may not.
func misplaced(endpoint, location, name string) provocation {
	if name == "" {
		name = location
	} else {
		name = "<" + name + ">"
	}
	return refused("IllegalLocationConstraintException", "The "+name+" location constraint is incompatible for the region specific endpoint this request was sent to.",
		s3("PUT /new").in(endpoint).with(located(location))).at(endpoint)
}

func located(location string) string {
	return "<CreateBucketConfiguration><LocationConstraint>" + location + "</LocationConstraint></CreateBucketConfiguration>"
}

func tag(key, value string) string {
	return "<Tag><Key>" + key + "</Key><Value>" + value + "</Value></Tag>"
}

func tagging(tags ...string) string {
	all := "<Tagging><TagSet>"
	for _, t := range tags {
		all += t
	}
	return all + "</TagSet></Tagging>"
}
