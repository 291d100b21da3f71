package denylab.layers_test

import data.denylab.fixture
import data.denylab.layers

test_every_layer_is_asked if {
	{name | some name in layers.names} == object.keys(layers.verdicts) with input as fixture.get_object
	{name | some name in layers.names} == object.keys(layers.findings) with input as fixture.get_object
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

test_silent if {
	layers.silent == ["service_control_policy", "vpc_endpoint_policy"] with input as fixture.call({"policies": {"scp": [[]], "endpoint": []}})
	layers.silent == [] with input as refused
}
