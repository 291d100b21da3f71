package emulator_test

import (
	"net/http"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"
)

func changeOrganization(t *testing.T, l *lab) {
	t.Helper()
	key, ctx := must(l.CredentialsAs(owner+":root"))(t), t.Context()
	c := organizations.New(organizations.Options{
		Region: "us-east-1", BaseEndpoint: ptr("http://lab.test"), HTTPClient: &http.Client{Transport: l}, Retryer: aws.NopRetryer{},
		Credentials: credentials.NewStaticCredentialsProvider(key.AccessKeyID, key.Secret, ""),
	})
	root := must(c.ListRoots(ctx, nil))(t).Roots[0].Id
	unit := must(c.CreateOrganizationalUnit(ctx, &organizations.CreateOrganizationalUnitInput{ParentId: root, Name: ptr("Made: #1"), Tags: []types.Tag{{Key: ptr("a"), Value: ptr("b")}}}))(t).OrganizationalUnit
	policy := must(c.CreatePolicy(ctx, &organizations.CreatePolicyInput{Name: ptr("NoBuckets"), Description: ptr("None"), Type: types.PolicyTypeServiceControlPolicy,
		Content: ptr(`{ "Version":"2012-10-17", "Statement":[{"Effect":"Deny","Action":"s3:CreateBucket","Resource":"*"}] }`)}))(t).Policy
	made := must(c.CreateAccount(ctx, &organizations.CreateAccountInput{AccountName: ptr("Made"), Email: ptr("made@example.com")}))(t).CreateAccountStatus
	made = must(c.DescribeCreateAccountStatus(ctx, &organizations.DescribeCreateAccountStatusInput{CreateAccountRequestId: made.Id}))(t).CreateAccountStatus
	all(t,
		second(c.MoveAccount(ctx, &organizations.MoveAccountInput{AccountId: made.AccountId, SourceParentId: root, DestinationParentId: unit.Id})),
		second(c.AttachPolicy(ctx, &organizations.AttachPolicyInput{PolicyId: policy.PolicySummary.Id, TargetId: unit.Id})),
		second(c.AttachPolicy(ctx, &organizations.AttachPolicyInput{PolicyId: policy.PolicySummary.Id, TargetId: made.AccountId})),
		second(c.DetachPolicy(ctx, &organizations.DetachPolicyInput{PolicyId: ptr("p-FullAWSAccess"), TargetId: made.AccountId})),
		second(c.DisablePolicyType(ctx, &organizations.DisablePolicyTypeInput{PolicyType: types.PolicyTypeResourceControlPolicy, RootId: root})),
	)
}

func changeNetworks(t *testing.T, l *lab) {
	t.Helper()
	key, ctx := must(l.CredentialsAs(owner+":root"))(t), t.Context()
	c := ec2.New(ec2.Options{
		Region: "us-east-1", BaseEndpoint: ptr("http://lab.test"), HTTPClient: &http.Client{Transport: l}, Retryer: aws.NopRetryer{},
		Credentials: credentials.NewStaticCredentialsProvider(key.AccessKeyID, key.Secret, ""),
	})
	vpc := must(c.CreateVpc(ctx, &ec2.CreateVpcInput{CidrBlock: ptr("10.7.0.0/16"), TagSpecifications: []ec2types.TagSpecification{{ResourceType: "vpc", Tags: []ec2types.Tag{{Key: ptr("Name"), Value: ptr("made")}}}}}))(t).Vpc.VpcId
	subnet := must(c.CreateSubnet(ctx, &ec2.CreateSubnetInput{VpcId: vpc, CidrBlock: ptr("10.7.1.0/24")}))(t).Subnet.SubnetId
	group := must(c.CreateSecurityGroup(ctx, &ec2.CreateSecurityGroupInput{VpcId: vpc, GroupName: ptr("jobs"), Description: ptr("jobs")}))(t).GroupId
	table := must(c.CreateRouteTable(ctx, &ec2.CreateRouteTableInput{VpcId: vpc}))(t).RouteTable.RouteTableId
	groups := must(c.DescribeSecurityGroups(ctx, &ec2.DescribeSecurityGroupsInput{Filters: []ec2types.Filter{{Name: ptr("vpc-id"), Values: []string{*vpc}}, {Name: ptr("group-name"), Values: []string{"default"}}}}))(t).SecurityGroups
	all(t,
		second(c.ModifyVpcAttribute(ctx, &ec2.ModifyVpcAttributeInput{VpcId: vpc, EnableDnsHostnames: &ec2types.AttributeBooleanValue{Value: ptr(true)}})),
		second(c.AuthorizeSecurityGroupIngress(ctx, &ec2.AuthorizeSecurityGroupIngressInput{GroupId: group, IpPermissions: []ec2types.IpPermission{{IpProtocol: ptr("tcp"), FromPort: ptr(int32(443)), ToPort: ptr(int32(443)),
			IpRanges: []ec2types.IpRange{{CidrIp: ptr("10.7.0.0/16"), Description: ptr("https")}}}}})),
		second(c.RevokeSecurityGroupEgress(ctx, &ec2.RevokeSecurityGroupEgressInput{GroupId: groups[0].GroupId, IpPermissions: groups[0].IpPermissionsEgress})),
		second(c.AssociateRouteTable(ctx, &ec2.AssociateRouteTableInput{RouteTableId: table, SubnetId: subnet})),
		second(c.CreateVpcEndpoint(ctx, &ec2.CreateVpcEndpointInput{VpcId: vpc, ServiceName: ptr("com.amazonaws.us-east-1.s3"), VpcEndpointType: "Gateway", RouteTableIds: []string{*table},
			PolicyDocument: ptr(`{"Version":"2012-10-17","Statement":[` + to(`"*"`, "Allow", "s3:GetObject", "*") + `]}`)})),
		second(c.CreateVpcEndpoint(ctx, &ec2.CreateVpcEndpointInput{VpcId: vpc, ServiceName: ptr("com.amazonaws.us-east-1.kms"), VpcEndpointType: "Interface", SubnetIds: []string{*subnet}, SecurityGroupIds: []string{*group}})),
	)
}
