# Grants on a KMS key. A grant allows by itself: neither the key policy nor an
# identity policy has to
# (https://docs.aws.amazon.com/kms/latest/developerguide/grants.html). Grants
# never deny. They are in force as soon as they exist, so that a grant token,
# which only bridges the time until they are, changes nothing.
package denylab.kms_grant

import data.denylab.call
import data.denylab.layer

default verdict := "notApplicable"

verdict := "allowed" if {
	count(matching) > 0
} else := "implicitDeny" if {
	count(input.kms.grants) > 0
}

# matching are [id, class]: a grant to the whole account delegates to its
# identity policies ("account"), any other stands by itself ("direct").
matching := [[g.id, class] |
	call.signed
	some g in input.kms.grants
	permits(g)
	class := class_of(grantee(g))
]

# The retiring principal may retire the grant whatever operations it lists.
grantee(g) := g.retiring_principal if {
	input.call.action_lower == "kms:retiregrant"
	g.retiring_principal != ""
}

else := g.grantee_principal

class_of(arn) := "direct" if {
	arn in {input.caller.arn, input.caller.principal_arn}
	not call.root
}

else := "account" if {
	arn == concat("", ["arn:aws:iam::", input.caller.account, ":root"])
}

permits(g) if {
	input.call.action_lower == "kms:retiregrant"
	g.retiring_principal != ""
}

permits(g) if {
	some operation in g.operations
	concat(":", ["kms", lower(operation)]) == input.call.action_lower
	constraints_hold(g)
	passes_on(g)
}

# Who may create grants because of a grant passes on no more than that grant has
# (https://docs.aws.amazon.com/kms/latest/developerguide/create-grant-overview.html#grant-creategrant):
# its operations or some of them, under its constraints or stricter ones.
passes_on(g) if {
	input.call.action_lower != "kms:creategrant"
	g.id
}

passes_on(g) if {
	input.call.action_lower == "kms:creategrant"
	wanted := input.kms.request_grant.operations
	count({o | some o in wanted} - {o | some o in g.operations}) == 0
	keeps_equals(g)
	keeps_subset(g)
}

keeps_equals(g) if is_null(g.context_equals)

keeps_equals(g) if g.context_equals == input.kms.request_grant.context_equals

keeps_subset(g) if is_null(g.context_subset)

# A request that satisfies the constraints of the new grant has all their pairs.
keeps_subset(g) if {
	wanted := input.kms.request_grant
	object.subset(object.union(pairs(wanted.context_equals), pairs(wanted.context_subset)), g.context_subset)
}

pairs(constraint) := constraint if {
	is_object(constraint)
} else := {}

constraints_hold(g) if {
	not input.call.action_lower in with_encryption_context
	g.id
}

constraints_hold(g) if {
	input.call.action_lower in with_encryption_context
	equals_holds(g)
	subset_holds(g)
}

# Operations with an encryption context; constraints do not apply to others
# (https://docs.aws.amazon.com/kms/latest/APIReference/API_GrantConstraints.html).
with_encryption_context := {
	"kms:decrypt",
	"kms:encrypt",
	"kms:generatedatakey",
	"kms:generatedatakeypair",
	"kms:generatedatakeypairwithoutplaintext",
	"kms:generatedatakeywithoutplaintext",
	"kms:reencryptfrom",
	"kms:reencryptto",
}

equals_holds(g) if is_null(g.context_equals)

equals_holds(g) if g.context_equals == input.kms.encryption_context

subset_holds(g) if is_null(g.context_subset)

subset_holds(g) if object.subset(input.kms.encryption_context, g.context_subset)

findings := [layer.of_setting("kms_grant", "allowed", m[0]) | some m in matching]
