# Session policies: what was passed when the session began. They limit the
# session and grant nothing; several are read together
# (https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session).
# A GetFederationToken session without one is allowed nothing
# (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getfederationtoken.html).
package denylab.session_policy

import data.denylab.layer

default asked := false

asked if is_array(input.policies.session)

asked if input.caller.kind == "federated-user"

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

denies := layer.matches(input.policies.session, "Deny")

allows := layer.matches(input.policies.session, "Allow")

findings := layer.of_matches("session_policy", verdict, denies) if verdict == "explicitDeny"

else := layer.of_matches("session_policy", verdict, allows) if verdict == "allowed"

else := []
