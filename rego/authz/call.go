package authz

// A Call is one action on one resource with everything AWS would look at: who
// calls, the context of the request, and every policy and setting that
// applies. The rules read nothing else.
type Call struct {
	// Action is "service:Action" in AWS's spelling.
	Action string
	// Resource is an ARN, or "*" for an action without resource types.
	Resource string
	// ResourceAccount is the 12-digit account that owns the resource; empty
	// for an action without resource types.
	ResourceAccount string
	// ResourceOrganization is the organization of ResourceAccount, or empty.
	ResourceOrganization string
	// WildcardOnly: the action has no resource types, so that only "*" (or a
	// pattern matching the literal "*") in Resource applies.
	WildcardOnly bool

	Caller   Caller
	Context  Context
	Policies Policies
	// S3 and KMS are set for calls on those services' resources.
	S3  *S3
	KMS *KMS
	// AccessGrants is set for a call that needs a grant of S3 Access Grants.
	AccessGrants *AccessGrants
}

// Context holds the condition keys of a call. Key names compare without case;
// a key that is not here is not in the request.
type Context map[string]Value

// A Value is a condition key's value. AWS treats a multivalued key
// differently from a single value even when it holds one.
type Value struct {
	Values []string
	Multi  bool
}

// One is a single-valued condition key's value.
func One(v string) Value { return Value{Values: []string{v}} }

// Many is a multivalued condition key's value.
func Many(vs ...string) Value { return Value{Values: vs, Multi: true} }

// A CallerKind says what signed the call.
type CallerKind string

// The kinds of caller.
const (
	Anonymous     CallerKind = "anonymous"
	Root          CallerKind = "root"
	User          CallerKind = "user"
	AssumedRole   CallerKind = "assumed-role"
	FederatedUser CallerKind = "federated-user"
	// Role is a role considered without a session (simulations).
	Role    CallerKind = "role"
	Service CallerKind = "service"
	// WebIdentity is a caller known by its identity provider only
	// (AssumeRoleWithWebIdentity).
	WebIdentity CallerKind = "web-identity"
)

// A Caller is the principal and session that signed a call.
type Caller struct {
	Kind CallerKind
	// ARN is the ARN that AWS's messages print: the session's ARN for a role
	// (arn:aws:sts::…:assumed-role/NAME/SESSION, without the role's path).
	// A service caller has its service principal here, anonymous "anonymous".
	ARN string
	// PrincipalARN is the ARN of the identity behind the call: the role's ARN
	// with its path for a role session, the user's ARN for a user or its
	// federated session, the root ARN for root. Empty for services and
	// anonymous. It is aws:PrincipalArn, except for a federated session, whose
	// own ARN that is.
	PrincipalARN string
	// Account is the caller's 12-digit account; empty for services and
	// anonymous.
	Account      string
	Organization string
	// UniqueID is the principal's unique id (AIDA…, AROA…), by which a saved
	// policy remembers it.
	UniqueID string
	// CanonicalID is the S3 canonical id of Account.
	CanonicalID string
	// Service is the service principal of a Service caller.
	Service string
	// Provider is the identity provider's ARN or host of a WebIdentity caller.
	Provider string
	// ServiceLinked: the principal is a service-linked role, which SCPs, RCPs
	// and boundaries do not reach.
	ServiceLinked bool
	// ManagementAccount: Account is its organization's management account,
	// which SCPs do not reach.
	ManagementAccount bool
}

// Policies are the documents that apply to a call, by layer. A nil slice means
// that the layer has nothing attached and is not asked; an empty one that it is
// asked and holds no policy.
type Policies struct {
	Identity []Attached
	Boundary []Attached
	Session  []Attached
	// SCP and RCP hold one list a level: root first, account last. RCPs do
	// not list RCPFullAWSAccess, which is implied.
	SCP      [][]Attached
	RCP      [][]Attached
	Endpoint []Attached
	// Resource is the policy of the bucket, access point or key, or the role's
	// trust policy.
	Resource []Attached
}

// S3 holds the settings of the bucket and object of an S3 call.
type S3 struct {
	// BucketOwner is the bucket's account.
	BucketOwner string
	// BucketOwnerCanonicalID is its S3 canonical id.
	BucketOwnerCanonicalID string
	// ObjectOwner is the account that owns the object the call reads or
	// changes; empty when there is none (yet).
	ObjectOwner string
	// Ownership is BucketOwnerEnforced, BucketOwnerPreferred or ObjectWriter.
	Ownership string
	BucketACL []Grant
	ObjectACL []Grant
	// PublicAccess is the effective Block Public Access: bucket, account or
	// access point, whichever is strictest.
	PublicAccess PublicAccessBlock
	// Payer is BucketOwner or Requester; PayerConfirmed says that the request
	// carries x-amz-request-payer: requester.
	Payer          string
	PayerConfirmed bool
	// RequestCannedACL and RequestGrants are the ACL the request wants to
	// set, in either form.
	RequestCannedACL string
	RequestGrants    []Grant
	// Upload: the call belongs to writing an object (PutObject, CopyObject,
	// CreateMultipartUpload, POST), also when its action is s3:PutObjectAcl or
	// s3:PutObjectTagging for what the upload carries. Who owns an object that
	// is overwritten then does not matter, and BucketOwnerEnforced accepts a
	// few more canned ACLs.
	Upload bool
	// AccessPointVPC is the VPC that the access point of the call admits
	// requests from, SourceVPC the one that the request came from. Both are
	// empty when the access point's network origin is the internet, or there
	// is none.
	AccessPointVPC string
	SourceVPC      string
	// RequestPolicy is the policy that PutBucketPolicy or PutAccessPointPolicy
	// wants to set.
	RequestPolicy *Document
}

// PublicAccessBlock are the four settings of S3 Block Public Access
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html).
type PublicAccessBlock struct {
	BlockPublicAcls       bool
	IgnorePublicAcls      bool
	BlockPublicPolicy     bool
	RestrictPublicBuckets bool
}

// A Grant is one entry of an S3 ACL.
type Grant struct {
	// Grantee is a canonical user id, or a group's URI.
	Grantee string
	// Permission is READ, WRITE, READ_ACP, WRITE_ACP or FULL_CONTROL.
	Permission string
}

// KMS holds what a call on a KMS key needs beyond policies.
type KMS struct {
	// AWSManaged: the key is an AWS managed key (alias/aws/…), which RCPs do
	// not reach.
	AWSManaged bool
	Grants     []KeyGrant
	// Tokens are the grant tokens of the request.
	Tokens []string
	// EncryptionContext is the request's encryption context.
	EncryptionContext map[string]string
	// RequestGrant is the grant that CreateGrant wants to create.
	RequestGrant *KeyGrant
}

// A KeyGrant is a grant on a KMS key
// (https://docs.aws.amazon.com/kms/latest/developerguide/grants.html).
type KeyGrant struct {
	ID               string
	GranteePrincipal string
	// RetiringPrincipal may retire the grant.
	RetiringPrincipal string
	// Operations are API names such as Decrypt or GenerateDataKey.
	Operations []string
	// ContextEquals and ContextSubset are the grant's constraints; nil when
	// it has none.
	ContextEquals map[string]string
	ContextSubset map[string]string
}
