package s3control

import (
	"slices"
	"strings"
)

// An operation is a row of the closed table of S3 Control's operations.
type operation struct {
	// name is the API's name for it, action the IAM action that it needs.
	name, method, path, action string
	// serve answers it; nil when this lab knows the operation but does not
	// have it.
	serve func(*request) error
}

var operations = slices.Concat(ownOperations, grantsOperations, elsewhere)

var ownOperations = []operation{
	{"GetPublicAccessBlock", "GET", "configuration/publicAccessBlock", "s3:GetAccountPublicAccessBlock", (*request).getPublicAccessBlock},
	{"PutPublicAccessBlock", "PUT", "configuration/publicAccessBlock", "s3:PutAccountPublicAccessBlock", (*request).putPublicAccessBlock},
	{"DeletePublicAccessBlock", "DELETE", "configuration/publicAccessBlock", "s3:PutAccountPublicAccessBlock", (*request).deletePublicAccessBlock},

	{"ListAccessPoints", "GET", "accesspoint", "s3:ListAccessPoints", (*request).listAccessPoints},
	{"CreateAccessPoint", "PUT", "accesspoint/{}", "s3:CreateAccessPoint", (*request).createAccessPoint},
	{"GetAccessPoint", "GET", "accesspoint/{}", "s3:GetAccessPoint", (*request).getAccessPoint},
	{"DeleteAccessPoint", "DELETE", "accesspoint/{}", "s3:DeleteAccessPoint", (*request).deleteAccessPoint},
	{"PutAccessPointPolicy", "PUT", "accesspoint/{}/policy", "s3:PutAccessPointPolicy", (*request).putAccessPointPolicy},
	{"GetAccessPointPolicy", "GET", "accesspoint/{}/policy", "s3:GetAccessPointPolicy", (*request).getAccessPointPolicy},
	{"DeleteAccessPointPolicy", "DELETE", "accesspoint/{}/policy", "s3:DeleteAccessPointPolicy", (*request).deleteAccessPointPolicy},
	{"GetAccessPointPolicyStatus", "GET", "accesspoint/{}/policyStatus", "s3:GetAccessPointPolicyStatus", (*request).getAccessPointPolicyStatus},

	{"TagResource", "POST", "tags/{+}", "s3:TagResource", (*request).tagResource},
	{"UntagResource", "DELETE", "tags/{+}", "s3:UntagResource", (*request).untagResource},
	{"ListTagsForResource", "GET", "tags/{+}", "s3:ListTagsForResource", (*request).listTagsForResource},
}

// choose finds the operation of a request by its method and its path below the
// prefix, and what stands in the places of {}.
func choose(method, path string) (op *operation, names []string, known bool) {
	for i := range operations {
		o := &operations[i]
		if o.method != method {
			continue
		}
		if names, ok := match(o.path, path); ok {
			return o, names, true
		}
	}
	return nil, nil, false
}

// match compares a path with a pattern, where {} is one segment and {+} the
// rest.
func match(pattern, path string) (names []string, ok bool) {
	for pattern != "" {
		want, restOfPattern, _ := strings.Cut(pattern, "/")
		got, rest, _ := strings.Cut(path, "/")
		switch {
		case want == "{+}" && path != "":
			return append(names, path), true
		case want == "{}" && got != "":
			names = append(names, got)
		case want != got:
			return nil, false
		}
		pattern, path = restOfPattern, rest
	}
	return names, path == ""
}
