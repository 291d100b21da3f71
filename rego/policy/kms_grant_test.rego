package denylab.kms_grant_test

import data.denylab.fixture
import data.denylab.kms_grant

alice := fixture.get_object.caller.arn

grant(changes) := object.union(
	{
		"id": "grant-1",
		"grantee_principal": alice,
		"retiring_principal": "",
		"operations": ["Decrypt"],
		"context_equals": null,
		"context_subset": null,
	},
	changes,
)

calling(action, grants) := fixture.call({
	"call": fixture.asking(action, fixture.key),
	"kms": {"grants": grants, "encryption_context": {"team": "ml", "step": "1"}},
})

verdict(action, changes) := v if {
	v := kms_grant.verdict with input as calling(action, [grant(changes)])
}

test_no_grants if {
	kms_grant.verdict == "notApplicable" with input as calling("kms:Decrypt", [])
	kms_grant.verdict == "notApplicable" with input as fixture.get_object
}

test_allowed if {
	verdict("kms:Decrypt", {}) == "allowed"
	kms_grant.findings == [{
		"layer": "kms_grant",
		"verdict": "allowed",
		"index": -1,
		"setting": "grant-1",
	}] with input as calling("kms:Decrypt", [grant({})])
}

test_operation if verdict("kms:Encrypt", {}) == "implicitDeny"

test_grantee if verdict("kms:Decrypt", {"grantee_principal": fixture.role}) == "implicitDeny"

test_the_account_delegates if {
	account := grant({"grantee_principal": "arn:aws:iam::111122223333:root"})
	kms_grant.matching == [["grant-1", "account"]] with input as calling("kms:Decrypt", [account])
	kms_grant.matching == [["grant-1", "account"]] with input as object.union(calling("kms:Decrypt", [account]), {"caller": fixture.root})
	kms_grant.matching == [["grant-1", "direct"]] with input as calling("kms:Decrypt", [grant({})])
}

test_a_session_is_meant_by_its_name_and_its_roles if {
	session := {
		"kind": "assumed-role",
		"arn": "arn:aws:sts::111122223333:assumed-role/Trainer/SageMaker",
		"principal_arn": fixture.role,
	}
	every arn in [session.arn, session.principal_arn] {
		asked := object.union(calling("kms:Decrypt", [grant({"grantee_principal": arn})]), {"caller": session})
		kms_grant.matching == [["grant-1", "direct"]] with input as asked
	}
}

# The operations that take an encryption context, as GrantConstraints lists them.
test_constraints_hold_for_every_operation_with_a_context if {
	every operation in [
		"Decrypt", "Encrypt", "GenerateDataKey", "GenerateDataKeyPair",
		"GenerateDataKeyPairWithoutPlaintext", "GenerateDataKeyWithoutPlaintext",
		"ReEncryptFrom", "ReEncryptTo",
	] {
		action := concat(":", ["kms", operation])
		verdict(action, {"operations": [operation], "context_equals": {"team": "bi"}}) == "implicitDeny"
		verdict(action, {"operations": [operation], "context_subset": {"team": "ml"}}) == "allowed"
	}
}

test_context_equals if {
	verdict("kms:Decrypt", {"context_equals": {"team": "ml", "step": "1"}}) == "allowed"
	verdict("kms:Decrypt", {"context_equals": {"team": "ml"}}) == "implicitDeny"
}

test_context_subset if {
	verdict("kms:Decrypt", {"context_subset": {"team": "ml"}}) == "allowed"
	verdict("kms:Decrypt", {"context_subset": {"team": "bi"}}) == "implicitDeny"
}

test_constraints_only_with_a_context if {
	verdict("kms:DescribeKey", {"operations": ["DescribeKey"], "context_equals": {"team": "bi"}}) == "allowed"
}

# creating is the verdict on a grant that is created because of another one.
creating(parent, child) := v if {
	asked := calling("kms:CreateGrant", [grant(object.union({"operations": ["CreateGrant", "Decrypt", "Encrypt"]}, parent))])
	request := grant(object.union({"grantee_principal": fixture.role}, child))
	v := kms_grant.verdict with input as object.union(asked, {"kms": {"request_grant": request}})
}

test_a_grant_passes_on_its_operations if {
	creating({}, {}) == "allowed"
	creating({}, {"operations": ["Encrypt", "CreateGrant"]}) == "allowed"
	creating({}, {"operations": ["Decrypt", "GenerateDataKey"]}) == "implicitDeny"
	creating({"operations": ["Decrypt"]}, {}) == "implicitDeny"

	# Nothing is passed on by a request that does not say what.
	verdict("kms:CreateGrant", {"operations": ["CreateGrant"]}) == "implicitDeny"
}

test_a_grant_passes_on_its_constraints if {
	team := {"team": "ml"}
	both := {"team": "ml", "step": "1"}
	creating({"context_subset": team}, {}) == "implicitDeny"
	creating({"context_subset": team}, {"context_subset": team}) == "allowed"
	creating({"context_subset": team}, {"context_subset": both}) == "allowed"
	creating({"context_subset": both}, {"context_subset": team}) == "implicitDeny"
	creating({"context_subset": team}, {"context_equals": both}) == "allowed"
	creating({"context_subset": team}, {"context_equals": {"team": "bi"}}) == "implicitDeny"
	creating({"context_equals": team}, {}) == "implicitDeny"
	creating({"context_equals": team}, {"context_equals": team}) == "allowed"
	creating({"context_equals": team}, {"context_equals": both}) == "implicitDeny"
	creating({"context_equals": team}, {"context_subset": team}) == "implicitDeny"
	creating({"context_equals": both, "context_subset": team}, {"context_equals": both}) == "allowed"
	creating({"context_subset": team}, {"context_equals": team, "context_subset": {"team": "bi"}}) == "implicitDeny"
}

test_retiring if {
	verdict("kms:RetireGrant", {"grantee_principal": fixture.role, "retiring_principal": alice}) == "allowed"
	verdict("kms:RetireGrant", {"operations": ["RetireGrant"]}) == "allowed"
	verdict("kms:RetireGrant", {}) == "implicitDeny"

	# Who may retire a grant is not who may use it.
	verdict("kms:Decrypt", {"retiring_principal": fixture.role}) == "allowed"
	verdict("kms:Encrypt", {"retiring_principal": alice}) == "implicitDeny"
}

test_anonymous if {
	nobodys := calling("kms:Decrypt", [grant({"grantee_principal": "anonymous"})])
	kms_grant.verdict == "implicitDeny" with input as object.union(nobodys, {"caller": fixture.nobody})
}
