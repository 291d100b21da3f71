package engine_test

import (
	"testing"

	"github.com/denylab/denylab/rego/authz"
)

// Service control policies: at every level, for every principal of a member
// account.
func TestDecideServiceControlPolicies(t *testing.T) {
	get := identity(allow("s3:GetObject", "*"))
	noS3 := level(allow("*", "*"), deny("s3:*", "*", sid("DenyS3")))
	otherOnly := level(allow("ec2:*", "*"))
	linked := func(c *authz.Call) { c.Caller.ServiceLinked = true }
	management := func(c *authz.Call) { c.Caller.ManagementAccount = true }
	runDecisions(t, []decisionRow{
		{"§4 every level allows", getObject(get, scp(everything, everything, everything)), "allow"},
		{"§4 root level denies", getObject(get, scp(noS3, everything, everything)), "service_control_policy explicitDeny DenyS3"},
		{"§4 OU denies", getObject(get, scp(everything, noS3, everything)), "service_control_policy explicitDeny DenyS3"},
		{"§4 account denies", getObject(get, scp(everything, everything, noS3)), "service_control_policy explicitDeny DenyS3"},
		{"§4 root level is silent", getObject(get, scp(otherOnly, everything, everything)), "service_control_policy implicitDeny"},
		{"§4 OU is silent", getObject(get, scp(everything, otherOnly, everything)), "service_control_policy implicitDeny"},
		{"§4 account is silent", getObject(get, scp(everything, everything, otherOnly)), "service_control_policy implicitDeny"},
		{"§4 FullAWSAccess detached and nothing in its place", getObject(get, scp(everything, level(), everything)), "service_control_policy implicitDeny"},
		{"§4 no level at all", getObject(get, scp()), "service_control_policy implicitDeny"},
		{"§4 levels allow in different statements", getObject(get, scp(level(allow("s3:*", "*")), level(allow("s3:Get*", "*")), everything)), "allow"},
		{"§4 an SCP grants nothing", getObject(scp(everything)), "identity_policy implicitDeny"},
		{"§4 not even a direct grant passes", getObject(resource(allow("*", "*", to(user(home, "alice").ARN))), scp(otherOnly)), "service_control_policy implicitDeny"},
		{"§4 the root user of a member account", getObject(by(root(home)), scp(noS3)), "service_control_policy explicitDeny DenyS3"},
		{"§4 not in an organization", getObject(get), "allow"},
		{"§4 the management account", getObject(get, scp(noS3), management), "allow"},
		{"§4 a service-linked role", getObject(by(session(home)), get, scp(noS3), linked), "allow"},
		{"§4 a service", getObject(by(service("s3.amazonaws.com")), resource(allow("*", "*", toService("s3.amazonaws.com"))), scp(noS3)), "allow"},
		{"§4 anonymous", getObject(by(nobody()), resource(allow("*", "*", toAll)), scp(noS3)), "allow"},
		{"§4 a Deny with a condition that is met", getObject(get, with("aws:RequestedRegion", "eu-west-1"), scp(level(allow("*", "*"),
			deny("*", "*", sid("Region"), when("StringNotEquals", "aws:RequestedRegion", "us-east-1"))))), "service_control_policy explicitDeny Region"},
		{"§4 a Deny with a condition that is not met", getObject(get, with("aws:RequestedRegion", "us-east-1"), scp(level(allow("*", "*"),
			deny("*", "*", when("StringNotEquals", "aws:RequestedRegion", "us-east-1"))))), "allow"},
		{"§13 a boundary does not reach a service-linked role", getObject(by(session(home)), get, boundary(), linked), "allow"},
	})
}

// Resource control policies: for every caller, on supported services.
func TestDecideResourceControlPolicies(t *testing.T) {
	get := identity(allow("*", "*"))
	noS3 := rcp(level(deny("*", "*", toAll, sid("Perimeter"))))
	linked := func(c *authz.Call) { c.Caller.ServiceLinked = true }
	management := func(c *authz.Call) { c.Caller.ManagementAccount = true }
	open := resource(allow("*", "*", toAll))
	refused := "resource_control_policy explicitDeny Perimeter"
	runDecisions(t, []decisionRow{
		{"§4 RCPFullAWSAccess is implied", getObject(get, rcp(level())), "allow"},
		{"§4 an RCP denies", getObject(get, noS3), refused},
		{"§4 at a lower level", getObject(get, rcp(level(), level(), level(deny("s3:*", "*", toAll, sid("Perimeter"))))), refused},
		{"§4 the root user", getObject(by(root(home)), noS3), refused},
		{"§4 another account", getObject(by(session(stranger)), get, open, noS3), refused},
		{"§4 anonymous", getObject(by(nobody()), open, noS3), refused},
		{"§4 a service", getObject(by(service("glue.amazonaws.com")), open, noS3), refused},
		{"§4 a service spared by a condition", getObject(by(service("glue.amazonaws.com")), open, with("aws:PrincipalIsAWSService", "true"),
			rcp(level(deny("*", "*", toAll, when("BoolIfExists", "aws:PrincipalIsAWSService", "false"))))), "allow"},
		{"§4 a service-linked role", getObject(by(session(home)), get, noS3, linked), "allow"},
		{"§4 a resource of the management account", getObject(get, noS3, management), "allow"},
		{"§4 the management account elsewhere", getObject(by(session(partner)), get, open, noS3, management), refused},
		{"§4 a service that RCPs do not reach", newCall("glue:GetTable", "arn:aws:glue:us-east-1:111122223333:table/a/b", get, noS3), "allow"},
		{"§4 STS", newCall("sts:AssumeRole", roleARN, get, resource(allow("sts:AssumeRole", "*", to(home))), noS3), refused},
		{"§4 an AWS managed key", newCall("kms:Decrypt", keyARN, open, noS3, key(func(k *authz.KMS) { k.AWSManaged = true })), "allow"},
		{"§4 a customer's key", newCall("kms:Decrypt", keyARN, open, noS3, key(func(*authz.KMS) {})), refused},
		{"§4 kms:RetireGrant", newCall("kms:RetireGrant", keyARN, open, noS3), "allow"},
		{"§12 named before the SCP", getObject(get, noS3, scp(level(deny("*", "*")))), refused},
	})
}

// VPC endpoint policies.
func TestDecideEndpointPolicies(t *testing.T) {
	get := identity(allow("s3:GetObject", "*"))
	runDecisions(t, []decisionRow{
		{"§10 not through an endpoint", getObject(get), "allow"},
		{"§10 full access", getObject(get, endpoint(allow("*", "*", toAll))), "allow"},
		{"§10 a policy without any Allow", getObject(get, endpoint()), "vpc_endpoint_policy implicitDeny"},
		{"§10 another bucket only", getObject(get, endpoint(allow("s3:*", "arn:aws:s3:::other/*", toAll))), "vpc_endpoint_policy implicitDeny"},
		{"§10 explicit deny", getObject(get, endpoint(allow("*", "*", toAll), deny("s3:Get*", "*", toAll, sid("E")))), "vpc_endpoint_policy explicitDeny E"},
		{"§10 it grants nothing", getObject(endpoint(allow("*", "*", toAll))), "identity_policy implicitDeny"},
		{"§10 a direct grant does not pass it", getObject(resource(allow("*", "*", toAll)), endpoint()), "vpc_endpoint_policy implicitDeny"},
		{"§10 the root user", getObject(by(root(home)), endpoint()), "vpc_endpoint_policy implicitDeny"},
		{"§10 an account stands for its root user", getObject(by(root(home)), endpoint(allow("*", "*", to(home)))), "allow"},
		{"§10 and for nobody else", getObject(get, endpoint(allow("*", "*", to(home)))), "vpc_endpoint_policy implicitDeny"},
		{"§10 a role", getObject(by(session(home)), get, endpoint(allow("*", "*", to(roleARN)))), "allow"},
		{"§10 everyone of an account by condition", getObject(get, with("aws:PrincipalAccount", home),
			endpoint(allow("*", "*", toAll, when("StringEquals", "aws:PrincipalAccount", home)))), "allow"},
	})
}

// Only one layer is named when several refuse.
func TestDecideNaming(t *testing.T) {
	d := func(name string) authz.Statement { return deny("*", "*", sid(name)) }
	dAll := func(name string) authz.Statement { return deny("*", "*", sid(name), toAll) }
	layers := []option{
		rcp(level(dAll("rcp"))), scp(level(d("scp"))), resource(dAll("resource")), identity(d("identity")),
		boundary(d("boundary")), sessionPolicy(d("session")), endpoint(dAll("endpoint")),
	}
	want := []string{
		"resource_control_policy explicitDeny rcp", "service_control_policy explicitDeny scp",
		"resource_policy explicitDeny resource", "identity_policy explicitDeny identity",
		"permissions_boundary explicitDeny boundary", "session_policy explicitDeny session",
		"vpc_endpoint_policy explicitDeny endpoint",
	}
	var rows []decisionRow
	for i := range layers {
		rows = append(rows, decisionRow{"§12 " + want[i], getObject(append([]option{by(session(home))}, layers[i:]...)...), want[i]})
	}
	rows = append(rows, decisionRow{"§12 explicit before silence",
		getObject(by(session(home)), scp(level()), sessionPolicy(d("session"))), "session_policy explicitDeny session"})
	runDecisions(t, rows)
}
