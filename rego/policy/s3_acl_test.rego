package denylab.s3_acl_test

import data.denylab.fixture
import data.denylab.s3_acl

with_acls(s3, changes) := object.union(
	fixture.call({"s3": fixture.s3(object.union({"ownership": "ObjectWriter"}, s3))}),
	changes,
)

to_alice(permission) := [{"grantee": "canonical-111122223333", "permission": permission}]

to_group(group) := [{"grantee": group, "permission": "READ"}]

on_bucket(action) := {"call": fixture.asking(action, "arn:aws:s3:::data")}

test_no_bucket if {
	s3_acl.asked == false with input as fixture.get_object
	s3_acl.verdict == "notApplicable" with input as fixture.get_object
}

test_enforced if {
	s3_acl.verdict == "notApplicable" with input as fixture.call({"s3": fixture.s3({"object_acl": to_alice("READ")})})
}

test_object if {
	s3_acl.verdict == "allowed" with input as with_acls({"object_acl": to_alice("READ")}, {})
	s3_acl.verdict == "allowed" with input as with_acls({"object_acl": to_alice("FULL_CONTROL")}, {})
	s3_acl.verdict == "implicitDeny" with input as with_acls({"object_acl": to_alice("READ_ACP")}, {})
	s3_acl.verdict == "implicitDeny" with input as with_acls({"bucket_acl": to_alice("READ"), "object_owner": "111122223333"}, {})
	s3_acl.findings == [{
		"layer": "s3_acl",
		"verdict": "allowed",
		"index": -1,
		"setting": "READ canonical-111122223333",
	}] with input as with_acls({"object_acl": to_alice("READ")}, {})
}

test_bucket if {
	s3_acl.verdict == "allowed" with input as with_acls({"bucket_acl": to_alice("READ")}, on_bucket("s3:ListBucket"))
	s3_acl.verdict == "implicitDeny" with input as with_acls({"object_acl": to_alice("READ")}, on_bucket("s3:ListBucket"))
}

test_missing_object if {
	s3_acl.verdict == "allowed" with input as with_acls({"bucket_acl": to_alice("READ")}, {})
	s3_acl.verdict == "implicitDeny" with input as with_acls({"bucket_acl": to_alice("WRITE")}, {})
	s3_acl.verdict == "implicitDeny" with input as with_acls({"bucket_acl": to_alice("READ")}, {"call": fixture.asking("s3:GetObjectAcl", "arn:aws:s3:::data/1.csv")})
}

test_acls_hold_unless_enforced if {
	preferred := with_acls({"ownership": "BucketOwnerPreferred", "object_acl": to_alice("READ")}, {})
	s3_acl.verdict == "allowed" with input as preferred
	s3_acl.matching == [[to_alice("READ")[0], "account"]] with input as preferred
}

test_a_grant_to_another_account if {
	others := [{"grantee": "canonical-444455556666", "permission": "READ"}]
	s3_acl.verdict == "implicitDeny" with input as with_acls({"object_acl": others}, {})
}

# What each permission allows, as AWS's table has it.
test_permissions if {
	every action, grant in {
		"s3:GetObject": ["object_acl", "READ"],
		"s3:GetObjectVersion": ["object_acl", "READ"],
		"s3:GetObjectAcl": ["object_acl", "READ_ACP"],
		"s3:GetObjectVersionAcl": ["object_acl", "READ_ACP"],
		"s3:PutObjectAcl": ["object_acl", "WRITE_ACP"],
		"s3:PutObjectVersionAcl": ["object_acl", "WRITE_ACP"],
		"s3:ListBucket": ["bucket_acl", "READ"],
		"s3:ListBucketVersions": ["bucket_acl", "READ"],
		"s3:ListBucketMultipartUploads": ["bucket_acl", "READ"],
		"s3:PutObject": ["bucket_acl", "WRITE"],
		"s3:DeleteObject": ["bucket_acl", "WRITE"],
		"s3:DeleteObjectVersion": ["bucket_acl", "WRITE"],
		"s3:GetBucketAcl": ["bucket_acl", "READ_ACP"],
		"s3:PutBucketAcl": ["bucket_acl", "WRITE_ACP"],
	} {
		every permission in ["READ", "WRITE", "READ_ACP", "WRITE_ACP", "FULL_CONTROL"] {
			verdict := s3_acl.verdict with input as with_acls({grant[0]: to_alice(permission)}, on_bucket(action))
			verdict == {true: "allowed", false: "implicitDeny"}[permission in {grant[1], "FULL_CONTROL"}]
		}
	}
}

# Who may list the bucket is told that an object is not there.
test_reading_what_is_not_there if {
	every action in ["s3:GetObject", "s3:GetObjectVersion"] {
		missing := {"call": fixture.asking(action, "arn:aws:s3:::data/1.csv")}
		s3_acl.verdict == "allowed" with input as with_acls({"bucket_acl": to_alice("READ")}, missing)
	}
	every action, permission in {"s3:GetObjectAcl": "READ_ACP", "s3:PutObjectAcl": "WRITE_ACP"} {
		missing := {"call": fixture.asking(action, "arn:aws:s3:::data/1.csv")}
		s3_acl.verdict == "implicitDeny" with input as with_acls({"bucket_acl": to_alice(permission)}, missing)
	}
}

test_acl_of_an_upload if {
	upload := {"call": fixture.asking("s3:PutObjectAcl", "arn:aws:s3:::data/1.csv")}
	s3_acl.verdict == "allowed" with input as with_acls({"bucket_acl": to_alice("WRITE"), "upload": true}, upload)
	s3_acl.verdict == "allowed" with input as with_acls({"bucket_acl": to_alice("FULL_CONTROL"), "upload": true}, upload)
	s3_acl.verdict == "implicitDeny" with input as with_acls({"bucket_acl": to_alice("WRITE")}, upload)
	tags := {"call": fixture.asking("s3:PutObjectTagging", "arn:aws:s3:::data/1.csv")}
	s3_acl.verdict == "notApplicable" with input as with_acls({"bucket_acl": to_alice("WRITE"), "upload": true}, tags)
	s3_acl.verdict == "implicitDeny" with input as with_acls({"bucket_acl": to_alice("READ"), "object_acl": to_alice("WRITE_ACP"), "upload": true}, upload)
}

test_what_acls_do_not_know if {
	s3_acl.permissions == set() with input as with_acls({}, on_bucket("s3:GetBucketPolicy"))
	s3_acl.verdict == "notApplicable" with input as with_acls({"bucket_acl": to_alice("FULL_CONTROL")}, on_bucket("s3:GetBucketPolicy"))
}

test_foreign_object_is_asked_about if {
	s3_acl.verdict == "implicitDeny" with input as with_acls({"object_owner": "444455556666"}, {"call": fixture.asking("s3:GetObjectTagging", "arn:aws:s3:::data/1.csv")})
}

test_deletes if {
	delete := {"call": fixture.asking("s3:DeleteObject", "arn:aws:s3:::data/1.csv"), "caller": fixture.partner}
	acl := [{"grantee": "canonical-444455556666", "permission": "WRITE"}]
	s3_acl.verdict == "allowed" with input as with_acls({"bucket_acl": acl}, delete)
	s3_acl.verdict == "allowed" with input as with_acls({"bucket_acl": acl, "object_owner": "444455556666"}, delete)
	s3_acl.verdict == "notApplicable" with input as with_acls({"bucket_acl": acl, "object_owner": "777788889999"}, delete)
	s3_acl.verdict == "allowed" with input as with_acls(
		{"bucket_acl": to_alice("WRITE"), "object_owner": "777788889999"},
		{"call": fixture.asking("s3:DeleteObject", "arn:aws:s3:::data/1.csv")},
	)
	versions := {"call": fixture.asking("s3:DeleteObjectVersion", "arn:aws:s3:::data/1.csv")}
	s3_acl.verdict == "allowed" with input as with_acls({"bucket_acl": to_alice("WRITE"), "object_owner": "777788889999"}, versions)
}

test_names_of_the_groups if {
	every group in ["AllUsers", "AuthenticatedUsers"] {
		grants := to_group(concat("", ["http://acs.amazonaws.com/groups/global/", group]))
		s3_acl.verdict == "allowed" with input as with_acls({"object_acl": grants}, {})
	}
}

test_groups if {
	everyone := with_acls({"object_acl": to_group(s3_acl.all_users)}, {})
	members := with_acls({"object_acl": to_group(s3_acl.authenticated_users)}, {})
	anonymous := {"caller": fixture.nobody}
	[m[1] | some m in s3_acl.matching] == ["any"] with input as everyone
	[m[1] | some m in s3_acl.matching] == ["any"] with input as members
	s3_acl.verdict == "allowed" with input as object.union(everyone, anonymous)
	s3_acl.verdict == "implicitDeny" with input as object.union(members, anonymous)
}

test_public_grants_ignored if {
	ignoring := with_acls({"object_acl": to_group(s3_acl.all_users), "public_access": {"ignore_public_acls": true}}, {})
	s3_acl.verdict == "implicitDeny" with input as ignoring
	count(s3_acl.ignored) == 1 with input as ignoring
	private := with_acls({"object_acl": to_alice("READ"), "public_access": {"ignore_public_acls": true}}, {})
	s3_acl.verdict == "allowed" with input as private
	s3_acl.ignored == [] with input as private
	s3_acl.ignored == [] with input as with_acls({"object_acl": to_group(s3_acl.all_users)}, {})
}
