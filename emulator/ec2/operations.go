package ec2

import (
	"github.com/denylab/denylab/emulator/awsproto"
)

// decoded is the operation that run answers once the parameters are decoded and
// are what AWS's model demands.
func decoded[In, Out any](run func(*request, *In) (*Out, *awsproto.Error)) awsproto.QueryOperation[*request] {
	return func(r *request, form awsproto.Form) (any, *awsproto.Error) {
		in := new(In)
		if err := awsproto.DecodeEC2(model(), form, in); err != nil {
			return nil, err
		}
		return run(r, in)
	}
}

// operations is the table of everything this package answers
// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Operations.html).
var operations = map[string]awsproto.QueryOperation[*request]{
	"CreateVpc":            decoded((*request).createVpc),
	"DeleteVpc":            decoded((*request).deleteVpc),
	"DescribeVpcs":         decoded((*request).describeVpcs),
	"DescribeVpcAttribute": decoded((*request).describeVpcAttribute),
	"ModifyVpcAttribute":   decoded((*request).modifyVpcAttribute),

	"CreateSubnet":          decoded((*request).createSubnet),
	"DeleteSubnet":          decoded((*request).deleteSubnet),
	"DescribeSubnets":       decoded((*request).describeSubnets),
	"ModifySubnetAttribute": decoded((*request).modifySubnetAttribute),

	"CreateSecurityGroup":           decoded((*request).createSecurityGroup),
	"DeleteSecurityGroup":           decoded((*request).deleteSecurityGroup),
	"DescribeSecurityGroups":        decoded((*request).describeSecurityGroups),
	"AuthorizeSecurityGroupIngress": decoded((*request).authorizeIngress),
	"AuthorizeSecurityGroupEgress":  decoded((*request).authorizeEgress),
	"RevokeSecurityGroupIngress":    decoded((*request).revokeIngress),
	"RevokeSecurityGroupEgress":     decoded((*request).revokeEgress),
	"DescribeSecurityGroupRules":    decoded((*request).describeRules),

	"CreateRouteTable":             decoded((*request).createRouteTable),
	"DeleteRouteTable":             decoded((*request).deleteRouteTable),
	"DescribeRouteTables":          decoded((*request).describeRouteTables),
	"AssociateRouteTable":          decoded((*request).associateRouteTable),
	"DisassociateRouteTable":       decoded((*request).disassociateRouteTable),
	"ReplaceRouteTableAssociation": decoded((*request).replaceAssociation),
	"CreateRoute":                  decoded((*request).createRoute),
	"ReplaceRoute":                 decoded((*request).replaceRoute),
	"DeleteRoute":                  decoded((*request).deleteRoute),

	"CreateInternetGateway":    decoded((*request).createGateway),
	"DeleteInternetGateway":    decoded((*request).deleteGateway),
	"AttachInternetGateway":    decoded((*request).attachGateway),
	"DetachInternetGateway":    decoded((*request).detachGateway),
	"DescribeInternetGateways": decoded((*request).describeGateways),

	"CreateVpcEndpoint":           decoded((*request).createEndpoint),
	"ModifyVpcEndpoint":           decoded((*request).modifyEndpoint),
	"DeleteVpcEndpoints":          decoded((*request).deleteEndpoints),
	"DescribeVpcEndpoints":        decoded((*request).describeEndpoints),
	"DescribeVpcEndpointServices": decoded((*request).describeServices),
	"DescribePrefixLists":         decoded((*request).describePrefixLists),

	"CreateNetworkInterface":              decoded((*request).createInterface),
	"DeleteNetworkInterface":              decoded((*request).deleteInterface),
	"DescribeNetworkInterfaces":           decoded((*request).describeInterfaces),
	"CreateNetworkInterfacePermission":    decoded((*request).createPermission),
	"DeleteNetworkInterfacePermission":    decoded((*request).deletePermission),
	"DescribeNetworkInterfacePermissions": decoded((*request).describePermissions),

	"DescribeNetworkAcls":       decoded((*request).describeACLs),
	"DescribeDhcpOptions":       decoded((*request).describeDHCPOptions),
	"DescribeAccountAttributes": decoded((*request).describeAttributes),
	"DescribeAvailabilityZones": decoded((*request).describeAvailabilityZones),
	"DescribeRegions":           decoded((*request).describeRegions),

	"CreateTags":   decoded((*request).createTags),
	"DeleteTags":   decoded((*request).deleteTags),
	"DescribeTags": decoded((*request).describeTags),
}

// Operations lists the operations of the service and which the lab has.
func (*Handler) Operations() []awsproto.Operation {
	return awsproto.Operations(operations, model().Operations())
}
