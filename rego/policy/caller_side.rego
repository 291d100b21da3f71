# What the caller's own side says: its identity policies, and the boundary and
# session policy that limit them. The account's root user has none of these.
package denylab.caller_side

import data.denylab.call
import data.denylab.identity_policy
import data.denylab.permissions_boundary
import data.denylab.session_policy

# allowed: the caller's account lets the caller make the call.
default allowed := false

allowed if {
	call.root
	within_limits
}

allowed if {
	identity_policy.verdict == "allowed"
	within_limits
}

# within_limits: neither boundary nor session policy holds the caller back.
default within_limits := false

within_limits if {
	permissions_boundary.verdict in {"allowed", "notApplicable"}
	session_policy.verdict in {"allowed", "notApplicable"}
}

# layer is the one to name when the caller's side does not allow; limit the one
# when it is held back. In AWS's order of evaluation.
layer := "identity_policy" if identity_policy.verdict == "implicitDeny"

else := limit

default limit := "session_policy"

limit := "permissions_boundary" if permissions_boundary.verdict == "implicitDeny"
