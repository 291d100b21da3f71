# The permissions boundary of a user or role: what its identity policies can
# allow at most. It grants nothing
# (https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html).
# Service-linked roles have none.
package denylab.permissions_boundary

import data.denylab.call
import data.denylab.layer

default asked := false

asked if {
	call.iam
	not input.caller.service_linked
	is_array(input.policies.boundary)
}

default verdict := "notApplicable"

verdict := "explicitDeny" if {
	asked
	count(denies) > 0
} else := "allowed" if {
	asked
	count(allows) > 0
} else := "implicitDeny" if {
	asked
}

denies := layer.matches(input.policies.boundary, "Deny")

allows := layer.matches(input.policies.boundary, "Allow")

findings := layer.of_matches("permissions_boundary", verdict, denies) if verdict == "explicitDeny"

else := layer.of_matches("permissions_boundary", verdict, allows) if verdict == "allowed"

else := []
