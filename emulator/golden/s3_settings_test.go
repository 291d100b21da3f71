package golden_test

var s3Settings = []provocation{
	refused("MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema",
		s3("PUT /data?requestPayment").with("<RequestPaymentConfiguration><Payer>Random</Payer></RequestPaymentConfiguration>")),
	refused("IllegalVersioningConfigurationException", "The Versioning element must be specified", s3("PUT /data?versioning").with("<VersioningConfiguration/>").summed()),
	refused("InvalidRequest", "S3 Transfer Acceleration is not supported for buckets with periods (.) in their names",
		s3("PUT /dot.ted?accelerate").with("<AccelerateConfiguration><Status>Enabled</Status></AccelerateConfiguration>")),

	refused("InvalidRequest", "Invalid protocol, protocol can be http or https. If not defined the protocol will be selected automatically.",
		website("<RedirectAllRequestsTo><HostName>h</HostName><Protocol>ftp</Protocol></RedirectAllRequestsTo>")),
	refused("InvalidRequest", "You can only define ReplaceKeyPrefix or ReplaceKey but not both.", website(redirecting("",
		"<ReplaceKeyPrefixWith>a</ReplaceKeyPrefixWith><ReplaceKeyWith>b</ReplaceKeyWith>"))),
	refused("InvalidRequest", "Condition cannot be empty. To redirect all requests without a condition, the condition element shouldn't be present.",
		website(redirecting("<Condition/>", "<ReplaceKeyWith>b</ReplaceKeyWith>"))),

	refused("ReplicationConfigurationNotFoundError", "The replication configuration was not found", s3("GET /data?replication")),
	refused("InvalidRequest", "Versioning must be 'Enabled' on the bucket to apply a replication configuration", replication("data", "vers")),
	refused("InvalidRequest", "Destination bucket must have versioning enabled.", replication("vers", "data")),

	refused("NoSuchConfiguration", "The specified configuration does not exist.", s3("GET /data?analytics&id=none")),
	refused("IdMismatch", "Document ID does not match the specified configuration ID.", inventory("one", "two", "arn:aws:s3:::open")),
	refused("InvalidS3DestinationBucket", "Invalid bucket ARN.", inventory("one", "one", "open")),

	refused("CrossLocationLoggingProhibitted", "Cross S3 location logging not allowed. ",
		s3("PUT /far").with(located("us-west-2")), s3("PUT /data?logging").with(logging("far")).summed()),
	refused("InvalidTargetBucketForLogging", "The target bucket for logging does not exist", s3("PUT /data?logging").with(logging("nowhere")).summed()),

	refused("InvalidArgument", "'Date' must be at midnight GMT", lifecycle("<Filter/><Expiration><Date>2026-03-04T05:06:07Z</Date></Expiration>")),
	refused("InvalidRequest", "Duplicate Tag Keys are not allowed.",
		lifecycle("<Filter><And>"+tag("a", "b")+tag("a", "c")+"</And></Filter><Expiration><Days>1</Days></Expiration>")),
	refused("InvalidRequest", "Invalid TransitionDefaultMinimumObjectSize found: value",
		lifecycle("<Filter/><Expiration><Days>1</Days></Expiration>", "x-amz-transition-default-minimum-object-size: value")),

	refused("InvalidArgument", "The ARN could not be parsed", notification("invalidarn")),
	refused("InvalidArgument", "Unable to validate the following destination configurations", notification("arn:aws:lambda:us-east-1:"+owner+":function:none")),
}

func website(inner string) step {
	return s3("PUT /data?website").with("<WebsiteConfiguration>" + inner + "</WebsiteConfiguration>").summed()
}

func redirecting(condition, redirect string) string {
	return "<IndexDocument><Suffix>index.html</Suffix></IndexDocument><RoutingRules><RoutingRule>" + condition + "<Redirect>" + redirect + "</Redirect></RoutingRule></RoutingRules>"
}

func replication(from, to string) step {
	return s3("PUT /" + from + "?replication").with("<ReplicationConfiguration><Role>" + job + "</Role><Rule><ID>r</ID><Prefix/><Status>Enabled</Status>" +
		"<Destination><Bucket>arn:aws:s3:::" + to + "</Bucket></Destination></Rule></ReplicationConfiguration>").summed()
}

func inventory(id, inDocument, to string) step {
	return s3("PUT /data?inventory&id=" + id).with("<InventoryConfiguration><Destination><S3BucketDestination><Bucket>" + to + "</Bucket><Format>CSV</Format></S3BucketDestination></Destination>" +
		"<IsEnabled>true</IsEnabled><Id>" + inDocument + "</Id><IncludedObjectVersions>All</IncludedObjectVersions><Schedule><Frequency>Daily</Frequency></Schedule></InventoryConfiguration>")
}

func logging(target string) string {
	return "<BucketLoggingStatus><LoggingEnabled><TargetBucket>" + target + "</TargetBucket><TargetPrefix>log</TargetPrefix></LoggingEnabled></BucketLoggingStatus>"
}

func lifecycle(rule string, header ...string) step {
	return s3("PUT /data?lifecycle", header...).with("<LifecycleConfiguration><Rule><ID>r</ID>" + rule + "<Status>Enabled</Status></Rule></LifecycleConfiguration>").summed()
}

func notification(lambda string) step {
	return s3("PUT /data?notification").with("<NotificationConfiguration><CloudFunctionConfiguration><Id>i</Id><CloudFunction>" + lambda +
		"</CloudFunction><Event>s3:ObjectCreated:*</Event></CloudFunctionConfiguration></NotificationConfiguration>")
}
