package s3

// objectLock are the operations of Object Lock.
var objectLock = []operation{
	{name: "GetObjectLockConfiguration", method: "GET", level: onBucket, selectors: "object-lock", action: "s3:GetBucketObjectLockConfiguration", serve: (*request).getObjectLockConfiguration},
	{name: "PutObjectLockConfiguration", method: "PUT", level: onBucket, selectors: "object-lock", action: "s3:PutBucketObjectLockConfiguration", serve: (*request).putObjectLockConfiguration},
	{name: "GetObjectRetention", method: "GET", level: onObject, selectors: "retention", action: "s3:GetObjectRetention", params: "versionId", serve: (*request).getObjectRetention},
	{name: "PutObjectRetention", method: "PUT", level: onObject, selectors: "retention", action: "s3:PutObjectRetention", params: "versionId", serve: (*request).putObjectRetention},
	{name: "GetObjectLegalHold", method: "GET", level: onObject, selectors: "legal-hold", action: "s3:GetObjectLegalHold", params: "versionId", serve: (*request).getObjectLegalHold},
	{name: "PutObjectLegalHold", method: "PUT", level: onObject, selectors: "legal-hold", action: "s3:PutObjectLegalHold", params: "versionId", serve: (*request).putObjectLegalHold},
}
