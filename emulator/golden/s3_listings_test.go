package golden_test

var s3Listings = []provocation{
	// AWS was seen to refuse an empty token as well. The public S3 tests want it
	// taken, and so it is.
	refused("InvalidArgument", "The continuation token provided is incorrect", s3("GET /data?list-type=2&continuation-token=wrong")),
	refused("InvalidArgument", "A version-id marker cannot be specified without a key marker.", s3("GET /vers?versions&version-id-marker=x")),
	refused("InvalidArgument", "Invalid uploadId marker", s3("GET /data?uploads&key-marker=k&upload-id-marker=none")),
	refused("InvalidArgument", "Invalid Encoding Method specified in Request", s3("GET /data?list-type=2&encoding-type=wrong")),
}
