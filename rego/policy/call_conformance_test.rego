package denylab.call_conformance_test

import data.denylab.call
import data.denylab.fixture
import data.denylab.refusal
import data.denylab.resource_policy

on_a_key(action, caller) := fixture.call({
	"call": object.union(fixture.asking(action, fixture.key), {"resource_account": "111122223333"}),
	"caller": caller,
	"policies": {
		"resource": [fixture.policy([fixture.to(fixture.allow, fixture.everyone)])],
		"identity": [fixture.policy([fixture.allow])],
	},
})

test_operations_that_stay_in_the_keys_account if {
	every action in ["kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:DisableKey", "kms:TagResource"] {
		call.confined with input as on_a_key(action, fixture.partner)
		resource_policy.verdict == "implicitDeny" with input as on_a_key(action, fixture.partner)
		not call.confined with input as on_a_key(action, {})
	}
	every action in ["kms:Decrypt", "kms:GenerateDataKey", "kms:CreateGrant", "kms:DescribeKey"] {
		not call.confined with input as on_a_key(action, fixture.partner)
		resource_policy.verdict == "allowed" with input as on_a_key(action, fixture.partner)
	}
	not call.confined with input as on_a_key("kms:PutKeyPolicy", fixture.a_service)
}

test_their_refusal_says_so if {
	refusal.finding.setting == "CrossAccountUse" with input as on_a_key("kms:DisableKey", fixture.partner)
}
