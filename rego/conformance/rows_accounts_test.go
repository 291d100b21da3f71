package conformance

var sameAccount = section{"Within an account", []row{
	{"Nothing is allowed unless a policy says so.", evaluation, tests{"TestDecideSameAccount/§2 no policy at all", "TestEmptyCallIsRefused"}, ""},
	{"An explicit deny in any policy wins over every Allow.", evaluation, tests{"TestDecideSameAccount/§2 identity denies what it allows", "TestDecideSameAccount/§2 a Deny wins over a direct grant", "decision_test.rego/test_a_deny_anywhere_refuses"}, ""},
	{"An identity policy's Allow, or the resource policy's, is enough.", evaluation, tests{"TestDecideSameAccount/§2 identity allows", "TestDecidePrincipalForms/everyone, caller is a user", "decision_test.rego/test_same_account_either_side_grants"}, ""},
	{"A permissions boundary caps identity policies and grants nothing.", boundaries, tests{"TestDecideSameAccount/§2 boundary is silent", "TestDecideSameAccount/§2 boundary alone does not grant", "TestDecideSameAccount/§2 boundary denies", "scenarios/boundary/training-boundary-without-put.yaml"}, ""},
	{"A session policy caps the session and grants nothing.", sessions, tests{"TestDecideSameAccount/§2 session policy is silent", "TestDecideSameAccount/§2 session policy alone does not grant", "TestDecideSameAccount/§2 session policy denies", "scenarios/session/training-session-policy-without-put.yaml"}, ""},
	{"What is permitted is what identity policies, boundary and session policy all allow.", sessions, tests{"TestDecideSessionPolicies/§2 boundary and session policy must both allow"}, ""},
	{"Several session policies count together.", sessions, tests{"TestDecideSessionPolicies/§2 one of two session policies allows", "session_policy_test.rego/test_one_of_two_allows"}, "several session policies"},
	{"A GetFederationToken session without a session policy may do nothing by its user's policies.", federation, tests{"TestDecideSameAccount/§2 federated user without a session policy", "TestDecideSameAccount/§2 federated user with one", "TestGetFederationToken"}, ""},
	{"The root user needs no policy; resource policies, SCPs, RCPs and endpoint policies refuse it all the same.", evaluation,
		tests{"TestDecideSameAccount/§2 root needs no policy", "TestDecideSameAccount/§2 root and a bucket policy's Deny", "TestDecideSameAccount/§2 root and an SCP", "TestDecideEndpointPolicies/§10 the root user"}, ""},
	{"The silence of an SCP or endpoint policy refuses also whom a resource policy names directly.", evaluation, tests{"TestDecideServiceControlPolicies/§4 not even a direct grant passes", "TestDecideEndpointPolicies/§10 a direct grant does not pass it"}, "silence: SCP, endpoint, then the sides"},
	{"A resource policy that says nothing about the caller is harmless where identity policies allow.", evaluation, tests{"TestDecideSameAccount/§2 a silent bucket policy is harmless"}, ""},
	{"Trust policies and key policies must allow or delegate: an identity policy's Allow is never enough for them.", keyPolicies, tests{"TestDecideAssumeRole/§7 trust is silent, identity allows", "TestDecideKMS/§8 no delegation: identity is worthless"}, ""},
}}

var namedPrincipals = section{"What naming a principal is worth", []row{
	{"A user's ARN: no identity policy needed, boundary ignored.", evaluation, tests{"TestDecidePrincipalForms/user ARN, caller is the user"}, ""},
	{"A user's ARN for its GetFederationToken session: boundary and session policy limit.", evaluation, tests{"TestDecidePrincipalForms/user ARN, caller is its federated session"}, ""},
	{"A role's ARN: no identity policy needed, boundary and session policy limit.", evaluation, tests{"TestDecidePrincipalForms/role ARN, caller is its session", "TestDecideSessionPolicies/§2 a role named, session policy allows", "scenarios/boundary/boundary-caps-role-in-bucket-policy.yaml"}, ""},
	{"A session's ARN, of a role or a federated user: neither boundary nor session policy limits.", evaluation, tests{"TestDecidePrincipalForms/session ARN", "TestDecidePrincipalForms/federated user ARN"}, ""},
	{"But the explicit deny of each of them counts.", evaluation, tests{"TestDecidePrincipalForms/session ARN", "TestDecideSessionPolicies/§2 a session policy's Deny and the session's name"}, ""},
	{"*: as direct as a session's ARN, also with aws:PrincipalArn as a condition.", evaluation, tests{"TestDecidePrincipalForms/everyone", "TestDecidePrincipalForms/everyone with aws:PrincipalArn"}, ""},
	{"A role's ARN with aws:PrincipalArn as a condition: limited as the role's ARN alone.", evaluation, tests{"TestDecidePrincipalForms/role ARN with aws:PrincipalArn"}, ""},
	{"An account, by root ARN or by its digits: delegates, so that an identity policy has to allow.", principals, tests{"TestDecidePrincipalForms/account root ARN", "TestDecidePrincipalForms/account id"}, ""},
	{"A canonical user id: as its account.", principals, tests{"TestDecidePrincipalForms/canonical id"}, "CanonicalUser in a bucket policy"},
	{"NotPrincipal with Allow grants nothing.", notPrincipals, tests{"TestDecidePrincipalForms/NotPrincipal with Allow", "TestNotPrincipal/Allow never applies"}, ""},
	{"A service: for calls by the service itself.", principals, tests{"TestDecidePrincipalForms/a service", "TestDecideCrossAccount/§3 a service has no caller's side"}, ""},
	{"A Deny reaches the caller by any of its names: everyone, account, user or role, session, unique id.", principals, tests{"TestDecideDenyByEveryName"}, ""},
}}

var principalForms = section{"Principals", []row{
	{"* and {\"AWS\": \"*\"} are everyone, anonymous callers included.", principals, tests{"TestPrincipalClass/star, anonymous", "TestPrincipalClass/star among AWS names", "TestDecideCrossAccount/§3 anonymous has no caller's side"}, ""},
	{"In a trust policy * is every AWS principal: neither anonymous callers nor those of an identity provider.", principals, tests{"TestDecideAssumeRole/§7 nobody assumes a role unsigned", "TestDecideAssumeRole/§5 everyone means AWS principals"}, ""},
	{"An account's digits and its root ARN are the same.", principals, tests{"TestPrincipalClass/account by root ARN", "TestPrincipalClass/account by its digits"}, ""},
	{"A role's ARN has the role's path, a session's has not.", identifiers, tests{"TestPrincipalClass/role ARN without its path", "TestPrincipalClass/session ARN with the role's path", "TestPrincipalClass/session ARN"}, ""},
	{"A session's ARN is exactly that session.", principals, tests{"TestPrincipalClass/session ARN of another session"}, ""},
	{"No wildcard works within an ARN; bucket and trust policies with one are refused.", principals, tests{"TestPrincipalClass/a star in an ARN is a character", "TestAWSRefuses/trust of a pattern"}, ""},
	{"A saved policy remembers users and roles by unique id, so that a namesake made later is not meant.", principals, tests{"TestADeletedRoleIsNotRevived", "TestPrincipalClass/role by the id of a namesake", "TestDecideDenyByEveryName/§5 the unique id of a deleted namesake"}, ""},
	{"Service, Federated and CanonicalUser name each its own kind.", principals, tests{"TestPrincipalClass/service, a role session", "TestPrincipalClass/another identity provider", "TestPrincipalClass/another canonical user"}, ""},
	{"A group is no principal.", principals, tests{"TestAWSRefuses/a group"}, ""},
	{"Named in several ways, the strongest counts.", principals, tests{"TestPrincipalClass/session before star", "TestPrincipalClass/star before role", "TestPrincipalClass/role before account"}, ""},
	{"A Deny with NotPrincipal spares a role session only if account, role and session are all listed; a user if the account is listed as well.", notPrincipals,
		tests{"TestNotPrincipal/session, role and account listed", "TestNotPrincipal/session listed without its role", "TestNotPrincipal/user listed without its account"}, ""},
	{"A Deny with NotPrincipal reaches everybody who has a permissions boundary.", notPrincipals, tests{"TestNotPrincipal/a caller with a boundary is never spared"}, ""},
	{"NotPrincipal is not for identity policies, trust policies and control policies, and not with Allow.", notPrincipals, tests{"TestAWSRefuses/trust by exception", "TestAWSRefuses/an allowed exception"}, ""},
}}

var acrossAccounts = section{"Across accounts", []row{
	{"The caller's account and the resource's both have to allow.", crossAccount, tests{"TestDecideCrossAccount/§3 identity allows, bucket policy names the role", "TestDecideCrossAccount/§3 no bucket policy", "TestDecideCrossAccount/§3 naming the user does not replace identity", "scenarios/bucket-policy/training-cross-account-bucket-policy.yaml", "scenarios/identity/training-cross-account-identity.yaml"}, ""},
	{"Neither the session's ARN nor * in the resource policy replaces the caller's identity policy.", crossAccount, tests{"TestDecideCrossAccount/§3 naming the session does not replace identity", "TestDecideCrossAccount/§3 everyone does not replace identity"}, ""},
	{"Boundary and session policy always count, whoever is named.", boundaries, tests{"TestDecideCrossAccount/§3 the boundary counts, whoever is named", "TestDecideCrossAccount/§3 the session policy counts, whoever is named"}, ""},
	{"SCPs are the caller's account's, RCPs the resource's.", crossAccount, tests{"TestDecideCrossAccount/§3 the caller's SCP counts", "TestDecideCrossAccount/§3 the resource's RCP counts"}, ""},
	{"The other account's root user needs the resource policy only.", crossAccount, tests{"TestDecideCrossAccount/§3 the other account's root", "TestDecideCrossAccount/§3 the other account's root, not named"}, ""},
	{"Services without resource policies cannot be used from another account.", crossAccount, tests{"TestDecideCrossAccount/§3 a service without resource policies"}, ""},
	{"Anonymous callers and services have no account whose policies count.", crossAccount, tests{"TestDecideCrossAccount/§3 anonymous has no caller's side", "TestDecideCrossAccount/§3 a service has no caller's side"}, ""},
	{"When both sides are silent, the caller's is named.", crossAccount, tests{"TestDecideCrossAccount/§3 neither side"}, "cross account, both sides silent"},
}}
