# The policy of the VPC endpoint that the call came through. It applies on top
# of everything else and grants nothing
# (https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html).
#
# An account as Principal stands for its root user only, not for its users and
# roles (documented for gateway endpoints, taken for interface endpoints too:
# DOUBTS.md).
package denylab.vpc_endpoint_policy

import data.denylab.call
import data.denylab.layer

default asked := false

asked if is_array(input.policies.endpoint)

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

denies := named(layer.naming(input.policies.endpoint, "Deny"))

allows := named(layer.naming(input.policies.endpoint, "Allow"))

named(matches) := [m |
	some m in matches
	reaches(m[2])
]

reaches(class) if class != "account"

reaches("account") if call.root

findings := layer.of_matches("vpc_endpoint_policy", verdict, denies) if verdict == "explicitDeny"

else := layer.of_matches("vpc_endpoint_policy", verdict, allows) if verdict == "allowed"

else := []
