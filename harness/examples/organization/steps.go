package main

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	kmstypes "github.com/aws/aws-sdk-go-v2/service/kms/types"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

var bucket = "company-data"

// A builder has what the steps have made so far.
type builder struct {
	policies
	management, admin, trainer aws.Config
	member                     string // account id
	key, boundary, endpoint    string
}

func (b *builder) organize(ctx context.Context) error {
	o := organizations.NewFromConfig(b.management)
	if _, err := o.CreateOrganization(ctx, &organizations.CreateOrganizationInput{FeatureSet: types.OrganizationFeatureSetAll}); err != nil {
		return err
	}
	request, err := o.CreateAccount(ctx, &organizations.CreateAccountInput{AccountName: aws.String("training"), Email: aws.String("training@example.com")})
	if err != nil {
		return err
	}
	status, err := o.DescribeCreateAccountStatus(ctx, &organizations.DescribeCreateAccountStatusInput{CreateAccountRequestId: request.CreateAccountStatus.Id})
	if err != nil {
		return err
	}
	b.member = *status.CreateAccountStatus.AccountId
	return b.limit(ctx, o)
}

// limit puts the member account into a unit with an SCP.
func (b *builder) limit(ctx context.Context, o *organizations.Client) error {
	roots, err := o.ListRoots(ctx, &organizations.ListRootsInput{})
	if err != nil {
		return err
	}
	root := roots.Roots[0].Id
	unit, err := o.CreateOrganizationalUnit(ctx, &organizations.CreateOrganizationalUnitInput{ParentId: root, Name: aws.String("Workloads")})
	if err != nil {
		return err
	}
	id := unit.OrganizationalUnit.Id
	if _, err := o.MoveAccount(ctx, &organizations.MoveAccountInput{AccountId: &b.member, SourceParentId: root, DestinationParentId: id}); err != nil {
		return err
	}
	scp, err := o.CreatePolicy(ctx, &organizations.CreatePolicyInput{
		Type: types.PolicyTypeServiceControlPolicy, Name: aws.String("KeepData"), Description: aws.String("Data stays"), Content: b.document("scp", ""),
	})
	if err != nil {
		return err
	}
	_, err = o.AttachPolicy(ctx, &organizations.AttachPolicyInput{PolicyId: scp.Policy.PolicySummary.Id, TargetId: id})
	return err
}

// store stores the data, in the management account.
func (b *builder) store(ctx context.Context) error {
	keys := kms.NewFromConfig(b.management)
	made, err := keys.CreateKey(ctx, &kms.CreateKeyInput{Description: aws.String("data")})
	if err != nil {
		return err
	}
	b.key = *made.KeyMetadata.KeyId
	if _, err := keys.CreateAlias(ctx, &kms.CreateAliasInput{AliasName: aws.String("alias/data"), TargetKeyId: &b.key}); err != nil {
		return err
	}
	return b.fill(ctx, s3.NewFromConfig(b.management, func(o *s3.Options) { o.UsePathStyle = true }))
}

// fill makes the bucket and its object.
func (b *builder) fill(ctx context.Context, c *s3.Client) error {
	if _, err := c.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: &bucket}); err != nil {
		return err
	}
	_, err := c.PutBucketEncryption(ctx, &s3.PutBucketEncryptionInput{
		Bucket: &bucket, ServerSideEncryptionConfiguration: &s3types.ServerSideEncryptionConfiguration{Rules: []s3types.ServerSideEncryptionRule{{
			ApplyServerSideEncryptionByDefault: &s3types.ServerSideEncryptionByDefault{SSEAlgorithm: s3types.ServerSideEncryptionAwsKms, KMSMasterKeyID: &b.key},
			BucketKeyEnabled:                   aws.Bool(false),
		}}},
	})
	if err != nil {
		return err
	}
	_, err = c.PutObject(ctx, &s3.PutObjectInput{
		Bucket: &bucket, Key: aws.String("train.csv"), Body: strings.NewReader("label,feature\n"), ContentType: aws.String("text/csv"),
	})
	return err
}

// enter becomes the administrator of the member account.
func (b *builder) enter(ctx context.Context) (err error) {
	b.admin, err = b.role(ctx, b.management, "OrganizationAccountAccessRole", "build")
	return err
}

func (b *builder) assume(ctx context.Context) (err error) {
	b.trainer, err = b.role(ctx, b.admin, "Trainer", "train")
	return err
}

// role is a session of a role of the member account.
func (b *builder) role(ctx context.Context, from aws.Config, name, session string) (aws.Config, error) {
	out, err := sts.NewFromConfig(from).AssumeRole(ctx, &sts.AssumeRoleInput{
		RoleArn: aws.String("arn:aws:iam::" + b.member + ":role/" + name), RoleSessionName: &session,
	})
	if err != nil {
		return from, err
	}
	to, c := from.Copy(), out.Credentials
	to.Credentials = credentials.NewStaticCredentialsProvider(*c.AccessKeyId, *c.SecretAccessKey, *c.SessionToken)
	return to, nil
}

// train makes the role and its network, in the member account.
func (b *builder) train(ctx context.Context) error {
	c := iam.NewFromConfig(b.admin)
	boundary, err := c.CreatePolicy(ctx, &iam.CreatePolicyInput{PolicyName: aws.String("TrainingBoundary"), PolicyDocument: b.document("boundary", "")})
	if err != nil {
		return err
	}
	b.boundary = *boundary.Policy.Arn
	role := aws.String("Trainer")
	if _, err := c.CreateRole(ctx, &iam.CreateRoleInput{RoleName: role, AssumeRolePolicyDocument: b.document("trust", b.member), PermissionsBoundary: &b.boundary}); err != nil {
		return err
	}
	if _, err := c.PutRolePolicy(ctx, &iam.PutRolePolicyInput{RoleName: role, PolicyName: aws.String("Input"), PolicyDocument: b.document("role", "")}); err != nil {
		return err
	}
	return b.connect(ctx, ec2.NewFromConfig(b.admin))
}

func (b *builder) connect(ctx context.Context, c *ec2.Client) error {
	vpc, err := c.CreateVpc(ctx, &ec2.CreateVpcInput{CidrBlock: aws.String("10.0.0.0/16")})
	if err != nil {
		return err
	}
	endpoint, err := c.CreateVpcEndpoint(ctx, &ec2.CreateVpcEndpointInput{
		VpcId: vpc.Vpc.VpcId, ServiceName: aws.String("com.amazonaws.us-east-1.s3"), PolicyDocument: b.document("endpoint", ""),
	})
	if err != nil {
		return err
	}
	b.endpoint = *endpoint.VpcEndpoint.VpcEndpointId
	return nil
}

// share lets the member account's role use the data.
func (b *builder) share(ctx context.Context) error {
	_, err := s3.NewFromConfig(b.management, func(o *s3.Options) { o.UsePathStyle = true }).
		PutBucketPolicy(ctx, &s3.PutBucketPolicyInput{Bucket: &bucket, Policy: b.document("bucket", b.member)})
	if err != nil {
		return err
	}
	_, err = kms.NewFromConfig(b.management).CreateGrant(ctx, &kms.CreateGrantInput{
		KeyId: &b.key, GranteePrincipal: aws.String("arn:aws:iam::" + b.member + ":role/Trainer"), Operations: []kmstypes.GrantOperation{kmstypes.GrantOperationDecrypt},
	})
	return err
}
