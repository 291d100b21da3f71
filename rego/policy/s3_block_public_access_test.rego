package denylab.s3_block_public_access_test

import data.denylab.fixture
import data.denylab.s3_acl
import data.denylab.s3_block_public_access as bpa

setting(name, s3) := fixture.call({"s3": fixture.s3(object.union(s3, {"public_access": {name: true}}))})

refused(setting) := [{
	"layer": "s3_block_public_access",
	"verdict": "explicitDeny",
	"index": -1,
	"setting": setting,
}]

public := fixture.policy([fixture.to(fixture.allow, fixture.everyone)])

test_off if {
	bpa.verdict == "notApplicable" with input as fixture.call({"s3": fixture.s3({})})
	bpa.verdict == "notApplicable" with input as fixture.get_object
	bpa.findings == [] with input as fixture.get_object
	bpa.verdict == "notApplicable" with input as fixture.call({"s3": fixture.s3({"public_access": {"block_public_acls": false}})})
}

test_on if bpa.verdict == "allowed" with input as setting("block_public_acls", {})

test_block_public_acls if {
	every s3 in [
		{"request_canned_acl": "public-read"},
		{"request_canned_acl": "public-read-write"},
		{"request_canned_acl": "authenticated-read"},
		{"request_grants": [{"grantee": s3_acl.all_users, "permission": "READ"}]},
		{"request_grants": [{"grantee": s3_acl.authenticated_users, "permission": "READ"}]},
	] {
		bpa.verdict == "explicitDeny" with input as setting("block_public_acls", s3)
		bpa.findings == refused("BlockPublicAcls") with input as setting("block_public_acls", s3)
		bpa.verdict == "allowed" with input as setting("ignore_public_acls", s3)
	}
}

test_private_acls_are_not_blocked if {
	grants := [{"grantee": "canonical-444455556666", "permission": "READ"}]
	bpa.verdict == "allowed" with input as setting("block_public_acls", {"request_grants": grants})
}

test_block_public_policy if {
	put := object.union(
		setting("block_public_policy", {"request_policy": public}),
		{"call": fixture.asking("s3:PutBucketPolicy", "arn:aws:s3:::data")},
	)
	bpa.findings == refused("BlockPublicPolicy") with input as put
	bpa.verdict == "allowed" with input as object.union(put, {"s3": {"request_policy": fixture.policy([])}})
	bpa.verdict == "allowed" with input as object.union(put, {"call": fixture.asking("s3:GetBucketPolicy", "arn:aws:s3:::data")})
	bpa.verdict == "allowed" with input as object.union(put, {"s3": {"public_access": {
		"block_public_policy": false,
		"block_public_acls": true,
	}}})
}

test_restrict_public_buckets if {
	restricted := object.union(setting("restrict_public_buckets", {}), {"policies": {"resource": [public]}})
	every caller in [fixture.nobody, fixture.partner] {
		bpa.findings == refused("RestrictPublicBuckets") with input as object.union(restricted, {"caller": caller})
	}
	private := fixture.policy([fixture.to(fixture.allow, fixture.account)])
	every caller in [fixture.nobody, fixture.partner] {
		bpa.verdict == "allowed" with input as object.union(restricted, {"caller": caller, "policies": {"resource": [private]}})
	}
	every caller in [{}, fixture.root, fixture.a_service] {
		bpa.verdict == "allowed" with input as object.union(restricted, {"caller": caller})
	}
}

test_ignore_public_acls if {
	ignoring := setting("ignore_public_acls", {
		"ownership": "ObjectWriter",
		"object_acl": [{"grantee": s3_acl.all_users, "permission": "READ"}],
	})
	bpa.verdict == "implicitDeny" with input as ignoring
	bpa.findings == [{
		"layer": "s3_block_public_access",
		"verdict": "implicitDeny",
		"index": -1,
		"setting": "IgnorePublicAcls",
	}] with input as ignoring
}
