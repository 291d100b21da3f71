package awsproto

import "github.com/denylab/denylab/rego/authz"

// A phrase is how AWS names a layer in a refusal.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html
type phrase struct {
	// implicit follows "because no", explicit "with an explicit deny in".
	implicit, explicit string
	// policyARN: an explicit deny ends with the policy's ARN, if it has one
	// (https://aws.amazon.com/blogs/security/enhanced-access-denied-error-messages-with-policy-arns).
	policyARN bool
}

var resourceBased = phrase{implicit: "resource-based policy", explicit: "a resource-based policy"}

var phrases = map[authz.Layer]phrase{
	authz.ResourceControlPolicy: {"resource control policy", "a resource control policy", true},
	authz.ServiceControlPolicy:  {"service control policy", "a service control policy", true},
	authz.VPCEndpointPolicy:     {"VPC endpoint policy", "a VPC endpoint policy", false},
	authz.ResourcePolicy:        resourceBased,
	authz.IdentityPolicy:        {"identity-based policy", "an identity-based policy", true},
	authz.PermissionsBoundary:   {"permissions boundary", "a permissions boundary", true},
	authz.SessionPolicy:         {"session policy", "a session policy", true},
	// AWS has no words of their own for these two: an ACL or a grant that
	// does not allow is one more resource-based policy that does not.
	authz.S3ACL:    resourceBased,
	authz.KMSGrant: resourceBased,
	// IgnorePublicAcls reads like a bucket policy without the permission and
	// RestrictPublicBuckets like one that denies; the other two settings have
	// sentences of their own.
	authz.S3BlockPublicAccess: resourceBased,
}

// Sentences that follow "User: … on resource: …" for a Block Public Access
// setting. Unlike all others they end with a period.
var publicAccessReasons = map[string]string{
	"BlockPublicAcls":   "because public ACLs are prevented by the BlockPublicAcls setting in S3 Block Public Access.",
	"BlockPublicPolicy": "because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.",
}

const (
	plainS3 = "Access Denied"
	// ec2Opening stands before every refusal of EC2.
	ec2Opening = "You are not authorized to perform this operation. "
	// hiddenKey stands for a KMS key that the caller's account does not own.
	hiddenKey = "on this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access"
	// someCiphertext replaces "on resource: ARN" when Decrypt names no key and
	// the ciphertext's key is in the caller's account.
	someCiphertext = "on the resource associated with this ciphertext"
	// hiddenCiphertext is Decrypt's text when the request names no key.
	hiddenCiphertext = "The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access."
)

// rootUser is the setting that the rules name when a root user assumes a role.
const (
	rootUser    = "RootUser"
	rootAssumes = "Roles may not be assumed by root accounts."
)

// Texts that no recording of AWS confirms. UNVERIFIED, every one of them: they
// stand together so that a recording corrects them in one place.
var unverified = struct {
	// requesterPays: the documentation says "Access Denied (403 Forbidden)"
	// and prints no body.
	requesterPays string
	// createBucketPublicACL answers CreateBucket with a public ACL under the
	// account's BlockPublicAcls; the documentation gives the status (400).
	createBucketPublicACL Error
}{
	requesterPays: plainS3,
	createBucketPublicACL: Error{Status: 400, Code: "InvalidBucketAclWithBlockPublicAccessError",
		Message: "Bucket cannot have public ACLs set with BlockPublicAccess enabled"},
}
