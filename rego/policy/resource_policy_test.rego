package denylab.resource_policy_test

import data.denylab.fixture
import data.denylab.resource_policy

on_resource(statements) := fixture.call({"policies": {"resource": [fixture.policy(statements)]}})

open := fixture.to(fixture.allow, fixture.everyone)

closed := fixture.to(fixture.deny, fixture.everyone)

test_no_policy_in_the_same_account if {
	resource_policy.asked == false with input as fixture.get_object
	resource_policy.verdict == "notApplicable" with input as fixture.get_object
	resource_policy.findings == [] with input as fixture.get_object
}

test_no_policy_where_one_is_needed if {
	every change in [
		{"caller": fixture.partner},
		{"caller": fixture.nobody},
		{"call": fixture.asking("kms:Decrypt", fixture.key)},
		{"call": fixture.asking("sts:AssumeRole", fixture.role)},
	] {
		resource_policy.verdict == "implicitDeny" with input as fixture.call(change)
	}
}

test_allowed if {
	resource_policy.verdict == "allowed" with input as on_resource([open])
	resource_policy.findings == [fixture.finding("resource_policy", "allowed", "Allow")] with input as on_resource([open])
}

test_silent if {
	resource_policy.verdict == "implicitDeny" with input as on_resource([fixture.to(fixture.allow, {"account": {"444455556666": true}})])
}

test_explicit_deny if {
	resource_policy.verdict == "explicitDeny" with input as on_resource([open, closed])
	resource_policy.findings == [fixture.finding("resource_policy", "explicitDeny", "Deny")] with input as on_resource([open, closed])
}

test_denying_others if {
	to_bob := fixture.to(fixture.deny, {"aws": {"arn:aws:iam::111122223333:user/bob": true}})
	every change in [{}, {"call": fixture.asking("s3:DeleteObject", "arn:aws:s3:::data/1.csv")}] {
		resource_policy.verdict == "allowed" with input as object.union(on_resource([open, to_bob]), change)
	}
}

test_foreign_object_is_not_reached_by_allow if {
	foreign := {"s3": fixture.s3({"ownership": "ObjectWriter", "object_owner": "444455556666"})}
	resource_policy.verdict == "implicitDeny" with input as object.union(on_resource([open]), foreign)
	resource_policy.verdict == "explicitDeny" with input as object.union(on_resource([closed]), foreign)
}

test_root_repairs_a_bucket_policy if {
	every action in ["s3:GetBucketPolicy", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy"] {
		locked := object.union(on_resource([closed]), {"call": fixture.asking(action, "arn:aws:s3:::data")})
		resource_policy.verdict == "explicitDeny" with input as locked
		resource_policy.verdict == "implicitDeny" with input as object.union(locked, {"caller": fixture.root})
		another := object.union(fixture.root, {"account": "444455556666"})
		resource_policy.verdict == "explicitDeny" with input as object.union(locked, {"caller": another})
	}
	resource_policy.verdict == "explicitDeny" with input as object.union(on_resource([closed]), {"caller": fixture.root})
}

test_denying_versions_denies_deletes if {
	versions := object.union(closed, {"action": null})
	keeping := on_resource([object.union(versions, {"action": {"exact": {"s3:deleteobjectversion": true}, "want": []}})])
	resource_policy.verdict == "explicitDeny" with input as object.union(keeping, {"call": fixture.asking("s3:DeleteObject", "arn:aws:s3:::data/1.csv")})
	resource_policy.verdict == "implicitDeny" with input as keeping
	resource_policy.version_denies == [] with input as keeping
}

# What denies the delete itself is named before what denies its versions.
test_denies_of_a_delete_in_order if {
	versions := object.union(object.remove(closed, ["action"]), {"sid": "Versions", "action": {"exact": {"s3:deleteobjectversion": true}, "want": []}})
	deleting := object.union(
		on_resource([versions, closed]),
		{"call": fixture.asking("s3:DeleteObject", "arn:aws:s3:::data/1.csv")},
	)
	[f.sid | some f in resource_policy.findings] == ["Deny", "Versions"] with input as deleting
}

test_a_provider_has_to_be_named if {
	web := {
		"caller": {"kind": "web-identity", "account": "", "provider": "accounts.google.com"},
		"call": fixture.asking("sts:AssumeRoleWithWebIdentity", fixture.role),
	}
	named := fixture.to(fixture.allow, {"federated": {"accounts.google.com": true}})
	resource_policy.verdict == "allowed" with input as object.union(on_resource([named]), web)
	resource_policy.verdict == "implicitDeny" with input as object.union(on_resource([open]), web)
}

test_who_can_be_granted if {
	can_grant("any", "s3", fixture.nobody)
	can_grant("any", "s3", fixture.a_service)
	not can_grant("any", "kms", fixture.nobody)
	not can_grant("any", "sts", fixture.nobody)
	not can_grant("any", "sts", {"kind": "web-identity"})
	not can_grant("any", "s3", {"kind": "web-identity"})
	can_grant("federated", "sts", {"kind": "web-identity"})
	not can_grant("federated", "sts", fixture.nobody)
}

can_grant(class, service, caller) if {
	resource_policy.can_grant(class) with input as fixture.call({"caller": caller, "call": {"service": service}})
}
