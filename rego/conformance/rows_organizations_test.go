package conformance

var controlPolicies = section{"Organizations", []row{
	{"Every level from the root through the units to the account needs an SCP that allows, and none may deny.", scpEvaluation,
		tests{"TestDecideServiceControlPolicies/§4 root level is silent", "TestDecideServiceControlPolicies/§4 OU is silent", "TestDecideServiceControlPolicies/§4 account is silent", "TestDecideServiceControlPolicies/§4 root level denies", "TestDecideServiceControlPolicies/§4 OU denies"}, ""},
	{"FullAWSAccess detached without another Allow refuses everything below.", scpEvaluation, tests{"TestDecideServiceControlPolicies/§4 FullAWSAccess detached and nothing in its place"}, ""},
	{"An SCP grants nothing.", scps, tests{"TestDecideServiceControlPolicies/§4 an SCP grants nothing"}, ""},
	{"SCPs reach the root user of a member account.", scps, tests{"TestDecideServiceControlPolicies/§4 the root user of a member account"}, ""},
	{"SCPs do not reach the management account, service-linked roles, services, and principals of other organizations.", scps,
		tests{"TestDecideServiceControlPolicies/§4 the management account", "TestDecideServiceControlPolicies/§4 a service-linked role", "TestDecideServiceControlPolicies/§4 a service", "TestWhoIsAskedForControlPolicies"}, "SCPs and callers known by an identity provider"},
	{"A policy type that is switched off is not asked.", scps, tests{"TestDisabledPolicyTypesAreNotAsked", "scenarios/scp/glue-scp-policy-type-enabled.yaml"}, ""},
	{"RCPs reach every caller of the account's resources: other accounts, anonymous callers, root, and services unless aws:PrincipalIsAWSService spares them.", rcps,
		tests{"TestDecideResourceControlPolicies/§4 another account", "TestDecideResourceControlPolicies/§4 anonymous", "TestDecideResourceControlPolicies/§4 the root user", "TestDecideResourceControlPolicies/§4 a service", "TestDecideResourceControlPolicies/§4 a service spared by a condition"}, ""},
	{"RCPs do not reach service-linked roles, AWS managed keys, kms:RetireGrant, and services that are not on their list.", rcps,
		tests{"TestDecideResourceControlPolicies/§4 a service-linked role", "TestDecideResourceControlPolicies/§4 an AWS managed key", "TestDecideResourceControlPolicies/§4 kms:RetireGrant", "TestDecideResourceControlPolicies/§4 a service that RCPs do not reach", "resource_control_policy_test.rego/test_supported_services"}, ""},
	{"RCPs do not reach resources of the management account.", rcps, tests{"TestDecideResourceControlPolicies/§4 a resource of the management account", "TestWhoIsAskedForControlPolicies"}, "RCPs and the management account's resources"},
	{"RCPs can only deny; RCPFullAWSAccess allows at every level and stays attached.", rcps, tests{"TestDecideResourceControlPolicies/§4 RCPFullAWSAccess is implied", "TestAWSRefuses/an RCP that allows"}, ""},
	{"An RCP's Principal is *, its actions are of supported services, and it has no NotAction.", rcpSyntax, tests{"TestAWSRefuses/an RCP with a principal", "TestAWSRefuses/an RCP out of reach", "TestAWSRefuses/an RCP of everything", "TestAWSRefuses/an RCP with NotAction"}, ""},
	{"An SCP has no Principal.", scps, tests{"TestAWSRefuses/an SCP with a principal"}, ""},
	{"A boundary does not reach a service-linked role.", boundaries, tests{"TestDecideServiceControlPolicies/§13 a boundary does not reach a service-linked role", "TestEmptyAndAbsentPolicies"}, ""},
}}

var services = section{"Services as callers and forwarded calls", []row{
	{"A service that calls by itself is decided by the resource's policy only; aws:PrincipalIsAWSService is true and the service is named.", principals, tests{"TestDecideAssumeRole/§6 a service trusted", "TestDecideAssumeRole/§6 another service", "TestContext/an AWS service"}, ""},
	{"SCPs do not reach it, RCPs do.", rcps, tests{"TestDecideAssumeRole/§6 a service and an SCP", "TestDecideAssumeRole/§6 a service and an RCP"}, ""},
	{"A service that works with a role of the customer's is that role's session, with its account's SCPs.", evaluation, tests{"scenarios/scp/training-scp-allow-list.yaml", "scenarios/sts/glue-role-trusts-only-glue.yaml"}, ""},
	{"A forwarded call is the caller's own, with its policies and SCPs.", forwarding, tests{"TestDecideForwardedCalls/§6 the caller's SCP is asked", "TestDecideForwardedCalls/§6 the caller's identity policies are asked"}, ""},
	{"It has aws:ViaAWSService true, aws:CalledVia and kms:ViaService; direct calls have aws:ViaAWSService false and neither of the others.", forwarding, tests{"TestContext/forwarded from S3 to KMS", "TestContext/a plain call", "TestDecideForwardedCalls/§6 kms:ViaService, called directly", "TestDecideForwardedCalls/§6 aws:CalledVia, called directly"}, ""},
	{"The endpoint and VPC of the first request are not forwarded, nor is the endpoint's policy asked.", forwarding, tests{"TestContext/forwarded from an endpoint", "TestPoliciesOfACall/forwarded: the endpoint was the first request's", "TestDecideForwardedCalls/§6 the first request's endpoint is not known"}, ""},
	{"Its source address is forwarded if it is a public one.", forwarding, tests{"TestContext/forwarded from S3 to KMS", "TestContext/forwarded from a private address"}, ""},
	{"iam:PassRole is asked of the caller's own policies on the role, with iam:PassedToService.", passRole, tests{"TestDecideAssumeRole/§6 passing a role is the caller's own business", "TestDecideAssumeRole/§6 passing it to another service"}, ""},
}}

var endpointPolicies = section{"VPC endpoint policies", []row{
	{"The endpoint's policy is asked for every call through it, on top of the others; it grants nothing.", endpoints, tests{"TestDecideEndpointPolicies/§10 not through an endpoint", "TestDecideEndpointPolicies/§10 it grants nothing", "TestDecideEndpointPolicies/§10 another bucket only"}, ""},
	{"By default it allows everything; one without an Allow refuses everything.", endpoints, tests{"TestDecideEndpointPolicies/§10 full access", "TestDecideEndpointPolicies/§10 a policy without any Allow", "scenarios/endpoint/training-endpoint-deny-only.yaml"}, ""},
	{"An account as Principal is its root user only; principals are chosen by condition.", endpoints, tests{"TestDecideEndpointPolicies/§10 an account stands for its root user", "TestDecideEndpointPolicies/§10 and for nobody else", "TestDecideEndpointPrincipals/§10 the organization"}, "an account as Principal in an endpoint policy"},
	{"It may name users, roles and sessions.", endpoints, tests{"TestDecideEndpointPrincipals/§10 a user", "TestDecideEndpointPrincipals/§10 a session", "TestDecideEndpointPolicies/§10 a role"}, ""},
	{"A call through an endpoint has aws:SourceVpce, aws:SourceVpc and aws:VpcSourceIp and no aws:SourceIp.", globalKeys, tests{"TestContext/through an endpoint"}, ""},
	{"Its policy takes no wildcards and no numeric operators on identifiers of the system, and six literal characters beside each wildcard.", endpoints, tests{"TestAWSRefuses/an account pattern", "TestAWSRefuses/an account as a number", "TestAWSRefuses/a loose pattern", "TestAWSTakes/an anchored pattern"}, ""},
	{"Its refusal is told to callers of the same account only.", s3Denied, tests{"TestDisclosure/endpoint, same account", "TestDisclosure/endpoint, same organization"}, ""},
	{"Aborting an upload that one has started needs the endpoint's Allow as well.", s3Uploads, tests{"scenarios/endpoint/glue-endpoint-refuses-abort.yaml"}, ""},
}}

var naming = section{"Which layer is named, and to whom", []row{
	{"An explicit deny is named before silence.", accessDenied, tests{"TestDecideNaming", "layers_test.rego/test_order_of_refusing"}, "several layers deny explicitly"},
	{"Silence is named in the order of evaluation.", evaluation, tests{"TestDecideSameAccount/§2 silence is named identity before boundary", "TestDecideSameAccount/§2 silence is named boundary before session", "TestDecideSameAccount/§2 silence is named SCP before endpoint"}, "silence: SCP, endpoint, then the sides"},
	{"The message has the words of the layer, implicit or explicit, for each service's protocol.", accessDenied, tests{"TestDenialsReadAsRecordedForEveryLayer"}, ""},
	{"S3 tells a caller outside the account and organization \"Access Denied\" only.", s3Denied, tests{"TestDisclosure/outside the organization", "TestDisclosure/same organization", "TestDenialsWithSentencesOfTheirOwn", "scenarios/bucket-policy/training-cross-account-same-organization.yaml"}, "services as callers"},
	{"KMS names a resource control policy also to them.", kms + "control-access.html", tests{"TestDisclosure/KMS's RCP, outside", "disclosure_test.rego/test_kms_names_resource_control_policies"}, "KMS and a resource control policy, outside the organization"},
	{"A policy's ARN is named to callers of the same account or organization only.", accessDenied, tests{"TestDenialOfAnOutsiderNamesNoPolicyARN"}, ""},
	{"A HEAD request's refusal has no body.", s3Get, tests{"TestS3ErrorOfHEADHasNoBody", "scenarios/identity/head-refused-without-body.yaml"}, ""},
}}
