package s3

import (
	"net/http"
	"slices"
	"strings"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/rego/authz"
)

// A requestedACL is the ACL a request wants to set: a canned name, or grants.
type requestedACL struct {
	canned string
	grants []authz.Grant
}

// given tells whether the request asks for any ACL.
func (a requestedACL) given() bool { return a.canned != "" || a.grants != nil }

// spell is the ACL as grants on a resource of owner in a bucket of bucketOwner.
// A resource without a requested ACL is private.
func (a requestedACL) spell(owner, bucketOwner string) []authz.Grant {
	if a.grants != nil {
		return a.grants
	}
	return cannedGrants(a.canned, owner, bucketOwner)
}

// grantHeaders are the x-amz-grant-* headers, in the order of the grants that
// they make.
var grantHeaders = []struct{ header, permission string }{
	{"X-Amz-Grant-Read", "READ"},
	{"X-Amz-Grant-Write", "WRITE"},
	{"X-Amz-Grant-Read-Acp", "READ_ACP"},
	{"X-Amz-Grant-Write-Acp", "WRITE_ACP"},
	{"X-Amz-Grant-Full-Control", "FULL_CONTROL"},
}

// aclFromHeaders reads x-amz-acl and x-amz-grant-*, which exclude each other.
func aclFromHeaders(h http.Header) (requestedACL, *awsproto.Error) {
	a := requestedACL{canned: h.Get("X-Amz-Acl")}
	if _, sent := h["X-Amz-Acl"]; sent && !slices.Contains(cannedACLs, a.canned) {
		return a, invalidArgument("", "x-amz-acl", a.canned)
	}
	for _, g := range grantHeaders {
		value := h.Get(g.header)
		if value == "" {
			continue
		}
		grantees, err := parseGrantees(value, strings.ToLower(g.header))
		if err != nil {
			return a, err
		}
		for _, grantee := range grantees {
			a.grants = append(a.grants, authz.Grant{Grantee: grantee, Permission: g.permission})
		}
	}
	if a.canned != "" && a.grants != nil {
		return a, invalidRequest("Specifying both Canned ACLs and Header Grants is not allowed")
	}
	return a, nil
}

// parseGrantees reads the grantees of one grant header:
// id="…", uri="…", with or without quotes, separated by commas.
func parseGrantees(value, header string) ([]string, *awsproto.Error) {
	var out []string
	for part := range strings.SplitSeq(value, ",") {
		kind, name, ok := strings.Cut(strings.TrimSpace(part), "=")
		name = unquote(strings.TrimSpace(name))
		switch {
		case !ok:
			return nil, invalidArgument("Argument format not recognized", header, value)
		case kind == "id" && name != "":
			out = append(out, name)
		case kind == "uri" && isGroup(name):
			out = append(out, name)
		case kind == "uri":
			return nil, invalidArgument("Invalid group uri", "uri", name)
		case strings.EqualFold(kind, "emailAddress"):
			// Grantees by e-mail address are withdrawn:
			// https://docs.aws.amazon.com/AmazonS3/latest/API/API_Grantee.html
			return nil, methodNotAllowed("PUT", "ACL")
		default:
			return nil, invalidArgument("Argument format not recognized", header, value)
		}
	}
	return out, nil
}

func unquote(s string) string {
	if len(s) >= 2 && s[0] == '"' && s[len(s)-1] == '"' {
		return s[1 : len(s)-1]
	}
	return s
}
