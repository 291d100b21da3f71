# Service control policies of the caller's account: every level from the
# organization's root down to the account must allow, none may deny. They grant
# nothing (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html).
#
# They do not reach the management account, service-linked roles, and callers
# that are no principals of a member account; they do reach its root user.
package denylab.service_control_policy

import data.denylab.call
import data.denylab.layer

default asked := false

asked if {
	call.signed
	not input.caller.service_linked
	not input.caller.management_account
	is_array(input.policies.scp)
}

default verdict := "notApplicable"

verdict := "explicitDeny" if {
	asked
	count(denies) > 0
} else := "allowed" if {
	asked
	count(input.policies.scp) > 0
	count(silent) == 0
} else := "implicitDeny" if {
	asked
}

denies := [m |
	some policies in input.policies.scp
	some m in layer.matches(policies, "Deny")
]

# allows is a list of matches for each level.
allows := [layer.matches(policies, "Allow") | some policies in input.policies.scp]

# silent are the positions of the levels that allow nothing.
silent := [i |
	some i, matches in allows
	count(matches) == 0
]

findings := layer.of_matches("service_control_policy", verdict, denies) if verdict == "explicitDeny"

else := layer.of_matches("service_control_policy", verdict, [m | some matches in allows; some m in matches]) if {
	verdict == "allowed"
}

else := [silence(i) | some i in silent] if verdict == "implicitDeny"

else := []

# What a silent level has to say is its name, if any policy there tells it.
silence(i) := object.union(layer.of_setting("service_control_policy", "implicitDeny", ""), {"level": name(i)})

name(i) := input.policies.scp[i][0].level if count(input.policies.scp[i]) > 0

else := ""
