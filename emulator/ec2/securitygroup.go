package ec2

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// createSecurityGroup is
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html.
func (r *request) createSecurityGroup(in *sdk.CreateSecurityGroupInput) (*sdk.CreateSecurityGroupOutput, *awsproto.Error) {
	tags, err := specified(in.TagSpecifications, "security-group")
	if err != nil {
		return nil, err
	}
	if err := groupName(*in.GroupName); err != nil {
		return nil, err
	}
	vpc, err := r.orDefault(in.VpcId)
	if err != nil {
		return nil, err
	}
	on, _, missing := r.vpc(vpc)
	if err := r.permit(r.making("security-group", nil, tags, ask{on: on})...); err != nil {
		return nil, err
	}
	if missing != nil {
		return nil, missing
	}
	var id string
	err = r.change(func(a *world.Account) *awsproto.Error {
		v, err := vpcIn(a, vpc)
		if err != nil {
			return err
		}
		for _, g := range v.SecurityGroups {
			if g.Name == *in.GroupName {
				return failure("InvalidGroup.Duplicate", "The security group '%s' already exists for VPC '%s'", g.Name, vpc)
			}
		}
		id = newID(a, "sg", vpc, *in.GroupName)
		v.SecurityGroups[id] = &world.SecurityGroup{Name: *in.GroupName, Description: *in.Description, Tags: tags}
		return nil
	})
	return &sdk.CreateSecurityGroupOutput{GroupId: aws.String(id), Tags: tagList(tags),
		SecurityGroupArn: aws.String(r.arn(thing{kind: "security-group", id: id}))}, err
}

func groupName(name string) *awsproto.Error {
	switch {
	case strings.HasPrefix(name, "sg-"):
		return invalidValue(name, "groupName", "Group names may not be in the format sg-*.")
	case name == "default":
		return failure("InvalidGroup.Reserved", "The security group '%s' is reserved", name)
	case name == "" || len(name) > 255:
		return invalidValue(name, "groupName", "")
	}
	return nil
}

// orDefault is the VPC of a request that need not name one.
func (r *request) orDefault(id *string) (string, *awsproto.Error) {
	if id != nil {
		return *id, nil
	}
	for _, v := range r.account().VPCs {
		if v.Default {
			return v.ID, nil
		}
	}
	return "", failure("VPCIdNotSpecified", "No default VPC for this user")
}

// deleteSecurityGroup is
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSecurityGroup.html.
func (r *request) deleteSecurityGroup(in *sdk.DeleteSecurityGroupInput) (*sdk.DeleteSecurityGroupOutput, *awsproto.Error) {
	id, err := r.groupID(in.GroupId, in.GroupName)
	if err != nil {
		return nil, err
	}
	on, _, missing := groups.named(r, id)
	if err := r.permit(ask{on: on}); err != nil {
		return nil, err
	}
	if missing != nil {
		return nil, missing
	}
	err = r.change(func(a *world.Account) *awsproto.Error {
		g, err := groups.find(a, id)
		switch {
		case err != nil:
			return err
		case g.it.Name == "default":
			return failure("CannotDelete", `the specified group: "%s" name: "default" cannot be deleted by a user`, id)
		case groupInUse(g):
			return failure("DependencyViolation", "resource %s has a dependent object", id)
		}
		delete(g.vpc.SecurityGroups, id)
		return nil
	})
	return &sdk.DeleteSecurityGroupOutput{GroupId: aws.String(id), Return: aws.Bool(true)}, err
}

// groupID is the group that a request names by its id, or by its name in the
// default VPC.
func (r *request) groupID(id, name *string) (string, *awsproto.Error) {
	switch {
	case id != nil:
		return *id, nil
	case name == nil:
		return "", missingParameter("groupId")
	}
	vpc, err := r.orDefault(nil)
	if err != nil {
		return "", err
	}
	for id, g := range r.account().VPCs[vpc].SecurityGroups {
		if g.Name == *name {
			return id, nil
		}
	}
	return "", failure("InvalidGroup.NotFound", "The security group '%s' does not exist in default VPC '%s'", *name, vpc)
}

// groupInUse: an endpoint, a network interface or a rule of another group names
// the group.
func groupInUse(g within[world.SecurityGroup]) bool {
	for _, e := range g.vpc.Endpoints {
		if has(e.SecurityGroups, g.id) {
			return true
		}
	}
	for _, n := range g.vpc.NetworkInterfaces {
		if has(n.SecurityGroups, g.id) {
			return true
		}
	}
	for id, other := range g.vpc.SecurityGroups {
		for _, rule := range append(append([]world.SecurityGroupRule{}, other.Ingress...), other.Egress...) {
			if id != g.id && rule.Group == g.id {
				return true
			}
		}
	}
	return false
}

var groupLister = lister[within[world.SecurityGroup]]{
	kind: "security-group", id: func(g within[world.SecurityGroup]) string { return g.id },
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
