# The report: the decision and everything that explains it. Asked for when
# somebody looks, so it may be dear.
package denylab.report

import data.denylab.call
import data.denylab.decision
import data.denylab.layer
import data.denylab.layers
import data.denylab.s3_access_grants
import data.denylab.service_control_policy

result := {
	"decision": decision.result,
	"findings": findings,
	"near_misses": near_misses,
	"missing_context": missing_context,
}

findings := [f |
	some name in layers.names
	some f in layers.findings[name]
]

# candidates are [layer, policy, statement, misses] of every statement of every
# layer that was asked. For policies that name principals, Principal is one of
# the elements that can miss.
candidates := [[name, p, s, misses] |
	some name in layers.names
	layers.verdicts[name] != "notApplicable"
	some p in policies[name]
	some s in p.statements
	misses := misses_of(name, s)
]

policies := {
	"resource_control_policy": [p | some level in input.policies.rcp; some p in level],
	"service_control_policy": [p | some level in input.policies.scp; some p in level],
	"vpc_endpoint_policy": input.policies.endpoint,
	"resource_policy": input.policies.resource,
	"identity_policy": input.policies.identity,
	"permissions_boundary": input.policies.boundary,
	"session_policy": input.policies.session,
}

misses_of(name, s) := layer.misses_with(s) if {
	name in {"resource_control_policy", "vpc_endpoint_policy", "resource_policy"}
} else := layer.misses_without(s)

# near_misses are the Allow statements, and grants of access, of the layers that
# did not allow which would have applied but for one element.
near_misses := array.concat(near_statements, s3_access_grants.near)

near_statements := [near |
	some c in candidates
	curable(c[0], c[1])
	c[2].effect == "Allow"
	count(c[3]) == 1
	some miss in c[3]
	related(miss)
	some f in layer.of_matches(c[0], "allowed", [[c[1], c[2]]])
	near := {"statement": f, "effect": "Allow", "miss": miss}
]

# curable: another Allow there could help. Of the levels of control policies,
# the silent ones; of a bucket policy, not on another account's object.
curable(name, _) if {
	layers.verdicts[name] == "implicitDeny"
	not name in {"service_control_policy", "resource_policy"}
}

curable("resource_policy", _) if {
	layers.verdicts.resource_policy == "implicitDeny"
	not call.foreign_object
}

curable("service_control_policy", p) if {
	layers.verdicts.service_control_policy == "implicitDeny"
	some i in service_control_policy.silent
	p in input.policies.scp[i]
}

# A statement about another service altogether is not nearly about this call.
related(miss) if miss.element != "Action"

related(miss) if {
	miss.element == "Action"
	some action in miss.want
	startswith(lower(action), concat("", [input.call.service, ":"]))
}

# missing_context are the condition keys, as their policy writes them, that
# statements about this action and resource read and the call does not have.
missing_context := sort([min(spellings) |
	some name in {k[0] | some k in keys_read}
	not name in object.keys(input.context)
	spellings := {k[1] | some k in keys_read; k[0] == name}
])

# keys_read are [lower case, as written].
keys_read := {[name, spelling] |
	some c in candidates
	about_call(c[3])
	some name, spelling in c[2].context_keys
}

about_call(misses) if {
	count({1 |
		some miss in misses
		miss.element in {"Action", "NotAction", "Resource", "NotResource"}
	}) == 0
}
