package simulate

import (
	"fmt"
	"strings"

	"github.com/denylab/denylab/rego/authz"
)

// callerOf reads the principal of a case. What its ARN does not tell (a role's
// path, unique ids, the organization) comes from the context.
func callerOf(principal string, context authz.Context) (authz.Caller, error) {
	c := authz.Caller{
		ARN: principal, PrincipalARN: principal,
		Organization: single(context, "aws:PrincipalOrgID"),
	}
	c.UniqueID, _, _ = strings.Cut(single(context, "aws:userid"), ":")
	switch {
	case principal == "anonymous":
		return authz.Caller{Kind: authz.Anonymous, ARN: principal}, nil
	case strings.HasSuffix(principal, ".amazonaws.com"):
		return authz.Caller{Kind: authz.Service, ARN: principal, Service: principal}, nil
	}
	arn := strings.SplitN(principal, ":", 6)
	if len(arn) < 6 || arn[0] != "arn" {
		return c, fmt.Errorf("principal %q: want an ARN, a service such as sagemaker.amazonaws.com, or anonymous", principal)
	}
	c.Account = arn[4]
	kind, name, _ := strings.Cut(arn[5], "/")
	switch arn[2] + " " + kind {
	case "iam root":
		c.Kind = authz.Root
	case "iam user":
		c.Kind = authz.User
	case "iam role":
		c.Kind = authz.Role
	case "sts assumed-role":
		c.Kind = authz.AssumedRole
		role, _, _ := strings.Cut(name, "/")
		c.PrincipalARN = orElse(single(context, "aws:PrincipalArn"), "arn:"+arn[1]+":iam::"+c.Account+":role/"+role)
	case "sts federated-user":
		c.Kind = authz.FederatedUser
		c.PrincipalARN = single(context, "aws:PrincipalArn")
	case "iam oidc-provider", "iam saml-provider":
		return authz.Caller{Kind: authz.WebIdentity, ARN: principal, Provider: principal}, nil
	default:
		return c, fmt.Errorf("principal %q: want a user, role, assumed-role, federated-user, root, oidc-provider or saml-provider", principal)
	}
	c.ServiceLinked = strings.Contains(c.PrincipalARN, ":role/aws-service-role/")
	return c, nil
}

func orElse(s, other string) string {
	if s != "" {
		return s
	}
	return other
}
