package denylab.resource_control_policy_test

import data.denylab.fixture
import data.denylab.resource_control_policy as rcp

denying := fixture.call({"policies": {"rcp": [[], [fixture.policy([fixture.to(fixture.deny, fixture.everyone)])]]}})

test_none if {
	rcp.asked == false with input as fixture.get_object
	rcp.verdict == "notApplicable" with input as fixture.get_object
	rcp.findings == [] with input as fixture.get_object
}

test_full_access_is_implied if {
	rcp.verdict == "allowed" with input as fixture.call({"policies": {"rcp": [[]]}})
	rcp.findings == [{
		"layer": "resource_control_policy",
		"verdict": "allowed",
		"index": -1,
		"setting": "RCPFullAWSAccess",
	}] with input as fixture.call({"policies": {"rcp": [[]]}})
}

test_explicit_deny if {
	rcp.verdict == "explicitDeny" with input as denying
	rcp.findings == [fixture.finding("resource_control_policy", "explicitDeny", "Deny")] with input as denying
}

test_every_caller_is_reached if {
	every caller in [fixture.root, fixture.nobody, fixture.a_service, fixture.partner] {
		rcp.verdict == "explicitDeny" with input as object.union(denying, {"caller": caller})
	}
}

test_out_of_reach if {
	every change in [
		{"caller": {"service_linked": true}},
		{"caller": {"management_account": true}},
		{"kms": {"aws_managed": true}},
		{"call": fixture.asking("kms:RetireGrant", fixture.key)},
		{"call": fixture.asking("sagemaker:CreateTrainingJob", "*")},
	] {
		rcp.verdict == "notApplicable" with input as object.union(denying, change)
	}
}

# The management account's own resources are out of reach, not its principals.
test_management_account_elsewhere if {
	rcp.verdict == "explicitDeny" with input as object.union(denying, {"caller": object.union(fixture.partner, {"management_account": true})})
}

test_others_are_not_denied if {
	to_bob := fixture.to(fixture.deny, {"aws": {"arn:aws:iam::111122223333:user/bob": true}})
	rcp.verdict == "allowed" with input as fixture.call({"policies": {"rcp": [[fixture.policy([to_bob])]]}})
}

# The services that AWS's page lists.
supported := [
	"aoss", "appconfig", "appstream", "autoscaling", "autoscaling-plans", "budgets",
	"clouddirectory", "cloudfront", "cloudsearch", "cloudtrail-data", "codeartifact", "codebuild",
	"codecommit", "codepipeline", "cognito-identity", "cognito-idp", "comprehend",
	"comprehendmedical", "compute-optimizer", "cost-optimization-hub", "dax", "dsql", "dynamodb",
	"ecr", "ecr-public", "events", "firehose", "fis", "fms", "gamelift", "health",
	"inspector-scan", "kendra", "kinesisvideo", "kms", "logs", "memorydb", "networkmonitor",
	"notifications", "opensearch", "pca-connector-ad", "personalize", "polly", "pricing",
	"resource-groups", "rolesanywhere", "s3", "secretsmanager", "servicediscovery", "signin",
	"sqs", "sts", "support", "swf", "textract", "timestream-influxdb", "transcribe", "transfer",
	"translate", "wafv2", "workspaces", "xray",
]

test_supported_services if {
	every service in supported {
		rcp.verdict == "explicitDeny" with input as object.union(denying, {"call": {"service": service}})
	}
	not "sagemaker" in rcp.services
	not "glue" in rcp.services
}
