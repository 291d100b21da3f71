package engine_test

import (
	"testing"

	"github.com/denylab/denylab/rego/authz"
)

func assume(options ...option) *authz.Call { return newCall("sts:AssumeRole", roleARN, options...) }

// trust is a role trust policy: it has no Resource.
func trust(action string, principal statementOption, more ...statementOption) option {
	s := allow(action, "", append(more, principal)...)
	s.Resource = nil
	return resource(s)
}

func TestDecideAssumeRole(t *testing.T) {
	may := identity(allow("sts:AssumeRole", "*"))
	alice := user(home, "alice").ARN
	silent := "resource_policy implicitDeny"
	github := "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
	web := func(options ...option) *authz.Call {
		return newCall("sts:AssumeRoleWithWebIdentity", roleARN, append(options, by(webIdentity(github)))...)
	}
	runDecisions(t, []decisionRow{
		{"§7 trust names the user", assume(trust("sts:AssumeRole", to(alice))), "allow"},
		{"§7 trust names the role", assume(by(session(home)), trust("sts:AssumeRole", to(roleARN))), "allow"},
		{"§7 trust names the account, identity allows", assume(trust("sts:AssumeRole", to(home)), may), "allow"},
		{"§7 trust names the account, identity is silent", assume(trust("sts:AssumeRole", to(home))), "identity_policy implicitDeny"},
		{"§7 trust is silent, identity allows", assume(trust("sts:AssumeRole", to(stranger)), may), silent},
		{"§7 no such role", assume(may), silent},
		{"§7 everyone in the same account", assume(trust("sts:AssumeRole", toAll)), "allow"},
		{"§7 cross account: both", assume(by(session(partner)), trust("sts:AssumeRole", to(partner)), may), "allow"},
		{"§7 cross account: identity is silent", assume(by(session(partner)), trust("sts:AssumeRole", to(trainerARN(partner)))), "identity_policy implicitDeny"},
		{"§7 cross account: trust is silent", assume(by(session(partner)), trust("sts:AssumeRole", to(home)), may), silent},
		{"§7 cross account: everyone does not replace identity", assume(by(session(partner)), trust("sts:AssumeRole", toAll)), "identity_policy implicitDeny"},
		{"§7 an external id that is missing", assume(by(session(partner)), may, trust("sts:AssumeRole", to(partner), when("StringEquals", "sts:ExternalId", "42"))), silent},
		{"§7 an external id that is right", assume(by(session(partner)), may, with("sts:ExternalId", "42"),
			trust("sts:AssumeRole", to(partner), when("StringEquals", "sts:ExternalId", "42"))), "allow"},
		{"§7 root assumes no role", assume(by(root(home)), trust("sts:AssumeRole", to(home))), "resource_policy implicitDeny RootUser"},
		{"§7 another account's root neither", assume(by(root(partner)), trust("sts:AssumeRole", to(partner))), "resource_policy implicitDeny RootUser"},
		{"§7 source identity needs the trust policy", newCall("sts:SetSourceIdentity", roleARN, trust("sts:AssumeRole", to(alice))), silent},
		{"§7 session tags need the trust policy", newCall("sts:TagSession", roleARN, trust("sts:AssumeRole", to(alice)), identity(allow("sts:*", "*"))), silent},
		{"§7 session tags allowed", newCall("sts:TagSession", roleARN, trust("sts:TagSession", to(alice))), "allow"},
		{"§7 trust policy denies", assume(may, resource(deny("sts:AssumeRole", "*", toAll, sid("D")))), "resource_policy explicitDeny D"},
		{"§7 an SCP reaches AssumeRole", assume(trust("sts:AssumeRole", to(alice)), scp(level(allow("s3:*", "*")))), "service_control_policy implicitDeny"},
		{"§7 nobody assumes a role unsigned", assume(by(nobody()), trust("sts:AssumeRole", toAll)), silent},
		{"§6 a service trusted", assume(by(service("sagemaker.amazonaws.com")), trust("sts:AssumeRole", toService("sagemaker.amazonaws.com"))), "allow"},
		{"§6 another service", assume(by(service("glue.amazonaws.com")), trust("sts:AssumeRole", toService("sagemaker.amazonaws.com"))), silent},
		{"§6 a service and an SCP", assume(by(service("sagemaker.amazonaws.com")), trust("sts:AssumeRole", toService("sagemaker.amazonaws.com")), scp(level())), "allow"},
		{"§6 a service and an RCP", assume(by(service("sagemaker.amazonaws.com")), trust("sts:AssumeRole", toService("sagemaker.amazonaws.com")),
			rcp(level(deny("sts:*", "*", toAll, sid("R"))))), "resource_control_policy explicitDeny R"},
		{"§5 a provider trusted", web(trust("sts:AssumeRoleWithWebIdentity", toProvider(github))), "allow"},
		{"§5 another provider", web(trust("sts:AssumeRoleWithWebIdentity", toProvider("accounts.google.com"))), silent},
		{"§5 a provider and an RCP", web(trust("sts:AssumeRoleWithWebIdentity", toProvider(github)), rcp(level(deny("sts:*", "*", toAll, sid("R"))))), "resource_control_policy explicitDeny R"},
		{"§5 a provider and an SCP", web(trust("sts:AssumeRoleWithWebIdentity", toProvider(github)), scp(level())), "allow"},
		{"§5 a provider that the trust policy denies", web(trust("sts:AssumeRoleWithWebIdentity", toProvider(github)), resource(deny("sts:*", "*", toProvider(github), sid("D")))), "resource_policy explicitDeny D"},
		{"§5 a token with tags", newCall("sts:TagSession", roleARN, by(webIdentity(github)), trust("sts:AssumeRoleWithWebIdentity", toProvider(github))), silent},
		{"§5 a token with tags that are let in", newCall("sts:TagSession", roleARN, by(webIdentity(github)), trust("sts:TagSession", toProvider(github))), "allow"},
		{"§5 everyone means AWS principals", web(trust("sts:AssumeRoleWithWebIdentity", toAll)), silent},
		{"§12 GetCallerIdentity", newCall("sts:GetCallerIdentity", "*", unowned), "allow"},
		{"§12 GetCallerIdentity under an explicit deny", newCall("sts:GetCallerIdentity", "*", unowned, identity(deny("*", "*")), scp(level(deny("*", "*")))), "allow"},
		{"§12 GetSessionToken under an explicit deny", newCall("sts:GetSessionToken", "*", unowned, identity(deny("*", "*"))), "allow"},
		{"§12 GetFederationToken needs its permission", newCall("sts:GetFederationToken", "arn:aws:sts::111122223333:federated-user/guest"), "identity_policy implicitDeny"},
		{"§6 passing a role is the caller's own business", newCall("iam:PassRole", roleARN, with("iam:PassedToService", "sagemaker.amazonaws.com"),
			identity(allow("iam:PassRole", roleARN, when("StringEquals", "iam:PassedToService", "sagemaker.amazonaws.com")))), "allow"},
		{"§6 passing it to another service", newCall("iam:PassRole", roleARN, with("iam:PassedToService", "glue.amazonaws.com"),
			identity(allow("iam:PassRole", roleARN, when("StringEquals", "iam:PassedToService", "sagemaker.amazonaws.com")))), "identity_policy implicitDeny"},
	})
}
