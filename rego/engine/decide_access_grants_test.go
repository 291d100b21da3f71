package engine_test

import (
	"testing"

	"github.com/denylab/denylab/rego/authz"
)

// S3 Access Grants: a grant is needed besides what policies allow.
func TestDecideAccessGrants(t *testing.T) {
	const instance = "arn:aws:s3:us-east-1:" + home + ":access-grants/default"
	alice := user(home, "alice").ARN
	asks := func(permission, target string, grants ...authz.AccessGrant) option {
		return func(c *authz.Call) {
			c.S3 = nil
			c.AccessGrants = &authz.AccessGrants{Target: target, Permission: permission, Grants: grants}
		}
	}
	directory := func(c *authz.Call) { c.AccessGrants.Identities = []string{"user-1", "group-1"} }
	grant := func(permission, scope, grantee string) authz.AccessGrant {
		return authz.AccessGrant{ID: permission + " " + scope, Permission: permission, Scope: scope, Grantee: grantee}
	}
	reads := grant("READ", "s3://data/train/*", alice)
	may := identity(allow("s3:GetDataAccess", instance))
	shared := resource(allow("s3:GetDataAccess", instance, to(partner)))
	call := func(options ...option) *authz.Call { return newCall("s3:GetDataAccess", instance, options...) }
	const none = "s3_access_grants implicitDeny"
	runDecisions(t, []decisionRow{
		{"§11 a grant to the user", call(may, asks("READ", "s3://data/train/a/*", reads)), "allow"},
		{"§11 a grant to the role", call(may, by(session(home)), asks("READ", "s3://data/train/*", grant("READ", "s3://data/train/*", trainerARN(home)))), "allow"},
		{"§11 a grant to a directory user", call(may, asks("READ", "s3://data/train/*", grant("READ", "s3://data/train/*", "user-1")), directory), "allow"},
		{"§11 a grant to a directory group", call(may, asks("READ", "s3://data/train/*", grant("READ", "s3://data/train/*", "group-1")), directory), "allow"},
		{"§11 a grant to another group", call(may, asks("READ", "s3://data/train/*", grant("READ", "s3://data/train/*", "group-2")), directory), none},
		{"§11 a session that is not identity-enhanced", call(may, asks("READ", "s3://data/train/*", grant("READ", "s3://data/train/*", "user-1"))), none},
		{"§11 no grant", call(may, asks("READ", "s3://data/train/*")), none},
		{"§11 a wider request than the grant", call(may, asks("READ", "s3://data/*", reads)), none},
		{"§11 WRITE with READ", call(may, asks("WRITE", "s3://data/train/*", reads)), none},
		{"§11 READWRITE with READ and WRITE", call(may, asks("READWRITE", "s3://data/train/*", reads, grant("WRITE", "s3://data/train/*", alice))), none},
		{"§11 READ with READWRITE", call(may, asks("READ", "s3://data/train/*", grant("READWRITE", "s3://data/*", alice))), "allow"},
		{"§11 a grant without the action", call(asks("READ", "s3://data/train/*", reads)), "identity_policy implicitDeny"},
		{"§11 a Deny wins over a grant", call(may, asks("READ", "s3://data/train/*", reads), scp(level(allow("*", "*"), deny("s3:GetDataAccess", "*", sid("D"))))), "service_control_policy explicitDeny D"},
		{"§11 cross account: both", call(may, by(user(partner, "bob")), shared, asks("READ", "s3://data/train/*", grant("READ", "s3://data/*", user(partner, "bob").ARN))), "allow"},
		{"§11 cross account: the instance's policy is silent", call(may, by(user(partner, "bob")), asks("READ", "s3://data/train/*", grant("READ", "s3://data/*", user(partner, "bob").ARN))), "resource_policy implicitDeny"},
	})
}
