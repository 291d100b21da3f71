package engine_test

import (
	"testing"

	"github.com/denylab/denylab/rego/authz"
)

// The evaluation of a call within one account.
func TestDecideSameAccount(t *testing.T) {
	get := allow("s3:GetObject", "arn:aws:s3:::data/*")
	other := allow("s3:ListBucket", "*")
	runDecisions(t, []decisionRow{
		{"§2 no policy at all", getObject(), "identity_policy implicitDeny"},
		{"§2 identity allows", getObject(identity(get)), "allow"},
		{"§2 identity allows something else", getObject(identity(other)), "identity_policy implicitDeny"},
		{"§2 identity denies what it allows", getObject(identity(get, deny("s3:*", "*", sid("NoS3")))), "identity_policy explicitDeny NoS3"},
		{"§2 a statement without a Sid is named by its place", getObject(identity(get, deny("s3:*", "*"))), "identity_policy explicitDeny #2"},
		{"§2 null identity policies are none", getObject(func(c *authz.Call) { c.Policies.Identity = nil }), "identity_policy implicitDeny"},
		{"§2 identity and boundary allow", getObject(identity(get), boundary(get)), "allow"},
		{"§2 boundary is silent", getObject(identity(get), boundary(other)), "permissions_boundary implicitDeny"},
		{"§2 boundary alone does not grant", getObject(boundary(get)), "identity_policy implicitDeny"},
		{"§2 boundary denies", getObject(identity(get), boundary(get, deny("*", "*", sid("B")))), "permissions_boundary explicitDeny B"},
		{"§2 boundary of a missing policy allows nothing", getObject(identity(get), func(c *authz.Call) { c.Policies.Boundary = []authz.Attached{} }), "permissions_boundary implicitDeny"},
		{"§2 session policy is silent", getObject(by(session(home)), identity(get), sessionPolicy(other)), "session_policy implicitDeny"},
		{"§2 session policy allows", getObject(by(session(home)), identity(get), sessionPolicy(get)), "allow"},
		{"§2 session policy alone does not grant", getObject(by(session(home)), sessionPolicy(get)), "identity_policy implicitDeny"},
		{"§2 session policy denies", getObject(by(session(home)), identity(get), sessionPolicy(get, deny("*", "*", sid("S")))), "session_policy explicitDeny S"},
		{"§2 federated user without a session policy", getObject(by(federated(home)), identity(get)), "session_policy implicitDeny"},
		{"§2 federated user with one", getObject(by(federated(home)), identity(get), sessionPolicy(get)), "allow"},
		{"§2 endpoint policy is silent", getObject(identity(get), endpoint(allow("s3:PutObject", "*", toAll))), "vpc_endpoint_policy implicitDeny"},
		{"§2 endpoint policy allows", getObject(identity(get), endpoint(allow("*", "*", toAll))), "allow"},
		{"§2 root needs no policy", getObject(by(root(home))), "allow"},
		{"§2 root and a bucket policy's Deny", getObject(by(root(home)), resource(deny("s3:*", "*", toAll, sid("D")))), "resource_policy explicitDeny D"},
		{"§2 root and an SCP", getObject(by(root(home)), scp(everything, level(other))), "service_control_policy implicitDeny"},
		{"§2 a Deny wins over a direct grant", getObject(resource(allow("*", "*", to(user(home, "alice").ARN))), identity(deny("s3:*", "*", sid("D")))), "identity_policy explicitDeny D"},
		{"§2 a silent bucket policy is harmless", getObject(identity(get), resource(allow("s3:PutObject", "*", toAll))), "allow"},
		{"§2 silence is named identity before boundary", getObject(identity(other), boundary(other)), "identity_policy implicitDeny"},
		{"§2 silence is named boundary before session", getObject(by(session(home)), identity(get), boundary(other), sessionPolicy(other)), "permissions_boundary implicitDeny"},
		{"§2 silence is named SCP before endpoint", getObject(identity(get), scp(level(other)), endpoint(other)), "service_control_policy implicitDeny"},
		{"§2 silence is named endpoint before identity", getObject(endpoint(other)), "vpc_endpoint_policy implicitDeny"},
		{"§2 an action without resources", newCall("s3:ListAllMyBuckets", "*", unowned, identity(allow("s3:ListAllMyBuckets", "*"))), "allow"},
		{"§2 an action without resources, not allowed", newCall("s3:ListAllMyBuckets", "*", unowned, identity(get)), "identity_policy implicitDeny"},
	})
}

func unowned(c *authz.Call) {
	c.ResourceAccount, c.ResourceOrganization, c.WildcardOnly = "", "", true
}

// The table of §2: what the Allow of a resource policy is worth depends on how
// it names the caller. Each form is tried alone, with a silent boundary, with a
// silent session policy, and with identity policies.
func TestDecidePrincipalForms(t *testing.T) {
	const (
		needsIdentity = "identity_policy implicitDeny"
		limitedB      = "permissions_boundary implicitDeny"
		limitedS      = "session_policy implicitDeny"
	)
	get := allow("s3:GetObject", "*")
	other := allow("s3:ListBucket", "*")
	grant := func(principal statementOption, more ...statementOption) option {
		return resource(allow("s3:GetObject", "*", append(more, principal)...))
	}
	federatedARN := federated(home).ARN
	principalIs := func(arn string) statementOption { return when("ArnEquals", "aws:PrincipalArn", arn) }
	forms := []struct {
		name    string
		caller  authz.Caller
		grant   option
		alone   string // without an identity Allow
		bounded string // with a silent boundary, without identity Allow
		limited string // with a silent session policy, without identity Allow
	}{
		{"user ARN, caller is the user", user(home, "alice"), grant(to(user(home, "alice").ARN)), "allow", "allow", ""},
		{"user unique id", user(home, "alice"), grant(to("ID-" + user(home, "alice").ARN)), "allow", "allow", ""},
		{"user ARN, caller is its federated session", federated(home), grant(to(user(home, "alice").ARN)), limitedS, limitedB, limitedS},
		{"role ARN, caller is its session", session(home), grant(to(roleARN)), "allow", limitedB, limitedS},
		{"role unique id", session(home), grant(to("ID-" + roleARN)), "allow", limitedB, limitedS},
		{"session ARN", session(home), grant(to(sessionARN(home))), "allow", "allow", "allow"},
		{"federated user ARN", federated(home), grant(to(federatedARN)), "allow", "allow", "allow"},
		{"everyone", session(home), grant(toAll), "allow", "allow", "allow"},
		{"everyone, caller is a user", user(home, "alice"), grant(toAll), "allow", "allow", ""},
		{"everyone with aws:PrincipalArn", session(home), grant(toAll, principalIs(roleARN)), "allow", "allow", "allow"},
		{"role ARN with aws:PrincipalArn", session(home), grant(to(roleARN), principalIs(roleARN)), "allow", limitedB, limitedS},
		{"account root ARN", session(home), grant(to(accountRoot(home))), needsIdentity, needsIdentity, needsIdentity},
		{"account id", session(home), grant(to(home)), needsIdentity, needsIdentity, needsIdentity},
		{"canonical id", session(home), grant(toCanonical(canonical(home))), needsIdentity, needsIdentity, needsIdentity},
		{"NotPrincipal with Allow", session(home), resource(allow("s3:*", "*", toAllBut(user(home, "bob").ARN))), needsIdentity, needsIdentity, needsIdentity},
		{"a service", session(home), grant(toService("sagemaker.amazonaws.com")), needsIdentity, needsIdentity, needsIdentity},
		{"another role", session(home), grant(to(roleARN + "2")), needsIdentity, needsIdentity, needsIdentity},
	}
	var rows []decisionRow
	for _, f := range forms {
		base := []option{by(f.caller), f.grant, with("aws:PrincipalArn", f.caller.PrincipalARN)}
		build := func(more ...option) *authz.Call { return getObject(append(base[:len(base):len(base)], more...)...) }
		rows = append(rows,
			decisionRow{"§2 " + f.name + ", alone", build(), f.alone},
			decisionRow{"§2 " + f.name + ", silent boundary", build(boundary(other)), f.bounded},
			decisionRow{"§2 " + f.name + ", identity allows", build(identity(get), sessionPolicy(get)), "allow"},
		)
		if f.limited != "" {
			rows = append(rows, decisionRow{"§2 " + f.name + ", silent session policy", build(sessionPolicy(other)), f.limited})
		}
		rows = append(rows,
			decisionRow{"§2 " + f.name + ", boundary denies", build(boundary(allow("*", "*"), deny("s3:*", "*", sid("B")))), "permissions_boundary explicitDeny B"})
	}
	runDecisions(t, rows)
}
