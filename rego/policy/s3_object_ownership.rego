# Object Ownership: with BucketOwnerEnforced a bucket has no ACLs, and requests
# that bring one are refused, unless it says what holds anyway
# (https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html).
package denylab.s3_object_ownership

import data.denylab.layer

default verdict := "notApplicable"

verdict := "explicitDeny" if {
	brings_acl
	enforced
	not accepted
} else := "allowed" if {
	brings_acl
}

enforced if input.s3.ownership == "BucketOwnerEnforced"

brings_acl if input.s3.request_canned_acl != ""

brings_acl if count(input.s3.request_grants) > 0

accepted if input.s3.request_canned_acl == "bucket-owner-full-control"

# The same, written out.
accepted if input.s3.request_grants == [{
	"grantee": input.s3.bucket_owner_canonical_id,
	"permission": "FULL_CONTROL",
}]

# Uploads by the bucket's account may also say these, which give it the same;
# PutObjectAcl and PutBucketAcl may not (observed, not documented: DOUBTS.md).
accepted if {
	upload
	input.caller.account == input.s3.bucket_owner
	input.s3.request_canned_acl in {"private", "bucket-owner-read"}
}

# private is what a new bucket has.
accepted if {
	input.call.action_lower == "s3:createbucket"
	input.s3.request_canned_acl == "private"
}

upload if input.call.action_lower == "s3:putobject"

upload if input.s3.upload

findings := [layer.of_setting("s3_object_ownership", verdict, input.s3.ownership)] if verdict != "notApplicable"

else := []
