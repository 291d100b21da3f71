package authz

// AccessGrants is what GetDataAccess asks for, and the grants of the instance
// that it asks
// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_GetDataAccess.html).
type AccessGrants struct {
	// Target is an S3 URI: of an object, or with * at its end of all objects
	// that begin so.
	Target string
	// Permission is READ, WRITE or READWRITE.
	Permission string
	// Identities are the ids of the directory user of an identity-enhanced
	// session and of its groups.
	Identities []string
	Grants     []AccessGrant
}

// An AccessGrant gives a grantee a permission on a scope.
type AccessGrant struct {
	ID string
	// Scope is an S3 URI like AccessGrants.Target.
	Scope string
	// Permission is READ, WRITE or READWRITE.
	Permission string
	// Grantee is the ARN of a user or role, or the id of a directory user or
	// group.
	Grantee string
}
