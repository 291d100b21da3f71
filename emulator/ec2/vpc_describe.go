package ec2

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

var vpcLister = lister[*world.VPC]{
	atMost: 1000, kind: "vpc", id: func(v *world.VPC) string { return v.ID }, tags: func(v *world.VPC) map[string]string { return v.Tags },
	fields: map[string]func(*world.VPC) []string{
		"vpc-id":                            func(v *world.VPC) []string { return one(v.ID) },
		"cidr":                              func(v *world.VPC) []string { return one(v.CIDR) },
		"cidr-block-association.cidr-block": func(v *world.VPC) []string { return one(v.CIDR) },
		"dhcp-options-id":                   func(v *world.VPC) []string { return one(dhcpOptionsID(v.Account)) },
		"is-default":                        func(v *world.VPC) []string { return flag(v.Default) },
		"isDefault":                         func(v *world.VPC) []string { return flag(v.Default) },
		"owner-id":                          func(v *world.VPC) []string { return one(v.Account) },
		"state":                             func(*world.VPC) []string { return one("available") },
	},
}

// describeVpcs is https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcs.html.
func (r *request) describeVpcs(in *sdk.DescribeVpcsInput) (*sdk.DescribeVpcsOutput, *awsproto.Error) {
	if err := r.permitAll(); err != nil {
		return nil, err
	}
	var all []*world.VPC
	for _, v := range r.account().VPCs {
		all = append(all, v)
	}
	page, next, err := vpcLister.list(all, search{in.VpcIds, in.Filters, in.NextToken, in.MaxResults})
	return &sdk.DescribeVpcsOutput{Vpcs: each(page, vpcOut), NextToken: next}, err
}

func vpcOut(v *world.VPC) types.Vpc {
	return types.Vpc{
		VpcId: aws.String(v.ID), OwnerId: aws.String(v.Account), CidrBlock: aws.String(v.CIDR), State: types.VpcStateAvailable,
		DhcpOptionsId: aws.String(dhcpOptionsID(v.Account)), InstanceTenancy: types.Tenancy(v.Tenancy), IsDefault: aws.Bool(v.Default),
		Tags: tagList(v.Tags),
		CidrBlockAssociationSet: []types.VpcCidrBlockAssociation{{
			AssociationId: aws.String(world.NetworkID("vpc-cidr-assoc", v.ID, v.CIDR)), CidrBlock: aws.String(v.CIDR),
			CidrBlockState: &types.VpcCidrBlockState{State: types.VpcCidrBlockStateCodeAssociated},
		}},
	}
}

// each is what out makes of every item.
func each[T, Out any](items []T, out func(T) Out) []Out {
	all := make([]Out, 0, len(items))
	for _, item := range items {
		all = append(all, out(item))
	}
	return all
}
