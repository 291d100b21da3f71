package iampolicy

import (
	"slices"
	"strings"

	"github.com/denylab/denylab/rego/authz"
)

func (c *checker) resources(s *authz.Statement) {
	all := s.Resource
	switch {
	case c.kind.is(Trust):
		if s.Resource != nil || s.NotResource != nil {
			c.add(flawResourceForbidden, "", "remove the resource: a trust policy is about its own role")
		}
		return
	case c.kind.is(Repository):
		if s.Resource != nil || s.NotResource != nil {
			c.add(flawResourceForbidden, "", "remove the resource: a repository policy is about its own repository")
		}
		return
	case s.Resource != nil && s.NotResource != nil:
		c.add(flawShape, "", "write Resource or NotResource, not both")
		return
	case s.NotResource != nil && c.kind.is(RCP):
		c.add(flawControl, "", "a resource control policy has no NotResource; list the resources in Resource")
		return
	case s.NotResource != nil:
		all = s.NotResource
	}
	if len(all) == 0 {
		c.add(flawNoResource, "", "add a resource, such as \"Resource\": \"arn:aws:s3:::BUCKET/*\"")
		return
	}
	for _, resource := range all {
		if c.kind.family == bucketFamily {
			c.bucketResource(resource)
		} else {
			c.resource(resource)
		}
	}
	if c.kind.family == bucketFamily && s.Resource != nil {
		c.bucketActions(s)
	}
}

// partitions are AWS's partitions; "*" stands for any of them.
var partitions = []string{
	"aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc", "*",
}

// iamPaths are what the resource part of an IAM ARN begins with.
var iamPaths = []string{
	"user/", "federated-user/", "role/", "group/", "instance-profile/", "mfa/",
	"server-certificate/", "policy/", "sms-mfa/", "saml-provider/", "oidc-provider/",
	"report/", "access-report/", "assumed-role/", "role-template/", "delegation-request/", "u2f/", "root",
}

func partitionOf(arn string) string {
	parts := strings.SplitN(arn, ":", 3)
	if len(parts) < 2 {
		return ""
	}
	return parts[1]
}

// resource checks one value of Resource or NotResource.
func (c *checker) resource(r string) {
	if r == "*" {
		return
	}
	parts := strings.SplitN(r, ":", 6)
	switch {
	case parts[0] != "arn" || len(parts) < 3:
		c.add(flawResourceForm, r, "%q is no ARN; write \"*\" or one such as arn:aws:s3:::BUCKET/KEY", r)
	case !slices.Contains(partitions, parts[1]):
		c.add(flawPartition, r, "%q is no partition; write arn:aws:…", parts[1])
	case parts[2] == "" || hasWildcard(parts[2]):
		c.add(flawResourceVendor, r, "%q needs the service's name after the partition, without wildcards", r)
	case len(parts) < 6:
		c.add(flawResourceShort, r, "%q has too few parts; an ARN is arn:partition:service:region:account:resource", r)
	case parts[2] == "iam" && parts[3] != "":
		c.add(flawIAMRegion, r, "IAM is global; leave the Region empty: arn:aws:iam::111122223333:role/NAME")
	case parts[2] == "iam" && !iamPath(parts[5]):
		c.add(flawIAMPath, r, "%q does not begin with a type of IAM resource such as role/", parts[5])
	case c.kind.is(Endpoint) && hasWildcard(parts[4]) && parts[4] != "*":
		c.add(flawEndpointCondition, r, "the account of %q is part number, part wildcard; write the whole id or *", r)
	}
}

// iamPath says whether the resource part of an IAM ARN can be one: its literal
// beginning must agree with the beginning of a type.
func iamPath(r string) bool {
	literal, _, _ := strings.Cut(r, "*")
	literal, _, _ = strings.Cut(literal, "?")
	for _, path := range iamPaths {
		if strings.HasPrefix(literal, path) || len(literal) < len(r) && strings.HasPrefix(path, literal) {
			return true
		}
	}
	return false
}
