package denylab.refusal_test

import data.denylab.fixture
import data.denylab.refusal

policies(changes) := fixture.call({"policies": changes})

holding(statement) := [fixture.policy([statement])]

test_explicit_before_silence if {
	both := policies({"scp": [[]], "identity": holding(fixture.deny)})
	refusal.layer == "identity_policy" with input as both
	refusal.verdict == "explicitDeny" with input as both
	refusal.finding == fixture.finding("identity_policy", "explicitDeny", "Deny") with input as both
}

test_guard_rails if {
	silent := policies({"scp": [[]]})
	refusal.layer == "service_control_policy" with input as silent
	refusal.verdict == "implicitDeny" with input as silent
	refusal.finding == null with input as silent
}

test_root_assumes_no_role if {
	assuming := fixture.call({"caller": fixture.root, "call": fixture.asking("sts:AssumeRole", fixture.role)})
	refusal.unassumable with input as assuming
	refusal.layer == "resource_policy" with input as assuming
	refusal.finding == {
		"layer": "resource_policy",
		"verdict": "implicitDeny",
		"index": -1,
		"setting": "RootUser",
	} with input as assuming
	trusted := object.union(assuming, {"policies": {"resource": holding(fixture.to(fixture.allow, fixture.account))}})
	refusal.layer == "resource_policy" with input as trusted
	limited := object.union(assuming, {"policies": {"resource": trusted.policies.resource, "session": []}})
	refusal.layer == "resource_policy" with input as limited
	guarded := object.union(assuming, {"policies": {"scp": [[]]}})
	refusal.layer == "service_control_policy" with input as guarded
	refusal.finding == null with input as guarded
	refusal.unassumable == false with input as object.union(assuming, {"caller": {"kind": "user"}})
}

test_no_account if refusal.layer == "resource_policy" with input as fixture.call({"caller": fixture.nobody})

test_same_account if {
	refusal.layer == "identity_policy" with input as fixture.get_object
	refusal.layer == "resource_policy" with input as fixture.call({"call": fixture.asking("kms:Decrypt", fixture.key)})
	refusal.layer == "permissions_boundary" with input as policies({
		"identity": holding(fixture.allow),
		"boundary": holding(fixture.other),
	})
}

test_a_role_held_back if {
	refusal.layer == "permissions_boundary" with input as object.union(
		policies({
			"resource": holding(fixture.to(fixture.allow, {"aws": {fixture.role: true}})),
			"boundary": [],
		}),
		{"caller": {"kind": "assumed-role", "principal_arn": fixture.role}},
	)
}

test_a_role_of_another_account_held_back if {
	refusal.layer == "identity_policy" with input as object.union(
		policies({
			"resource": holding(fixture.to(fixture.allow, {"aws": {fixture.role: true}})),
			"boundary": [],
		}),
		{"caller": {"kind": "assumed-role", "principal_arn": fixture.role, "account": "444455556666"}},
	)
}

test_another_accounts_key if {
	asked := object.union(
		policies({"identity": holding(fixture.allow)}),
		{"caller": fixture.partner, "call": fixture.asking("kms:DisableKey", fixture.key)},
	)
	refusal.layer == "resource_policy" with input as asked
	refusal.finding == {
		"layer": "resource_policy",
		"verdict": "implicitDeny",
		"index": -1,
		"setting": "CrossAccountUse",
	} with input as asked
	unasked := object.union(asked, {"policies": {"identity": []}})
	refusal.layer == "identity_policy" with input as unasked
	refusal.finding == null with input as unasked
	common := object.union(asked, {"call": fixture.asking("kms:Decrypt", fixture.key)})
	refusal.layer == "resource_policy" with input as common
	refusal.finding == null with input as common
}

test_cross_account if {
	visiting := fixture.call({"caller": fixture.partner})
	refusal.layer == "identity_policy" with input as visiting
	refusal.layer == "resource_policy" with input as object.union(visiting, policies({"identity": holding(fixture.allow)}))
}

test_a_setting_explains_silence if {
	ignoring := fixture.call({
		"caller": fixture.nobody,
		"s3": fixture.s3({
			"ownership": "ObjectWriter",
			"object_acl": [{"grantee": "http://acs.amazonaws.com/groups/global/AllUsers", "permission": "READ"}],
			"public_access": {"ignore_public_acls": true},
		}),
	})
	refusal.layer == "s3_block_public_access" with input as ignoring
	refusal.verdict == "implicitDeny" with input as ignoring
	refusal.finding.setting == "IgnorePublicAcls" with input as ignoring
}
