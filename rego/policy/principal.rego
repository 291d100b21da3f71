# How a statement's Principal names the caller.
#
# What an Allow of a resource policy is worth depends on the way it names the
# caller: a session or user named directly is not held back by a permissions
# boundary's or session policy's silence, a role is, and an account only
# delegates
# (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html,
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html).
#
# A normalised Principal holds any (true), aws (ARNs and unique ids), account,
# service, federated and canonical, each {text: true}, and want, the values as
# written. Absent kinds are absent.
package denylab.principal

# class says how s names the caller; the strongest way if there are several.
# "none": it does not. A Deny with NotPrincipal that reaches the caller is "any".
default class(_) := "none"

class(s) := "session" if {
	names_session(s.principal)
} else := "user" if {
	names_user(s.principal)
} else := "any" if {
	s.principal.any
} else := "role" if {
	names_role(s.principal)
} else := "federated_parent" if {
	names_parent(s.principal)
} else := "account" if {
	names_account(s.principal)
} else := "canonical" if {
	s.principal.canonical[input.caller.canonical_id]
} else := "service" if {
	names_service(s.principal)
} else := "federated" if {
	names_provider(s.principal)
} else := "any" if {
	s.not_principal
	s.effect == "Deny"
	not exempts(s.not_principal)
}

# misses is the set with the one miss of s's Principal, or empty.
misses(s) := {miss |
	class(s) == "none"
	some element, name in {"principal": "Principal", "not_principal": "NotPrincipal"}
	miss := {"element": name, "want": s[element].want, "got": [input.caller.arn]}
}

names_session(p) if {
	input.caller.kind in {"assumed-role", "federated-user"}
	p.aws[input.caller.arn]
}

names_user(p) if {
	input.caller.kind == "user"
	names_identity(p)
}

names_role(p) if {
	input.caller.kind in {"assumed-role", "role"}
	names_identity(p)
}

# The user whose long-term key asked for the federated session.
names_parent(p) if {
	input.caller.kind == "federated-user"
	names_identity(p)
}

# A saved policy remembers a user or role by its unique id, so that a namesake
# created later is not meant.
names_identity(p) if p.aws[input.caller.principal_arn]

names_identity(p) if p.aws[input.caller.unique_id]

names_account(p) if p.account[input.caller.account]

names_service(p) if {
	input.caller.kind == "service"
	p.service[input.caller.service]
}

names_provider(p) if {
	input.caller.kind == "web-identity"
	p.federated[input.caller.provider]
}

# A Deny with NotPrincipal spares a caller only if each of its names is listed:
# for a role's session the account, the role and the session. A caller with a
# permissions boundary is never spared
# (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html).
exempts(p) if {
	is_null(object.get(input.policies, "boundary", null))
	lists(p)
}

lists(p) if p.any

lists(p) if names_service(p)

lists(p) if names_provider(p)

lists(p) if {
	input.caller.kind == "root"
	lists_account(p)
}

lists(p) if {
	input.caller.kind in {"user", "role"}
	lists_account(p)
	names_identity(p)
}

lists(p) if {
	input.caller.kind in {"assumed-role", "federated-user"}
	lists_account(p)
	names_identity(p)
	names_session(p)
}

lists_account(p) if names_account(p)

lists_account(p) if p.canonical[input.caller.canonical_id]
