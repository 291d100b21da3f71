package scenarios

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
)

func ec2Client(c *connection) *ec2.Client {
	return ec2.New(ec2.Options{
		BaseEndpoint: &c.endpoint, Region: c.region, Credentials: c.credentials,
		HTTPClient: c.recorder, Retryer: aws.NopRetryer{}, HTTPSignerV4: newSigner(c.now, false),
	})
}

var ec2Operations = []operation{
	method("ec2", "AssociateRouteTable", func(ctx context.Context, c *connection, in *ec2.AssociateRouteTableInput) (*ec2.AssociateRouteTableOutput, error) {
		return ec2Client(c).AssociateRouteTable(ctx, in)
	}),
	method("ec2", "AttachInternetGateway", func(ctx context.Context, c *connection, in *ec2.AttachInternetGatewayInput) (*ec2.AttachInternetGatewayOutput, error) {
		return ec2Client(c).AttachInternetGateway(ctx, in)
	}),
	method("ec2", "AuthorizeSecurityGroupEgress", func(ctx context.Context, c *connection, in *ec2.AuthorizeSecurityGroupEgressInput) (*ec2.AuthorizeSecurityGroupEgressOutput, error) {
		return ec2Client(c).AuthorizeSecurityGroupEgress(ctx, in)
	}),
	method("ec2", "AuthorizeSecurityGroupIngress", func(ctx context.Context, c *connection, in *ec2.AuthorizeSecurityGroupIngressInput) (*ec2.AuthorizeSecurityGroupIngressOutput, error) {
		return ec2Client(c).AuthorizeSecurityGroupIngress(ctx, in)
	}),
	method("ec2", "CreateInternetGateway", func(ctx context.Context, c *connection, in *ec2.CreateInternetGatewayInput) (*ec2.CreateInternetGatewayOutput, error) {
		return ec2Client(c).CreateInternetGateway(ctx, in)
	}),
	method("ec2", "CreateNetworkInterface", func(ctx context.Context, c *connection, in *ec2.CreateNetworkInterfaceInput) (*ec2.CreateNetworkInterfaceOutput, error) {
		return ec2Client(c).CreateNetworkInterface(ctx, in)
	}),
	method("ec2", "CreateNetworkInterfacePermission", func(ctx context.Context, c *connection, in *ec2.CreateNetworkInterfacePermissionInput) (*ec2.CreateNetworkInterfacePermissionOutput, error) {
		return ec2Client(c).CreateNetworkInterfacePermission(ctx, in)
	}),
	method("ec2", "CreateRoute", func(ctx context.Context, c *connection, in *ec2.CreateRouteInput) (*ec2.CreateRouteOutput, error) {
		return ec2Client(c).CreateRoute(ctx, in)
	}),
	method("ec2", "CreateRouteTable", func(ctx context.Context, c *connection, in *ec2.CreateRouteTableInput) (*ec2.CreateRouteTableOutput, error) {
		return ec2Client(c).CreateRouteTable(ctx, in)
	}),
	method("ec2", "CreateSecurityGroup", func(ctx context.Context, c *connection, in *ec2.CreateSecurityGroupInput) (*ec2.CreateSecurityGroupOutput, error) {
		return ec2Client(c).CreateSecurityGroup(ctx, in)
	}),
	method("ec2", "CreateSubnet", func(ctx context.Context, c *connection, in *ec2.CreateSubnetInput) (*ec2.CreateSubnetOutput, error) {
		return ec2Client(c).CreateSubnet(ctx, in)
	}),
	method("ec2", "CreateTags", func(ctx context.Context, c *connection, in *ec2.CreateTagsInput) (*ec2.CreateTagsOutput, error) {
		return ec2Client(c).CreateTags(ctx, in)
	}),
	method("ec2", "CreateVpc", func(ctx context.Context, c *connection, in *ec2.CreateVpcInput) (*ec2.CreateVpcOutput, error) {
		return ec2Client(c).CreateVpc(ctx, in)
	}),
	method("ec2", "CreateVpcEndpoint", func(ctx context.Context, c *connection, in *ec2.CreateVpcEndpointInput) (*ec2.CreateVpcEndpointOutput, error) {
		return ec2Client(c).CreateVpcEndpoint(ctx, in)
	}),
	method("ec2", "DeleteInternetGateway", func(ctx context.Context, c *connection, in *ec2.DeleteInternetGatewayInput) (*ec2.DeleteInternetGatewayOutput, error) {
		return ec2Client(c).DeleteInternetGateway(ctx, in)
	}),
	method("ec2", "DeleteNetworkInterface", func(ctx context.Context, c *connection, in *ec2.DeleteNetworkInterfaceInput) (*ec2.DeleteNetworkInterfaceOutput, error) {
		return ec2Client(c).DeleteNetworkInterface(ctx, in)
	}),
	method("ec2", "DeleteNetworkInterfacePermission", func(ctx context.Context, c *connection, in *ec2.DeleteNetworkInterfacePermissionInput) (*ec2.DeleteNetworkInterfacePermissionOutput, error) {
		return ec2Client(c).DeleteNetworkInterfacePermission(ctx, in)
	}),
	method("ec2", "DeleteRoute", func(ctx context.Context, c *connection, in *ec2.DeleteRouteInput) (*ec2.DeleteRouteOutput, error) {
		return ec2Client(c).DeleteRoute(ctx, in)
	}),
	method("ec2", "DeleteRouteTable", func(ctx context.Context, c *connection, in *ec2.DeleteRouteTableInput) (*ec2.DeleteRouteTableOutput, error) {
		return ec2Client(c).DeleteRouteTable(ctx, in)
	}),
	method("ec2", "DeleteSecurityGroup", func(ctx context.Context, c *connection, in *ec2.DeleteSecurityGroupInput) (*ec2.DeleteSecurityGroupOutput, error) {
		return ec2Client(c).DeleteSecurityGroup(ctx, in)
	}),
	method("ec2", "DeleteSubnet", func(ctx context.Context, c *connection, in *ec2.DeleteSubnetInput) (*ec2.DeleteSubnetOutput, error) {
		return ec2Client(c).DeleteSubnet(ctx, in)
	}),
	method("ec2", "DeleteTags", func(ctx context.Context, c *connection, in *ec2.DeleteTagsInput) (*ec2.DeleteTagsOutput, error) {
		return ec2Client(c).DeleteTags(ctx, in)
	}),
	method("ec2", "DeleteVpc", func(ctx context.Context, c *connection, in *ec2.DeleteVpcInput) (*ec2.DeleteVpcOutput, error) {
		return ec2Client(c).DeleteVpc(ctx, in)
	}),
	method("ec2", "DeleteVpcEndpoints", func(ctx context.Context, c *connection, in *ec2.DeleteVpcEndpointsInput) (*ec2.DeleteVpcEndpointsOutput, error) {
		return ec2Client(c).DeleteVpcEndpoints(ctx, in)
	}),
	method("ec2", "DescribeAccountAttributes", func(ctx context.Context, c *connection, in *ec2.DescribeAccountAttributesInput) (*ec2.DescribeAccountAttributesOutput, error) {
		return ec2Client(c).DescribeAccountAttributes(ctx, in)
	}),
	method("ec2", "DescribeAvailabilityZones", func(ctx context.Context, c *connection, in *ec2.DescribeAvailabilityZonesInput) (*ec2.DescribeAvailabilityZonesOutput, error) {
		return ec2Client(c).DescribeAvailabilityZones(ctx, in)
	}),
	method("ec2", "DescribeDhcpOptions", func(ctx context.Context, c *connection, in *ec2.DescribeDhcpOptionsInput) (*ec2.DescribeDhcpOptionsOutput, error) {
		return ec2Client(c).DescribeDhcpOptions(ctx, in)
	}),
	method("ec2", "DescribeInternetGateways", func(ctx context.Context, c *connection, in *ec2.DescribeInternetGatewaysInput) (*ec2.DescribeInternetGatewaysOutput, error) {
		return ec2Client(c).DescribeInternetGateways(ctx, in)
	}),
	method("ec2", "DescribeNetworkAcls", func(ctx context.Context, c *connection, in *ec2.DescribeNetworkAclsInput) (*ec2.DescribeNetworkAclsOutput, error) {
		return ec2Client(c).DescribeNetworkAcls(ctx, in)
	}),
	method("ec2", "DescribeNetworkInterfacePermissions", func(ctx context.Context, c *connection, in *ec2.DescribeNetworkInterfacePermissionsInput) (*ec2.DescribeNetworkInterfacePermissionsOutput, error) {
		return ec2Client(c).DescribeNetworkInterfacePermissions(ctx, in)
	}),
	method("ec2", "DescribeNetworkInterfaces", func(ctx context.Context, c *connection, in *ec2.DescribeNetworkInterfacesInput) (*ec2.DescribeNetworkInterfacesOutput, error) {
		return ec2Client(c).DescribeNetworkInterfaces(ctx, in)
	}),
	method("ec2", "DescribePrefixLists", func(ctx context.Context, c *connection, in *ec2.DescribePrefixListsInput) (*ec2.DescribePrefixListsOutput, error) {
		return ec2Client(c).DescribePrefixLists(ctx, in)
	}),
	method("ec2", "DescribeRegions", func(ctx context.Context, c *connection, in *ec2.DescribeRegionsInput) (*ec2.DescribeRegionsOutput, error) {
		return ec2Client(c).DescribeRegions(ctx, in)
	}),
	method("ec2", "DescribeRouteTables", func(ctx context.Context, c *connection, in *ec2.DescribeRouteTablesInput) (*ec2.DescribeRouteTablesOutput, error) {
		return ec2Client(c).DescribeRouteTables(ctx, in)
	}),
	method("ec2", "DescribeSecurityGroupRules", func(ctx context.Context, c *connection, in *ec2.DescribeSecurityGroupRulesInput) (*ec2.DescribeSecurityGroupRulesOutput, error) {
		return ec2Client(c).DescribeSecurityGroupRules(ctx, in)
	}),
	method("ec2", "DescribeSecurityGroups", func(ctx context.Context, c *connection, in *ec2.DescribeSecurityGroupsInput) (*ec2.DescribeSecurityGroupsOutput, error) {
		return ec2Client(c).DescribeSecurityGroups(ctx, in)
	}),
	method("ec2", "DescribeSubnets", func(ctx context.Context, c *connection, in *ec2.DescribeSubnetsInput) (*ec2.DescribeSubnetsOutput, error) {
		return ec2Client(c).DescribeSubnets(ctx, in)
	}),
	method("ec2", "DescribeTags", func(ctx context.Context, c *connection, in *ec2.DescribeTagsInput) (*ec2.DescribeTagsOutput, error) {
		return ec2Client(c).DescribeTags(ctx, in)
	}),
	method("ec2", "DescribeVpcAttribute", func(ctx context.Context, c *connection, in *ec2.DescribeVpcAttributeInput) (*ec2.DescribeVpcAttributeOutput, error) {
		return ec2Client(c).DescribeVpcAttribute(ctx, in)
	}),
	method("ec2", "DescribeVpcEndpointServices", func(ctx context.Context, c *connection, in *ec2.DescribeVpcEndpointServicesInput) (*ec2.DescribeVpcEndpointServicesOutput, error) {
		return ec2Client(c).DescribeVpcEndpointServices(ctx, in)
	}),
	method("ec2", "DescribeVpcEndpoints", func(ctx context.Context, c *connection, in *ec2.DescribeVpcEndpointsInput) (*ec2.DescribeVpcEndpointsOutput, error) {
		return ec2Client(c).DescribeVpcEndpoints(ctx, in)
	}),
	method("ec2", "DescribeVpcs", func(ctx context.Context, c *connection, in *ec2.DescribeVpcsInput) (*ec2.DescribeVpcsOutput, error) {
		return ec2Client(c).DescribeVpcs(ctx, in)
	}),
	method("ec2", "DetachInternetGateway", func(ctx context.Context, c *connection, in *ec2.DetachInternetGatewayInput) (*ec2.DetachInternetGatewayOutput, error) {
		return ec2Client(c).DetachInternetGateway(ctx, in)
	}),
	method("ec2", "DisassociateRouteTable", func(ctx context.Context, c *connection, in *ec2.DisassociateRouteTableInput) (*ec2.DisassociateRouteTableOutput, error) {
		return ec2Client(c).DisassociateRouteTable(ctx, in)
	}),
	method("ec2", "ModifySubnetAttribute", func(ctx context.Context, c *connection, in *ec2.ModifySubnetAttributeInput) (*ec2.ModifySubnetAttributeOutput, error) {
		return ec2Client(c).ModifySubnetAttribute(ctx, in)
	}),
	method("ec2", "ModifyVpcAttribute", func(ctx context.Context, c *connection, in *ec2.ModifyVpcAttributeInput) (*ec2.ModifyVpcAttributeOutput, error) {
		return ec2Client(c).ModifyVpcAttribute(ctx, in)
	}),
	method("ec2", "ModifyVpcEndpoint", func(ctx context.Context, c *connection, in *ec2.ModifyVpcEndpointInput) (*ec2.ModifyVpcEndpointOutput, error) {
		return ec2Client(c).ModifyVpcEndpoint(ctx, in)
	}),
	method("ec2", "ReplaceRoute", func(ctx context.Context, c *connection, in *ec2.ReplaceRouteInput) (*ec2.ReplaceRouteOutput, error) {
		return ec2Client(c).ReplaceRoute(ctx, in)
	}),
	method("ec2", "ReplaceRouteTableAssociation", func(ctx context.Context, c *connection, in *ec2.ReplaceRouteTableAssociationInput) (*ec2.ReplaceRouteTableAssociationOutput, error) {
		return ec2Client(c).ReplaceRouteTableAssociation(ctx, in)
	}),
	method("ec2", "RevokeSecurityGroupEgress", func(ctx context.Context, c *connection, in *ec2.RevokeSecurityGroupEgressInput) (*ec2.RevokeSecurityGroupEgressOutput, error) {
		return ec2Client(c).RevokeSecurityGroupEgress(ctx, in)
	}),
	method("ec2", "RevokeSecurityGroupIngress", func(ctx context.Context, c *connection, in *ec2.RevokeSecurityGroupIngressInput) (*ec2.RevokeSecurityGroupIngressOutput, error) {
		return ec2Client(c).RevokeSecurityGroupIngress(ctx, in)
	}),
}
