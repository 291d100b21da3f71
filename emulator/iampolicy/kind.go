package iampolicy

// A Kind is a type of policy: what it may contain, how long it may be, and in
// which words AWS refuses it.
type Kind struct {
	name   string
	family family
	// limit is the largest size in characters, 0 for none; packed sizes do
	// not count white space.
	limit  int
	packed bool
	bucket string
	point  string
}

// A family is the kinds of policy that one AWS service checks.
type family int

const (
	iamFamily family = iota
	trustFamily
	bucketFamily
	keyFamily
	organizationsFamily
	endpointFamily
	repositoryFamily
	grantsFamily
)

// The kinds of policy. Sizes are those of
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
// and, for control policies, of
// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
// (SCPs as doubled in May 2026).
var (
	// Identity is a managed policy. Inline policies have the same content;
	// their size counts per user, group or role (InlineLimit).
	Identity = Kind{name: "identity policy", limit: 6144, packed: true}
	// Inline is an inline policy of a user, group or role.
	Inline = Kind{name: "inline policy"}
	// Boundary is a managed policy used as a permissions boundary.
	Boundary = Kind{name: "permissions boundary", limit: 6144, packed: true}
	// Session is a session policy passed to STS.
	Session = Kind{name: "session policy", limit: 2048}
	// Trust is a role's trust policy.
	Trust = Kind{name: "role trust policy", family: trustFamily, limit: 2048}
	// Key is a KMS key policy.
	Key = Kind{name: "key policy", family: keyFamily, limit: 32 * 1024}
	// SCP and RCP are control policies of an organization.
	SCP = Kind{name: "service control policy", family: organizationsFamily, limit: 10240}
	RCP = Kind{name: "resource control policy", family: organizationsFamily, limit: 5120}
	// Endpoint is a VPC endpoint policy.
	Endpoint = Kind{name: "VPC endpoint policy", family: endpointFamily, limit: 20480}
)

// Bucket is the policy of the S3 bucket called name; an empty name leaves the
// bucket out of the checks.
func Bucket(name string) Kind {
	return Kind{name: "bucket policy", family: bucketFamily, limit: 20480, bucket: name}
}

// AccessPoint is the policy of the S3 access point with an ARN; an empty ARN
// leaves it open which access point it is
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html).
func AccessPoint(arn string) Kind {
	return Kind{name: "access point policy", family: bucketFamily, limit: 20480, point: arn}
}

// onPoint: the policy is an access point's.
func (k Kind) onPoint() bool { return k.is(AccessPoint("")) }

// String names the kind for people: "role trust policy".
func (k Kind) String() string { return k.name }

// is compares kinds without their bucket or access point.
func (k Kind) is(other Kind) bool { return k.name == other.name }
