package ec2

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

var groupLister = lister[within[world.SecurityGroup]]{
	atMost: 1000, kind: "security-group", id: func(g within[world.SecurityGroup]) string { return g.id },
	tags: func(g within[world.SecurityGroup]) map[string]string { return g.it.Tags },
	fields: map[string]func(within[world.SecurityGroup]) []string{
		"group-id":    func(g within[world.SecurityGroup]) []string { return one(g.id) },
		"group-name":  func(g within[world.SecurityGroup]) []string { return one(g.it.Name) },
		"description": func(g within[world.SecurityGroup]) []string { return one(g.it.Description) },
		"vpc-id":      func(g within[world.SecurityGroup]) []string { return one(g.vpc.ID) },
		"owner-id":    func(g within[world.SecurityGroup]) []string { return one(g.vpc.Account) },
	},
}

// describeSecurityGroups is
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroups.html.
func (r *request) describeSecurityGroups(in *sdk.DescribeSecurityGroupsInput) (*sdk.DescribeSecurityGroupsOutput, *awsproto.Error) {
	if err := r.permitAll(); err != nil {
		return nil, err
	}
	ids := append([]string{}, in.GroupIds...)
	for _, name := range in.GroupNames {
		id, err := r.groupID(nil, &name)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	page, next, err := groupLister.list(groups.all(r.account()), search{ids, in.Filters, in.NextToken, in.MaxResults})
	return &sdk.DescribeSecurityGroupsOutput{SecurityGroups: each(page, r.groupOut), NextToken: next}, err
}

func (r *request) groupOut(g within[world.SecurityGroup]) types.SecurityGroup {
	return types.SecurityGroup{
		GroupId: aws.String(g.id), GroupName: aws.String(g.it.Name), Description: aws.String(g.it.Description),
		VpcId: aws.String(g.vpc.ID), OwnerId: aws.String(g.vpc.Account), Tags: tagList(g.it.Tags),
		SecurityGroupArn: aws.String(r.arn(thing{kind: "security-group", id: g.id})),
		IpPermissions:    permissionsOut(g, g.it.Ingress), IpPermissionsEgress: permissionsOut(g, g.it.Egress),
	}
}
