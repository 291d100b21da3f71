package denylab.s3_access_grants_test

import data.denylab.decision
import data.denylab.fixture
import data.denylab.report
import data.denylab.s3_access_grants

instance := "arn:aws:s3:us-east-1:111122223333:access-grants/default"

alice := fixture.get_object.caller.principal_arn

grant(changes) := object.union({"id": "g-1", "scope": "s3://data/train/*", "permission": "READ", "grantee": alice}, changes)

asking(permission, target, grants) := fixture.call({
	"call": fixture.asking("s3:GetDataAccess", instance),
	"policies": {"identity": [fixture.policy([fixture.allow])]},
	"access_grants": {"permission": permission, "target": target, "identities": [], "grants": grants},
})

verdict(permission, target, changes) := v if {
	v := s3_access_grants.verdict with input as asking(permission, target, [grant(changes)])
}

test_other_calls_are_not_concerned if {
	s3_access_grants.verdict == "notApplicable" with input as fixture.get_object
	s3_access_grants.findings == [] with input as object.union(fixture.get_object, {"access_grants": {"grants": []}})
}

test_an_instance_without_grants_refuses if {
	s3_access_grants.verdict == "implicitDeny" with input as asking("READ", "s3://data/train/*", [])
}

test_scope if {
	verdict("READ", "s3://data/train/*", {}) == "allowed"
	verdict("READ", "s3://data/train/a/*", {}) == "allowed"
	verdict("READ", "s3://data/train/1.csv", {}) == "allowed"
	verdict("READ", "s3://data/*", {}) == "implicitDeny"
	verdict("READ", "s3://data/other/*", {}) == "implicitDeny"
}

test_a_scope_of_one_object if {
	verdict("READ", "s3://data/1.csv", {"scope": "s3://data/1.csv"}) == "allowed"
	verdict("READ", "s3://data/1.csv*", {"scope": "s3://data/1.csv"}) == "implicitDeny"
	verdict("READ", "s3://data/1.csv.gz", {"scope": "s3://data/1.csv"}) == "implicitDeny"
}

test_permission if {
	every permission in ["READ", "WRITE", "READWRITE"] {
		verdict(permission, "s3://data/train/*", {"permission": permission}) == "allowed"
		verdict(permission, "s3://data/train/*", {"permission": "READWRITE"}) == "allowed"
	}
	verdict("READ", "s3://data/train/*", {"permission": "WRITE"}) == "implicitDeny"
	verdict("WRITE", "s3://data/train/*", {"permission": "READ"}) == "implicitDeny"
	verdict("READWRITE", "s3://data/train/*", {"permission": "READ"}) == "implicitDeny"
}

test_two_halves_are_no_whole if {
	halves := [grant({"permission": "READ"}), grant({"id": "g-2", "permission": "WRITE"})]
	s3_access_grants.verdict == "implicitDeny" with input as asking("READWRITE", "s3://data/train/*", halves)
}

test_grantee if {
	verdict("READ", "s3://data/train/*", {"grantee": fixture.role}) == "implicitDeny"
	verdict("READ", "s3://data/train/*", {"grantee": "user-1"}) == "implicitDeny"
	asked := asking("READ", "s3://data/train/*", [grant({"grantee": "group-1"})])
	directory := {"access_grants": {"identities": ["user-1", "group-1"]}}
	s3_access_grants.verdict == "allowed" with input as object.union(asked, directory)
}

test_the_narrowest_grant_is_first if {
	grants := [
		grant({"id": "g-3", "scope": "s3://data/*"}),
		grant({"id": "g-2"}),
		grant({"id": "g-1"}),
		grant({"id": "g-0", "grantee": fixture.role}),
	]
	asked := asking("READ", "s3://data/train/*", grants)
	[f.setting | some f in s3_access_grants.findings] == ["g-2", "g-1", "g-3"] with input as asked
	{f.layer | some f in s3_access_grants.findings} == {"s3_access_grants"} with input as asked
	decision.result.finding == {
		"layer": "s3_access_grants",
		"verdict": "allowed",
		"index": -1,
		"setting": "g-2",
	} with input as asked
}

test_a_grant_does_not_make_up_for_policies if {
	silent := object.union(asking("READ", "s3://data/train/*", [grant({})]), {"policies": {"identity": []}})
	decision.result.layer == "identity_policy" with input as silent
	decision.result.verdict == "implicitDeny" with input as silent
}

test_who_is_named if {
	none := asking("READ", "s3://data/train/*", [])
	not decision.allowed with input as none
	decision.result.layer == "s3_access_grants" with input as none
	decision.result.verdict == "implicitDeny" with input as none
	decision.result.finding == null with input as none

	# What the policies refuse is said first.
	decision.result.layer == "identity_policy" with input as object.union(none, {"policies": {"identity": []}})
	decision.result.layer == "service_control_policy" with input as object.union(none, {"policies": {"scp": [[]]}})
	decision.result.layer == "identity_policy" with input as object.union(none, {"policies": {"identity": [fixture.policy([fixture.deny])]}})
}

near(element, want, got) := {
	"statement": {"layer": "s3_access_grants", "verdict": "allowed", "index": -1, "setting": "g-1"},
	"effect": "Allow",
	"miss": {"element": element, "want": [want], "got": [got]},
}

test_near_misses if {
	report.near_misses == [near("Grantee", fixture.role, alice)] with input as asking("READ", "s3://data/train/*", [grant({"grantee": fixture.role})])
	report.near_misses == [near("GrantScope", "s3://data/train/*", "s3://data/*")] with input as asking("READ", "s3://data/*", [grant({})])
	report.near_misses == [near("Permission", "READ", "WRITE")] with input as asking("WRITE", "s3://data/train/*", [grant({})])

	# The user's own ARN comes first, then what the directory knows it by.
	stranger := asking("READ", "s3://data/train/*", [grant({"grantee": "user-2"})])
	directory := {"access_grants": {"identities": ["user-1", "group-1"]}}
	report.near_misses[0].miss.got == [alice, "user-1", "group-1"] with input as object.union(stranger, directory)

	# Two elements are far off, and nothing is near where a grant covers.
	report.near_misses == [] with input as asking("WRITE", "s3://data/*", [grant({})])
	report.near_misses == [] with input as asking("READ", "s3://data/train/*", [grant({}), grant({"id": "g-2", "permission": "WRITE"})])
}

test_statements_are_near_before_grants if {
	elsewhere := object.union(object.remove(fixture.allow, ["resource"]), {"resource": {"exact": {"arn:aws:s3:::other": true}, "want": ["arn:aws:s3:::other"]}})
	asked := asking("WRITE", "s3://data/train/*", [grant({})])
	layers := [near.statement.layer | some near in report.result.near_misses] with input as object.union(asked, {"policies": {"identity": [fixture.policy([elsewhere])]}})
	layers == ["identity_policy", "s3_access_grants"]
}
