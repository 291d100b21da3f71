package ec2_test

import (
	"testing"

	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func https(cidrs ...string) []types.IpPermission {
	p := types.IpPermission{IpProtocol: ptr("tcp"), FromPort: ptr(int32(443)), ToPort: ptr(int32(443))}
	for _, cidr := range cidrs {
		p.IpRanges = append(p.IpRanges, types.IpRange{CidrIp: ptr(cidr), Description: ptr("from " + cidr)})
	}
	return []types.IpPermission{p}
}

func TestAGroupHasRules(t *testing.T) {
	ctx, s := t.Context(), start(t)
	c := s.admin()
	made := must[*sdk.CreateSecurityGroupOutput](t)(c.CreateSecurityGroup(ctx, &sdk.CreateSecurityGroupInput{GroupName: ptr("endpoints"), Description: ptr("d"), VpcId: ptr("vpc-1")}))
	id := made.GroupId
	read := func() types.SecurityGroup {
		return must[*sdk.DescribeSecurityGroupsOutput](t)(c.DescribeSecurityGroups(ctx, &sdk.DescribeSecurityGroupsInput{GroupIds: []string{*id}})).SecurityGroups[0]
	}
	if g := read(); len(g.IpPermissions) != 0 || len(g.IpPermissionsEgress) != 1 || *g.IpPermissionsEgress[0].IpRanges[0].CidrIp != "0.0.0.0/0" {
		t.Errorf("a new group has %+v and %+v", g.IpPermissions, g.IpPermissionsEgress)
	}
	permissions := append(https("10.0.0.0/8", "192.168.1.7/24"), types.IpPermission{IpProtocol: ptr("-1"), UserIdGroupPairs: []types.UserIdGroupPair{{GroupId: ptr("sg-jobs")}}})
	out := must[*sdk.AuthorizeSecurityGroupIngressOutput](t)(c.AuthorizeSecurityGroupIngress(ctx, &sdk.AuthorizeSecurityGroupIngressInput{GroupId: id, IpPermissions: permissions,
		TagSpecifications: tags("security-group-rule", "by", "test")}))
	if diff := cmp.Diff([]string{"ec2:AuthorizeSecurityGroupIngress security-group/" + *id, "ec2:AuthorizeSecurityGroupIngress security-group-rule/*", "ec2:CreateTags security-group-rule/*"}, s.questions()); diff != "" {
		t.Errorf("asked: want -, got +\n%s", diff)
	}
	if rules := out.SecurityGroupRules; len(rules) != 3 || *rules[1].CidrIpv4 != "192.168.1.0/24" || *rules[2].ReferencedGroupInfo.GroupId != "sg-jobs" || *rules[2].FromPort != -1 || *rules[0].Tags[0].Value != "test" {
		t.Errorf("rules %+v", rules)
	}
	want := append(https("10.0.0.0/8", "192.168.1.0/24"), types.IpPermission{IpProtocol: ptr("-1"), UserIdGroupPairs: []types.UserIdGroupPair{{GroupId: ptr("sg-jobs"), UserId: ptr(account)}}})
	if diff := cmp.Diff(want, read().IpPermissions, cmpopts.EquateEmpty(), cmpopts.IgnoreUnexported(types.IpPermission{}, types.IpRange{}, types.UserIdGroupPair{}),
		cmp.Transformer("description", func(r types.IpRange) string { return *r.CidrIp })); diff != "" {
		t.Errorf("want -, got +\n%s", diff)
	}
	s.refused(func() error {
		_, err := c.AuthorizeSecurityGroupIngress(ctx, &sdk.AuthorizeSecurityGroupIngressInput{GroupId: id, IpPermissions: https("10.0.0.0/8")})
		return err
	}, "InvalidPermission.Duplicate", `the specified rule "peer: 10.0.0.0/8, TCP, from port: 443, to port: 443, ALLOW" already exists`)
	s.refused(func() error {
		_, err := c.RevokeSecurityGroupIngress(ctx, &sdk.RevokeSecurityGroupIngressInput{GroupId: id, IpPermissions: https("10.1.0.0/16")})
		return err
	}, "InvalidPermission.NotFound", "does not exist in this security group")
	s.refused(func() error {
		_, err := c.DeleteSecurityGroup(ctx, &sdk.DeleteSecurityGroupInput{GroupId: ptr("sg-jobs")})
		return err
	}, "DependencyViolation", "resource sg-jobs has a dependent object")
	must[*sdk.RevokeSecurityGroupIngressOutput](t)(c.RevokeSecurityGroupIngress(ctx, &sdk.RevokeSecurityGroupIngressInput{GroupId: id,
		SecurityGroupRuleIds: []string{*out.SecurityGroupRules[0].SecurityGroupRuleId, *out.SecurityGroupRules[1].SecurityGroupRuleId, *out.SecurityGroupRules[2].SecurityGroupRuleId}}))
	must[*sdk.RevokeSecurityGroupEgressOutput](t)(c.RevokeSecurityGroupEgress(ctx, &sdk.RevokeSecurityGroupEgressInput{GroupId: id, IpPermissions: read().IpPermissionsEgress}))
	if g := read(); len(g.IpPermissions)+len(g.IpPermissionsEgress) != 0 {
		t.Errorf("left: %+v %+v", g.IpPermissions, g.IpPermissionsEgress)
	}
	rules := must[*sdk.DescribeSecurityGroupRulesOutput](t)(c.DescribeSecurityGroupRules(ctx, &sdk.DescribeSecurityGroupRulesInput{Filters: filter("group-id", *id)})).SecurityGroupRules
	if len(rules) != 0 {
		t.Errorf("rules %+v", rules)
	}
	must[*sdk.AuthorizeSecurityGroupEgressOutput](t)(c.AuthorizeSecurityGroupEgress(ctx, &sdk.AuthorizeSecurityGroupEgressInput{GroupId: id,
		IpPermissions: []types.IpPermission{{IpProtocol: ptr("6"), FromPort: ptr(int32(443)), ToPort: ptr(int32(443)), PrefixListIds: []types.PrefixListId{{PrefixListId: ptr("pl-63a5400a")}}}}}))
	if g := read(); *g.IpPermissionsEgress[0].IpProtocol != "tcp" || *g.IpPermissionsEgress[0].PrefixListIds[0].PrefixListId != "pl-63a5400a" {
		t.Errorf("egress %+v", g.IpPermissionsEgress)
	}
	must[*sdk.DeleteSecurityGroupOutput](t)(c.DeleteSecurityGroup(ctx, &sdk.DeleteSecurityGroupInput{GroupId: id}))
}

func TestGroupsThatCannotBe(t *testing.T) {
	ctx, s := t.Context(), start(t)
	c := s.admin()
	for name, code := range map[string]string{"jobs": "InvalidGroup.Duplicate", "default": "InvalidGroup.Reserved", "sg-x": "InvalidParameterValue"} {
		s.refused(func() error {
			_, err := c.CreateSecurityGroup(ctx, &sdk.CreateSecurityGroupInput{GroupName: &name, Description: ptr("d"), VpcId: ptr("vpc-1")})
			return err
		}, code, name)
	}
	s.refused(func() error {
		_, err := c.CreateSecurityGroup(ctx, &sdk.CreateSecurityGroupInput{GroupName: ptr("x"), Description: ptr("d")})
		return err
	}, "VPCIdNotSpecified", "No default VPC for this user")
	defaultGroup := s.worlds.Load().Accounts[account].VPCs["vpc-1"].DefaultGroup().ID
	s.refused(func() error {
		_, err := c.DeleteSecurityGroup(ctx, &sdk.DeleteSecurityGroupInput{GroupId: &defaultGroup})
		return err
	}, "CannotDelete", `name: "default" cannot be deleted by a user`)
	for name, p := range map[string]types.IpPermission{
		"IP protocol": {IpProtocol: ptr("smtp"), IpRanges: []types.IpRange{{CidrIp: ptr("10.0.0.0/8")}}},
		"Must specify both from and to ports with TCP": {IpProtocol: ptr("tcp"), IpRanges: []types.IpRange{{CidrIp: ptr("10.0.0.0/8")}}},
		"Invalid TCP/UDP port range (5:1)":             {IpProtocol: ptr("udp"), FromPort: ptr(int32(5)), ToPort: ptr(int32(1)), IpRanges: []types.IpRange{{CidrIp: ptr("10.0.0.0/8")}}},
		"CIDR block 10.0.0/8 is malformed":             {IpProtocol: ptr("-1"), IpRanges: []types.IpRange{{CidrIp: ptr("10.0.0/8")}}},
		"CIDR block 10.0.0.0/8 is malformed":           {IpProtocol: ptr("-1"), Ipv6Ranges: []types.Ipv6Range{{CidrIpv6: ptr("10.0.0.0/8")}}},
	} {
		s.refused(func() error {
			_, err := c.AuthorizeSecurityGroupIngress(ctx, &sdk.AuthorizeSecurityGroupIngressInput{GroupId: ptr("sg-jobs"), IpPermissions: []types.IpPermission{p}})
			return err
		}, "InvalidParameterValue", name)
	}
	s.refused(func() error {
		_, err := c.AuthorizeSecurityGroupIngress(ctx, &sdk.AuthorizeSecurityGroupIngressInput{GroupId: ptr("sg-jobs"),
			IpPermissions: []types.IpPermission{{IpProtocol: ptr("-1"), UserIdGroupPairs: []types.UserIdGroupPair{{GroupId: ptr("sg-none")}}}}})
		return err
	}, "InvalidGroup.NotFound", "sg-none")
}

func TestAnInterfaceHasAnAddressAndPermissions(t *testing.T) {
	ctx, s := t.Context(), start(t)
	c := s.admin()
	in := &sdk.CreateNetworkInterfaceInput{SubnetId: ptr("subnet-a"), Groups: []string{"sg-jobs"}, Description: ptr("of a job"), TagSpecifications: tags("network-interface", "job", "1")}
	made := must[*sdk.CreateNetworkInterfaceOutput](t)(c.CreateNetworkInterface(ctx, in)).NetworkInterface
	if *made.PrivateIpAddress != "10.0.1.4" || made.Status != types.NetworkInterfaceStatusAvailable || *made.Groups[0].GroupId != "sg-jobs" || *made.TagSet[0].Value != "1" || len(*made.MacAddress) != 17 {
		t.Errorf("made %+v", made)
	}
	in.PrivateIpAddress = made.PrivateIpAddress
	s.refused(func() error { _, err := c.CreateNetworkInterface(ctx, in); return err }, "InvalidIPAddress.InUse", "")
	in.PrivateIpAddress = ptr("10.0.2.9")
	s.refused(func() error { _, err := c.CreateNetworkInterface(ctx, in); return err }, "InvalidParameterValue", "subnet's address range")
	permit := &sdk.CreateNetworkInterfacePermissionInput{NetworkInterfaceId: made.NetworkInterfaceId, AwsService: ptr("sagemaker.amazonaws.com"), Permission: "INSTANCE-ATTACH"}
	first := must[*sdk.CreateNetworkInterfacePermissionOutput](t)(c.CreateNetworkInterfacePermission(ctx, permit)).InterfacePermission
	on := "network-interface/" + *made.NetworkInterfaceId
	for key, want := range map[string]string{
		"ec2:AuthorizedService": "sagemaker.amazonaws.com", "ec2:Permission": "INSTANCE-ATTACH", "ec2:Subnet": "arn:aws:ec2:us-east-1:" + account + ":subnet/subnet-a",
		"ec2:Vpc": "arn:aws:ec2:us-east-1:" + account + ":vpc/vpc-1", "ec2:AvailabilityZone": "us-east-1a", "aws:ResourceTag/job": "1", "ec2:ResourceTag/job": "1",
	} {
		if got := s.key(on, key); len(got) != 1 || got[0] != want {
			t.Errorf("%s is %v, want %s", key, got, want)
		}
	}
	again := must[*sdk.CreateNetworkInterfacePermissionOutput](t)(c.CreateNetworkInterfacePermission(ctx, permit)).InterfacePermission
	all := must[*sdk.DescribeNetworkInterfacePermissionsOutput](t)(c.DescribeNetworkInterfacePermissions(ctx, &sdk.DescribeNetworkInterfacePermissionsInput{})).NetworkInterfacePermissions
	if *again.NetworkInterfacePermissionId != *first.NetworkInterfacePermissionId || len(all) != 1 || *all[0].AwsService != "sagemaker.amazonaws.com" {
		t.Errorf("asked for twice: %+v, %+v", again, all)
	}
	must[*sdk.DeleteNetworkInterfacePermissionOutput](t)(c.DeleteNetworkInterfacePermission(ctx, &sdk.DeleteNetworkInterfacePermissionInput{NetworkInterfacePermissionId: first.NetworkInterfacePermissionId}))
	s.refused(func() error {
		_, err := c.DeleteNetworkInterfacePermission(ctx, &sdk.DeleteNetworkInterfacePermissionInput{NetworkInterfacePermissionId: first.NetworkInterfacePermissionId})
		return err
	}, "InvalidPermissionID.NotFound", "")
	must[*sdk.DeleteNetworkInterfaceOutput](t)(c.DeleteNetworkInterface(ctx, &sdk.DeleteNetworkInterfaceInput{NetworkInterfaceId: made.NetworkInterfaceId}))
}
