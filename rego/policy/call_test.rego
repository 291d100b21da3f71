package denylab.call_test

import data.denylab.call
import data.denylab.fixture

test_kinds_of_callers if {
	call.iam with input as fixture.get_object
	call.signed with input as fixture.get_object
	not call.root with input as fixture.get_object
	call.root with input as fixture.call({"caller": fixture.root})
	call.signed with input as fixture.call({"caller": fixture.root})
	not call.iam with input as fixture.call({"caller": fixture.root})
	not call.signed with input as fixture.call({"caller": fixture.nobody})
	not call.signed with input as fixture.call({"caller": fixture.a_service})
}

test_who_has_policies if {
	every kind in ["user", "role", "assumed-role", "federated-user"] {
		call.iam with input as fixture.call({"caller": {"kind": kind}})
	}
	every kind in ["root", "anonymous", "service", "web-identity"] {
		call.iam == false with input as fixture.call({"caller": {"kind": kind}})
	}
}

# Every fact is there for every call: a fact that does not hold is false.
test_nothing_is_left_unsaid if {
	facts := {
		"iam": call.iam,
		"root": call.root,
		"signed": call.signed,
		"same_account": call.same_account,
		"foreign_object": call.foreign_object,
		"trust": call.trust,
		"key": call.key,
		"confined": call.confined,
		"needs_resource_policy": call.needs_resource_policy,
		"authentication": call.authentication,
	} with input as fixture.call({"caller": fixture.nobody})
	{holds | some holds in facts} == {false}
}

test_same_account if {
	call.same_account with input as fixture.get_object
	call.same_account with input as fixture.call({"call": {"resource_account": ""}})
	not call.same_account with input as fixture.call({"caller": fixture.partner})
	not call.same_account with input as fixture.call({"caller": fixture.nobody, "call": {"resource_account": ""}})
}

foreign := {"s3": fixture.s3({"ownership": "ObjectWriter", "object_owner": "444455556666"})}

test_foreign_object if {
	call.foreign_object with input as fixture.call(foreign)
	not call.same_account with input as fixture.call(foreign)
	call.same_account with input as fixture.call(object.union(foreign, {"caller": fixture.partner}))
}

test_no_foreign_object if {
	every change in [
		{"s3": {"ownership": "BucketOwnerEnforced"}},
		{"s3": {"object_owner": "111122223333"}},
		{"s3": {"object_owner": ""}},
		{"s3": {"upload": true}},
		{"call": fixture.asking("s3:DeleteObject", "arn:aws:s3:::data/1.csv")},
	] {
		not call.foreign_object with input as fixture.call(object.union(foreign, change))
	}
	not call.foreign_object with input as fixture.get_object
}

# Writing and removing objects is the bucket owner's business, whose object it is
# or will be.
test_bucket_owners_business if {
	every action in [
		"s3:PutObject",
		"s3:DeleteObject",
		"s3:DeleteObjectVersion",
		"s3:AbortMultipartUpload",
		"s3:ListMultipartUploadParts",
		"s3:RestoreObject",
		"s3:BypassGovernanceRetention",
	] {
		asked := fixture.call(object.union(foreign, {"call": fixture.asking(action, "arn:aws:s3:::data/1.csv")}))
		call.foreign_object == false with input as asked
		call.same_account with input as asked
	}
}

needs(action, resource) if {
	call.needs_resource_policy with input as fixture.call({"call": fixture.asking(action, resource)})
}

test_needs_resource_policy if {
	every action in [
		"sts:AssumeRole",
		"sts:AssumeRoleWithSAML",
		"sts:AssumeRoleWithWebIdentity",
		"sts:TagSession",
		"sts:SetSourceIdentity",
		"sts:SetContext",
	] {
		needs(action, fixture.role)
	}
	not needs("sts:TagSession", "arn:aws:sts::111122223333:federated-user/guest")
	needs("kms:Decrypt", fixture.key)
	not needs("kms:CreateAlias", "arn:aws:kms:us-east-1:111122223333:alias/a")
	not needs("backup:StartBackupJob", fixture.key)
	not needs("iam:PassRole", fixture.role)
	not needs("s3:GetObject", "arn:aws:s3:::data/1.csv")
}

authenticates(action, caller) if {
	call.authentication with input as fixture.call({"call": fixture.asking(action, "*"), "caller": caller})
}

test_authentication if {
	authenticates("sts:GetCallerIdentity", {})
	authenticates("sts:GetSessionToken", fixture.root)
	not authenticates("sts:GetFederationToken", {})
	not authenticates("sts:GetCallerIdentity", fixture.nobody)
}

on_a_key(action, caller) := fixture.call({"call": fixture.asking(action, fixture.key), "caller": caller})

# The operations whose pages have "Cross-account use: Yes".
test_keys_across_accounts if {
	every operation in [
		"CreateGrant", "Decrypt", "DeriveSharedSecret", "DescribeKey", "Encrypt",
		"GenerateDataKey", "GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext",
		"GenerateDataKeyWithoutPlaintext", "GenerateMac", "GetKeyRotationStatus",
		"GetPublicKey", "ListGrants", "ReEncryptFrom", "ReEncryptTo", "RetireGrant",
		"RevokeGrant", "Sign", "Verify", "VerifyMac",
	] {
		call.confined == false with input as on_a_key(concat(":", ["kms", operation]), fixture.partner)
	}
	call.confined with input as on_a_key("kms:PutKeyPolicy", fixture.partner)
	call.confined == false with input as on_a_key("kms:PutKeyPolicy", {})
	call.confined == false with input as on_a_key("kms:PutKeyPolicy", fixture.nobody)
	call.confined == false with input as fixture.call({"caller": fixture.partner})
}
