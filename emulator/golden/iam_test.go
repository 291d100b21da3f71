package golden_test

import "strings"

const someARN = "arn:aws:iam::" + owner + ":policy/Some"

var iamErrors = []provocation{
	refused("LimitExceeded", "Cannot exceed quota for ACLSizePerRole: 2048", trusting(strings.Replace(trusted, `"Effect"`, `"Sid":"`+strings.Repeat("a", 2048)+`","Effect"`, 1))),
	refused("LimitExceeded", "Cannot exceed quota for PolicySize: 6144",
		iam("CreatePolicy", "PolicyName", "Big", "PolicyDocument", strings.Replace(allowing("s3:GetObject"), `"Effect"`, `"Sid":"`+strings.Repeat("a", 6144)+`","Effect"`, 1))),
	refused("MalformedPolicyDocument", `Invalid principal in policy: "AWS":"arn:aws:iam::111122223333:role/x"`,
		trusting(strings.Replace(trusted, `{"Service":"glue.amazonaws.com"}`, `{"AWS":"arn:aws:iam::111122223333:role/x"}`, 1))),
	refused("MalformedPolicyDocument", "AssumeRole policy may only specify STS AssumeRole actions.", trusting(strings.Replace(trusted, "sts:AssumeRole", "s3:GetObject", 1))),
	refused("MalformedPolicyDocument", "Has prohibited field Resource", trusting(strings.Replace(trusted, `"Effect"`, `"Resource":"*","Effect"`, 1))),
	refused("MalformedPolicyDocument", "This policy contains invalid Json", trusting("{")),
	refused("ValidationError", "Invalid ARN:  Could not be parsed!", attach("longer-than-twenty-characters")),
	refused("NoSuchEntity", "Policy arn:<partition>:iam::111111111111:policy/<policy-name:1>123 does not exist or is not attachable.", attach(someARN+"123")).where("policy-name:1", "Some"),
	refused("NoSuchEntity", "Policy arn:<partition>:iam::111111111111:policy/non-existent-policy was not found.",
		iam("DeletePolicy", "PolicyArn", "arn:aws:iam::"+owner+":policy/non-existent-policy")),
	refused("NoSuchEntity", "The user with name non-existent-user cannot be found.", iam("GetUser", "UserName", "non-existent-user")),
	refused("NoSuchEntity", "The user with name wrong-user-name cannot be found.", iam("GetUser", "UserName", "wrong-user-name")),
	refused("InvalidInput", "Custom suffix is not allowed for <service>.amazonaws.com",
		iam("CreateServiceLinkedRole", "AWSServiceName", "ops.apigateway.amazonaws.com", "CustomSuffix", "a")).where("service", "ops.apigateway"),
	refused("InvalidInput", "Service role name AWSServiceRoleForBatch has been taken in this account, please try a different suffix.",
		iam("CreateServiceLinkedRole", "AWSServiceName", "batch.amazonaws.com"), iam("CreateServiceLinkedRole", "AWSServiceName", "batch.amazonaws.com")),
}

const trusted = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"glue.amazonaws.com"},"Action":"sts:AssumeRole"}]}`

func trusting(document string) step {
	return iam("CreateRole", "RoleName", "New", "AssumeRolePolicyDocument", document)
}

func attach(arn string) step {
	return iam("AttachRolePolicy", "RoleName", "Job", "PolicyArn", arn)
}
