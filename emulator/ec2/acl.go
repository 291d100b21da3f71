package ec2

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// aclID is the id of a VPC's default network ACL, which is the only one that a
// VPC has here: nothing in the lab filters packets.
func aclID(v *world.VPC) string { return world.NetworkID("acl", v.Account, v.ID, "default") }

var aclLister = lister[*world.VPC]{
	atMost: 1000, kind: "network-acl", id: aclID, tags: func(*world.VPC) map[string]string { return nil },
	fields: map[string]func(*world.VPC) []string{
		"network-acl-id": func(v *world.VPC) []string { return one(aclID(v)) },
		"vpc-id":         func(v *world.VPC) []string { return one(v.ID) },
		"default":        func(*world.VPC) []string { return flag(true) },
		"owner-id":       func(v *world.VPC) []string { return one(v.Account) },

		"association.network-acl-id": func(v *world.VPC) []string { return one(aclID(v)) },
		"association.subnet-id":      func(v *world.VPC) []string { return subnetIDs(v) },
	},
}

func subnetIDs(v *world.VPC) []string {
	out := []string{}
	for id := range v.Subnets {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}

// describeACLs is
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkAcls.html.
func (r *request) describeACLs(in *sdk.DescribeNetworkAclsInput) (*sdk.DescribeNetworkAclsOutput, *awsproto.Error) {
	if err := r.permitAll(); err != nil {
		return nil, err
	}
	var all []*world.VPC
	for _, v := range r.account().VPCs {
		all = append(all, v)
	}
	page, next, err := aclLister.list(all, search{in.NetworkAclIds, in.Filters, in.NextToken, in.MaxResults})
	return &sdk.DescribeNetworkAclsOutput{NetworkAcls: each(page, aclOut), NextToken: next}, err
}

// aclOut is the default network ACL: everything passes
// (https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html).
func aclOut(v *world.VPC) types.NetworkAcl {
	out := types.NetworkAcl{NetworkAclId: aws.String(aclID(v)), VpcId: aws.String(v.ID), OwnerId: aws.String(v.Account), IsDefault: aws.Bool(true),
		Tags: []types.Tag{}, Entries: []types.NetworkAclEntry{}, Associations: []types.NetworkAclAssociation{}}
	for _, egress := range []bool{true, false} {
		out.Entries = append(out.Entries, aclEntry(100, egress, types.RuleActionAllow), aclEntry(32767, egress, types.RuleActionDeny))
	}
	for _, id := range subnetIDs(v) {
		out.Associations = append(out.Associations, types.NetworkAclAssociation{SubnetId: aws.String(id), NetworkAclId: aws.String(aclID(v)),
			NetworkAclAssociationId: aws.String(world.NetworkID("aclassoc", aclID(v), id))})
	}
	return out
}

func aclEntry(number int32, egress bool, action types.RuleAction) types.NetworkAclEntry {
	return types.NetworkAclEntry{RuleNumber: aws.Int32(number), Egress: aws.Bool(egress), RuleAction: action,
		Protocol: aws.String("-1"), CidrBlock: aws.String("0.0.0.0/0")}
}
