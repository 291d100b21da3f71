# S3 Access Grants. GetDataAccess is a call on the instance of an account, about
# which policies are asked like about any other; beyond them it needs one grant
# that covers what is asked for
# (https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-grants-data.html).
# Grants never deny, and none of them makes up for a policy that does not allow
# the call.
package denylab.s3_access_grants

import data.denylab.layer

default verdict := "notApplicable"

verdict := "allowed" if {
	count(matching) > 0
} else := "implicitDeny" if {
	input.access_grants
}

# matching are the grants that cover the request, those of the narrowest scope
# first: the first one decides what the credentials are good for.
matching := [m[2] |
	some m in array.reverse(sort([[count(g.scope), g.id, g] |
		some g in input.access_grants.grants
		count(misses(g)) == 0
	]))
]

findings := [layer.of_setting("s3_access_grants", "allowed", g.id) | some g in matching]

# misses are the elements by which a grant fails to cover the request.
misses(g) := {miss |
	some miss in {
		{"element": "Grantee", "want": [g.grantee], "got": grantees},
		{"element": "GrantScope", "want": [g.scope], "got": [input.access_grants.target]},
		{"element": "Permission", "want": [g.permission], "got": [input.access_grants.permission]},
	}
	not met(miss.element, g)
}

met("Grantee", g) if g.grantee in grantees

# A scope with * at its end is a prefix, one without is an object.
met("GrantScope", g) if g.scope == input.access_grants.target

met("GrantScope", g) if {
	endswith(g.scope, "*")
	startswith(input.access_grants.target, trim_suffix(g.scope, "*"))
}

met("Permission", g) if g.permission in {"READWRITE", input.access_grants.permission}

# grantees are whom a grant can name to mean the caller: its user or role, and
# the directory user of an identity-enhanced session with its groups.
grantees := array.concat([input.caller.principal_arn], input.access_grants.identities)

# near are the grants that were one element short of covering the request.
near := [{
	"statement": layer.of_setting("s3_access_grants", "allowed", g.id),
	"effect": "Allow",
	"miss": miss,
} |
	verdict == "implicitDeny"
	some g in input.access_grants.grants
	all := misses(g)
	count(all) == 1
	some miss in all
]
