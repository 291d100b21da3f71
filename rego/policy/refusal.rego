# Which layer a refusal names: explicit denies before silence, then AWS's order
# of evaluation (DOUBTS.md).
package denylab.refusal

import data.denylab.call
import data.denylab.caller_side
import data.denylab.decision
import data.denylab.layer as build
import data.denylab.layers
import data.denylab.resource_side

# layer is the layer to name. It means something for a refused call only.
layer := layers.refusing[0] if count(layers.refusing) > 0

else := layers.silent[0] if count(layers.silent) > 0

else := "resource_policy" if unassumable

# The policies have nothing against it.
else := "s3_access_grants" if {
	layers.verdicts.s3_access_grants == "implicitDeny"
	decision.granted
}

else := resource_side.layer if not call.signed

# Same account: the resource's policy is named if nothing the identity policies
# say could have been enough.
else := resource_side.layer if {
	call.same_account
	not resource_side.sufficient
}

# A role named by the resource's policy was only held back.
else := caller_side.limit if {
	call.same_account
	resource_side.strength == "capped"
}

# Cross account, the caller's side is asked first.
else := caller_side.layer if not caller_side.allowed

else := resource_side.layer

default verdict := "implicitDeny"

verdict := "explicitDeny" if count(layers.refusing) > 0

# unassumable: "Roles may not be assumed by root accounts."
# (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html).
default unassumable := false

unassumable if {
	call.root
	call.trust
}

# finding is the statement or setting that refused; silence has none unless a
# setting caused it.
default finding := null

finding := layers.findings[layer][0] if {
	verdict == "explicitDeny"
} else := layers.findings[layer][0] if {
	layer == "s3_block_public_access"
} else := build.of_setting("resource_policy", "implicitDeny", "RootUser") if {
	unassumable
	layer == "resource_policy"
} else := build.of_setting("resource_policy", "implicitDeny", "CrossAccountUse") if {
	call.confined
	layer == "resource_policy"
}
