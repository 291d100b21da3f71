package denylab.layer_test

import data.denylab.fixture
import data.denylab.layer

policies := [fixture.policy([fixture.other, fixture.allow, fixture.deny])]

test_matches if {
	[m[1].sid | some m in layer.matches(policies, "Allow")] == ["Allow"] with input as fixture.get_object
	[m[1].sid | some m in layer.matches(policies, "Deny")] == ["Deny"] with input as fixture.get_object
	layer.matches(null, "Allow") == [] with input as fixture.get_object
}

test_naming if {
	naming := [fixture.policy([
		fixture.allow,
		fixture.to(fixture.allow, fixture.alice),
		fixture.to(fixture.allow, fixture.everyone),
		fixture.to(fixture.allow, {"aws": {"arn:aws:iam::111122223333:user/bob": true}}),
	])]
	[m[2] | some m in layer.naming(naming, "Allow")] == ["user", "any"] with input as fixture.get_object
}

test_findings if {
	policy := fixture.policy([])
	layer.of_matches("identity_policy", "allowed", [[policy, fixture.allow]]) == [fixture.finding("identity_policy", "allowed", "Allow")]
	layer.of_setting("s3_acl", "allowed", "READ") == {"layer": "s3_acl", "verdict": "allowed", "index": -1, "setting": "READ"}
}

test_misses if {
	statement := fixture.to(fixture.other, {"aws": {"arn:aws:iam::111122223333:user/bob": true}})
	{m.element | some m in layer.misses_without(statement)} == {"Action"} with input as fixture.get_object
	{m.element | some m in layer.misses_with(statement)} == {"Action", "Principal"} with input as fixture.get_object
}
