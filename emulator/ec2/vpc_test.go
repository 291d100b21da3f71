package ec2_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/google/go-cmp/cmp"
)

func ptr[T any](v T) *T { return &v }

// What a workshop builds first, and takes down again: a VPC that jobs run in.
func TestAVPCIsBuiltAndTakenDown(t *testing.T) {
	ctx, s := t.Context(), start(t)
	c := s.admin()
	vpc := must[*sdk.CreateVpcOutput](t)(c.CreateVpc(ctx, &sdk.CreateVpcInput{CidrBlock: ptr("10.8.1.7/16"), TagSpecifications: tags("vpc", "Name", "lab")})).Vpc
	id := vpc.VpcId
	if *vpc.CidrBlock != "10.8.0.0/16" || vpc.State != types.VpcStateAvailable || *vpc.IsDefault || vpc.InstanceTenancy != types.TenancyDefault || *vpc.Tags[0].Value != "lab" {
		t.Errorf("made %+v", vpc)
	}
	// As the VPC's creator, Terraform reads what AWS made with it.
	in := filter("vpc-id", *id)
	main := must[*sdk.DescribeRouteTablesOutput](t)(c.DescribeRouteTables(ctx, &sdk.DescribeRouteTablesInput{Filters: append(filter("association.main", "true"), in...)})).RouteTables
	acls := must[*sdk.DescribeNetworkAclsOutput](t)(c.DescribeNetworkAcls(ctx, &sdk.DescribeNetworkAclsInput{Filters: append(filter("default", "true"), in...)})).NetworkAcls
	groups := must[*sdk.DescribeSecurityGroupsOutput](t)(c.DescribeSecurityGroups(ctx, &sdk.DescribeSecurityGroupsInput{Filters: append(filter("group-name", "default"), in...)})).SecurityGroups
	if len(main) != 1 || len(acls) != 1 || len(groups) != 1 || len(groups[0].IpPermissions) != 1 || *groups[0].IpPermissions[0].UserIdGroupPairs[0].GroupId != *groups[0].GroupId {
		t.Fatalf("main tables %+v\nACLs %+v\ndefault groups %+v", main, acls, groups)
	}
	options := must[*sdk.DescribeDhcpOptionsOutput](t)(c.DescribeDhcpOptions(ctx, &sdk.DescribeDhcpOptionsInput{DhcpOptionsIds: []string{*vpc.DhcpOptionsId}})).DhcpOptions
	if len(options) != 1 || *options[0].DhcpConfigurations[0].Values[0].Value != "ec2.internal" {
		t.Errorf("DHCP options %+v", options)
	}
	subnet := must[*sdk.CreateSubnetOutput](t)(c.CreateSubnet(ctx, &sdk.CreateSubnetInput{VpcId: id, CidrBlock: ptr("10.8.1.0/24"), AvailabilityZone: ptr("us-east-1c")})).Subnet
	if *subnet.AvailableIpAddressCount != 251 || *subnet.AvailabilityZoneId != "use1-az3" {
		t.Errorf("subnet %+v", subnet)
	}
	table := must[*sdk.CreateRouteTableOutput](t)(c.CreateRouteTable(ctx, &sdk.CreateRouteTableInput{VpcId: id})).RouteTable.RouteTableId
	joined := must[*sdk.AssociateRouteTableOutput](t)(c.AssociateRouteTable(ctx, &sdk.AssociateRouteTableInput{RouteTableId: table, SubnetId: subnet.SubnetId})).AssociationId
	gateway := must[*sdk.CreateInternetGatewayOutput](t)(c.CreateInternetGateway(ctx, &sdk.CreateInternetGatewayInput{})).InternetGateway.InternetGatewayId
	must[*sdk.AttachInternetGatewayOutput](t)(c.AttachInternetGateway(ctx, &sdk.AttachInternetGatewayInput{InternetGatewayId: gateway, VpcId: id}))
	must[*sdk.CreateRouteOutput](t)(c.CreateRoute(ctx, &sdk.CreateRouteInput{RouteTableId: table, DestinationCidrBlock: ptr("0.0.0.0/0"), GatewayId: gateway}))

	refuse := func(do func() error, code, part string) { t.Helper(); s.refused(do, code, part) }
	deleteVPC := func() error { _, err := c.DeleteVpc(ctx, &sdk.DeleteVpcInput{VpcId: id}); return err }
	refuse(deleteVPC, "DependencyViolation", "has dependencies and cannot be deleted")
	refuse(func() error {
		_, err := c.DeleteRouteTable(ctx, &sdk.DeleteRouteTableInput{RouteTableId: table})
		return err
	}, "DependencyViolation", "routeTable")
	refuse(func() error {
		_, err := c.DeleteRouteTable(ctx, &sdk.DeleteRouteTableInput{RouteTableId: main[0].RouteTableId})
		return err
	}, "DependencyViolation", "")
	refuse(func() error {
		_, err := c.DeleteInternetGateway(ctx, &sdk.DeleteInternetGatewayInput{InternetGatewayId: gateway})
		return err
	}, "DependencyViolation", "internetGateway")

	must[*sdk.DeleteRouteOutput](t)(c.DeleteRoute(ctx, &sdk.DeleteRouteInput{RouteTableId: table, DestinationCidrBlock: ptr("0.0.0.0/0")}))
	must[*sdk.DetachInternetGatewayOutput](t)(c.DetachInternetGateway(ctx, &sdk.DetachInternetGatewayInput{InternetGatewayId: gateway, VpcId: id}))
	must[*sdk.DeleteInternetGatewayOutput](t)(c.DeleteInternetGateway(ctx, &sdk.DeleteInternetGatewayInput{InternetGatewayId: gateway}))
	must[*sdk.DisassociateRouteTableOutput](t)(c.DisassociateRouteTable(ctx, &sdk.DisassociateRouteTableInput{AssociationId: joined}))
	must[*sdk.DeleteRouteTableOutput](t)(c.DeleteRouteTable(ctx, &sdk.DeleteRouteTableInput{RouteTableId: table}))
	must[*sdk.DeleteSubnetOutput](t)(c.DeleteSubnet(ctx, &sdk.DeleteSubnetInput{SubnetId: subnet.SubnetId}))
	if err := deleteVPC(); err != nil {
		t.Fatal(err)
	}
	refuse(deleteVPC, "InvalidVpcID.NotFound", "The vpc ID '"+*id+"' does not exist")
	again := must[*sdk.CreateVpcOutput](t)(c.CreateVpc(ctx, &sdk.CreateVpcInput{CidrBlock: ptr("10.8.0.0/16")})).Vpc
	if *again.VpcId == *id {
		t.Error("the next VPC has the id of one that is gone")
	}
}

func TestNetworksMustFit(t *testing.T) {
	ctx, s := t.Context(), start(t)
	c := s.admin()
	for cidr, code := range map[string]string{
		"10.0.0.0/8": "InvalidVpc.Range", "10.0.0.0/29": "InvalidVpc.Range", "10.0.0.0": "InvalidParameterValue", "fd00::/16": "InvalidParameterValue", "": "MissingParameter",
	} {
		s.refused(func() error {
			_, err := c.CreateVpc(ctx, &sdk.CreateVpcInput{CidrBlock: present(cidr)})
			return err
		}, code, "")
	}
	for cidr, code := range map[string]string{
		"10.0.1.128/25": "InvalidSubnet.Conflict", "10.1.0.0/24": "InvalidSubnet.Range", "10.0.9.0/29": "InvalidSubnet.Range", "10.0.0.0/15": "InvalidSubnet.Range", "x": "InvalidParameterValue",
	} {
		s.refused(func() error {
			_, err := c.CreateSubnet(ctx, &sdk.CreateSubnetInput{VpcId: ptr("vpc-1"), CidrBlock: &cidr})
			return err
		}, code, "")
	}
	s.refused(func() error {
		_, err := c.CreateSubnet(ctx, &sdk.CreateSubnetInput{VpcId: ptr("vpc-1"), CidrBlock: ptr("10.0.9.0/24"), AvailabilityZone: ptr("us-east-1z")})
		return err
	}, "InvalidParameterValue", "us-east-1a, us-east-1b, us-east-1c")
}

func present(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func TestAttributesAreSetOneByOne(t *testing.T) {
	ctx, s := t.Context(), start(t)
	c := s.admin()
	read := func(name types.VpcAttributeName) *sdk.DescribeVpcAttributeOutput {
		return must[*sdk.DescribeVpcAttributeOutput](t)(c.DescribeVpcAttribute(ctx, &sdk.DescribeVpcAttributeInput{VpcId: ptr("vpc-1"), Attribute: name}))
	}
	if !*read("enableDnsSupport").EnableDnsSupport.Value || !*read("enableDnsHostnames").EnableDnsHostnames.Value || *read("enableNetworkAddressUsageMetrics").EnableNetworkAddressUsageMetrics.Value {
		t.Error("the attributes are not the described ones")
	}
	off := &types.AttributeBooleanValue{Value: ptr(false)}
	must[*sdk.ModifyVpcAttributeOutput](t)(c.ModifyVpcAttribute(ctx, &sdk.ModifyVpcAttributeInput{VpcId: ptr("vpc-1"), EnableDnsSupport: off}))
	if got := s.key("vpc/vpc-1", "ec2:Attribute/EnableDnsSupport"); *read("enableDnsSupport").EnableDnsSupport.Value || len(got) != 1 || got[0] != "false" {
		t.Errorf("DNS support is on; the rules were asked with %v", got)
	}
	s.refused(func() error {
		_, err := c.ModifyVpcAttribute(ctx, &sdk.ModifyVpcAttributeInput{VpcId: ptr("vpc-1"), EnableDnsSupport: off, EnableDnsHostnames: off})
		return err
	}, "InvalidParameterCombination", "multiple")
	s.refused(func() error {
		_, err := c.ModifyVpcAttribute(ctx, &sdk.ModifyVpcAttributeInput{VpcId: ptr("vpc-1")})
		return err
	}, "InvalidParameterCombination", "No attributes")
	s.refused(func() error {
		_, err := c.DescribeVpcAttribute(ctx, &sdk.DescribeVpcAttributeInput{VpcId: ptr("vpc-1"), Attribute: "colour"})
		return err
	}, "InvalidParameterValue", "Value (colour) for parameter Attribute is invalid.")
	on := &types.AttributeBooleanValue{Value: ptr(true)}
	must[*sdk.ModifySubnetAttributeOutput](t)(c.ModifySubnetAttribute(ctx, &sdk.ModifySubnetAttributeInput{SubnetId: ptr("subnet-a"), MapPublicIpOnLaunch: on}))
	out := must[*sdk.DescribeSubnetsOutput](t)(c.DescribeSubnets(ctx, &sdk.DescribeSubnetsInput{Filters: filter("map-public-ip-on-launch", "true")}))
	if len(out.Subnets) != 1 || *out.Subnets[0].SubnetId != "subnet-a" {
		t.Errorf("subnets %+v", out.Subnets)
	}
	s.refused(func() error {
		_, err := c.ModifySubnetAttribute(ctx, &sdk.ModifySubnetAttributeInput{SubnetId: ptr("subnet-a"), EnableDns64: on})
		return err
	}, "UnsupportedOperation", "IPv4")
}

func TestARouteLeadsToWhatIsThere(t *testing.T) {
	ctx, s := t.Context(), start(t)
	c := s.admin()
	table, everywhere := ptr("rtb-private"), ptr("0.0.0.0/0")
	gateway := must[*sdk.CreateInternetGatewayOutput](t)(c.CreateInternetGateway(ctx, &sdk.CreateInternetGatewayInput{})).InternetGateway.InternetGatewayId
	create := func(change func(*sdk.CreateRouteInput)) func() error {
		in := &sdk.CreateRouteInput{RouteTableId: table, DestinationCidrBlock: everywhere, GatewayId: gateway}
		change(in)
		return func() error { _, err := c.CreateRoute(ctx, in); return err }
	}
	plain := create(func(*sdk.CreateRouteInput) {})
	s.refused(plain, "InvalidParameter", "belong to different networks")
	must[*sdk.AttachInternetGatewayOutput](t)(c.AttachInternetGateway(ctx, &sdk.AttachInternetGatewayInput{InternetGatewayId: gateway, VpcId: ptr("vpc-1")}))
	for code, change := range map[string]func(*sdk.CreateRouteInput){
		"InvalidGatewayID.NotFound":          func(in *sdk.CreateRouteInput) { in.GatewayId = ptr("igw-none") },
		"InvalidNatGatewayID.NotFound":       func(in *sdk.CreateRouteInput) { in.GatewayId = nil; in.NatGatewayId = ptr("nat-none") },
		"InvalidNetworkInterfaceID.NotFound": func(in *sdk.CreateRouteInput) { in.GatewayId = nil; in.NetworkInterfaceId = ptr("eni-none") },
		"InvalidRouteTableID.NotFound":       func(in *sdk.CreateRouteInput) { in.RouteTableId = ptr("rtb-none") },
		"InvalidPrefixListId.NotFound": func(in *sdk.CreateRouteInput) {
			in.DestinationCidrBlock = nil
			in.DestinationPrefixListId = ptr("pl-none")
		},
		"InvalidParameterCombination": func(in *sdk.CreateRouteInput) { in.DestinationPrefixListId = ptr("pl-63a5400a") },
		"InvalidParameterValue":       func(in *sdk.CreateRouteInput) { in.DestinationCidrBlock = ptr("::/0") },
		"MissingParameter":            func(in *sdk.CreateRouteInput) { in.DestinationCidrBlock = nil },
		"RouteAlreadyExists":          func(in *sdk.CreateRouteInput) { in.DestinationCidrBlock = ptr("10.0.0.0/16") },
	} {
		s.refused(create(change), code, "")
	}
	if err := plain(); err != nil {
		t.Fatal(err)
	}
	s.refused(plain, "RouteAlreadyExists", "The route identified by 0.0.0.0/0 already exists.")
	s.refused(func() error {
		_, err := c.DeleteRoute(ctx, &sdk.DeleteRouteInput{RouteTableId: table, DestinationCidrBlock: ptr("10.9.0.0/16")})
		return err
	}, "InvalidRoute.NotFound", "no route with destination-cidr-block 10.9.0.0/16 in route table rtb-private")
	s.refused(func() error {
		_, err := c.DeleteRoute(ctx, &sdk.DeleteRouteInput{RouteTableId: table, DestinationCidrBlock: ptr("10.0.0.0/16")})
		return err
	}, "InvalidParameter", "cannot remove local route")
	eni := must[*sdk.CreateNetworkInterfaceOutput](t)(c.CreateNetworkInterface(ctx, &sdk.CreateNetworkInterfaceInput{SubnetId: ptr("subnet-a")})).NetworkInterface.NetworkInterfaceId
	must[*sdk.ReplaceRouteOutput](t)(c.ReplaceRoute(ctx, &sdk.ReplaceRouteInput{RouteTableId: table, DestinationCidrBlock: everywhere, NetworkInterfaceId: eni}))
	if got := s.worlds.Load().Accounts[account].VPCs["vpc-1"].RouteTables["rtb-private"].Routes; len(got) != 1 || got[0].Target != *eni {
		t.Errorf("routes %+v", got)
	}
	s.refused(func() error {
		_, err := c.DeleteNetworkInterface(ctx, &sdk.DeleteNetworkInterfaceInput{NetworkInterfaceId: eni})
		return err
	}, "DependencyViolation", "")
}

func TestATableBecomesTheMainOne(t *testing.T) {
	ctx, s := t.Context(), start(t)
	c := s.admin()
	mains := func() []string {
		out := must[*sdk.DescribeRouteTablesOutput](t)(c.DescribeRouteTables(ctx, &sdk.DescribeRouteTablesInput{Filters: filter("association.main", "true")}))
		return ids(out.RouteTables, func(r types.RouteTable) *string { return r.Associations[0].RouteTableAssociationId })
	}
	s.refused(func() error {
		_, err := c.DisassociateRouteTable(ctx, &sdk.DisassociateRouteTableInput{AssociationId: ptr(mains()[0])})
		return err
	}, "InvalidParameter", "cannot disassociate the main route table association")
	next := must[*sdk.ReplaceRouteTableAssociationOutput](t)(c.ReplaceRouteTableAssociation(ctx, &sdk.ReplaceRouteTableAssociationInput{AssociationId: ptr(mains()[0]), RouteTableId: ptr("rtb-private")}))
	if diff := cmp.Diff([]string{*next.NewAssociationId}, mains()); diff != "" || !s.worlds.Load().Accounts[account].VPCs["vpc-1"].RouteTables["rtb-private"].Main {
		t.Errorf("want -, got +\n%s", diff)
	}
	s.refused(func() error {
		_, err := c.ReplaceRouteTableAssociation(ctx, &sdk.ReplaceRouteTableAssociationInput{AssociationId: ptr("rtbassoc-none"), RouteTableId: ptr("rtb-private")})
		return err
	}, "InvalidAssociationID.NotFound", "The association ID 'rtbassoc-none' does not exist")
}

func TestRegionsZonesAndLimits(t *testing.T) {
	ctx, c := t.Context(), start(t).admin()
	regions := must[*sdk.DescribeRegionsOutput](t)(c.DescribeRegions(ctx, &sdk.DescribeRegionsInput{})).Regions
	found := must[*sdk.DescribeAvailabilityZonesOutput](t)(c.DescribeAvailabilityZones(ctx, &sdk.DescribeAvailabilityZonesInput{ZoneIds: []string{"use1-az2"}})).AvailabilityZones
	attributes := must[*sdk.DescribeAccountAttributesOutput](t)(c.DescribeAccountAttributes(ctx, &sdk.DescribeAccountAttributesInput{AttributeNames: []types.AccountAttributeName{"default-vpc"}})).AccountAttributes
	lists := must[*sdk.DescribePrefixListsOutput](t)(c.DescribePrefixLists(ctx, &sdk.DescribePrefixListsInput{Filters: filter("prefix-list-name", "com.amazonaws.us-east-1.s3")})).PrefixLists
	if len(regions) != 1 || *regions[0].RegionName != "us-east-1" || len(found) != 1 || *found[0].ZoneName != "us-east-1b" ||
		len(attributes) != 1 || aws.ToString(attributes[0].AttributeValues[0].AttributeValue) != "none" || len(lists) != 1 || *lists[0].PrefixListId != "pl-63a5400a" {
		t.Errorf("%+v\n%+v\n%+v\n%+v", regions, found, attributes, lists)
	}
}
