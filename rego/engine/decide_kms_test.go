package engine_test

import (
	"context"
	"testing"

	"github.com/denylab/denylab/rego/authz"
)

func decrypt(options ...option) *authz.Call { return newCall("kms:Decrypt", keyARN, options...) }

// A key's policy must allow or delegate; a grant allows by itself.
func TestDecideKMS(t *testing.T) {
	use := allow("kms:Decrypt", "*")
	other := allow("kms:Encrypt", "*")
	delegating := resource(allow("kms:*", "*", to(accountRoot(home))))
	naming := func(p string) option { return resource(allow("kms:*", "*", to(p))) }
	alice := user(home, "alice").ARN
	managed := resource(allow("kms:*", "*", toAll,
		when("StringEquals", "kms:CallerAccount", home), when("StringEquals", "kms:ViaService", "s3.us-east-1.amazonaws.com")))
	viaS3 := func(account string) option {
		return func(c *authz.Call) {
			c.Context["kms:CallerAccount"] = authz.One(account)
			c.Context["kms:ViaService"] = authz.One("s3.us-east-1.amazonaws.com")
			c.KMS = &authz.KMS{AWSManaged: true}
		}
	}
	runDecisions(t, []decisionRow{
		{"§8 key policy names the user", decrypt(naming(alice)), "allow"},
		{"§8 key policy names the user, silent boundary", decrypt(naming(alice), boundary(other)), "allow"},
		{"§8 key policy names the role", decrypt(by(session(home)), naming(roleARN)), "allow"},
		{"§8 key policy names the role, silent boundary", decrypt(by(session(home)), naming(roleARN), boundary(other)), "permissions_boundary implicitDeny"},
		{"§8 key policy names the session", decrypt(by(session(home)), naming(sessionARN(home)), sessionPolicy(other)), "allow"},
		{"§8 key policy delegates, identity allows", decrypt(delegating, identity(use)), "allow"},
		{"§8 key policy delegates, identity is silent", decrypt(delegating), "identity_policy implicitDeny"},
		{"§8 key policy delegates, silent boundary", decrypt(delegating, identity(use), boundary(other)), "permissions_boundary implicitDeny"},
		{"§8 delegation under a condition that fails", decrypt(identity(use), resource(allow("kms:*", "*", to(home), when("Bool", "aws:MultiFactorAuthPresent", "true")))), "resource_policy implicitDeny"},
		{"§8 no delegation: identity is worthless", decrypt(naming(roleARN), identity(use)), "resource_policy implicitDeny"},
		{"§8 no key policy", decrypt(identity(use)), "resource_policy implicitDeny"},
		{"§8 no delegation: root is refused too", decrypt(by(root(home)), naming(roleARN)), "resource_policy implicitDeny"},
		{"§8 delegation lets root in", decrypt(by(root(home)), delegating), "allow"},
		{"§8 key policy denies", decrypt(identity(use), resource(allow("kms:*", "*", to(home)), deny("kms:Decrypt", "*", toAll, sid("D")))), "resource_policy explicitDeny D"},
		{"§8 identity denies what the key policy grants", decrypt(naming(alice), identity(deny("kms:*", "*", sid("D")))), "identity_policy explicitDeny D"},
		{"§8 an alias has no key policy", newCall("kms:CreateAlias", "arn:aws:kms:us-east-1:111122223333:alias/a", identity(allow("kms:*", "*"))), "allow"},
		{"§8 creating a key needs no key policy", newCall("kms:CreateKey", "*", unowned, identity(allow("kms:*", "*"))), "allow"},
		{"§8 cross account: both", decrypt(by(session(partner)), naming(accountRoot(partner)), identity(use)), "allow"},
		{"§8 cross account: identity is silent", decrypt(by(session(partner)), naming(trainerARN(partner))), "identity_policy implicitDeny"},
		{"§8 cross account: key policy is silent", decrypt(by(session(partner)), delegating, identity(use)), "resource_policy implicitDeny"},
		{"§8 cross account: operations that KMS keeps to the key's account", newCall("kms:ScheduleKeyDeletion", keyARN, by(session(partner)), naming(accountRoot(partner)), identity(allow("kms:*", "*"))), "resource_policy implicitDeny CrossAccountUse"},
		{"§8 cross account: even for the other account's root", newCall("kms:PutKeyPolicy", keyARN, by(root(partner)), naming(accountRoot(partner))), "resource_policy implicitDeny CrossAccountUse"},
		{"§8 cross account: identity is silent about them", newCall("kms:DisableKey", keyARN, by(session(partner)), naming(accountRoot(partner))), "identity_policy implicitDeny"},
		{"§8 cross account: a Deny is named all the same", newCall("kms:DisableKey", keyARN, by(session(partner)), identity(allow("kms:*", "*")), resource(deny("kms:*", "*", toAll, sid("D")))), "resource_policy explicitDeny D"},
		{"§8 cross account: grants may be made", newCall("kms:CreateGrant", keyARN, by(session(partner)), naming(accountRoot(partner)), identity(allow("kms:*", "*"))), "allow"},
		{"§8 the same operations within the account", newCall("kms:ScheduleKeyDeletion", keyARN, delegating, identity(allow("kms:*", "*"))), "allow"},
		{"§8 aws/s3 needs no permission of the caller", decrypt(managed, viaS3(home)), "allow"},
		{"§8 aws/s3 is closed to other accounts", decrypt(by(session(partner)), managed, viaS3(partner), identity(use)), "resource_policy implicitDeny"},
		{"§8 aws/s3 is closed to direct calls", decrypt(managed, identity(use)), "resource_policy implicitDeny"},
		{"§8 an SCP reaches a key named directly", decrypt(naming(alice), scp(level(allow("s3:*", "*")))), "service_control_policy implicitDeny"},
		{"§9.7 nobody decrypts anonymously", decrypt(by(nobody()), resource(allow("kms:*", "*", toAll))), "resource_policy implicitDeny"},
		{"§6 a service named by the key policy", decrypt(by(service("logs.amazonaws.com")), resource(allow("kms:*", "*", toService("logs.amazonaws.com")))), "allow"},
	})
}

func TestDecideKMSGrants(t *testing.T) {
	closed := resource(allow("kms:*", "*", to("arn:aws:iam::111122223333:role/Admin")))
	granted := func(grantee string, change ...func(*authz.KeyGrant)) option {
		return key(func(k *authz.KMS) {
			g := authz.KeyGrant{ID: "grant-1", GranteePrincipal: grantee, Operations: []string{"Decrypt", "RetireGrant"}}
			for _, c := range change {
				c(&g)
			}
			k.Grants = []authz.KeyGrant{g}
			k.EncryptionContext = map[string]string{"aws:s3:arn": objectARN, "team": "ml"}
		})
	}
	equals := func(m map[string]string) func(*authz.KeyGrant) {
		return func(g *authz.KeyGrant) { g.ContextEquals = m }
	}
	subset := func(m map[string]string) func(*authz.KeyGrant) {
		return func(g *authz.KeyGrant) { g.ContextSubset = m }
	}
	operations := func(o ...string) func(*authz.KeyGrant) { return func(g *authz.KeyGrant) { g.Operations = o } }
	retiring := func(arn string) func(*authz.KeyGrant) { return func(g *authz.KeyGrant) { g.RetiringPrincipal = arn } }
	creating := func(o ...string) option {
		return func(c *authz.Call) { c.KMS.RequestGrant = &authz.KeyGrant{GranteePrincipal: roleARN, Operations: o} }
	}
	alice := user(home, "alice").ARN
	silent := "resource_policy implicitDeny"
	runDecisions(t, []decisionRow{
		{"§8 grant to the user", decrypt(closed, granted(alice)), "allow"},
		{"§8 grant to the role", decrypt(closed, by(session(home)), granted(roleARN)), "allow"},
		{"§8 grant to the session", decrypt(closed, by(session(home)), granted(sessionARN(home))), "allow"},
		{"§8 grant to somebody else", decrypt(closed, granted(roleARN)), silent},
		{"§8 grant without the operation", decrypt(closed, granted(alice, operations("Encrypt"))), silent},
		{"§8 grant to another account's role", decrypt(closed, by(session(partner)), granted(trainerARN(partner))), "allow"},
		{"§8 a grant passes a silent boundary", decrypt(closed, granted(alice), boundary()), "allow"},
		{"§8 a Deny wins over a grant", decrypt(resource(deny("kms:*", "*", toAll, sid("D"))), granted(alice)), "resource_policy explicitDeny D"},
		{"§8 an SCP stops a grant", decrypt(closed, granted(alice), scp(level())), "service_control_policy implicitDeny"},
		{"§8 context equals", decrypt(closed, granted(alice, equals(map[string]string{"aws:s3:arn": objectARN, "team": "ml"}))), "allow"},
		{"§8 context does not equal", decrypt(closed, granted(alice, equals(map[string]string{"team": "ml"}))), silent},
		{"§8 context includes", decrypt(closed, granted(alice, subset(map[string]string{"team": "ml"}))), "allow"},
		{"§8 context does not include", decrypt(closed, granted(alice, subset(map[string]string{"team": "ML"}))), silent},
		{"§8 constraints do not apply without a context", newCall("kms:DescribeKey", keyARN, closed,
			granted(alice, operations("DescribeKey"), equals(map[string]string{"a": "b"}))), "allow"},
		{"§8 grant to the account, identity allows", decrypt(closed, granted(accountRoot(home)), identity(allow("kms:*", "*"))), "allow"},
		{"§8 grant to the account, identity is silent", decrypt(closed, granted(accountRoot(home))), "identity_policy implicitDeny"},
		{"§8 grant to the account, its root", decrypt(closed, by(root(home)), granted(accountRoot(home))), "allow"},
		{"§8 anonymous has no grant", decrypt(closed, by(nobody()), granted("anonymous")), silent},
		{"§8 the retiring principal retires", newCall("kms:RetireGrant", keyARN, closed, granted(roleARN, operations("Decrypt"), retiring(alice))), "allow"},
		{"§8 the grantee retires if its grant says so", newCall("kms:RetireGrant", keyARN, closed, granted(alice)), "allow"},
		{"§8 a grant passes on what it has", newCall("kms:CreateGrant", keyARN, closed, granted(alice, operations("CreateGrant", "Decrypt")), creating("Decrypt")), "allow"},
		{"§8 a grant passes on no more than it has", newCall("kms:CreateGrant", keyARN, closed, granted(alice, operations("CreateGrant", "Decrypt")), creating("Decrypt", "Encrypt")), silent},
		{"§8 a grant passes on its constraints", newCall("kms:CreateGrant", keyARN, closed,
			granted(alice, operations("CreateGrant", "Decrypt"), subset(map[string]string{"team": "ml"})), creating("Decrypt")), silent},
		{"§8 a policy lets grants be created that say more", newCall("kms:CreateGrant", keyARN, identity(allow("kms:CreateGrant", "*")), resource(allow("kms:*", "*", to(accountRoot(home)))),
			granted(alice, operations("CreateGrant", "Decrypt")), creating("Encrypt")), "allow"},
		{"§8 another does not", newCall("kms:RetireGrant", keyARN, closed, granted(roleARN, retiring(roleARN))), silent},
	})
}

// Delegated tells a refusal by a silent identity from one by the key itself.
func TestDelegated(t *testing.T) {
	rows := []struct {
		name string
		call *authz.Call
		want bool
	}{
		{"key policy names the account", decrypt(resource(allow("kms:*", "*", to(home)))), true},
		{"key policy names the user", decrypt(resource(allow("kms:*", "*", to(user(home, "alice").ARN)))), false},
		{"key policy names the account beside the user", decrypt(resource(allow("kms:*", "*", to(user(home, "alice").ARN, home)))), true},
		{"key policy is silent", decrypt(resource()), false},
		{"trust policy names the account", newCall("sts:AssumeRole", roleARN, resource(allow("sts:AssumeRole", "*", to(home)))), true},
		{"bucket policy names the account", getObject(resource(allow("s3:*", "*", to(home)))), false},
	}
	e := testEngine(t)
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			d, err := e.Decide(context.Background(), row.call)
			if err != nil {
				t.Fatal(err)
			}
			if d.Delegated != row.want {
				t.Errorf("delegated = %v, want %v", d.Delegated, row.want)
			}
		})
	}
}
