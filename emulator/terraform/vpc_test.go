package terraform_test

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

const endpointPolicy = `{"Statement":[{"Action":"s3:GetObject","Effect":"Allow","Principal":"*","Resource":"*"}],"Version":"2012-10-17"}`

// vpcResources are a VPC, a gateway endpoint in its main route table, and an
// interface endpoint.
func vpcResources() []resource {
	vpc, table := new(string), make([]string, 1)
	return []resource{network(vpc, &table[0]), endpoint(vpc, table), interfaceEndpoint(vpc)}
}

func tagged(of types.ResourceType, key string) []types.TagSpecification {
	return []types.TagSpecification{{ResourceType: of, Tags: []types.Tag{{Key: &key, Value: aws.String("value")}}}}
}

func filter(pairs ...string) (all []types.Filter) {
	for i := 0; i < len(pairs); i += 2 {
		all = append(all, types.Filter{Name: &pairs[i], Values: []string{pairs[i+1]}})
	}
	return all
}

// network is a VPC; id and its main route table's are set when it is made.
func network(id, table *string) resource {
	ids, ofVPC := make([]string, 1), make([]string, 1)
	set := func(o *ec2.CreateVpcOutput) { *id, ids[0], ofVPC[0] = *o.Vpc.VpcId, *o.Vpc.VpcId, *o.Vpc.VpcId }
	inVPC := func(name, value string) []types.Filter {
		return append(filter(name, value), types.Filter{Name: aws.String("vpc-id"), Values: ofVPC})
	}
	describe := onEC2((*ec2.Client).DescribeVpcs, &ec2.DescribeVpcsInput{VpcIds: ids})
	attribute := func(name types.VpcAttributeName) call {
		return onEC2((*ec2.Client).DescribeVpcAttribute, &ec2.DescribeVpcAttributeInput{VpcId: id, Attribute: name})
	}
	on, off := &types.AttributeBooleanValue{Value: aws.Bool(true)}, &types.AttributeBooleanValue{Value: aws.Bool(false)}
	read := func(support *types.AttributeBooleanValue, tag string) []call {
		return []call{
			describe.is(&ec2.DescribeVpcsOutput{Vpcs: []types.Vpc{{
				VpcId: id, CidrBlock: aws.String("10.0.0.0/16"), State: types.VpcStateAvailable, OwnerId: aws.String(account), InstanceTenancy: types.TenancyDefault,
				Tags: []types.Tag{{Key: &tag, Value: aws.String("value")}},
			}}}),
			attribute(types.VpcAttributeNameEnableDnsHostnames).is(&ec2.DescribeVpcAttributeOutput{EnableDnsHostnames: on}),
			attribute(types.VpcAttributeNameEnableDnsSupport).is(&ec2.DescribeVpcAttributeOutput{EnableDnsSupport: support}),
			attribute(types.VpcAttributeNameEnableNetworkAddressUsageMetrics).is(&ec2.DescribeVpcAttributeOutput{EnableNetworkAddressUsageMetrics: off}),
			unless(onEC2((*ec2.Client).DescribeNetworkAcls, &ec2.DescribeNetworkAclsInput{Filters: inVPC("default", "true")}),
				"the VPC has one default network ACL", func(o *ec2.DescribeNetworkAclsOutput) bool { return len(o.NetworkAcls) != 1 }),
			unless(onEC2((*ec2.Client).DescribeRouteTables, &ec2.DescribeRouteTablesInput{Filters: inVPC("association.main", "true")}),
				"the VPC has one main route table", func(o *ec2.DescribeRouteTablesOutput) bool {
					if len(o.RouteTables) == 1 {
						*table = *o.RouteTables[0].RouteTableId
					}
					return len(o.RouteTables) != 1
				}),
			unless(onEC2((*ec2.Client).DescribeSecurityGroups, &ec2.DescribeSecurityGroupsInput{Filters: inVPC("group-name", "default")}),
				"the VPC has one default security group", func(o *ec2.DescribeSecurityGroupsOutput) bool { return len(o.SecurityGroups) != 1 }),
		}
	}
	return resource{
		name: "aws_vpc", source: "ec2/vpc_.go",
		create: []call{
			keeping(onEC2((*ec2.Client).CreateVpc, &ec2.CreateVpcInput{
				CidrBlock: aws.String("10.0.0.0/16"), InstanceTenancy: types.TenancyDefault, AmazonProvidedIpv6CidrBlock: aws.Bool(false),
				TagSpecifications: tagged(types.ResourceTypeVpc, "first"),
			}), set),
			describe,
			onEC2((*ec2.Client).ModifyVpcAttribute, &ec2.ModifyVpcAttributeInput{VpcId: id, EnableDnsHostnames: on}),
			attribute(types.VpcAttributeNameEnableDnsHostnames),
		},
		read: read(on, "first"),
		update: []call{
			onEC2((*ec2.Client).ModifyVpcAttribute, &ec2.ModifyVpcAttributeInput{VpcId: id, EnableDnsSupport: off}),
			onEC2((*ec2.Client).DeleteTags, &ec2.DeleteTagsInput{Resources: ids, Tags: []types.Tag{{Key: aws.String("first"), Value: aws.String("value")}}}),
			onEC2((*ec2.Client).CreateTags, &ec2.CreateTagsInput{Resources: ids, Tags: []types.Tag{{Key: aws.String("second"), Value: aws.String("value")}}}),
		},
		updated: read(off, "second"),
		delete:  []call{onEC2((*ec2.Client).DeleteVpc, &ec2.DeleteVpcInput{VpcId: id})},
		gone:    []call{describe.fails("InvalidVpcID.NotFound")},
	}
}

// endpoint is a gateway endpoint for S3. Its update takes it out of the route
// table and gives it the default policy again.
func endpoint(vpc *string, tables []string) resource {
	ids := make([]string, 1)
	describe := onEC2((*ec2.Client).DescribeVpcEndpoints, &ec2.DescribeVpcEndpointsInput{VpcEndpointIds: ids})
	prefixes := onEC2((*ec2.Client).DescribePrefixLists, &ec2.DescribePrefixListsInput{Filters: filter("prefix-list-name", "com.amazonaws.us-east-1.s3")}).
		is(&ec2.DescribePrefixListsOutput{PrefixLists: []types.PrefixList{{PrefixListName: aws.String("com.amazonaws.us-east-1.s3")}}})
	service := aws.String("com.amazonaws.us-east-1.s3")
	return resource{
		name: "aws_vpc_endpoint", source: "ec2/vpc_endpoint.go",
		create: []call{
			keeping(onEC2((*ec2.Client).CreateVpcEndpoint, &ec2.CreateVpcEndpointInput{
				ClientToken: aws.String("terraform-20260304050607000000000001"), PrivateDnsEnabled: aws.Bool(false), TagSpecifications: tagged(types.ResourceTypeVpcEndpoint, "first"),
				VpcEndpointType: types.VpcEndpointTypeGateway, VpcId: vpc, PolicyDocument: aws.String(endpointPolicy), RouteTableIds: tables, ServiceName: service,
			}), func(o *ec2.CreateVpcEndpointOutput) { ids[0] = *o.VpcEndpoint.VpcEndpointId }),
			describe,
		},
		read: []call{
			describe.is(&ec2.DescribeVpcEndpointsOutput{VpcEndpoints: []types.VpcEndpoint{{
				VpcEndpointId: &ids[0], VpcId: vpc, ServiceName: service, State: "available", VpcEndpointType: types.VpcEndpointTypeGateway,
				OwnerId: aws.String(account), PolicyDocument: aws.String(endpointPolicy), RouteTableIds: tables,
				Tags: []types.Tag{{Key: aws.String("first"), Value: aws.String("value")}},
			}}}),
			prefixes,
		},
		update: []call{
			onEC2((*ec2.Client).ModifyVpcEndpoint, &ec2.ModifyVpcEndpointInput{VpcEndpointId: &ids[0], RemoveRouteTableIds: tables, ResetPolicy: aws.Bool(true)}),
			describe,
		},
		updated: []call{
			unless(describe, "the endpoint is in no route table and has the default policy", func(o *ec2.DescribeVpcEndpointsOutput) bool {
				e := o.VpcEndpoints[0]
				return len(e.RouteTableIds) != 0 || sameText(endpointPolicy, *e.PolicyDocument)
			}),
			prefixes,
		},
		delete: []call{unless(onEC2((*ec2.Client).DeleteVpcEndpoints, &ec2.DeleteVpcEndpointsInput{VpcEndpointIds: ids}),
			"the endpoint was not deleted", func(o *ec2.DeleteVpcEndpointsOutput) bool { return len(o.Unsuccessful) != 0 })},
		gone: []call{describe.fails("InvalidVpcEndpointId.NotFound")},
	}
}
