package denylab.disclosure_test

import data.denylab.disclosure
import data.denylab.fixture

of(layer, changes) := disclosed if {
	disclosed := disclosure.of(layer) with input as fixture.call(changes)
}

outside := {"caller": object.union(fixture.partner, {"organization": ""})}

test_same_account if {
	of("identity_policy", {}) == "full"
	of("identity_policy", {"call": {"resource_account": ""}}) == "full"
	of("vpc_endpoint_policy", {}) == "full"
}

# Outside an organization, too.
test_own_account_without_an_organization if {
	alone := {"caller": {"organization": ""}, "call": {"resource_organization": ""}}
	of("identity_policy", alone) == "full"
	of("identity_policy", object.union(alone, {"call": {"resource_account": ""}})) == "full"
	of("identity_policy", object.union(alone, {"caller": fixture.nobody, "call": {"resource_account": ""}})) == "plain"
}

test_same_organization if {
	of("resource_policy", {"caller": fixture.partner}) == "full"
	of("vpc_endpoint_policy", {"caller": fixture.partner}) == "plain"
}

test_outside if {
	of("resource_policy", outside) == "plain"
	of("resource_policy", object.union(outside, {"call": {"resource_organization": ""}})) == "plain"
	of("resource_policy", {"caller": object.union(fixture.partner, {"organization": "o-another"})}) == "plain"
	of("resource_policy", {"caller": fixture.nobody}) == "plain"
	of("resource_policy", {"caller": object.union(fixture.nobody, {"organization": "o-exampleorgid"})}) == "plain"
	of("resource_policy", {"caller": fixture.a_service}) == "plain"
}

test_kms_names_resource_control_policies if {
	of("resource_control_policy", outside) == "plain"
	of("resource_control_policy", object.union(outside, {"call": fixture.asking("kms:Decrypt", fixture.key)})) == "full"
}
