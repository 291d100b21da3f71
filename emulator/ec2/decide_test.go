package ec2_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/smithy-go"
	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/authmessage"
)

// Every operation is decided: whoever has no permission is refused, with an
// encoded message unless the operation has no resource, and nothing changes.
func TestEveryOperationIsDecided(t *testing.T) {
	s := start(t)
	c := s.as("user/limited")
	one := aws.Int32(5)
	for name, do := range map[string]func(context.Context) error{
		"CreateVpc vpc/*": func(ctx context.Context) error {
			_, err := c.CreateVpc(ctx, &sdk.CreateVpcInput{CidrBlock: ptr("10.0.0.0/16")})
			return err
		},
		"DeleteVpc vpc/vpc-1": func(ctx context.Context) error {
			_, err := c.DeleteVpc(ctx, &sdk.DeleteVpcInput{VpcId: ptr("vpc-1")})
			return err
		},
		"DeleteVpc vpc/vpc-9": func(ctx context.Context) error {
			_, err := c.DeleteVpc(ctx, &sdk.DeleteVpcInput{VpcId: ptr("vpc-9")})
			return err
		},
		"DescribeVpcs": func(ctx context.Context) error {
			_, err := c.DescribeVpcs(ctx, &sdk.DescribeVpcsInput{MaxResults: one})
			return err
		},
		"DescribeVpcAttribute vpc/vpc-1": func(ctx context.Context) error {
			_, err := c.DescribeVpcAttribute(ctx, &sdk.DescribeVpcAttributeInput{VpcId: ptr("vpc-1"), Attribute: "enableDnsSupport"})
			return err
		},
		"CreateSubnet subnet/*": func(ctx context.Context) error {
			_, err := c.CreateSubnet(ctx, &sdk.CreateSubnetInput{VpcId: ptr("vpc-1"), CidrBlock: ptr("10.0.9.0/24")})
			return err
		},
		"DeleteSubnet subnet/subnet-a": func(ctx context.Context) error {
			_, err := c.DeleteSubnet(ctx, &sdk.DeleteSubnetInput{SubnetId: ptr("subnet-a")})
			return err
		},
		"CreateSecurityGroup security-group/*": func(ctx context.Context) error {
			_, err := c.CreateSecurityGroup(ctx, &sdk.CreateSecurityGroupInput{GroupName: ptr("x"), Description: ptr("d"), VpcId: ptr("vpc-1")})
			return err
		},
		"DeleteSecurityGroup security-group/sg-jobs": func(ctx context.Context) error {
			_, err := c.DeleteSecurityGroup(ctx, &sdk.DeleteSecurityGroupInput{GroupId: ptr("sg-jobs")})
			return err
		},
		"AuthorizeSecurityGroupEgress security-group/sg-jobs": func(ctx context.Context) error {
			_, err := c.AuthorizeSecurityGroupEgress(ctx, &sdk.AuthorizeSecurityGroupEgressInput{GroupId: ptr("sg-jobs"), IpPermissions: https("10.0.0.0/8")})
			return err
		},
		"RevokeSecurityGroupIngress security-group/sg-jobs": func(ctx context.Context) error {
			_, err := c.RevokeSecurityGroupIngress(ctx, &sdk.RevokeSecurityGroupIngressInput{GroupId: ptr("sg-jobs"), IpPermissions: https("10.0.0.0/8")})
			return err
		},
		"CreateRouteTable route-table/*": func(ctx context.Context) error {
			_, err := c.CreateRouteTable(ctx, &sdk.CreateRouteTableInput{VpcId: ptr("vpc-1")})
			return err
		},
		"DeleteRouteTable route-table/rtb-private": func(ctx context.Context) error {
			_, err := c.DeleteRouteTable(ctx, &sdk.DeleteRouteTableInput{RouteTableId: ptr("rtb-private")})
			return err
		},
		"DeleteRoute route-table/rtb-private": func(ctx context.Context) error {
			_, err := c.DeleteRoute(ctx, &sdk.DeleteRouteInput{RouteTableId: ptr("rtb-private"), DestinationCidrBlock: ptr("0.0.0.0/0")})
			return err
		},
		"DisassociateRouteTable route-table/*": func(ctx context.Context) error {
			_, err := c.DisassociateRouteTable(ctx, &sdk.DisassociateRouteTableInput{AssociationId: ptr("rtbassoc-none")})
			return err
		},
		"CreateInternetGateway internet-gateway/*": func(ctx context.Context) error {
			_, err := c.CreateInternetGateway(ctx, &sdk.CreateInternetGatewayInput{})
			return err
		},
		"ModifyVpcEndpoint vpc-endpoint/vpce-s3": func(ctx context.Context) error {
			_, err := c.ModifyVpcEndpoint(ctx, &sdk.ModifyVpcEndpointInput{VpcEndpointId: ptr("vpce-s3"), ResetPolicy: ptr(true)})
			return err
		},
		"DeleteVpcEndpoints vpc-endpoint/vpce-s3": func(ctx context.Context) error {
			_, err := c.DeleteVpcEndpoints(ctx, &sdk.DeleteVpcEndpointsInput{VpcEndpointIds: []string{"vpce-s3"}})
			return err
		},
		"DescribeVpcEndpoints": func(ctx context.Context) error {
			_, err := c.DescribeVpcEndpoints(ctx, &sdk.DescribeVpcEndpointsInput{})
			return err
		},
		"CreateNetworkInterface network-interface/*": func(ctx context.Context) error {
			_, err := c.CreateNetworkInterface(ctx, &sdk.CreateNetworkInterfaceInput{SubnetId: ptr("subnet-a")})
			return err
		},
		"CreateTags subnet/subnet-a": func(ctx context.Context) error {
			_, err := c.CreateTags(ctx, &sdk.CreateTagsInput{Resources: []string{"subnet-a"}, Tags: []types.Tag{{Key: ptr("a"), Value: ptr("b")}}})
			return err
		},
		"DeleteTags vpc/vpc-1": func(ctx context.Context) error {
			_, err := c.DeleteTags(ctx, &sdk.DeleteTagsInput{Resources: []string{"vpc-1"}})
			return err
		},
		"DescribeTags": func(ctx context.Context) error { _, err := c.DescribeTags(ctx, &sdk.DescribeTagsInput{}); return err },
	} {
		action, resource, named := strings.Cut(name, " ")
		on := ""
		if named {
			on = " on resource: arn:aws:ec2:us-east-1:" + account + ":" + resource
		}
		want := "User: arn:aws:iam::" + account + ":user/limited is not authorized to perform: ec2:" + action + on + " because no identity-based policy allows the ec2:" + action + " action"
		var refusal error
		s.refused(func() error { refusal = do(t.Context()); return refusal }, "UnauthorizedOperation", want)
		var api smithy.APIError
		if !errors.As(refusal, &api) {
			continue
		}
		_, encoded, has := strings.Cut(api.ErrorMessage(), ". Encoded authorization failure message: ")
		if text, ok := authmessage.Decode("seed", encoded); has != named || ok != named || named && !strings.Contains(text, `"action":"ec2:`+action+`"`) {
			t.Errorf("%s: the encoded message says %q", name, text)
		}
	}
}

func TestADryRunChangesNothing(t *testing.T) {
	ctx, s := t.Context(), start(t)
	in := kms("vpc-1")
	in.DryRun = ptr(true)
	s.refused(func() error { _, err := s.admin().CreateVpcEndpoint(ctx, in); return err }, "DryRunOperation", "Request would have succeeded, but DryRun flag is set.")
	s.refused(func() error { _, err := s.as("user/limited").CreateVpcEndpoint(ctx, in); return err }, "UnauthorizedOperation", "ec2:CreateVpcEndpoint")
	s.refused(func() error {
		_, err := s.admin().DescribeVpcs(ctx, &sdk.DescribeVpcsInput{DryRun: ptr(true)})
		return err
	}, "DryRunOperation", "")
}

// The keys of a question are those that AWS documents for the action and the
// type of resource, and no others.
func TestQuestionsHaveTheDocumentedKeys(t *testing.T) {
	ctx, s := t.Context(), start(t)
	in := kms("vpc-1")
	in.TagSpecifications = tags("vpc-endpoint", "team", "ml")
	must[*sdk.CreateVpcEndpointOutput](t)(s.admin().CreateVpcEndpoint(ctx, in))
	got := map[string]map[string]string{}
	for _, a := range s.asked {
		keys := map[string]string{}
		for key, value := range a.Call.Context {
			if strings.HasPrefix(key, "ec2:") || strings.Contains(key, "Tag") {
				keys[key] = strings.Join(value.Values, " ")
			}
		}
		got[a.Call.Action+" "+strings.TrimPrefix(a.Call.Resource, "arn:aws:ec2:us-east-1:"+account+":")] = keys
	}
	region := "us-east-1"
	if diff := cmp.Diff(map[string]map[string]string{
		"ec2:CreateVpcEndpoint vpc-endpoint/*": {"ec2:Region": region, "ec2:VpceServiceName": "com.amazonaws.us-east-1.kms", "ec2:VpceServiceOwner": "amazon",
			"ec2:VpceServiceRegion": region, "ec2:VpceMultiRegion": "false", "aws:RequestTag/team": "ml", "aws:TagKeys": "team"},
		"ec2:CreateVpcEndpoint vpc/vpc-1":              {"ec2:Region": region, "ec2:VpcID": "vpc-1", "aws:ResourceTag/team": "ml", "ec2:ResourceTag/team": "ml"},
		"ec2:CreateVpcEndpoint subnet/subnet-a":        {"ec2:Region": region, "ec2:SubnetID": "subnet-a", "aws:ResourceTag/tier": "private", "ec2:ResourceTag/tier": "private"},
		"ec2:CreateVpcEndpoint subnet/subnet-b":        {"ec2:Region": region, "ec2:SubnetID": "subnet-b"},
		"ec2:CreateVpcEndpoint security-group/sg-jobs": {"ec2:Region": region, "ec2:SecurityGroupID": "sg-jobs"},
		"ec2:CreateTags vpc-endpoint/*":                {"ec2:Region": region, "ec2:CreateAction": "CreateVpcEndpoint", "aws:RequestTag/team": "ml", "aws:TagKeys": "team"},
	}, got); diff != "" {
		t.Errorf("want -, got +\n%s", diff)
	}
}

func TestTagsAreGivenAndTaken(t *testing.T) {
	ctx, s := t.Context(), startWith(t, `{"Effect":"Allow","Action":"ec2:CreateTags","Resource":"*","Condition":{"StringEquals":{"aws:RequestTag/team":"ml"},"ForAllValues:StringEquals":{"aws:TagKeys":["team"]}}}`)
	c, limited := s.admin(), s.as("user/limited")
	give := func(as *sdk.Client, key, value string, resources ...string) func() error {
		return func() error {
			_, err := as.CreateTags(ctx, &sdk.CreateTagsInput{Resources: resources, Tags: []types.Tag{{Key: &key, Value: &value}}})
			return err
		}
	}
	if err := give(limited, "team", "ml", "subnet-a", "vpce-s3")(); err != nil {
		t.Fatal(err)
	}
	s.refused(give(limited, "team", "other", "subnet-a"), "UnauthorizedOperation", "ec2:CreateTags on resource: arn:aws:ec2:us-east-1:"+account+":subnet/subnet-a")
	s.refused(give(c, "team", "ml", "i-1"), "InvalidID", "The ID 'i-1' is not valid")
	s.refused(give(c, "team", "ml", "subnet-a", "subnet-z"), "InvalidSubnetID.NotFound", "subnet-z")
	s.refused(give(c, strings.Repeat("k", 129), "v", "subnet-a"), "InvalidParameterValue", "maximum length of 128")
	out := must[*sdk.DescribeTagsOutput](t)(c.DescribeTags(ctx, &sdk.DescribeTagsInput{Filters: filter("key", "team")})).Tags
	if diff := cmp.Diff([]string{"subnet-a", "vpc-1", "vpce-s3"}, ids(out, func(d types.TagDescription) *string { return d.ResourceId })); diff != "" {
		t.Errorf("want -, got +\n%s", diff)
	}
	must[*sdk.DeleteTagsOutput](t)(c.DeleteTags(ctx, &sdk.DeleteTagsInput{Resources: []string{"subnet-a"}, Tags: []types.Tag{{Key: ptr("team"), Value: ptr("another")}, {Key: ptr("tier")}}}))
	if diff := cmp.Diff(map[string]string{"team": "ml"}, s.worlds.Load().Accounts[account].VPCs["vpc-1"].Subnets["subnet-a"].Tags); diff != "" {
		t.Errorf("want -, got +\n%s", diff)
	}
	must[*sdk.DeleteTagsOutput](t)(c.DeleteTags(ctx, &sdk.DeleteTagsInput{Resources: []string{"subnet-a"}}))
	if left := s.worlds.Load().Accounts[account].VPCs["vpc-1"].Subnets["subnet-a"].Tags; len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

// Networks are an account's own: others do not see them.
func TestAnotherAccountSeesNothing(t *testing.T) {
	ctx, s := t.Context(), start(t)
	guest := s.as(outside + ":user/guest")
	if out := must[*sdk.DescribeVpcsOutput](t)(guest.DescribeVpcs(ctx, &sdk.DescribeVpcsInput{})); len(out.Vpcs) > 0 {
		t.Errorf("sees %+v", out.Vpcs)
	}
	s.refused(func() error { _, err := guest.DeleteVpc(ctx, &sdk.DeleteVpcInput{VpcId: ptr("vpc-1")}); return err }, "InvalidVpcID.NotFound", "vpc-1")
}

func TestOperationsThatAreNotAnswered(t *testing.T) {
	ctx, s := t.Context(), start(t)
	s.refused(func() error { _, err := s.admin().DescribeInstances(ctx, &sdk.DescribeInstancesInput{}); return err },
		"NotImplemented", "The EC2 operation DescribeInstances is not emulated.")
}

func TestAWrongSecretIsAnAuthFailure(t *testing.T) {
	s := start(t)
	p, err := s.worlds.Load().Principal("user/admin")
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"AKIANOBODY", p.User.AccessKeys[0].ID} {
		c := sdk.New(sdk.Options{Region: "us-east-1", BaseEndpoint: aws.String(s.url), Retryer: aws.NopRetryer{},
			Credentials: credentials.NewStaticCredentialsProvider(id, "wrong", "")})
		s.refused(func() error { _, err := c.DescribeVpcs(t.Context(), &sdk.DescribeVpcsInput{}); return err },
			"AuthFailure", "AWS was not able to validate the provided access credentials")
	}
}
