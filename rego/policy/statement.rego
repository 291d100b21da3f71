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
	# Most statements are about something else, and this is the cheapest way to
	# know: each pattern's text up to what may vary.
	strings.any_prefix_match(input.call.action_lower, s.action_starts)
	strings.any_prefix_match(target, s.resource_starts)
	action_matches(s)
	resource_matches(s)
	not condition.fails(s)
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

resource_misses(s) := {miss |
	not resource_matches(s)
	some element, name in {"resource": "Resource", "not_resource": "NotResource"}
	miss := {"element": name, "want": s[element].want, "got": [input.call.resource]}
}

names_resource(m) if {
	some text in target
	pattern.matches(m, text)
}

# target are the texts of which Resource patterns must match one: the resource,
# or "*", which is all that an action without resource types has. The list of
# all buckets may also be written as all of S3's resources.
target := [input.call.resource] if {
	not input.call.wildcard_only
} else := ["*", "arn:aws:s3:::*"] if {
	input.call.action_lower == "s3:listallmybuckets"
} else := ["*"]
