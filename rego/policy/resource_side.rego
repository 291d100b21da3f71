# What the resource's side grants, whoever wrote it down there: a resource
# policy, an ACL or a grant on a key. Four strengths
# (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html):
#
#   direct     stands by itself: neither an identity policy's nor a boundary's nor
#              a session policy's silence takes it away
#   capped     needs no identity policy, but boundary and session policy limit it
#   delegated  leaves it to the identity policies of the caller's account
#   none       nothing
package denylab.resource_side

import data.denylab.call
import data.denylab.kms_grant
import data.denylab.principal
import data.denylab.resource_policy
import data.denylab.s3_acl

default strength := "none"

strength := "direct" if {
	count(classes & {"session", "user", "any", "service", "federated", "direct"}) > 0
} else := "capped" if {
	count(classes & {"role", "federated_parent"}) > 0
} else := "delegated" if {
	count(classes) > 0
}

# classes are the ways in which the grants name the caller.
classes := (policy_classes | acl_classes) | key_classes

policy_classes := {m[2] | some m in resource_policy.allows}

acl_classes := {m[1] | some m in s3_acl.matching}

key_classes := {m[1] | some m in kms_grant.matching}

# delegated: a key policy or trust policy leaves the decision to the identity
# policies of the caller's account, whoever else the statement names.
default delegated := false

delegated if {
	call.needs_resource_policy
	some m in resource_policy.allows
	principal.names_account(m[1].principal)
}

# sufficient: the resource's side, as far as it is needed, has been heard, and
# an identity policy's Allow is enough to go with it.
default sufficient := false

sufficient if strength != "none"

sufficient if {
	call.same_account
	not call.needs_resource_policy
}

# layer is the one to name when the resource's side grants nothing.
default layer := "resource_policy"

layer := "s3_block_public_access" if {
	count(s3_acl.ignored) > 0
} else := "s3_acl" if {
	call.foreign_object
}
