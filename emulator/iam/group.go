package iam

import (
	"slices"
	"strings"

	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// maxGroups is how many groups a user may be in
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
const maxGroups = 10

// createGroup is https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateGroup.html.
func (r *request) createGroup(in *sdk.CreateGroupInput) (*sdk.CreateGroupOutput, *awsproto.Error) {
	t := r.created(group, or(in.Path, "/"), *in.GroupName)
	if err := r.allowed(t, nil); err != nil {
		return nil, err
	}
	g := &world.Group{Path: or(in.Path, "/"), Created: r.x.Now}
	err := r.change(func(a *world.Account) *awsproto.Error {
		if _, exists := named(a.Groups, *in.GroupName); exists {
			return taken(group, *in.GroupName)
		}
		g.ID = newID(a, "AGPA", t.arn)
		a.Groups[*in.GroupName] = g
		return nil
	})
	if err != nil {
		return nil, err
	}
	out := describedGroup(g)
	return &sdk.CreateGroupOutput{Group: &out}, nil
}

func describedGroup(g *world.Group) types.Group {
	return types.Group{Arn: &g.ARN, CreateDate: &g.Created, Path: &g.Path, GroupId: &g.ID, GroupName: &g.Name}
}

// getGroup is https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetGroup.html.
func (r *request) getGroup(in *sdk.GetGroupInput) (*sdk.GetGroupOutput, *awsproto.Error) {
	if err := r.allowed(r.existing(group, *in.GroupName), nil); err != nil {
		return nil, err
	}
	g, ok := named(r.account().Groups, *in.GroupName)
	if !ok {
		return nil, noSuch(group, *in.GroupName)
	}
	out := describedGroup(g)
	p, err := paged(members(r.account(), g), func(u types.User) string { return *u.UserName }, in.Marker, in.MaxItems)
	return &sdk.GetGroupOutput{Group: &out, Users: p.items, IsTruncated: p.truncated, Marker: p.marker}, err
}

// updateGroup is https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateGroup.html:
// it needs permission for the old and the new name.
func (r *request) updateGroup(in *sdk.UpdateGroupInput) *awsproto.Error {
	if err := r.allowed(r.existing(group, *in.GroupName), nil); err != nil {
		return err
	}
	path := "/"
	if g, ok := named(r.account().Groups, *in.GroupName); ok {
		path = g.Path
	}
	if in.NewGroupName != nil || in.NewPath != nil {
		if err := r.allowed(r.created(group, or(in.NewPath, path), or(in.NewGroupName, *in.GroupName)), nil); err != nil {
			return err
		}
	}
	return r.change(func(a *world.Account) *awsproto.Error {
		g, ok := named(a.Groups, *in.GroupName)
		if !ok {
			return noSuch(group, *in.GroupName)
		}
		name := or(in.NewGroupName, g.Name)
		if other, exists := named(a.Groups, name); exists && other != g {
			return taken(group, name)
		}
		for _, u := range a.Users {
			if at := slices.Index(u.Groups, g.Name); at >= 0 {
				u.Groups[at] = name
			}
		}
		delete(a.Groups, g.Name)
		g.Path = or(in.NewPath, g.Path)
		a.Groups[name] = g
		return nil
	})
}

// deleteGroup is https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteGroup.html.
func (r *request) deleteGroup(in *sdk.DeleteGroupInput) *awsproto.Error {
	if err := r.allowed(r.existing(group, *in.GroupName), nil); err != nil {
		return err
	}
	return r.change(func(a *world.Account) *awsproto.Error {
		g, ok := named(a.Groups, *in.GroupName)
		switch {
		case !ok:
			return noSuch(group, *in.GroupName)
		case len(members(a, g)) > 0:
			return deleteConflict("Cannot delete entity, must remove users from group first.")
		}
		if err := unburdened(ofGroup(g)); err != nil {
			return err
		}
		delete(a.Groups, g.Name)
		return nil
	})
}

// listGroups is https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroups.html.
func (r *request) listGroups(in *sdk.ListGroupsInput) (*sdk.ListGroupsOutput, *awsproto.Error) {
	prefix := or(in.PathPrefix, "/")
	if err := r.allowed(r.listed(group, prefix), nil); err != nil {
		return nil, err
	}
	var all []types.Group
	for _, g := range r.account().Groups {
		if strings.HasPrefix(g.Path, prefix) {
			all = append(all, describedGroup(g))
		}
	}
	p, err := paged(all, func(g types.Group) string { return *g.GroupName }, in.Marker, in.MaxItems)
	return &sdk.ListGroupsOutput{Groups: p.items, IsTruncated: p.truncated, Marker: p.marker}, err
}

// addUserToGroup is https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddUserToGroup.html.
func (r *request) addUserToGroup(in *sdk.AddUserToGroupInput) *awsproto.Error {
	return r.editMembership(*in.GroupName, *in.UserName, func(u *world.User, g *world.Group) *awsproto.Error {
		switch {
		case slices.Contains(u.Groups, g.Name):
		case len(u.Groups) >= maxGroups:
			return overQuota("GroupsPerUser", maxGroups)
		default:
			u.Groups = append(u.Groups, g.Name)
		}
		return nil
	})
}

// removeUserFromGroup is https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveUserFromGroup.html.
func (r *request) removeUserFromGroup(in *sdk.RemoveUserFromGroupInput) *awsproto.Error {
	return r.editMembership(*in.GroupName, *in.UserName, func(u *world.User, g *world.Group) *awsproto.Error {
		u.Groups = slices.DeleteFunc(u.Groups, func(name string) bool { return name == g.Name })
		return nil
	})
}

// editMembership changes which groups a user is in; only the group is asked
// about.
func (r *request) editMembership(groupName, userName string, edit func(*world.User, *world.Group) *awsproto.Error) *awsproto.Error {
	if err := r.allowed(r.existing(group, groupName), nil); err != nil {
		return err
	}
	return r.change(func(a *world.Account) *awsproto.Error {
		g, ok := named(a.Groups, groupName)
		if !ok {
			return noSuch(group, groupName)
		}
		u, ok := named(a.Users, userName)
		if !ok {
			return noSuch(user, userName)
		}
		return edit(u, g)
	})
}
