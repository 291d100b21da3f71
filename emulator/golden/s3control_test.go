package golden_test

var s3Control = []provocation{
	refused("NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found", control("GET /configuration/publicAccessBlock")),
	refused("InvalidRequest", "Must specify at least one configuration.", control("PUT /configuration/publicAccessBlock").with("<PublicAccessBlockConfiguration/>").summed()),
	refused("NoSuchAccessPoint", "The specified accesspoint does not exist", control("GET /accesspoint/none")),
	refused("InvalidRequest", "Amazon S3 AccessPoint can only be created for existing bucket", accessPoint("point", "nowhere")),
	refused("InvalidURI", "Couldn't parse the specified URI.", accessPoint("xn--test", "data")),
	refused("AccessPointAlreadyOwnedByYou", "Your previous request to create the named accesspoint succeeded and you already own it.", accessPoint("point", "data"), accessPoint("point", "data")),
	refused("MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema", tagResource("data")),
	refused("InvalidTag", `User-defined tag keys can't start with "aws:". This prefix is reserved for system tags. Remove "aws:" from your tag keys and try again.`, tagResource("data", tag("aws:a", "b"))),
	refused("InvalidTag", "There are duplicate tag keys in your request. Remove the duplicate tag keys and try again.", tagResource("data", tag("a", "b"), tag("a", "c"))),
	refused("InvalidTag", "This request contains a tag key or value that isn't valid. Valid characters include the following: [a-zA-Z+-=._:/]. Tag keys can contain up to 128 characters. Tag values can contain up to 256 characters.", tagResource("data", tag("a", "b,c?"))),
	refused("NoSuchResource", "The specified resource doesn't exist.", tagResource("nowhere", tag("a", "b"))),
}

func accessPoint(name, bucket string) step {
	return control("PUT /accesspoint/" + name).with("<CreateAccessPointRequest><Bucket>" + bucket + "</Bucket></CreateAccessPointRequest>")
}

func tagResource(bucket string, tags ...string) step {
	all := ""
	for _, t := range tags {
		all += t
	}
	return control("POST /tags/arn%3Aaws%3As3%3A%3A%3A" + bucket).with("<TagResourceRequest><Tags>" + all + "</Tags></TagResourceRequest>")
}
