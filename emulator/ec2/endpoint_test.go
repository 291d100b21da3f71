package ec2_test

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/world"
)

const narrow = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::data/*"}]}`

func kms(vpc string) *sdk.CreateVpcEndpointInput {
	return &sdk.CreateVpcEndpointInput{VpcId: &vpc, ServiceName: aws.String("com.amazonaws.us-east-1.kms"), VpcEndpointType: types.VpcEndpointTypeInterface,
		SubnetIds: []string{"subnet-a", "subnet-b"}, SecurityGroupIds: []string{"sg-jobs"}}
}

func s3(vpc string, tables ...string) *sdk.CreateVpcEndpointInput {
	return &sdk.CreateVpcEndpointInput{VpcId: &vpc, ServiceName: aws.String("com.amazonaws.us-east-1.s3"), RouteTableIds: tables}
}

func TestAnInterfaceEndpointLivesInItsSubnets(t *testing.T) {
	ctx, s := t.Context(), start(t)
	c := s.admin()
	in := kms("vpc-1")
	in.TagSpecifications = tags(types.ResourceTypeVpcEndpoint, "team", "ml")
	made := must[*sdk.CreateVpcEndpointOutput](t)(c.CreateVpcEndpoint(ctx, in)).VpcEndpoint
	if diff := cmp.Diff([]string{
		"ec2:CreateVpcEndpoint vpc-endpoint/*", "ec2:CreateVpcEndpoint vpc/vpc-1", "ec2:CreateVpcEndpoint subnet/subnet-a",
		"ec2:CreateVpcEndpoint subnet/subnet-b", "ec2:CreateVpcEndpoint security-group/sg-jobs", "ec2:CreateTags vpc-endpoint/*",
	}, s.questions()); diff != "" {
		t.Errorf("asked: want -, got +\n%s", diff)
	}
	if made.State != "available" || !*made.PrivateDnsEnabled || len(made.NetworkInterfaceIds) != 2 || *made.Groups[0].GroupName != "jobs" ||
		!made.CreationTimestamp.Equal(now) || *made.Tags[0].Value != "ml" || *made.OwnerId != account {
		t.Errorf("made %+v", made)
	}
	if last := made.DnsEntries[len(made.DnsEntries)-1]; *last.DnsName != "kms.us-east-1.amazonaws.com" {
		t.Errorf("private DNS has %s", *last.DnsName)
	}
	faces := must[*sdk.DescribeNetworkInterfacesOutput](t)(c.DescribeNetworkInterfaces(ctx, &sdk.DescribeNetworkInterfacesInput{Filters: filter("interface-type", "vpc_endpoint")})).NetworkInterfaces
	if len(faces) != 2 || *faces[0].Groups[0].GroupId != "sg-jobs" || *faces[0].RequesterManaged != true {
		t.Errorf("interfaces %+v", faces)
	}
	s.refused(func() error {
		_, err := c.DeleteNetworkInterface(ctx, &sdk.DeleteNetworkInterfaceInput{NetworkInterfaceId: faces[0].NetworkInterfaceId})
		return err
	}, "OperationNotPermitted", "vpce")
	s.refused(func() error {
		_, err := c.DeleteSubnet(ctx, &sdk.DeleteSubnetInput{SubnetId: aws.String("subnet-a")})
		return err
	}, "DependencyViolation", "The subnet 'subnet-a' has dependencies")

	must[*sdk.ModifyVpcEndpointOutput](t)(c.ModifyVpcEndpoint(ctx, &sdk.ModifyVpcEndpointInput{VpcEndpointId: made.VpcEndpointId,
		RemoveSubnetIds: []string{"subnet-b"}, PrivateDnsEnabled: aws.Bool(false)}))
	e := s.endpoint(*made.VpcEndpointId)
	if e.PrivateDNS || len(e.Subnets) != 1 || len(s.worlds.Load().Accounts[account].VPCs["vpc-1"].NetworkInterfaces) != 1 {
		t.Errorf("modified %+v", e)
	}
	out := must[*sdk.DeleteVpcEndpointsOutput](t)(c.DeleteVpcEndpoints(ctx, &sdk.DeleteVpcEndpointsInput{VpcEndpointIds: []string{"vpce-none", *made.VpcEndpointId}}))
	if len(out.Unsuccessful) != 1 || *out.Unsuccessful[0].ResourceId != "vpce-none" || *out.Unsuccessful[0].Error.Code != "InvalidVpcEndpointId.NotFound" {
		t.Errorf("unsuccessful: %+v", out.Unsuccessful)
	}
	if _, ok := s.worlds.Load().Endpoint(*made.VpcEndpointId); ok || len(s.worlds.Load().Accounts[account].VPCs["vpc-1"].NetworkInterfaces) != 0 {
		t.Error("the endpoint, or an interface of it, is still there")
	}
}

func (s *service) endpoint(id string) *world.Endpoint {
	s.t.Helper()
	e, ok := s.worlds.Load().Endpoint(id)
	if !ok {
		s.t.Fatalf("there is no endpoint %s", id)
	}
	return e
}

func TestTheRoutesToAGatewayEndpointFollowItsTables(t *testing.T) {
	ctx, s := t.Context(), start(t)
	c := s.admin()
	routes := func(table string) []string {
		out := must[*sdk.DescribeRouteTablesOutput](t)(c.DescribeRouteTables(ctx, &sdk.DescribeRouteTablesInput{RouteTableIds: []string{table}}))
		return ids(out.RouteTables[0].Routes, func(r types.Route) *string { return r.GatewayId })
	}
	if diff := cmp.Diff([]string{"local", "vpce-s3"}, routes("rtb-private")); diff != "" {
		t.Errorf("want -, got +\n%s", diff)
	}
	modify := func(in *sdk.ModifyVpcEndpointInput) error {
		in.VpcEndpointId = aws.String("vpce-s3")
		_, err := c.ModifyVpcEndpoint(ctx, in)
		return err
	}
	if err := modify(&sdk.ModifyVpcEndpointInput{RemoveRouteTableIds: []string{"rtb-private"}, PolicyDocument: aws.String(narrow)}); err != nil {
		t.Fatal(err)
	}
	if got := routes("rtb-private"); len(got) != 1 || string(s.endpoint("vpce-s3").Policy.JSON) != narrow {
		t.Errorf("routes %v, policy %s", got, s.endpoint("vpce-s3").Policy.JSON)
	}
	if err := modify(&sdk.ModifyVpcEndpointInput{AddRouteTableIds: []string{"rtb-private"}, ResetPolicy: aws.Bool(true)}); err != nil {
		t.Fatal(err)
	}
	if got := routes("rtb-private"); len(got) != 2 || s.endpoint("vpce-s3").Policy != world.DefaultEndpointPolicy() {
		t.Errorf("routes %v, policy %s", got, s.endpoint("vpce-s3").Policy.JSON)
	}
	s.refused(func() error {
		_, err := c.CreateVpcEndpoint(ctx, s3("vpc-1", "rtb-private"))
		return err
	}, "RouteAlreadyExists", "route table rtb-private already has a route with destination-prefix-list-id pl-63a5400a")
}

func TestEndpointsThatCannotBe(t *testing.T) {
	ctx, s := t.Context(), start(t)
	c := s.admin()
	for name, tt := range map[string]struct {
		change     func(*sdk.CreateVpcEndpointInput)
		code, part string
	}{
		"a VPC that is not there": {func(in *sdk.CreateVpcEndpointInput) { in.VpcId = aws.String("vpc-9") }, "InvalidVpcID.NotFound", "The vpc ID 'vpc-9' does not exist"},
		"a service that is not":   {func(in *sdk.CreateVpcEndpointInput) { in.ServiceName = aws.String("com.amazonaws.us-east-1.s4") }, "InvalidServiceName", "'com.amazonaws.us-east-1.s4' does not exist"},
		"another Region":          {func(in *sdk.CreateVpcEndpointInput) { in.ServiceName = aws.String("com.amazonaws.eu-west-1.kms") }, "InvalidServiceName", ""},
		"no service":              {func(in *sdk.CreateVpcEndpointInput) { in.ServiceName = nil }, "MissingParameter", "serviceName"},
		"the wrong type": {func(in *sdk.CreateVpcEndpointInput) {
			in.VpcEndpointType = ""
			in.SubnetIds, in.SecurityGroupIds = nil, nil
		}, "InvalidParameter", "Endpoint type (Gateway) does not match available service types ([Interface])."},
		"a type not emulated":        {func(in *sdk.CreateVpcEndpointInput) { in.VpcEndpointType = types.VpcEndpointTypeGatewayLoadBalancer }, "UnsupportedOperation", "not emulated"},
		"route tables":               {func(in *sdk.CreateVpcEndpointInput) { in.RouteTableIds = []string{"rtb-private"} }, "InvalidParameter", "only supported for Gateway"},
		"a subnet that is not there": {func(in *sdk.CreateVpcEndpointInput) { in.SubnetIds = []string{"subnet-z"} }, "InvalidSubnetID.NotFound", "subnet-z"},
		"a group that is not there":  {func(in *sdk.CreateVpcEndpointInput) { in.SecurityGroupIds = []string{"sg-z"} }, "InvalidGroup.NotFound", "The security group 'sg-z' does not exist"},
		"a policy for nobody": {func(in *sdk.CreateVpcEndpointInput) {
			in.PolicyDocument = aws.String(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`)
		}, "InvalidPolicyDocument", "The Policy Document is not valid. Syntax error at position (1,38)"},
		"no JSON": {func(in *sdk.CreateVpcEndpointInput) { in.PolicyDocument = aws.String(`{`) }, "InvalidPolicyDocument", ""},
		"a principal not there": {func(in *sdk.CreateVpcEndpointInput) {
			in.PolicyDocument = aws.String(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::` + account + `:role/Gone"},"Action":"*","Resource":"*"}]}`)
		}, "InvalidPolicyDocument", "role/Gone"},
		"tags for something else": {func(in *sdk.CreateVpcEndpointInput) { in.TagSpecifications = tags(types.ResourceTypeVpc, "a", "b") }, "InvalidParameterValue", "'vpc' is not a valid taggable resource type"},
		"reserved tags": {func(in *sdk.CreateVpcEndpointInput) {
			in.TagSpecifications = tags(types.ResourceTypeVpcEndpoint, "aws:x", "b")
		}, "InvalidParameterValue", "reserved"},
		"IPv6": {func(in *sdk.CreateVpcEndpointInput) { in.IpAddressType = types.IpAddressTypeDualstack }, "UnsupportedOperation", "IPv4"},
	} {
		in := kms("vpc-1")
		tt.change(in)
		t.Run(name, func(*testing.T) {
			s.refused(func() error { _, err := c.CreateVpcEndpoint(ctx, in); return err }, tt.code, tt.part)
		})
	}
}

func TestPrivateDNSIsOnceInAVPCThatHasNames(t *testing.T) {
	ctx, s := t.Context(), start(t)
	c := s.admin()
	create := func() error { _, err := c.CreateVpcEndpoint(ctx, kms("vpc-1")); return err }
	if err := create(); err != nil {
		t.Fatal(err)
	}
	s.refused(create, "InvalidParameter", "already a conflicting DNS domain for kms.us-east-1.amazonaws.com in the VPC vpc-1")
	off := &types.AttributeBooleanValue{Value: aws.Bool(false)}
	must[*sdk.ModifyVpcAttributeOutput](t)(c.ModifyVpcAttribute(ctx, &sdk.ModifyVpcAttributeInput{VpcId: aws.String("vpc-1"), EnableDnsHostnames: off}))
	sts := kms("vpc-1")
	sts.ServiceName = aws.String("com.amazonaws.us-east-1.sts")
	s.refused(func() error { _, err := c.CreateVpcEndpoint(ctx, sts); return err }, "InvalidParameter", "requires both enableDnsSupport and enableDnsHostnames")
	sts.PrivateDnsEnabled = aws.Bool(false)
	must[*sdk.CreateVpcEndpointOutput](t)(c.CreateVpcEndpoint(ctx, sts))
}

func TestEndpointsAreFoundByFilters(t *testing.T) {
	ctx, s := t.Context(), start(t)
	c := s.admin()
	kmsID := must[*sdk.CreateVpcEndpointOutput](t)(c.CreateVpcEndpoint(ctx, kms("vpc-1"))).VpcEndpoint.VpcEndpointId
	must[*sdk.CreateTagsOutput](t)(c.CreateTags(ctx, &sdk.CreateTagsInput{Resources: []string{*kmsID}, Tags: []types.Tag{{Key: aws.String("Name"), Value: aws.String("keys of ml")}}}))
	for name, values := range map[string][]string{
		"service-name": {"com.amazonaws.us-east-1.kms"}, "vpc-endpoint-type": {"Interface"}, "tag:Name": {"keys*"}, "tag-key": {"Name"}, "vpc-endpoint-id": {*kmsID},
	} {
		out := must[*sdk.DescribeVpcEndpointsOutput](t)(c.DescribeVpcEndpoints(ctx, &sdk.DescribeVpcEndpointsInput{Filters: filter(name, values...)}))
		if got := ids(out.VpcEndpoints, func(e types.VpcEndpoint) *string { return e.VpcEndpointId }); len(got) != 1 || got[0] != *kmsID {
			t.Errorf("%s %v: %v", name, values, got)
		}
	}
	out := must[*sdk.DescribeVpcEndpointsOutput](t)(c.DescribeVpcEndpoints(ctx, &sdk.DescribeVpcEndpointsInput{Filters: filter("vpc-id", "vpc-1", "vpc-2")}))
	if len(out.VpcEndpoints) != 2 {
		t.Errorf("%d endpoints in vpc-1", len(out.VpcEndpoints))
	}
	s.refused(func() error {
		_, err := c.DescribeVpcEndpoints(ctx, &sdk.DescribeVpcEndpointsInput{Filters: filter("colour", "red")})
		return err
	}, "InvalidParameterValue", "The filter 'colour' is invalid")
	s.refused(func() error {
		_, err := c.DescribeVpcEndpoints(ctx, &sdk.DescribeVpcEndpointsInput{VpcEndpointIds: []string{"vpce-none"}})
		return err
	}, "InvalidVpcEndpointId.NotFound", "The Vpc Endpoint Id 'vpce-none' does not exist")
}

func TestServicesComeInPages(t *testing.T) {
	ctx, s := t.Context(), start(t)
	in := &sdk.DescribeVpcEndpointServicesInput{MaxResults: aws.Int32(5)}
	var names []string
	n := 0
	for more := true; more; more = in.NextToken != nil {
		page := must[*sdk.DescribeVpcEndpointServicesOutput](t)(s.admin().DescribeVpcEndpointServices(ctx, in))
		in.NextToken = page.NextToken
		n++
		for _, d := range page.ServiceDetails {
			names = append(names, *d.ServiceName+" "+string(d.ServiceType[0].ServiceType))
		}
	}
	all := map[string]bool{}
	for _, name := range names {
		all[name] = true
	}
	if n < 4 || len(all) != len(names) || !all["com.amazonaws.us-east-1.s3 Gateway"] || !all["com.amazonaws.us-east-1.s3 Interface"] || !all["com.amazonaws.us-east-1.sagemaker.api Interface"] {
		t.Errorf("%d pages: %v", n, names)
	}
	s.refused(func() error {
		_, err := s.admin().DescribeVpcEndpointServices(ctx, &sdk.DescribeVpcEndpointServicesInput{MaxResults: aws.Int32(0)})
		return err
	}, "InvalidParameterValue", "maxResults")
	s.refused(func() error {
		_, err := s.admin().DescribeRouteTables(ctx, &sdk.DescribeRouteTablesInput{MaxResults: aws.Int32(101)})
		return err
	}, "InvalidParameterValue", "Value ( 101 ) for parameter maxResults is invalid. Expecting a value between 5 and 100.")
	s.refused(func() error {
		_, err := s.admin().DescribeVpcEndpointServices(ctx, &sdk.DescribeVpcEndpointServicesInput{NextToken: aws.String("!")})
		return err
	}, "InvalidNextToken", "")
}

// Equal requests make equal networks, whatever was asked in between.
func TestIdsFollowFromWhatIsMade(t *testing.T) {
	make := func(between int) string {
		s := start(t)
		for range between {
			_, _ = s.admin().DescribeVpcs(context.Background(), &sdk.DescribeVpcsInput{})
		}
		must[*sdk.CreateVpcEndpointOutput](t)(s.admin().CreateVpcEndpoint(t.Context(), kms("vpc-1")))
		return s.worlds.Load().Digest()
	}
	if make(0) != make(3) {
		t.Error("the networks differ")
	}
}
