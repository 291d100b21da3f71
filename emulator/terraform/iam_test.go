package terraform_test

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

const (
	trustEC2    = `{"Statement":[{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Sid":""}],"Version":"2012-10-17"}`
	trustGlue   = `{"Statement":[{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{"Service":"glue.amazonaws.com"}}],"Version":"2012-10-17"}`
	readObjects = `{"Statement":[{"Action":["s3:GetObject"],"Effect":"Allow","Resource":"*"}],"Version":"2012-10-17"}`
	readBuckets = `{"Statement":[{"Action":["s3:ListBucket"],"Effect":"Allow","Resource":"*"}],"Version":"2012-10-17"}`
	readOnly    = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
	fullAccess  = "arn:aws:iam::aws:policy/AmazonS3FullAccess"
)

func whoAmI() call {
	return onSTS((*sts.Client).GetCallerIdentity, &sts.GetCallerIdentityInput{}).is(&sts.GetCallerIdentityOutput{
		Account: aws.String(account), Arn: aws.String("arn:aws:sts::" + account + ":assumed-role/Terraform/apply"),
	})
}

func iamResources() []resource {
	return []resource{role(aws.String("test_role")), rolePolicy(aws.String("test_role"), aws.String("test_policy"))}
}

func role(name *string) resource {
	read := func(want *types.Role, attached string) []call {
		want.RoleName, want.Arn = name, aws.String("arn:aws:iam::"+account+":role/"+*name)
		return []call{
			onIAM((*iam.Client).GetRole, &iam.GetRoleInput{RoleName: name}).is(&iam.GetRoleOutput{Role: want}),
			onIAM((*iam.Client).ListRolePolicies, &iam.ListRolePoliciesInput{RoleName: name}),
			onIAM((*iam.Client).ListAttachedRolePolicies, &iam.ListAttachedRolePoliciesInput{RoleName: name}).
				is(&iam.ListAttachedRolePoliciesOutput{AttachedPolicies: []types.AttachedPolicy{{PolicyArn: &attached}}}),
		}
	}
	return resource{
		name: "aws_iam_role", source: "iam/role.go",
		create: []call{
			onIAM((*iam.Client).CreateRole, &iam.CreateRoleInput{
				RoleName: name, Path: aws.String("/"), AssumeRolePolicyDocument: aws.String(trustEC2), MaxSessionDuration: aws.Int32(3600),
				Description: aws.String("first"), PermissionsBoundary: aws.String(fullAccess),
				Tags: []types.Tag{{Key: aws.String("tag-key"), Value: aws.String("tag-value")}},
			}),
			onIAM((*iam.Client).AttachRolePolicy, &iam.AttachRolePolicyInput{RoleName: name, PolicyArn: aws.String(readOnly)}),
		},
		read: read(&types.Role{
			Path: aws.String("/"), AssumeRolePolicyDocument: aws.String(trustEC2), MaxSessionDuration: aws.Int32(3600),
			Description: aws.String("first"), PermissionsBoundary: &types.AttachedPermissionsBoundary{PermissionsBoundaryArn: aws.String(fullAccess)},
			Tags: []types.Tag{{Key: aws.String("tag-key"), Value: aws.String("tag-value")}},
		}, readOnly),
		update: []call{
			onIAM((*iam.Client).UpdateAssumeRolePolicy, &iam.UpdateAssumeRolePolicyInput{RoleName: name, PolicyDocument: aws.String(trustGlue)}),
			onIAM((*iam.Client).UpdateRoleDescription, &iam.UpdateRoleDescriptionInput{RoleName: name, Description: aws.String("second")}),
			onIAM((*iam.Client).UpdateRole, &iam.UpdateRoleInput{RoleName: name, MaxSessionDuration: aws.Int32(7200)}),
			onIAM((*iam.Client).PutRolePermissionsBoundary, &iam.PutRolePermissionsBoundaryInput{RoleName: name, PermissionsBoundary: aws.String(readOnly)}),
			onIAM((*iam.Client).DetachRolePolicy, &iam.DetachRolePolicyInput{RoleName: name, PolicyArn: aws.String(readOnly)}),
			onIAM((*iam.Client).AttachRolePolicy, &iam.AttachRolePolicyInput{RoleName: name, PolicyArn: aws.String(fullAccess)}),
			onIAM((*iam.Client).UntagRole, &iam.UntagRoleInput{RoleName: name, TagKeys: []string{"tag-key"}}),
			onIAM((*iam.Client).TagRole, &iam.TagRoleInput{RoleName: name, Tags: []types.Tag{{Key: aws.String("other"), Value: aws.String("value")}}}),
		},
		updated: read(&types.Role{
			AssumeRolePolicyDocument: aws.String(trustGlue), MaxSessionDuration: aws.Int32(7200),
			Description: aws.String("second"), PermissionsBoundary: &types.AttachedPermissionsBoundary{PermissionsBoundaryArn: aws.String(readOnly)},
			Tags: []types.Tag{{Key: aws.String("other"), Value: aws.String("value")}},
		}, fullAccess),
		delete: []call{
			onIAM((*iam.Client).DeleteRolePermissionsBoundary, &iam.DeleteRolePermissionsBoundaryInput{RoleName: name}),
			onIAM((*iam.Client).ListInstanceProfilesForRole, &iam.ListInstanceProfilesForRoleInput{RoleName: name}),
			onIAM((*iam.Client).ListAttachedRolePolicies, &iam.ListAttachedRolePoliciesInput{RoleName: name}),
			onIAM((*iam.Client).DetachRolePolicy, &iam.DetachRolePolicyInput{RoleName: name, PolicyArn: aws.String(fullAccess)}),
			onIAM((*iam.Client).ListRolePolicies, &iam.ListRolePoliciesInput{RoleName: name}),
			onIAM((*iam.Client).DeleteRole, &iam.DeleteRoleInput{RoleName: name}),
		},
		gone: []call{onIAM((*iam.Client).GetRole, &iam.GetRoleInput{RoleName: name}).fails("NoSuchEntity")},
	}
}

func rolePolicy(role, name *string) resource {
	put := func(document string) []call {
		return []call{onIAM((*iam.Client).PutRolePolicy, &iam.PutRolePolicyInput{RoleName: role, PolicyName: name, PolicyDocument: &document})}
	}
	get := onIAM((*iam.Client).GetRolePolicy, &iam.GetRolePolicyInput{RoleName: role, PolicyName: name})
	read := func(document string) []call {
		return []call{get.is(&iam.GetRolePolicyOutput{RoleName: role, PolicyName: name, PolicyDocument: &document})}
	}
	return resource{
		name: "aws_iam_role_policy", source: "iam/role_policy.go",
		create: put(readObjects), read: read(readObjects),
		update: put(readBuckets), updated: read(readBuckets),
		delete: []call{onIAM((*iam.Client).DeleteRolePolicy, &iam.DeleteRolePolicyInput{RoleName: role, PolicyName: name})},
		gone:   []call{get.fails("NoSuchEntity")},
	}
}
