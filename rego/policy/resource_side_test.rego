package denylab.resource_side_test

import data.denylab.fixture
import data.denylab.resource_side

granting(principal) := fixture.call({"policies": {"resource": [fixture.policy([fixture.to(fixture.allow, principal)])]}})

session := {
	"kind": "assumed-role",
	"arn": "arn:aws:sts::111122223333:assumed-role/Trainer/SageMaker",
	"principal_arn": fixture.role,
}

test_strength if {
	resource_side.strength == "none" with input as fixture.get_object
	resource_side.strength == "direct" with input as granting(fixture.alice)
	resource_side.strength == "direct" with input as granting(fixture.everyone)
	resource_side.strength == "delegated" with input as granting(fixture.account)
	resource_side.strength == "capped" with input as object.union(granting({"aws": {fixture.role: true}}), {"caller": session})
	resource_side.strength == "direct" with input as object.union(granting({"aws": {session.arn: true}}), {"caller": session})
}

test_strength_for_callers_by_other_names if {
	resource_side.strength == "direct" with input as object.union(
		granting({"service": {"glue.amazonaws.com": true}}),
		{"caller": fixture.a_service},
	)
	resource_side.strength == "direct" with input as object.union(granting({"federated": {"accounts.google.com": true}}), {
		"caller": {"kind": "web-identity", "provider": "accounts.google.com"},
		"call": fixture.asking("sts:AssumeRoleWithWebIdentity", fixture.role),
	})
	resource_side.strength == "capped" with input as object.union(granting(fixture.alice), {"caller": {
		"kind": "federated-user",
		"arn": "arn:aws:sts::111122223333:federated-user/guest",
	}})
}

test_a_public_acl_stands_by_itself if {
	resource_side.strength == "direct" with input as fixture.call({"s3": fixture.s3({
		"ownership": "ObjectWriter",
		"object_acl": [{"grantee": "http://acs.amazonaws.com/groups/global/AllUsers", "permission": "READ"}],
	})})
}

test_an_acl_and_a_grant_count_too if {
	resource_side.strength == "delegated" with input as fixture.call({"s3": fixture.s3({
		"ownership": "ObjectWriter",
		"object_acl": [{"grantee": "canonical-111122223333", "permission": "READ"}],
	})})
	resource_side.strength == "direct" with input as fixture.call({
		"call": fixture.asking("kms:Decrypt", fixture.key),
		"kms": {"grants": [{
			"id": "grant-1",
			"grantee_principal": fixture.get_object.caller.arn,
			"retiring_principal": "",
			"operations": ["Decrypt"],
			"context_equals": null,
			"context_subset": null,
		}]},
	})
}

key(principal) := object.union(granting(principal), {"call": fixture.asking("kms:Decrypt", fixture.key)})

test_delegated if {
	resource_side.delegated with input as key(fixture.account)
	resource_side.delegated with input as key(object.union(fixture.account, fixture.alice))
	resource_side.delegated == false with input as key(fixture.alice)
	resource_side.delegated == false with input as granting(fixture.account)
}

test_sufficient if {
	resource_side.sufficient with input as fixture.get_object
	resource_side.sufficient with input as key(fixture.account)
	resource_side.sufficient == false with input as key({"account": {"444455556666": true}})
	resource_side.sufficient == false with input as fixture.call({"caller": fixture.partner})
}

test_layer_to_name if {
	foreign := fixture.s3({"ownership": "ObjectWriter", "object_owner": "444455556666"})
	public := {
		"object_acl": [{"grantee": "http://acs.amazonaws.com/groups/global/AllUsers", "permission": "READ"}],
		"public_access": {"ignore_public_acls": true},
	}
	resource_side.layer == "resource_policy" with input as fixture.get_object
	resource_side.layer == "s3_acl" with input as fixture.call({"s3": foreign})
	resource_side.layer == "s3_block_public_access" with input as fixture.call({"s3": object.union(foreign, public)})
}
