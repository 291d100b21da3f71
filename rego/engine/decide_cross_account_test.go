package engine_test

import (
	"context"
	"testing"

	"github.com/denylab/denylab/rego/authz"
)

// The evaluation of a call from one account on a resource of another.
func TestDecideCrossAccount(t *testing.T) {
	get := allow("s3:GetObject", "*")
	other := allow("s3:ListBucket", "*")
	visitor := by(session(partner))
	grant := func(p statementOption) option { return resource(allow("s3:GetObject", "*", p)) }
	runDecisions(t, []decisionRow{
		{"§3 identity allows, bucket policy names the role", getObject(visitor, identity(get), grant(to(trainerARN(partner)))), "allow"},
		{"§3 identity allows, bucket policy names the session", getObject(visitor, identity(get), grant(to(sessionARN(partner)))), "allow"},
		{"§3 identity allows, bucket policy names the account", getObject(visitor, identity(get), grant(to(accountRoot(partner)))), "allow"},
		{"§3 identity allows, bucket policy names the account by id", getObject(visitor, identity(get), grant(to(partner))), "allow"},
		{"§3 identity allows, bucket policy names everyone", getObject(visitor, identity(get), grant(toAll)), "allow"},
		{"§3 identity allows, bucket policy names the canonical id", getObject(visitor, identity(get), grant(toCanonical(canonical(partner)))), "allow"},
		{"§3 a user of the other account", getObject(by(user(partner, "bob")), identity(get), grant(to(user(partner, "bob").ARN))), "allow"},
		{"§3 the other account's root", getObject(by(root(partner)), grant(to(partner))), "allow"},
		{"§3 the other account's root, not named", getObject(by(root(partner)), grant(to(home))), "resource_policy implicitDeny"},
		{"§3 no bucket policy", getObject(visitor, identity(get)), "resource_policy implicitDeny"},
		{"§3 bucket policy names another account", getObject(visitor, identity(get), grant(to(stranger))), "resource_policy implicitDeny"},
		{"§3 naming the session does not replace identity", getObject(visitor, identity(other), grant(to(sessionARN(partner)))), "identity_policy implicitDeny"},
		{"§3 naming the user does not replace identity", getObject(by(user(partner, "bob")), grant(to(user(partner, "bob").ARN))), "identity_policy implicitDeny"},
		{"§3 everyone does not replace identity", getObject(visitor, identity(other), grant(toAll)), "identity_policy implicitDeny"},
		{"§3 neither side", getObject(visitor), "identity_policy implicitDeny"},
		{"§3 the boundary counts, whoever is named", getObject(visitor, identity(get), boundary(other), grant(to(sessionARN(partner)))), "permissions_boundary implicitDeny"},
		{"§3 the session policy counts, whoever is named", getObject(visitor, identity(get), sessionPolicy(other), grant(to(sessionARN(partner)))), "session_policy implicitDeny"},
		{"§3 bucket policy denies", getObject(visitor, identity(get), resource(allow("*", "*", toAll), deny("s3:*", "*", to(partner), sid("NoPartner")))), "resource_policy explicitDeny NoPartner"},
		{"§3 identity denies", getObject(visitor, identity(get, deny("*", "*", sid("D"))), grant(toAll)), "identity_policy explicitDeny D"},
		{"§3 the caller's SCP counts", getObject(visitor, identity(get), grant(toAll), scp(everything, level(other))), "service_control_policy implicitDeny"},
		{"§3 the resource's RCP counts", getObject(visitor, identity(get), grant(toAll), rcp(level(deny("s3:*", "*", toAll, sid("R"))))), "resource_control_policy explicitDeny R"},
		{"§3 a service without resource policies", newCall("glue:StartJobRun", "arn:aws:glue:us-east-1:111122223333:job/etl", visitor, identity(allow("*", "*"))), "resource_policy implicitDeny"},
		{"§3 federated user of the other account", getObject(by(federated(partner)), identity(get), grant(toAll)), "session_policy implicitDeny"},
		{"§3 federated user with a session policy", getObject(by(federated(partner)), identity(get), sessionPolicy(get), grant(toAll)), "allow"},
		{"§3 anonymous has no caller's side", getObject(by(nobody()), grant(toAll)), "allow"},
		{"§3 anonymous is not named", getObject(by(nobody()), grant(to(home))), "resource_policy implicitDeny"},
		{"§3 a service has no caller's side", getObject(by(service("logging.s3.amazonaws.com")), grant(toService("logging.s3.amazonaws.com"))), "allow"},
	})
}

// How much of a refusal the client is told.
func TestDisclosure(t *testing.T) {
	rows := []struct {
		name string
		call *authz.Call
		want authz.Disclosure
	}{
		{"same account", getObject(), authz.DiscloseFull},
		{"no resource", newCall("s3:ListAllMyBuckets", "*", unowned), authz.DiscloseFull},
		{"same organization", getObject(by(session(partner))), authz.DiscloseFull},
		{"outside the organization", getObject(by(session(stranger))), authz.DisclosePlain},
		{"anonymous", getObject(by(nobody())), authz.DisclosePlain},
		{"a service", getObject(by(service("glue.amazonaws.com"))), authz.DisclosePlain},
		{"endpoint, same account", getObject(endpoint()), authz.DiscloseFull},
		{"endpoint, same organization", getObject(by(session(partner)), endpoint()), authz.DisclosePlain},
		{"two accounts without an organization", getObject(by(session(stranger)), func(c *authz.Call) { c.ResourceOrganization = "" }), authz.DisclosePlain},
		{"S3's RCP, outside", getObject(by(session(stranger)), rcp(level(deny("*", "*", toAll)))), authz.DisclosePlain},
		{"KMS's RCP, outside", newCall("kms:Decrypt", keyARN, by(session(stranger)), rcp(level(deny("*", "*", toAll)))), authz.DiscloseFull},
		{"allowed", getObject(by(root(home))), ""},
	}
	e := testEngine(t)
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			d, err := e.Decide(context.Background(), row.call)
			if err != nil {
				t.Fatal(err)
			}
			if d.Disclosure != row.want {
				t.Errorf("disclosure of %q = %q, want %q", sentence(d), d.Disclosure, row.want)
			}
		})
	}
}
