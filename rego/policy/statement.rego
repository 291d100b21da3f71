# A statement of a policy against the call: Action, Resource and Condition.
# Principal is principal.rego's business, because how a policy names the caller
# decides more than whether it does.
#
# misses and matches say the same thing; matches is quick and says no more,
# misses explains (a miss is an element that did not match).
package denylab.statement

import data.denylab.condition
import data.denylab.pattern

# matches is true when Action, Resource and Condition of s all match the call.
default matches(_) := false

matches(s) if {
	action_matches(s)
	resource_matches(s)
	condition.holds(s)
}

# misses is the set of elements of s that do not match the call.
misses(s) := (action_misses(s) | resource_misses(s)) | condition.misses(s)

action_matches(s) if pattern.matches(s.action, input.call.action_lower)

action_matches(s) if {
	s.not_action
	not pattern.matches(s.not_action, input.call.action_lower)
}

action_misses(s) := {miss |
	not action_matches(s)
	some element, name in {"action": "Action", "not_action": "NotAction"}
	miss := {"element": name, "want": s[element].want, "got": [input.call.action]}
}

resource_matches(s) if names_resource(s.resource)

resource_matches(s) if {
	s.not_resource
	not names_resource(s.not_resource)
}

# A role trust policy has no Resource element: it is about its role.
resource_matches(s) if {
	not s.resource
	not s.not_resource
}

resource_misses(s) := {miss |
	not resource_matches(s)
	some element, name in {"resource": "Resource", "not_resource": "NotResource"}
	miss := {"element": name, "want": s[element].want, "got": [input.call.resource]}
}

names_resource(m) if {
	not input.call.wildcard_only
	pattern.matches(m, input.call.resource)
}

# An action without resource types is matched by patterns that match a literal
# "*", which is the only resource it has.
names_resource(m) if {
	input.call.wildcard_only
	pattern.matches(m, "*")
}

# The list of all buckets may also be written as all of S3's resources.
names_resource(m) if {
	input.call.wildcard_only
	input.call.action_lower == "s3:listallmybuckets"
	pattern.matches(m, "arn:aws:s3:::*")
}
