package denylab.decision_test

import data.denylab.decision
import data.denylab.fixture
import data.denylab.layers

holding(statement) := [fixture.policy([statement])]

changed(policies, changes) := object.union(fixture.call({"policies": policies}), changes)

to(principal) := holding(fixture.to(fixture.allow, principal))

session := {"caller": {
	"kind": "assumed-role",
	"arn": "arn:aws:sts::111122223333:assumed-role/Trainer/SageMaker",
	"principal_arn": fixture.role,
}}

visiting := {"caller": fixture.partner}

test_nothing_allows if {
	decision.allowed == false with input as fixture.get_object
	decision.result.layer == "identity_policy" with input as fixture.get_object
	decision.result.verdict == "implicitDeny" with input as fixture.get_object
	decision.result.finding == null with input as fixture.get_object
	decision.result.disclosure == "full" with input as fixture.get_object
}

test_identity_allows if {
	decision.granted == false with input as fixture.get_object
	allowing := changed({"identity": holding(fixture.allow)}, {})
	decision.result == {
		"allowed": true,
		"layer": "",
		"verdict": "allowed",
		"verdicts": decision.result.verdicts,
		"finding": fixture.finding("identity_policy", "allowed", "Allow"),
		"disclosure": "",
		"delegated": false,
	} with input as allowing
}

test_a_deny_anywhere_refuses if {
	every layer in ["identity", "boundary", "session", "endpoint", "resource"] {
		refusing := changed(object.union({"identity": holding(fixture.allow)}, {layer: holding(fixture.to(fixture.deny, fixture.everyone))}), {})
		decision.allowed == false with input as refusing
		decision.result.verdict == "explicitDeny" with input as refusing
	}
}

test_guard_rails_have_to_allow if {
	decision.allowed == false with input as changed({"identity": holding(fixture.allow), "scp": [[]]}, {})
	decision.allowed == false with input as changed({"identity": holding(fixture.allow), "endpoint": []}, {})
}

test_same_account_either_side_grants if {
	decision.allowed with input as changed({"resource": to(fixture.alice)}, {})
	decision.allowed with input as changed({"resource": to({"aws": {fixture.role: true}})}, session)
	decision.allowed == false with input as changed({"resource": to({"aws": {fixture.role: true}}), "boundary": []}, session)
	decision.allowed == false with input as changed({"resource": to(fixture.account)}, {})
}

test_cross_account_both_sides_grant if {
	decision.allowed with input as changed({"identity": holding(fixture.allow), "resource": to(fixture.everyone)}, visiting)
	decision.allowed == false with input as changed({"identity": holding(fixture.allow)}, visiting)
	decision.allowed == false with input as changed({"resource": to(fixture.everyone)}, visiting)
}

test_a_grant_on_a_key_needs_nothing_else if {
	granted := changed({}, {
		"caller": fixture.partner,
		"call": fixture.asking("kms:Decrypt", fixture.key),
		"kms": {"grants": [{
			"id": "grant-1",
			"grantee_principal": fixture.partner.arn,
			"retiring_principal": "",
			"operations": ["Decrypt"],
			"context_equals": null,
			"context_subset": null,
		}]},
	})
	decision.allowed with input as granted
	decision.result.finding.setting == "grant-1" with input as granted
}

test_callers_without_an_account if {
	every caller in [fixture.nobody, fixture.a_service] {
		decision.allowed with input as changed({"resource": to(fixture.everyone)}, {"caller": caller})
		decision.allowed == false with input as fixture.call({"caller": caller})
	}
}

test_root if {
	decision.allowed with input as fixture.call({"caller": fixture.root})
	decision.result.allowed with input as fixture.call({"caller": fixture.root})
	decision.result.finding == null with input as fixture.call({"caller": fixture.root})
	decision.allowed == false with input as changed({"resource": to(fixture.account)}, {
		"caller": fixture.root,
		"call": fixture.asking("sts:AssumeRole", fixture.role),
	})
}

test_who_are_you if {
	asking := changed({"identity": holding(fixture.deny)}, {"call": fixture.asking("sts:GetCallerIdentity", "*")})
	decision.allowed with input as asking
	decision.result.finding == null with input as asking
	decision.result.verdicts.identity_policy == "explicitDeny" with input as asking
}

test_a_refusal_says_everything if {
	refused := changed({"identity": holding(fixture.allow), "endpoint": []}, visiting)
	decision.result == {
		"allowed": false,
		"layer": "vpc_endpoint_policy",
		"verdict": "implicitDeny",
		"verdicts": layers.verdicts,
		"finding": null,
		"disclosure": "plain",
		"delegated": false,
	} with input as refused
}

key_call := {"call": fixture.asking("kms:Decrypt", fixture.key)}

test_a_key_needs_its_policy if {
	decision.allowed == false with input as changed({"identity": holding(fixture.allow)}, key_call)
	decision.allowed with input as changed({"identity": holding(fixture.allow), "resource": to(fixture.account)}, key_call)
}

test_a_role_of_another_account_needs_its_identity_policy if {
	theirs := {"caller": object.union(session.caller, {"account": "444455556666"})}
	named := to({"aws": {fixture.role: true}})
	decision.allowed == false with input as changed({"resource": named}, theirs)
	decision.allowed with input as changed({"resource": named, "identity": holding(fixture.allow)}, theirs)
}

# An object belongs to the account that wrote it, not to the bucket's.
test_whose_object_it_is if {
	public := [{"grantee": "http://acs.amazonaws.com/groups/global/AllUsers", "permission": "READ"}]
	theirs := {"s3": fixture.s3({"ownership": "ObjectWriter", "object_owner": "444455556666", "object_acl": public})}
	decision.allowed == false with input as changed({}, theirs)
	decision.allowed with input as changed({"identity": holding(fixture.allow)}, theirs)
	decision.allowed with input as changed({}, object.union(theirs, visiting))
	private := object.union(visiting, {"s3": object.union(theirs.s3, {"object_acl": []})})
	decision.allowed with input as changed({"identity": holding(fixture.allow)}, private)
}

named_by(policies, changes) := finding.layer if {
	decision.allowed with input as changed(policies, changes)
	finding := decision.result.finding with input as changed(policies, changes)
}

key_grant := {"kms": {"grants": [{
	"id": "grant-1",
	"grantee_principal": fixture.get_object.caller.arn,
	"retiring_principal": "",
	"operations": ["Decrypt"],
	"context_equals": null,
	"context_subset": null,
}]}}

public_object := {"s3": fixture.s3({
	"ownership": "ObjectWriter",
	"object_acl": [{"grantee": "http://acs.amazonaws.com/groups/global/AllUsers", "permission": "READ"}],
})}

test_who_is_said_to_have_allowed if {
	# The caller's own policy, unless it was held back.
	named_by({"identity": holding(fixture.allow), "resource": to(fixture.alice)}, {}) == "identity_policy"
	named_by({"identity": holding(fixture.allow), "boundary": [], "resource": to(fixture.alice)}, {}) == "resource_policy"

	# On the resource's side a grant, then the policy, then an ACL.
	named_by({"resource": to(fixture.alice)}, object.union(key_call, key_grant)) == "kms_grant"
	named_by({"resource": to(fixture.everyone)}, public_object) == "resource_policy"
	named_by({}, public_object) == "s3_acl"
}

test_nobody_is_said_to_have_allowed_who_are_you if {
	asking := changed({"identity": holding(fixture.allow)}, {"call": fixture.asking("sts:GetCallerIdentity", "*")})
	decision.result.finding == null with input as asking
}
