# S3 Block Public Access: settings of bucket and account that refuse public
# ACLs and policies, or take away their effect
# (https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html).
package denylab.s3_block_public_access

import data.denylab.call
import data.denylab.layer
import data.denylab.public_policy
import data.denylab.s3_access_point
import data.denylab.s3_acl

default verdict := "notApplicable"

verdict := "explicitDeny" if {
	refusing
} else := "implicitDeny" if {
	ignoring
} else := "allowed" if {
	some _, on in input.s3.public_access
	on
}

# refusing is the setting that refuses the call.
refusing := "BlockPublicAcls" if {
	input.s3.public_access.block_public_acls
	public_request_acl
}

else := "BlockPublicPolicy" if {
	input.s3.public_access.block_public_policy
	input.call.action_lower in {"s3:putbucketpolicy", "s3:putaccesspointpolicy"}
	not s3_access_point.confined
	public_policy.public([input.s3.request_policy])
}

# A bucket with a public policy is closed to everybody but AWS services and its
# own account, even where a statement names another account or an ACL grants. An
# access point that admits one VPC only is not public, whatever its policy says
# (the page above, "Access points").
else := "RestrictPublicBuckets" if {
	input.s3.public_access.restrict_public_buckets
	outsider
	not s3_access_point.confined
	public_policy.public(input.policies.resource)
}

# ignoring: a public grant would have allowed the call.
ignoring if count(s3_acl.ignored) > 0

outsider if input.caller.kind == "anonymous"

outsider if {
	call.signed
	input.caller.account != input.s3.bucket_owner
}

public_request_acl if input.s3.request_canned_acl in {"public-read", "public-read-write", "authenticated-read"}

public_request_acl if {
	some g in input.s3.request_grants
	g.grantee in {s3_acl.all_users, s3_acl.authenticated_users}
}

findings := [layer.of_setting("s3_block_public_access", "explicitDeny", refusing)] if refusing

else := [layer.of_setting("s3_block_public_access", "implicitDeny", "IgnorePublicAcls")] if ignoring

else := []
