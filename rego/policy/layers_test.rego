package denylab.layers_test

import data.denylab.fixture
import data.denylab.layers

test_every_layer_is_asked if {
	{name | some name in layers.names} == object.keys(layers.verdicts) with input as fixture.get_object
	{name | some name in layers.names} == object.keys(layers.findings) with input as fixture.get_object
}

# The order of a ladder's rungs.
test_order_of_evaluation if {
	layers.names == [
		"resource_control_policy",
		"service_control_policy",
		"vpc_endpoint_policy",
		"resource_policy",
		"identity_policy",
		"permissions_boundary",
		"session_policy",
		"kms_grant",
		"s3_acl",
		"s3_block_public_access",
		"s3_object_ownership",
		"s3_requester_pays",
		"s3_access_grants",
	]
}

test_each_layer_says_its_own if {
	mixed := fixture.call({
		"policies": {
			"identity": [fixture.policy([fixture.allow])],
			"session": [],
			"scp": [[]],
			"rcp": [[]],
			"resource": [],
		},
		"s3": fixture.s3({
			"ownership": "ObjectWriter",
			"payer": "Requester",
			"public_access": {"block_public_acls": true},
		}),
	})
	layers.verdicts == {
		"resource_control_policy": "allowed",
		"service_control_policy": "implicitDeny",
		"vpc_endpoint_policy": "notApplicable",
		"resource_policy": "implicitDeny",
		"identity_policy": "allowed",
		"permissions_boundary": "notApplicable",
		"session_policy": "implicitDeny",
		"kms_grant": "notApplicable",
		"s3_acl": "implicitDeny",
		"s3_block_public_access": "allowed",
		"s3_object_ownership": "notApplicable",
		"s3_requester_pays": "allowed",
		"s3_access_grants": "notApplicable",
	} with input as mixed
}

finding(name, asked) := {f.layer | some f in findings} if {
	findings := layers.findings[name] with input as asked
}

test_each_layer_finds_its_own if {
	every name in [
		"resource_control_policy",
		"service_control_policy",
		"vpc_endpoint_policy",
		"resource_policy",
		"identity_policy",
		"permissions_boundary",
		"session_policy",
		"s3_block_public_access",
		"s3_object_ownership",
	] {
		finding(name, refused) == {name}
	}
	acls := fixture.call({"s3": fixture.s3({
		"payer": "Requester",
		"ownership": "ObjectWriter",
		"object_acl": [{"grantee": "canonical-111122223333", "permission": "READ"}],
	})})
	every name in ["s3_acl", "s3_requester_pays"] {
		finding(name, acls) == {name}
	}
	grants := fixture.call({
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
	finding("kms_grant", grants) == {"kms_grant"}
}

statements := [fixture.to(fixture.deny, fixture.everyone)]

refused := fixture.call({
	"policies": {
		"identity": [fixture.policy(statements)],
		"boundary": [fixture.policy(statements)],
		"session": [fixture.policy(statements)],
		"scp": [[fixture.policy(statements)]],
		"rcp": [[fixture.policy(statements)]],
		"endpoint": [fixture.policy(statements)],
		"resource": [fixture.policy(statements)],
	},
	"s3": fixture.s3({"request_canned_acl": "public-read", "public_access": {"block_public_acls": true}}),
})

test_order_of_refusing if {
	layers.refusing == [
		"resource_control_policy",
		"service_control_policy",
		"resource_policy",
		"identity_policy",
		"permissions_boundary",
		"session_policy",
		"vpc_endpoint_policy",
		"s3_object_ownership",
		"s3_block_public_access",
	] with input as refused
	layers.refusing == ["s3_requester_pays"] with input as fixture.call({
		"caller": fixture.partner,
		"s3": fixture.s3({"payer": "Requester"}),
	})
}

test_settings_are_refused_for_in_order if {
	layers.refusing == ["s3_object_ownership", "s3_block_public_access", "s3_requester_pays"] with input as fixture.call({
		"caller": fixture.partner,
		"s3": fixture.s3({
			"payer": "Requester",
			"request_canned_acl": "public-read",
			"public_access": {"block_public_acls": true},
		}),
	})
}

test_silent if {
	layers.silent == ["service_control_policy", "vpc_endpoint_policy"] with input as fixture.call({"policies": {"scp": [[]], "endpoint": []}})
	layers.silent == [] with input as refused
}
