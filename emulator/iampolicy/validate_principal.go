package iampolicy

import (
	"regexp"
	"strings"

	"github.com/denylab/denylab/rego/authz"
)

// principals checks Principal and NotPrincipal
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html).
func (c *checker) principals(s *authz.Statement) {
	p, not := s.Principal, s.NotPrincipal
	switch {
	case c.kind.family == iamFamily || c.kind.is(SCP):
		if p != nil || not != nil {
			c.add(flawPrincipalForbidden, "", "remove the principal: this policy applies to whatever it is attached to")
		}
		return
	case c.kind.is(RCP):
		if not != nil || p == nil || !p.Any {
			c.add(flawControl, "", "a resource control policy needs \"Principal\": \"*\"; narrow it by conditions such as aws:PrincipalOrgID")
		}
		return
	case not != nil && s.Effect == "Allow":
		c.add(flawAllowNotPrincipal, "", "NotPrincipal goes with \"Effect\": \"Deny\" only; name the principals to allow in Principal")
		return
	case not != nil && c.kind.is(Trust):
		c.add(flawNotPrincipal, "", "name the principals in Principal and except others by a condition on aws:PrincipalArn")
		return
	case p != nil && not != nil:
		c.add(flawShape, "", "write Principal or NotPrincipal, not both")
		return
	case not != nil:
		p = not
	}
	if p == nil || !p.Any && len(p.AWS)+len(p.Service)+len(p.Federated)+len(p.CanonicalUser) == 0 {
		c.add(flawNoPrincipal, "", "add a principal, such as \"Principal\": {\"AWS\": \"arn:aws:iam::111122223333:role/NAME\"}")
		return
	}
	c.names(p)
}

var (
	accountID    = regexp.MustCompile(`^[0-9]{12}$`)
	principalARN = regexp.MustCompile(`^arn:aws[a-z-]*:(iam::([0-9]{12}|cloudfront):(root|user/.+|role/.+)|sts::[0-9]{12}:(assumed-role/[^/]+/[^/]+|federated-user/.+))$`)
	uniqueID     = regexp.MustCompile(`^A(IDA|ROA)[A-Z0-9]{12,}$`)
	canonicalID  = regexp.MustCompile(`^[0-9a-f]{64}$`)
	serviceName  = regexp.MustCompile(`^[a-z0-9-]+(\.[a-z0-9-]+)+$`)
)

func (c *checker) names(p *authz.Principals) {
	for _, name := range p.AWS {
		switch {
		case accountID.MatchString(name) || uniqueID.MatchString(name):
		case hasWildcard(name):
			c.principal("AWS", name, "a principal has no wildcards; write {\"AWS\": \"*\"} with a condition ArnLike on aws:PrincipalArn")
		case strings.Contains(name, ":group/"):
			c.principal("AWS", name, "a group is no principal; name its users, or a role")
		case !principalARN.MatchString(name):
			c.principal("AWS", name, "write an account id, or the ARN of an account root, user, role, role session or federated user")
		}
	}
	for _, name := range p.Service {
		if !serviceName.MatchString(name) {
			c.principal("SERVICE", name, "write a service principal such as sagemaker.amazonaws.com")
		}
	}
	for _, name := range p.CanonicalUser {
		if c.kind.family != bucketFamily || !canonicalID.MatchString(name) {
			c.principal("CanonicalUser", name, "a canonical user id has 64 hexadecimal digits and stands in bucket policies only")
		}
	}
	for _, name := range p.Federated {
		if !c.kind.is(Trust) {
			c.principal("Federated", name, "identity providers stand in role trust policies only")
		}
	}
}

func (c *checker) principal(kind, name, hint string) {
	p := c.add(flawPrincipal, `"`+kind+`":"`+name+`"`, "%q: %s", name, hint)
	if c.kind.family == bucketFamily {
		p.Detail = InvalidPrincipalDetail(kind, name)
	}
}

// InvalidPrincipalDetail is the text of <Detail> in S3's refusal of a policy
// whose principal does not exist.
func InvalidPrincipalDetail(kind, name string) string {
	return `"` + kind + `" : "` + name + `"`
}
