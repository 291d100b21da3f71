package golden_test

func retention(until string) string {
	return "<Retention><Mode>GOVERNANCE</Mode><RetainUntilDate>" + until + "</RetainUntilDate></Retention>"
}

const (
	lockOn  = "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled></ObjectLockConfiguration>"
	suspend = "<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>"
)

var s3Locks = []provocation{
	refused("NoSuchObjectLockConfiguration", "The specified object does not have a ObjectLock configuration", s3("GET /locked/seeded.txt?retention")),
	refused("InvalidArgument", "The retain until date must be in the future!", s3("PUT /locked/seeded.txt?retention").with(retention("2020-01-01T00:00:00Z")).summed()),
	refused("InvalidRequest", "Bucket is missing Object Lock Configuration", s3("PUT /data/seeded.txt?retention").with(retention("2027-01-01T00:00:00Z")).summed()),
	refused("InvalidArgument", "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied",
		s3("PUT /locked/k", "x-amz-object-lock-mode: GOVERNANCE").with("x").summed()),
	refused("InvalidArgument", "Unknown wormMode directive.", s3("PUT /locked/k", "x-amz-object-lock-mode: BAD", "x-amz-object-lock-retain-until-date: 2027-01-01T00:00:00Z").with("x").summed()),
	refused("InvalidArgument", "x-amz-bypass-governance-retention is only applicable to Object Lock enabled buckets.", s3("DELETE /data/seeded.txt", "x-amz-bypass-governance-retention: true")),
	refused("ObjectLockConfigurationNotFoundError", "Object Lock configuration does not exist for this bucket", s3("GET /data?object-lock")),
	refused("InvalidBucketState", "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration", s3("PUT /data?object-lock").with(lockOn).summed()),
	refused("InvalidBucketState", "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.", s3("PUT /locked?versioning").with(suspend).summed()),
}
