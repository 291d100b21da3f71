package s3

import (
	"slices"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// The predefined groups of
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#specifying-grantee-predefined-groups
// and the grantee of the canned ACL aws-exec-read.
const (
	allUsers           = "http://acs.amazonaws.com/groups/global/AllUsers"
	authenticatedUsers = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"
	logDelivery        = "http://acs.amazonaws.com/groups/s3/LogDelivery"
	execReader         = "6aa5a366c34c1cbe25dc49211496e913e0351eb0e8c37aa3477e40942ec6b97c"
)

var groupURIs = map[string]string{
	"AllUsers":           allUsers,
	"AuthenticatedUsers": authenticatedUsers,
	"LogDelivery":        logDelivery,
}

// maxGrants is the largest number of grants of an ACL.
const maxGrants = 100

// cannedACLs are the canned names S3 knows, bucketACLs those that mean
// something for a bucket.
var cannedACLs = []string{
	"private", "public-read", "public-read-write", "authenticated-read", "aws-exec-read",
	"bucket-owner-read", "bucket-owner-full-control", "log-delivery-write",
}

var permissions = []string{"FULL_CONTROL", "READ", "WRITE", "READ_ACP", "WRITE_ACP"}

// cannedGrants is what a canned ACL stands for, on a resource of the account
// with canonical id owner in a bucket of bucketOwner. The owner has full
// control under every one of them.
func cannedGrants(canned, owner, bucketOwner string) []authz.Grant {
	var grants []authz.Grant
	add := func(grantee string, permissions ...string) {
		for _, p := range permissions {
			grants = append(grants, authz.Grant{Grantee: grantee, Permission: p})
		}
	}
	switch canned {
	case "public-read":
		add(allUsers, "READ")
	case "public-read-write":
		add(allUsers, "READ", "WRITE")
	case "authenticated-read":
		add(authenticatedUsers, "READ")
	case "log-delivery-write":
		add(logDelivery, "WRITE", "READ_ACP")
	}
	add(owner, "FULL_CONTROL")
	switch {
	case canned == "aws-exec-read":
		add(execReader, "READ")
	case canned == "bucket-owner-read" && bucketOwner != owner:
		add(bucketOwner, "READ")
	case canned == "bucket-owner-full-control" && bucketOwner != owner:
		add(bucketOwner, "FULL_CONTROL")
	}
	return grants
}

// grantsOf spells out an ACL of the world; a nil one is private.
func grantsOf(w *world.World, acl *world.ACL, owner, bucketOwner string) []authz.Grant {
	if acl == nil {
		return cannedGrants("private", owner, bucketOwner)
	}
	if len(acl.Grants) == 0 && acl.Canned != "" {
		return cannedGrants(acl.Canned, owner, bucketOwner)
	}
	grants := make([]authz.Grant, 0, len(acl.Grants))
	for _, g := range acl.Grants {
		grantee := g.CanonicalID
		switch {
		case g.Group != "":
			grantee = groupURIs[g.Group]
		case g.Account != "":
			grantee = canonicalID(w, g.Account)
		}
		grants = append(grants, authz.Grant{Grantee: grantee, Permission: g.Permission})
	}
	return grants
}

// worldACL is the ACL of the world that holds exactly grants.
func worldACL(grants []authz.Grant) *world.ACL {
	acl := &world.ACL{Grants: make([]world.ACLGrant, 0, len(grants))}
	for _, g := range grants {
		entry := world.ACLGrant{CanonicalID: g.Grantee, Permission: g.Permission}
		for name, uri := range groupURIs {
			if g.Grantee == uri {
				entry = world.ACLGrant{Group: name, Permission: g.Permission}
			}
		}
		acl.Grants = append(acl.Grants, entry)
	}
	return acl
}

// isGroup tells a group's URI from a canonical id.
func isGroup(grantee string) bool {
	return grantee == allUsers || grantee == authenticatedUsers || grantee == logDelivery
}

// checkGrantees refuses grants to accounts that do not exist and to groups
// that S3 does not have; element names the place for AWS's message.
func checkGrantees(w *world.World, grants []authz.Grant, element string) *awsproto.Error {
	if len(grants) > maxGrants {
		return failure(400, "MalformedACLError", malformedXML().Message)
	}
	for _, g := range grants {
		if isGroup(g.Grantee) || g.Grantee == execReader {
			continue
		}
		if _, known := w.AccountByCanonicalID(g.Grantee); !known {
			return invalidArgument("Invalid id", element, g.Grantee)
		}
	}
	return nil
}

// grantsOthers tells whether anybody but owner is granted something.
func grantsOthers(grants []authz.Grant, owner string) bool {
	return slices.ContainsFunc(grants, func(g authz.Grant) bool { return g.Grantee != owner })
}
