# Access control lists of the bucket and the object: a further way to allow,
# unless Object Ownership disables them. ACLs never deny
# (https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html).
package denylab.s3_acl

import data.denylab.call
import data.denylab.layer

default verdict := "notApplicable"

verdict := "allowed" if {
	count(matching) > 0
} else := "implicitDeny" if {
	asked
}

default asked := false

asked if {
	enabled
	count(permissions) > 0
}

asked if call.foreign_object

enabled if input.s3.ownership in {"BucketOwnerPreferred", "ObjectWriter"}

# matching are [grant, class]: a grant to an account delegates to its identity
# policies ("account"), one to a group stands by itself ("any").
matching := [m |
	some m in applicable
	not public_ignored(m)
]

# ignored are those that IgnorePublicAcls turns off.
ignored := [m |
	some m in applicable
	public_ignored(m)
]

public_ignored(m) if {
	input.s3.public_access.ignore_public_acls
	m[1] == "any"
}

applicable := [[g, class] |
	enabled
	some g in acl
	g.permission in permissions
	class := class_of(g.grantee)
]

class_of(grantee) := "account" if {
	call.signed
	grantee == input.caller.canonical_id
}

else := "any" if {
	grantee == all_users
}

else := "any" if {
	call.signed
	grantee == authenticated_users
}

all_users := "http://acs.amazonaws.com/groups/global/AllUsers"

authenticated_users := "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"

# acl is the list that the action is about, and permissions the ones that
# include it
# (https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#permissions).
acl := input.s3.bucket_acl if reads_nothing

else := input.s3.bucket_acl if input.s3.upload

else := input.s3.object_acl if object_permission[input.call.action_lower]

else := input.s3.bucket_acl

# An object that is not there has no ACL: who may list the bucket is told so
# (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html).
reads_nothing if {
	input.call.action_lower in {"s3:getobject", "s3:getobjectversion"}
	input.s3.object_owner == ""
	count(input.s3.object_acl) == 0
}

default permissions := set()

permissions := {object_permission[input.call.action_lower], "FULL_CONTROL"} if not sets_own

permissions := {"WRITE", "FULL_CONTROL"} if sets_own

permissions := {bucket_permission[input.call.action_lower], "FULL_CONTROL"}

permissions := {"WRITE", "FULL_CONTROL"} if deletes_own

# Whoever may write an object may say with it what its ACL is to be: the object
# is the writer's.
sets_own if {
	input.call.action_lower == "s3:putobjectacl"
	input.s3.upload
}

object_permission := {
	"s3:getobject": "READ",
	"s3:getobjectversion": "READ",
	"s3:getobjectacl": "READ_ACP",
	"s3:getobjectversionacl": "READ_ACP",
	"s3:putobjectacl": "WRITE_ACP",
	"s3:putobjectversionacl": "WRITE_ACP",
}

bucket_permission := {
	"s3:listbucket": "READ",
	"s3:listbucketversions": "READ",
	"s3:listbucketmultipartuploads": "READ",
	"s3:putobject": "WRITE",
	"s3:getbucketacl": "READ_ACP",
	"s3:putbucketacl": "WRITE_ACP",
}

# WRITE on a bucket lets its owner delete every object and version, and others
# delete the objects they own (or none is there).
deletes_own if {
	input.call.action_lower == "s3:deleteobject"
	input.s3.object_owner in {"", input.caller.account}
}

deletes_own if {
	input.call.action_lower in {"s3:deleteobject", "s3:deleteobjectversion"}
	input.s3.bucket_owner == input.caller.account
}

findings := [layer.of_setting("s3_acl", "allowed", concat(" ", [m[0].permission, m[0].grantee])) |
	some m in matching
]
