# Identity policies: the managed and inline policies of the user, of its groups
# or of the role
# (https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_identity-vs-resource.html).
# A user or role without any policy is allowed nothing.
package denylab.identity_policy

import data.denylab.call
import data.denylab.layer

default verdict := "notApplicable"

verdict := "explicitDeny" if {
	call.iam
	count(denies) > 0
} else := "allowed" if {
	call.iam
	count(allows) > 0
} else := "implicitDeny" if {
	call.iam
}

denies := layer.matches(input.policies.identity, "Deny")

allows := layer.matches(input.policies.identity, "Allow")

findings := layer.of_matches("identity_policy", verdict, denies) if verdict == "explicitDeny"

else := layer.of_matches("identity_policy", verdict, allows) if verdict == "allowed"

else := []
