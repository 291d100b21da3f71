package terraform_test

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

// interfaceEndpoint is an endpoint with network interfaces, in a subnet and with
// a security group that are made with it. Its update turns private DNS names on.
func interfaceEndpoint(vpc *string) resource {
	subnets, groups, ids, interfaces := make([]string, 1), make([]string, 1), make([]string, 1), make([]string, 1)
	service := aws.String("com.amazonaws.us-east-1.kms")
	describe := onEC2((*ec2.Client).DescribeVpcEndpoints, &ec2.DescribeVpcEndpointsInput{VpcEndpointIds: ids})
	read := func(private bool) []call {
		return []call{
			describe.is(&ec2.DescribeVpcEndpointsOutput{VpcEndpoints: []types.VpcEndpoint{{
				VpcEndpointId: &ids[0], VpcId: vpc, ServiceName: service, State: "available", VpcEndpointType: types.VpcEndpointTypeInterface,
				PrivateDnsEnabled: &private, SubnetIds: subnets, Groups: []types.SecurityGroupIdentifier{{GroupId: &groups[0]}}, NetworkInterfaceIds: interfaces,
			}}}),
			unless(onEC2((*ec2.Client).DescribePrefixLists, &ec2.DescribePrefixListsInput{Filters: filter("prefix-list-name", *service)}),
				"AWS KMS has no prefix list", func(o *ec2.DescribePrefixListsOutput) bool { return len(o.PrefixLists) != 0 }),
			onEC2((*ec2.Client).DescribeNetworkInterfaces, &ec2.DescribeNetworkInterfacesInput{NetworkInterfaceIds: interfaces}).
				is(&ec2.DescribeNetworkInterfacesOutput{NetworkInterfaces: []types.NetworkInterface{{NetworkInterfaceId: &interfaces[0], SubnetId: &subnets[0]}}}),
		}
	}
	return resource{
		name: "aws_vpc_endpoint", source: "ec2/vpc_endpoint.go",
		create: []call{
			keeping(onEC2((*ec2.Client).CreateSubnet, &ec2.CreateSubnetInput{VpcId: vpc, CidrBlock: aws.String("10.0.1.0/24")}),
				func(o *ec2.CreateSubnetOutput) { subnets[0] = *o.Subnet.SubnetId }),
			keeping(onEC2((*ec2.Client).CreateSecurityGroup, &ec2.CreateSecurityGroupInput{VpcId: vpc, GroupName: aws.String("endpoint"), Description: aws.String("Managed by Terraform")}),
				func(o *ec2.CreateSecurityGroupOutput) { groups[0] = *o.GroupId }),
			keeping(onEC2((*ec2.Client).CreateVpcEndpoint, &ec2.CreateVpcEndpointInput{
				ClientToken: aws.String("terraform-20260304050607000000000002"), PrivateDnsEnabled: aws.Bool(false), VpcEndpointType: types.VpcEndpointTypeInterface,
				VpcId: vpc, ServiceName: service, SubnetIds: subnets, SecurityGroupIds: groups,
			}), func(o *ec2.CreateVpcEndpointOutput) {
				ids[0], interfaces[0] = *o.VpcEndpoint.VpcEndpointId, o.VpcEndpoint.NetworkInterfaceIds[0]
			}),
			describe,
		},
		read: read(false),
		update: []call{
			onEC2((*ec2.Client).ModifyVpcAttribute, &ec2.ModifyVpcAttributeInput{VpcId: vpc, EnableDnsSupport: &types.AttributeBooleanValue{Value: aws.Bool(true)}}),
			onEC2((*ec2.Client).ModifyVpcEndpoint, &ec2.ModifyVpcEndpointInput{VpcEndpointId: &ids[0], PrivateDnsEnabled: aws.Bool(true)}),
			describe,
		},
		updated: read(true),
		delete: []call{
			unless(onEC2((*ec2.Client).DeleteVpcEndpoints, &ec2.DeleteVpcEndpointsInput{VpcEndpointIds: ids}),
				"the endpoint was not deleted", func(o *ec2.DeleteVpcEndpointsOutput) bool { return len(o.Unsuccessful) != 0 }),
			describe.fails("InvalidVpcEndpointId.NotFound"),
			onEC2((*ec2.Client).DeleteSecurityGroup, &ec2.DeleteSecurityGroupInput{GroupId: &groups[0]}),
			onEC2((*ec2.Client).DeleteSubnet, &ec2.DeleteSubnetInput{SubnetId: &subnets[0]}),
		},
	}
}
