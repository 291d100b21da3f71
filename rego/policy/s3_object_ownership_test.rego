package denylab.s3_object_ownership_test

import data.denylab.fixture
import data.denylab.s3_object_ownership as ownership

bringing(action, s3) := fixture.call({
	"call": fixture.asking(action, "arn:aws:s3:::data/1.csv"),
	"s3": fixture.s3(s3),
})

verdict(action, canned) := v if {
	v := ownership.verdict with input as bringing(action, {"request_canned_acl": canned})
}

test_no_acl if {
	verdict("s3:PutObject", "") == "notApplicable"
	ownership.verdict == "notApplicable" with input as fixture.get_object
	ownership.findings == [] with input as fixture.get_object
	ownership.findings == [] with input as bringing("s3:PutObject", {})
}

test_refused if {
	verdict("s3:PutObject", "public-read") == "explicitDeny"
	verdict("s3:PutObjectAcl", "private") == "explicitDeny"
	verdict("s3:CreateBucket", "public-read") == "explicitDeny"
	ownership.findings == [{
		"layer": "s3_object_ownership",
		"verdict": "explicitDeny",
		"index": -1,
		"setting": "BucketOwnerEnforced",
	}] with input as bringing("s3:PutObject", {"request_canned_acl": "public-read"})
}

test_accepted if {
	verdict("s3:PutObject", "bucket-owner-full-control") == "allowed"
	verdict("s3:PutObjectAcl", "bucket-owner-full-control") == "allowed"
	verdict("s3:PutObject", "private") == "allowed"
	verdict("s3:PutObject", "bucket-owner-read") == "allowed"
	verdict("s3:CreateBucket", "private") == "allowed"
	ownership.verdict == "allowed" with input as bringing("s3:PutObjectAcl", {"request_canned_acl": "private", "upload": true})
}

test_another_accounts_private if {
	upload := object.union(bringing("s3:PutObject", {"request_canned_acl": "private"}), {"caller": fixture.partner})
	ownership.verdict == "explicitDeny" with input as upload
}

test_grants if {
	full := {"grantee": "canonical-111122223333", "permission": "FULL_CONTROL"}
	read := {"grantee": "canonical-444455556666", "permission": "READ"}
	ownership.verdict == "allowed" with input as bringing("s3:PutObject", {"request_grants": [full]})
	ownership.verdict == "explicitDeny" with input as bringing("s3:PutObject", {"request_grants": [full, read]})
}

test_buckets_with_acls if {
	ownership.verdict == "allowed" with input as bringing("s3:PutObject", {"request_canned_acl": "public-read", "ownership": "ObjectWriter"})
}
