# The policy on the resource itself: bucket policy, key policy or role trust
# policy. What an Allow is worth depends on how it names the caller; that is
# resource_side.rego's business.
package denylab.resource_policy

import data.denylab.call
import data.denylab.layer
import data.denylab.s3_access_point

default verdict := "notApplicable"

verdict := "explicitDeny" if {
	count(denies) > 0
} else := "explicitDeny" if {
	s3_access_point.elsewhere
} else := "allowed" if {
	count(allows) > 0
} else := "implicitDeny" if {
	asked
}

default asked := false

asked if is_array(input.policies.resource)

# Without a policy the resource says no to whoever needs its yes.
asked if call.needs_resource_policy

asked if not call.same_account

denies := [] if lockout_exception

else := array.concat(
	plain_denies,
	[m | some m in version_denies; not m in plain_denies],
)

plain_denies := layer.naming(input.policies.resource, "Deny")

# The bucket owner's root user can always repair a bucket policy that locks
# everybody out (https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html).
lockout_exception if {
	call.root
	call.same_account
	input.call.action_lower in {"s3:getbucketpolicy", "s3:putbucketpolicy", "s3:deletebucketpolicy"}
}

# A bucket policy that denies deleting versions also refuses a delete without a
# version (https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html).
default version_denies := []

version_denies := matches if {
	input.call.action_lower == "s3:deleteobject"

	# "with" copies the input, but only for a delete.
	matches := layer.naming(input.policies.resource, "Deny") with input.call.action_lower as "s3:deleteobjectversion"
}

allows := [] if call.foreign_object

else := [] if call.confined

else := [m |
	some m in layer.naming(input.policies.resource, "Allow")
	can_grant(m[2])
]

# Nobody uses a key or assumes a role unsigned, and a caller known by its
# identity provider needs a trust policy that names the provider: "*" there
# means any AWS principal
# (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html).
can_grant(_) if call.signed

can_grant(_) if input.caller.kind == "service"

can_grant(_) if {
	input.caller.kind == "anonymous"
	not input.call.service in {"kms", "sts"}
}

can_grant("federated") if input.caller.kind == "web-identity"

findings := array.concat(layer.of_matches("resource_policy", verdict, denies), network_origin) if verdict == "explicitDeny"

else := layer.of_matches("resource_policy", verdict, allows) if verdict == "allowed"

else := []

default network_origin := []

network_origin := [layer.of_setting("resource_policy", "explicitDeny", "NetworkOrigin")] if s3_access_point.elsewhere
