package ec2

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"

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
