# Facts about the call that several layers need: what kind of caller it is and
# whose permission the resource needs.
package denylab.call

# iam: the caller is a principal that has policies of its own.
default iam := false

iam if input.caller.kind in {"user", "role", "assumed-role", "federated-user"}

# root: the caller is an account's root user, which no identity policy,
# boundary or session policy limits.
default root := false

root if input.caller.kind == "root"

# signed: the caller belongs to an account, whose side is asked too. Anonymous
# callers, services and callers known only by an identity provider have none.
default signed := false

signed if iam

signed if root

# same_account: the caller's account is the one whose permission counts. An
# action without a resource concerns the caller's own account.
default same_account := false

same_account if {
	signed
	input.caller.account == owner
}

same_account if {
	signed
	owner == ""
}

# owner is the account whose permission the resource needs.
owner := input.s3.object_owner if foreign_object

else := input.call.resource_account

# foreign_object: the call is on an object that another account than the
# bucket's owns, and is of the kind that the object's owner has to permit. The
# bucket policy's Allow does not reach such an object
# (https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-s3-evaluates-access-control.html).
# With BucketOwnerEnforced every object is the bucket owner's.
default foreign_object := false

foreign_object if {
	not input.s3.object_owner in {"", input.s3.bucket_owner}
	input.s3.ownership != "BucketOwnerEnforced"
	not input.s3.upload
	not input.call.action_lower in bucket_owners_business
}

# What the bucket's owner decides whoever owns the object: writing and removing
# objects, uploads in progress and restoring from the archive
# (https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html).
bucket_owners_business := {
	"s3:putobject",
	"s3:deleteobject",
	"s3:deleteobjectversion",
	"s3:abortmultipartupload",
	"s3:listmultipartuploadparts",
	"s3:restoreobject",
	"s3:bypassgovernanceretention",
}

# trust: the call is decided by a role's trust policy.
default trust := false

trust if {
	input.call.action_lower in {
		"sts:assumerole",
		"sts:assumerolewithsaml",
		"sts:assumerolewithwebidentity",
		"sts:tagsession",
		"sts:setsourceidentity",
		"sts:setcontext",
	}
	contains(input.call.resource, ":role/")
}

# key: the call is decided by a KMS key's policy. Aliases have none.
default key := false

key if {
	input.call.service == "kms"
	contains(input.call.resource, ":key/")
}

# confined: the call is on another account's key and of a kind that KMS keeps to
# the key's own account, whatever policies say
# (https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html).
default confined := false

confined if {
	key
	signed
	not same_account
	not input.call.action_lower in across_accounts
}

# The operations on a key whose pages have "Cross-account use: Yes"
# (https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html).
across_accounts := {
	"kms:creategrant",
	"kms:decrypt",
	"kms:derivesharedsecret",
	"kms:describekey",
	"kms:encrypt",
	"kms:generatedatakey",
	"kms:generatedatakeypair",
	"kms:generatedatakeypairwithoutplaintext",
	"kms:generatedatakeywithoutplaintext",
	"kms:generatemac",
	"kms:getkeyrotationstatus",
	"kms:getpublickey",
	"kms:listgrants",
	"kms:reencryptfrom",
	"kms:reencryptto",
	"kms:retiregrant",
	"kms:revokegrant",
	"kms:sign",
	"kms:verify",
	"kms:verifymac",
}

# needs_resource_policy: an identity policy's Allow alone is not enough even in
# the same account
# (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_terms-and-concepts.html,
# https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html).
default needs_resource_policy := false

needs_resource_policy if trust

needs_resource_policy if key

# authentication: the call finds out who the caller is, which no policy can
# allow or deny
# (https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html,
# https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getsessiontoken.html).
default authentication := false

authentication if {
	input.call.action_lower in {"sts:getcalleridentity", "sts:getsessiontoken"}
	signed
}
