package golden_test

var s3Access = []provocation{
	refused("AccessControlListNotSupported", "The bucket does not allow ACLs", s3("PUT /data/seeded.txt?acl", "x-amz-acl: aws-exec-read")),
	refused("InvalidArgument", "", s3("PUT /open?acl", "x-amz-acl: fake-acl")),
	refused("InvalidArgument", "Invalid group uri", s3("PUT /open?acl", `x-amz-grant-write: uri="http://acs.amazonaws.com/groups/s3/FakeGroup"`)),
	refused("InvalidArgument", "Argument format not recognized", s3("PUT /open?acl", `x-amz-grant-write: fakekey="1234"`)),
	refused("InvalidArgument", "Invalid id", s3("PUT /open?acl", `x-amz-grant-write: id="wrong-id"`)),
	refused("MalformedACLError", "The XML you provided was not well-formed or did not validate against our published schema",
		s3("PUT /open?acl").with("<AccessControlPolicy><AccessControlList><Grant/></AccessControlList></AccessControlPolicy>")),
	refused("MissingSecurityHeader", "Your request was missing a required header", s3("PUT /open?acl")),
	refused("InvalidRequest", "Specifying both Canned ACLs and Header Grants is not allowed",
		s3("PUT /open?acl", "x-amz-acl: private", `x-amz-grant-read: uri="http://acs.amazonaws.com/groups/s3/LogDelivery"`)),
	refused("UnexpectedContent", "This request does not support content",
		s3("PUT /open?acl", "x-amz-acl: private").with("<AccessControlPolicy><Owner><ID>x</ID></Owner><AccessControlList/></AccessControlPolicy>")),
	refused("OwnershipControlsNotFoundError", "The bucket ownership controls were not found", s3("DELETE /data?ownershipControls"), s3("GET /data?ownershipControls")),
	refused("NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found", s3("DELETE /data?publicAccessBlock"), s3("GET /data?publicAccessBlock")),
}
