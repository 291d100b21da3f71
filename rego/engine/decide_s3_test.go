package engine_test

import (
	"testing"

	"github.com/denylab/denylab/rego/authz"
)

const (
	allUsers           = "http://acs.amazonaws.com/groups/global/AllUsers"
	authenticatedUsers = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"
)

func writer(s *authz.S3)    { s.Ownership = "ObjectWriter" }
func preferred(s *authz.S3) { s.Ownership = "BucketOwnerPreferred" }

func bucketGrant(grantee, permission string) option {
	return bucket(func(s *authz.S3) {
		writer(s)
		s.BucketACL = append(s.BucketACL, authz.Grant{Grantee: grantee, Permission: permission})
	})
}

func objectGrant(grantee, permission string) option {
	return bucket(func(s *authz.S3) {
		writer(s)
		s.ObjectACL = append(s.ObjectACL, authz.Grant{Grantee: grantee, Permission: permission})
	})
}

// ownedBy makes the object another account's, as in a bucket with ACLs.
func ownedBy(account string) option {
	return bucket(func(s *authz.S3) {
		writer(s)
		s.ObjectOwner = account
		s.ObjectACL = append(s.ObjectACL, authz.Grant{Grantee: canonical(account), Permission: "FULL_CONTROL"})
	})
}

// ACLs are a further way to allow.
func TestDecideACLs(t *testing.T) {
	all := identity(allow("s3:*", "*"))
	visitor := by(session(partner))
	theirs, ours := canonical(partner), canonical(home)
	list := func(o ...option) *authz.Call { return newCall("s3:ListBucket", bucketARN, o...) }
	put := func(o ...option) *authz.Call { return newCall("s3:PutObject", objectARN, o...) }
	remove := func(o ...option) *authz.Call { return newCall("s3:DeleteObject", objectARN, o...) }
	silent := "resource_policy implicitDeny"
	runDecisions(t, []decisionRow{
		{"§9.3 READ on the object", getObject(visitor, all, objectGrant(theirs, "READ")), "allow"},
		{"§9.3 FULL_CONTROL on the object", getObject(visitor, all, objectGrant(theirs, "FULL_CONTROL")), "allow"},
		{"§9.3 WRITE_ACP on the object is no READ", getObject(visitor, all, objectGrant(theirs, "WRITE_ACP")), silent},
		{"§9.3 READ on the bucket is no READ of objects", getObject(visitor, all, bucketGrant(theirs, "FULL_CONTROL"), bucket(func(s *authz.S3) { s.ObjectOwner = home })), silent},
		{"§9.3 a version", newCall("s3:GetObjectVersion", objectARN, visitor, all, objectGrant(theirs, "READ")), "allow"},
		{"§9.3 READ_ACP on the object", newCall("s3:GetObjectAcl", objectARN, visitor, all, objectGrant(theirs, "READ_ACP")), "allow"},
		{"§9.3 WRITE_ACP on the object", newCall("s3:PutObjectAcl", objectARN, visitor, all, objectGrant(theirs, "WRITE_ACP")), "allow"},
		{"§9.3 tags are not in ACLs", newCall("s3:GetObjectTagging", objectARN, visitor, all, objectGrant(theirs, "FULL_CONTROL")), silent},
		{"§9.3 READ on the bucket", list(visitor, all, bucketGrant(theirs, "READ")), "allow"},
		{"§9.3 READ lists versions", newCall("s3:ListBucketVersions", bucketARN, visitor, all, bucketGrant(theirs, "READ")), "allow"},
		{"§9.3 READ lists uploads", newCall("s3:ListBucketMultipartUploads", bucketARN, visitor, all, bucketGrant(theirs, "READ")), "allow"},
		{"§9.3 WRITE on the bucket does not list", list(visitor, all, bucketGrant(theirs, "WRITE")), silent},
		{"§9.3 WRITE on the bucket", put(visitor, all, bucketGrant(theirs, "WRITE")), "allow"},
		{"§9.3 READ on the bucket does not write", put(visitor, all, bucketGrant(theirs, "READ")), silent},
		{"§9.3 WRITE deletes one's own object", remove(visitor, all, bucketGrant(theirs, "WRITE"), ownedBy(partner)), "allow"},
		{"§9.3 WRITE does not delete another's", remove(visitor, all, bucketGrant(theirs, "WRITE"), ownedBy(stranger)), silent},
		{"§9.3 WRITE deletes versions for the bucket's owner only", newCall("s3:DeleteObjectVersion", objectARN, visitor, all, bucketGrant(theirs, "WRITE"), ownedBy(partner)), silent},
		{"§9.3 READ_ACP on the bucket", newCall("s3:GetBucketAcl", bucketARN, visitor, all, bucketGrant(theirs, "READ_ACP")), "allow"},
		{"§9.3 WRITE_ACP on the bucket", newCall("s3:PutBucketAcl", bucketARN, visitor, all, bucketGrant(theirs, "WRITE_ACP")), "allow"},
		{"§9.3 a grant to the account needs identity", getObject(visitor, objectGrant(theirs, "READ")), "identity_policy implicitDeny"},
		{"§9.3 a grant to the own account needs identity", getObject(objectGrant(ours, "READ")), "identity_policy implicitDeny"},
		{"§9.3 ACLs never deny", getObject(all, objectGrant(theirs, "READ")), "allow"},
		{"§9.3 a Deny wins over an ACL", getObject(visitor, all, objectGrant(theirs, "READ"), resource(deny("s3:*", "*", toAll, sid("D")))), "resource_policy explicitDeny D"},
		{"§9.3 AllUsers, anonymous", getObject(by(nobody()), objectGrant(allUsers, "READ")), "allow"},
		{"§9.3 AllUsers, another account needs identity", getObject(visitor, objectGrant(allUsers, "READ")), "identity_policy implicitDeny"},
		{"§9.3 AllUsers, another account", getObject(visitor, all, objectGrant(allUsers, "READ")), "allow"},
		{"§9.3 AllUsers lists", list(by(nobody()), bucketGrant(allUsers, "READ")), "allow"},
		{"§9.3 AuthenticatedUsers, another account", getObject(by(session(stranger)), all, objectGrant(authenticatedUsers, "READ")), "allow"},
		{"§9.3 AuthenticatedUsers, anonymous", getObject(by(nobody()), objectGrant(authenticatedUsers, "READ")), silent},
		{"§9.2 BucketOwnerEnforced ignores ACLs", getObject(visitor, all, objectGrant(theirs, "READ"), bucket(func(s *authz.S3) { s.Ownership = "BucketOwnerEnforced" })), silent},
		{"§9.2 BucketOwnerPreferred does not", getObject(visitor, all, objectGrant(theirs, "READ"), bucket(preferred)), "allow"},
	})
}

// A bucket policy's Allow does not reach an object of another account.
func TestDecideForeignObjects(t *testing.T) {
	all := identity(allow("s3:*", "*"))
	open := resource(allow("s3:*", "*", toAll))
	acl := "s3_acl implicitDeny"
	runDecisions(t, []decisionRow{
		{"§9.2 the bucket owner's role", getObject(all, open, ownedBy(partner)), acl},
		{"§9.2 with READ for the bucket owner", getObject(all, ownedBy(partner), objectGrant(canonical(home), "READ")), "allow"},
		{"§9.2 with READ, but without identity", getObject(ownedBy(partner), open, objectGrant(canonical(home), "READ")), "identity_policy implicitDeny"},
		{"§9.2 the bucket owner's root", getObject(by(root(home)), ownedBy(partner)), acl},
		{"§9.2 a third account", getObject(by(session(stranger)), all, open, ownedBy(partner)), acl},
		{"§9.2 anonymous", getObject(by(nobody()), open, ownedBy(partner)), acl},
		{"§9.2 the object owner's role", getObject(by(session(partner)), all, ownedBy(partner)), "allow"},
		{"§9.2 the object owner's root", getObject(by(root(partner)), ownedBy(partner)), "allow"},
		{"§9.2 the bucket policy's Deny does reach it", getObject(by(session(partner)), all, ownedBy(partner), resource(deny("s3:*", "*", toAll, sid("D")))), "resource_policy explicitDeny D"},
		{"§9.2 reading its tags", newCall("s3:GetObjectTagging", objectARN, all, open, ownedBy(partner)), acl},
		{"§9.2 the bucket owner may delete it", newCall("s3:DeleteObject", objectARN, all, ownedBy(partner)), "allow"},
		{"§9.2 and overwrite it", newCall("s3:PutObject", objectARN, all, ownedBy(partner)), "allow"},
		{"§9.2 with an ACL", newCall("s3:PutObjectAcl", objectARN, all, ownedBy(partner), bucket(func(s *authz.S3) { s.Upload = true })), "allow"},
		{"§9.2 but not change its ACL", newCall("s3:PutObjectAcl", objectARN, all, ownedBy(partner)), acl},
		{"§9.2 BucketOwnerEnforced knows no foreign objects", getObject(all, ownedBy(partner), bucket(func(s *authz.S3) { s.Ownership = "BucketOwnerEnforced" })), "allow"},
	})
}

// Object Ownership refuses ACLs where there are none.
func TestDecideObjectOwnership(t *testing.T) {
	all := identity(allow("s3:*", "*"))
	canned := func(name string) option { return bucket(func(s *authz.S3) { s.RequestCannedACL = name }) }
	grants := func(g ...authz.Grant) option { return bucket(func(s *authz.S3) { s.RequestGrants = g }) }
	upload := bucket(func(s *authz.S3) { s.Upload = true })
	call := func(action string, o ...option) *authz.Call {
		return newCall(action, objectARN, append([]option{all}, o...)...)
	}
	refused := "s3_object_ownership explicitDeny BucketOwnerEnforced"
	full := func(account string) authz.Grant {
		return authz.Grant{Grantee: canonical(account), Permission: "FULL_CONTROL"}
	}
	runDecisions(t, []decisionRow{
		{"§9.2 no ACL", call("s3:PutObject"), "allow"},
		{"§9.2 bucket-owner-full-control", call("s3:PutObject", canned("bucket-owner-full-control")), "allow"},
		{"§9.2 the same as grants", call("s3:PutObject", grants(full(home))), "allow"},
		{"§9.2 full control for another", call("s3:PutObject", grants(full(partner))), refused},
		{"§9.2 full control for both", call("s3:PutObject", grants(full(home), full(partner))), refused},
		{"§9.2 public-read", call("s3:PutObject", canned("public-read")), refused},
		{"§9.2 private on an upload", call("s3:PutObject", canned("private")), "allow"},
		{"§9.2 bucket-owner-read on an upload", call("s3:PutObject", canned("bucket-owner-read")), "allow"},
		{"§9.2 private on an upload's PutObjectAcl", call("s3:PutObjectAcl", canned("private"), upload), "allow"},
		{"§9.2 private by PutObjectAcl", call("s3:PutObjectAcl", canned("private")), refused},
		{"§9.2 bucket-owner-full-control by PutObjectAcl", call("s3:PutObjectAcl", canned("bucket-owner-full-control")), "allow"},
		{"§9.2 PutBucketAcl", newCall("s3:PutBucketAcl", bucketARN, all, canned("private")), refused},
		{"§9.2 CreateBucket private", newCall("s3:CreateBucket", bucketARN, all, canned("private")), "allow"},
		{"§9.2 CreateBucket public", newCall("s3:CreateBucket", bucketARN, all, canned("public-read")), refused},
		{"§9.2 with ACLs anything goes", call("s3:PutObject", canned("public-read"), bucket(writer)), "allow"},
		{"§9.2 named after a policy's Deny", call("s3:PutObject", canned("public-read"), boundary(deny("*", "*", sid("B")))), "permissions_boundary explicitDeny B"},
		{"§9.2 named before Block Public Access", call("s3:PutObject", canned("public-read"), bucket(func(s *authz.S3) { s.PublicAccess.BlockPublicAcls = true })), refused},
	})
}

// Block Public Access.
func TestDecideBlockPublicAccess(t *testing.T) {
	all := identity(allow("s3:*", "*"))
	visitor := by(session(partner))
	set := func(change func(*authz.PublicAccessBlock)) option {
		return bucket(func(s *authz.S3) { change(&s.PublicAccess) })
	}
	blockACLs := set(func(b *authz.PublicAccessBlock) { b.BlockPublicAcls = true })
	ignore := set(func(b *authz.PublicAccessBlock) { b.IgnorePublicAcls = true })
	blockPolicy := set(func(b *authz.PublicAccessBlock) { b.BlockPublicPolicy = true })
	restrict := set(func(b *authz.PublicAccessBlock) { b.RestrictPublicBuckets = true })
	canned := func(name string) option {
		return bucket(func(s *authz.S3) { writer(s); s.RequestCannedACL = name })
	}
	grants := func(g authz.Grant) option {
		return bucket(func(s *authz.S3) { writer(s); s.RequestGrants = []authz.Grant{g} })
	}
	wants := func(s ...authz.Statement) option {
		return bucket(func(b *authz.S3) { b.RequestPolicy = policyOf("new", s).Document })
	}
	acls := "s3_block_public_access explicitDeny BlockPublicAcls"
	restricted := "s3_block_public_access explicitDeny RestrictPublicBuckets"
	ignored := "s3_block_public_access implicitDeny IgnorePublicAcls"
	putPolicy := func(o ...option) *authz.Call { return newCall("s3:PutBucketPolicy", bucketARN, o...) }
	public := resource(allow("s3:GetObject", "*", toAll), allow("s3:GetObject", "*", to(partner)))
	runDecisions(t, []decisionRow{
		{"§9.4 BlockPublicAcls, public-read", newCall("s3:PutObjectAcl", objectARN, all, blockACLs, canned("public-read")), acls},
		{"§9.4 BlockPublicAcls, on an upload", newCall("s3:PutObject", objectARN, all, blockACLs, canned("public-read-write")), acls},
		{"§9.4 BlockPublicAcls, authenticated-read on a bucket", newCall("s3:PutBucketAcl", bucketARN, all, blockACLs, canned("authenticated-read")), acls},
		{"§9.4 BlockPublicAcls, a group's grant", newCall("s3:PutObjectAcl", objectARN, all, blockACLs, grants(authz.Grant{Grantee: allUsers, Permission: "READ"})), acls},
		{"§9.4 BlockPublicAcls, root", newCall("s3:PutObjectAcl", objectARN, by(root(home)), blockACLs, canned("public-read")), acls},
		{"§9.4 BlockPublicAcls, private", newCall("s3:PutObjectAcl", objectARN, all, blockACLs, canned("private")), "allow"},
		{"§9.4 BlockPublicAcls off", newCall("s3:PutObjectAcl", objectARN, all, ignore, canned("public-read")), "allow"},
		{"§9.4 IgnorePublicAcls, anonymous", getObject(by(nobody()), ignore, objectGrant(allUsers, "READ")), ignored},
		{"§9.4 IgnorePublicAcls, another account", getObject(visitor, all, ignore, objectGrant(authenticatedUsers, "READ")), ignored},
		{"§9.4 IgnorePublicAcls leaves other grants", getObject(visitor, all, ignore, objectGrant(canonical(partner), "READ")), "allow"},
		{"§9.4 IgnorePublicAcls leaves the owner", getObject(all, ignore, objectGrant(allUsers, "READ")), "allow"},
		{"§9.4 BlockPublicPolicy, public", putPolicy(all, blockPolicy, wants(allow("s3:GetObject", "*", toAll))), "s3_block_public_access explicitDeny BlockPublicPolicy"},
		{"§9.4 BlockPublicPolicy, root", putPolicy(by(root(home)), blockPolicy, wants(allow("s3:GetObject", "*", toAll))), "s3_block_public_access explicitDeny BlockPublicPolicy"},
		{"§9.4 BlockPublicPolicy, not public", putPolicy(all, blockPolicy, wants(allow("s3:GetObject", "*", to(partner)))), "allow"},
		{"§9.4 BlockPublicPolicy off", putPolicy(all, wants(allow("s3:GetObject", "*", toAll))), "allow"},
		{"§9.4 RestrictPublicBuckets, anonymous", getObject(by(nobody()), restrict, public), restricted},
		{"§9.4 RestrictPublicBuckets, an account that is named", getObject(visitor, all, restrict, public), restricted},
		{"§9.4 RestrictPublicBuckets, own account", getObject(restrict, public), "allow"},
		{"§9.4 RestrictPublicBuckets, a service", getObject(by(service("logging.s3.amazonaws.com")), restrict, public), "allow"},
		{"§9.4 RestrictPublicBuckets, no public policy", getObject(visitor, all, restrict, resource(allow("s3:GetObject", "*", to(partner)))), "allow"},
		{"§9.4 RestrictPublicBuckets off", getObject(by(nobody()), public), "allow"},
	})
}

// Requester Pays.
func TestDecideRequesterPays(t *testing.T) {
	all := identity(allow("s3:*", "*"))
	open := resource(allow("s3:*", "*", toAll))
	paid := bucket(func(s *authz.S3) { s.Payer = "Requester" })
	confirmed := bucket(func(s *authz.S3) { s.Payer, s.PayerConfirmed = "Requester", true })
	refused := "s3_requester_pays explicitDeny RequesterPays"
	runDecisions(t, []decisionRow{
		{"§9.5 the owner's account", getObject(all, paid), "allow"},
		{"§9.5 another account that does not say it pays", getObject(by(session(partner)), all, open, paid), refused},
		{"§9.5 another account that does", getObject(by(session(partner)), all, open, confirmed), "allow"},
		{"§9.5 paying does not grant", getObject(by(session(partner)), all, confirmed), "resource_policy implicitDeny"},
		{"§9.5 anonymous", getObject(by(nobody()), open, confirmed), refused},
		{"§9.5 a listing", newCall("s3:ListBucket", bucketARN, by(session(stranger)), all, open, paid), refused},
		{"§9.5 the owner pays", getObject(by(session(stranger)), all, open), "allow"},
	})
}

// A locked-out root user, and deletes without a version.
func TestDecideBucketPolicyExceptions(t *testing.T) {
	all := identity(allow("s3:*", "*"))
	locked := resource(deny("*", "*", toAll, sid("Lock")))
	rootDoes := func(action string, o ...option) *authz.Call {
		return newCall(action, bucketARN, append([]option{by(root(home)), locked}, o...)...)
	}
	lock := "resource_policy explicitDeny Lock"
	noVersions := resource(deny("s3:DeleteObjectVersion", "*", toAll, sid("Keep")))
	runDecisions(t, []decisionRow{
		{"§4 root reads the bucket policy", rootDoes("s3:GetBucketPolicy"), "allow"},
		{"§4 root replaces it", rootDoes("s3:PutBucketPolicy"), "allow"},
		{"§4 root deletes it", rootDoes("s3:DeleteBucketPolicy"), "allow"},
		{"§4 but not its status", rootDoes("s3:GetBucketPolicyStatus"), lock},
		{"§4 nor anything else", rootDoes("s3:ListBucket"), lock},
		{"§4 an SCP still stops root", rootDoes("s3:DeleteBucketPolicy", scp(level())), "service_control_policy implicitDeny"},
		{"§4 an endpoint policy still stops root", rootDoes("s3:DeleteBucketPolicy", endpoint()), "vpc_endpoint_policy implicitDeny"},
		{"§4 users have no exception", newCall("s3:DeleteBucketPolicy", bucketARN, all, locked), lock},
		{"§4 another account's root neither", newCall("s3:DeleteBucketPolicy", bucketARN, by(root(partner)), locked), lock},
		{"§9.8 denying versions denies plain deletes", newCall("s3:DeleteObject", objectARN, all, noVersions), "resource_policy explicitDeny Keep"},
		{"§9.8 only in the bucket policy", newCall("s3:DeleteObject", objectARN, identity(allow("s3:*", "*"), deny("s3:DeleteObjectVersion", "*"))), "allow"},
		{"§9.8 denying deletes", newCall("s3:DeleteObject", objectARN, all, resource(deny("s3:DeleteObject", "*", toAll, sid("Keep")))), "resource_policy explicitDeny Keep"},
		{"§9.8 denying plain deletes leaves versions", newCall("s3:DeleteObjectVersion", objectARN, all, resource(deny("s3:DeleteObject", "*", toAll))), "allow"},
		{"§9.8 other objects", newCall("s3:DeleteObject", objectARN, all, resource(deny("s3:DeleteObjectVersion", "arn:aws:s3:::data/keep/*", toAll))), "allow"},
	})
}
