package engine_test

import (
	"testing"

	"github.com/denylab/denylab/rego/authz"
)

// Aliases authorize only through condition keys, and tokens change nothing.
func TestDecideKMSAliasesAndTokens(t *testing.T) {
	const alias = "arn:aws:kms:us-east-1:111122223333:alias/train"
	delegating := resource(allow("kms:*", "*", to(accountRoot(home))))
	closed := resource(allow("kms:*", "*", to("arn:aws:iam::111122223333:role/Admin")))
	named := with("kms:RequestAlias", "alias/train")
	belongs := func(aliases ...string) option {
		return func(c *authz.Call) { c.Context["kms:ResourceAliases"] = authz.Many(aliases...) }
	}
	byRequest := identity(allow("kms:Decrypt", "*", when("StringEquals", "kms:RequestAlias", "alias/train")))
	byResource := identity(allow("kms:Decrypt", "*", when("ForAnyValue:StringLike", "kms:ResourceAliases", "alias/tr*")))
	granted := func(tokens ...string) option {
		return key(func(k *authz.KMS) {
			k.Grants = []authz.KeyGrant{{ID: "g", GranteePrincipal: user(home, "alice").ARN, Operations: []string{"Decrypt"}}}
			k.Tokens = tokens
		})
	}
	runDecisions(t, []decisionRow{
		{"§8 an alias in Resource is not the key", decrypt(delegating, named, identity(allow("kms:Decrypt", alias))), "identity_policy implicitDeny"},
		{"§8 the alias in the request", decrypt(delegating, named, byRequest), "allow"},
		{"§8 the key's id in the request", decrypt(delegating, byRequest), "identity_policy implicitDeny"},
		{"§8 an alias of the key, whatever the request names", decrypt(delegating, belongs("alias/x", "alias/train"), byResource), "allow"},
		{"§8 a key with other aliases", decrypt(delegating, belongs("alias/x"), byResource), "identity_policy implicitDeny"},
		{"§8 a key without aliases", decrypt(delegating, belongs(), byResource), "identity_policy implicitDeny"},
		{"§8 a grant without its token", decrypt(closed, granted()), "allow"},
		{"§8 a grant with its token", decrypt(closed, granted("token")), "allow"},
		{"§8 a token without its grant", decrypt(closed, key(func(k *authz.KMS) { k.Tokens = []string{"token"} })), "resource_policy implicitDeny"},
	})
}

// What a service calls with the caller's permissions does not have the keys of
// the first request's path.
func TestDecideForwardedCalls(t *testing.T) {
	delegating := resource(allow("kms:*", "*", to(accountRoot(home))))
	use := identity(allow("kms:Decrypt", "*"))
	forwarded := func(c *authz.Call) {
		c.Context["aws:ViaAWSService"] = authz.One("true")
		c.Context["aws:CalledVia"] = authz.Many("s3.amazonaws.com")
		c.Context["kms:ViaService"] = authz.One("s3.us-east-1.amazonaws.com")
	}
	direct := with("aws:ViaAWSService", "false")
	notOurEndpoint := when("StringNotEquals", "aws:SourceVpce", "vpce-1")
	fence := func(more ...statementOption) option {
		return scp(level(allow("*", "*"), deny("*", "*", append([]statementOption{sid("Fence"), notOurEndpoint}, more...)...)))
	}
	viaS3 := identity(allow("kms:Decrypt", "*", when("StringEquals", "kms:ViaService", "s3.us-east-1.amazonaws.com")))
	calledVia := identity(allow("kms:Decrypt", "*", when("ForAnyValue:StringEquals", "aws:CalledVia", "s3.amazonaws.com")))
	runDecisions(t, []decisionRow{
		{"§6 the caller's SCP is asked", decrypt(delegating, use, forwarded, scp(level(allow("s3:*", "*")))), "service_control_policy implicitDeny"},
		{"§6 the caller's identity policies are asked", decrypt(delegating, forwarded), "identity_policy implicitDeny"},
		{"§6 the first request's endpoint is not known", decrypt(delegating, use, forwarded, fence()), "service_control_policy explicitDeny Fence"},
		{"§6 spared by aws:ViaAWSService", decrypt(delegating, use, forwarded, fence(when("Bool", "aws:ViaAWSService", "false"))), "allow"},
		{"§6 direct calls are not spared", decrypt(delegating, use, direct, fence(when("Bool", "aws:ViaAWSService", "false"))), "service_control_policy explicitDeny Fence"},
		{"§6 kms:ViaService", decrypt(delegating, viaS3, forwarded), "allow"},
		{"§6 kms:ViaService, called directly", decrypt(delegating, viaS3, direct), "identity_policy implicitDeny"},
		{"§6 aws:CalledVia", decrypt(delegating, calledVia, forwarded), "allow"},
		{"§6 aws:CalledVia, called directly", decrypt(delegating, calledVia, direct), "identity_policy implicitDeny"},
	})
}

// A Deny reaches the caller by every name, however weak the same name is in an
// Allow.
func TestDecideDenyByEveryName(t *testing.T) {
	get := identity(allow("s3:*", "*"))
	denied := func(p statementOption) option { return resource(deny("s3:*", "*", p, sid("D"))) }
	alice, refused := user(home, "alice"), "resource_policy explicitDeny D"
	runDecisions(t, []decisionRow{
		{"§5 everyone", getObject(get, denied(toAll)), refused},
		{"§5 the user", getObject(get, denied(to(alice.ARN))), refused},
		{"§5 the user's unique id", getObject(get, denied(to(alice.UniqueID))), refused},
		{"§5 the unique id of a deleted namesake", getObject(get, denied(to("AIDADELETED"))), "allow"},
		{"§5 the account", getObject(get, denied(to(home))), refused},
		{"§5 the account's canonical id", getObject(get, denied(toCanonical(canonical(home)))), refused},
		{"§5 the role", getObject(by(session(home)), get, denied(to(roleARN))), refused},
		{"§5 the session", getObject(by(session(home)), get, denied(to(sessionARN(home)))), refused},
		{"§5 a role without its path", getObject(by(session(home)), get, denied(to("arn:aws:iam::111122223333:role/Trainer"))), "allow"},
		{"§5 the user of a federated session", getObject(by(federated(home)), get, sessionPolicy(allow("*", "*")), denied(to(alice.ARN))), refused},
		{"§5 the account, its root user", getObject(by(root(home)), denied(to(home))), refused},
		{"§5 the service", getObject(by(service("glue.amazonaws.com")), resource(allow("*", "*", toAll), deny("s3:*", "*", toService("glue.amazonaws.com"), sid("D")))), refused},
		{"§5 another account", getObject(get, denied(to(partner))), "allow"},
	})
}

// Endpoint policies may name principals, and organizations by condition.
func TestDecideEndpointPrincipals(t *testing.T) {
	get := identity(allow("s3:GetObject", "*"))
	ours := when("StringEquals", "aws:PrincipalOrgID", org)
	runDecisions(t, []decisionRow{
		{"§10 a user", getObject(get, endpoint(allow("*", "*", to(user(home, "alice").ARN)))), "allow"},
		{"§10 another user", getObject(get, endpoint(allow("*", "*", to(user(home, "bob").ARN)))), "vpc_endpoint_policy implicitDeny"},
		{"§10 a session", getObject(by(session(home)), get, endpoint(allow("*", "*", to(sessionARN(home))))), "allow"},
		{"§10 the organization", getObject(get, with("aws:PrincipalOrgID", org), endpoint(allow("*", "*", toAll, ours))), "allow"},
		{"§10 outside the organization", getObject(by(session(stranger)), get, resource(allow("*", "*", toAll)), endpoint(allow("*", "*", toAll, ours))), "vpc_endpoint_policy implicitDeny"},
		{"§10 resources of the own account only", getObject(get, with("aws:ResourceAccount", home), endpoint(allow("*", "*", toAll, when("StringEquals", "aws:ResourceAccount", partner)))), "vpc_endpoint_policy implicitDeny"},
		{"§10 anonymous", getObject(by(nobody()), resource(allow("*", "*", toAll)), endpoint(allow("*", "*", toAll))), "allow"},
	})
}

// Session policies and what a session's own name in a resource policy is worth.
func TestDecideSessionPolicies(t *testing.T) {
	get, other := allow("s3:GetObject", "*"), allow("s3:ListBucket", "*")
	two := func(c *authz.Call) {
		c.Policies.Session = []authz.Attached{policyOf("inline", level(other)), policyOf("managed", level(get))}
	}
	runDecisions(t, []decisionRow{
		{"§2 one of two session policies allows", getObject(by(session(home)), identity(get), two), "allow"},
		{"§2 an empty session policy", getObject(by(session(home)), identity(get), sessionPolicy()), "session_policy implicitDeny"},
		{"§2 a session policy's Deny and the session's name", getObject(by(session(home)), resource(allow("*", "*", to(sessionARN(home)))), sessionPolicy(deny("s3:*", "*", sid("S")))), "session_policy explicitDeny S"},
		{"§2 boundary and session policy must both allow", getObject(by(session(home)), identity(get), boundary(get), sessionPolicy(get)), "allow"},
		{"§2 a role named, session policy allows", getObject(by(session(home)), resource(allow("*", "*", to(roleARN))), sessionPolicy(get)), "allow"},
		{"§2 a federated user's boundary", getObject(by(federated(home)), identity(get), sessionPolicy(get), boundary(other)), "permissions_boundary implicitDeny"},
	})
}
