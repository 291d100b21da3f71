package iam

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// createUser is https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html.
// A user that is made with tags needs iam:TagUser, too.
func (r *request) createUser(in *sdk.CreateUserInput) (*sdk.CreateUserOutput, *awsproto.Error) {
	tags, err := tagsOf(in.Tags)
	if err != nil {
		return nil, err
	}
	t := r.created(user, or(in.Path, "/"), *in.UserName)
	if err := r.allowedToCreate(t, "iam:TagUser", tags, in.PermissionsBoundary); err != nil {
		return nil, err
	}
	u := &world.User{
		Path: or(in.Path, "/"), Boundary: aws.ToString(in.PermissionsBoundary), Tags: tags,
		Created: r.x.Now, AccessKeys: []world.AccessKey{},
	}
	err = r.change(func(a *world.Account) *awsproto.Error {
		if _, exists := named(a.Users, *in.UserName); exists {
			return taken(user, *in.UserName)
		}
		if err := r.knownBoundary(in.PermissionsBoundary); err != nil {
			return err
		}
		u.ID = newID(a, "AIDA", t.arn)
		a.Users[*in.UserName] = u
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &sdk.CreateUserOutput{User: described(u)}, nil
}

// allowedToCreate asks about making something with tags and a boundary.
func (r *request) allowedToCreate(t target, tagAction string, tags map[string]string, boundary *string) *awsproto.Error {
	keys := joined(requestTags(tags), boundaryKey(boundary))
	if err := r.allowed(t, keys); err != nil || len(tags) == 0 {
		return err
	}
	return r.allowedTo(tagAction, t, keys)
}

// knownBoundary refuses a boundary that is no managed policy.
func (r *request) knownBoundary(arn *string) *awsproto.Error {
	if arn == nil {
		return nil
	}
	if _, _, ok := r.attachable(*arn); !ok {
		return notAttachable(*arn)
	}
	return nil
}

// described is a user as GetUser has it, listedUser as lists do: without tags
// and boundary.
func described(u *world.User) *types.User {
	out := listedUser(u)
	out.PermissionsBoundary = attachedBoundary(u.Boundary)
	if len(u.Tags) > 0 {
		out.Tags = tagList(u.Tags)
	}
	return &out
}

func listedUser(u *world.User) types.User {
	return types.User{Arn: &u.ARN, CreateDate: &u.Created, Path: &u.Path, UserId: &u.ID, UserName: &u.Name}
}

func attachedBoundary(arn string) *types.AttachedPermissionsBoundary {
	if arn == "" {
		return nil
	}
	// AWS answers Policy here, which the SDK's enumeration does not have.
	return &types.AttachedPermissionsBoundary{PermissionsBoundaryArn: &arn, PermissionsBoundaryType: "Policy"}
}

// getUser is https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html.
func (r *request) getUser(in *sdk.GetUserInput) (*sdk.GetUserOutput, *awsproto.Error) {
	p := r.x.Identity.Principal
	if in.UserName == nil && p.Caller.Kind == authz.Root {
		return r.getRoot()
	}
	name, err := r.userName(in.UserName)
	if err != nil {
		return nil, err
	}
	if err := r.allowed(r.existing(user, name), nil); err != nil {
		return nil, err
	}
	u, ok := named(r.account().Users, name)
	if !ok {
		return nil, noSuch(user, name)
	}
	return &sdk.GetUserOutput{User: described(u)}, nil
}

// getRoot is GetUser by the root user about itself, which has no name.
func (r *request) getRoot() (*sdk.GetUserOutput, *awsproto.Error) {
	arn, id := r.x.Identity.Principal.Caller.ARN, r.accountID()
	if err := r.allowed(target{arn: arn, account: id, shown: arn}, nil); err != nil {
		return nil, err
	}
	return &sdk.GetUserOutput{User: &types.User{Arn: &arn, UserId: &id, CreateDate: aws.Time(world.Founded)}}, nil
}

// userName is the user that a request names, else the one that calls.
func (r *request) userName(sent *string) (string, *awsproto.Error) {
	if sent != nil {
		return *sent, nil
	}
	if u := r.x.Identity.Principal.User; u != nil {
		return u.Name, nil
	}
	return "", needsUserName()
}

// updateUser is https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateUser.html:
// it needs permission for the old and the new name.
func (r *request) updateUser(in *sdk.UpdateUserInput) *awsproto.Error {
	if err := r.allowed(r.existing(user, *in.UserName), nil); err != nil {
		return err
	}
	path := "/"
	if u, ok := named(r.account().Users, *in.UserName); ok {
		path = u.Path
	}
	if in.NewUserName != nil || in.NewPath != nil {
		if err := r.allowed(r.created(user, or(in.NewPath, path), or(in.NewUserName, *in.UserName)), nil); err != nil {
			return err
		}
	}
	return r.change(func(a *world.Account) *awsproto.Error {
		u, ok := named(a.Users, *in.UserName)
		if !ok {
			return noSuch(user, *in.UserName)
		}
		name := or(in.NewUserName, u.Name)
		if other, exists := named(a.Users, name); exists && other != u {
			return taken(user, name)
		}
		delete(a.Users, u.Name)
		u.Path = or(in.NewPath, u.Path)
		a.Users[name] = u
		return nil
	})
}

// deleteUser is https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html.
func (r *request) deleteUser(in *sdk.DeleteUserInput) *awsproto.Error {
	if err := r.allowed(r.existing(user, *in.UserName), nil); err != nil {
		return err
	}
	return r.change(func(a *world.Account) *awsproto.Error {
		u, ok := named(a.Users, *in.UserName)
		switch {
		case !ok:
			return noSuch(user, *in.UserName)
		case len(u.AccessKeys) > 0:
			return deleteConflict("Cannot delete entity, must delete access keys first.")
		case len(u.Groups) > 0:
			return deleteConflict("Cannot delete entity, must remove user from groups first.") // [U]
		}
		if err := unburdened(ofUser(u)); err != nil {
			return err
		}
		delete(a.Users, u.Name)
		return nil
	})
}

// unburdened refuses to delete what still has policies.
func unburdened(b bearer) *awsproto.Error {
	switch {
	case len(*b.policies) > 0:
		return deleteConflict("Cannot delete entity, must delete policies first.")
	case len(*b.managed) > 0:
		return deleteConflict("Cannot delete entity, must detach all policies first.")
	}
	return nil
}

// listUsers is https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html.
func (r *request) listUsers(in *sdk.ListUsersInput) (*sdk.ListUsersOutput, *awsproto.Error) {
	prefix := or(in.PathPrefix, "/")
	if err := r.allowed(r.listed(user, prefix), nil); err != nil {
		return nil, err
	}
	var all []types.User
	for _, u := range r.account().Users {
		if strings.HasPrefix(u.Path, prefix) {
			all = append(all, listedUser(u))
		}
	}
	p, err := paged(all, func(u types.User) string { return *u.UserName }, in.Marker, in.MaxItems)
	return &sdk.ListUsersOutput{Users: p.items, IsTruncated: p.truncated, Marker: p.marker}, err
}

// listGroupsForUser is https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroupsForUser.html.
func (r *request) listGroupsForUser(in *sdk.ListGroupsForUserInput) (*sdk.ListGroupsForUserOutput, *awsproto.Error) {
	if err := r.allowed(r.existing(user, *in.UserName), nil); err != nil {
		return nil, err
	}
	u, ok := named(r.account().Users, *in.UserName)
	if !ok {
		return nil, noSuch(user, *in.UserName)
	}
	var all []types.Group
	for _, name := range u.Groups {
		if g := r.account().Groups[name]; g != nil {
			all = append(all, describedGroup(g))
		}
	}
	p, err := paged(all, func(g types.Group) string { return *g.GroupName }, in.Marker, in.MaxItems)
	return &sdk.ListGroupsForUserOutput{Groups: p.items, IsTruncated: p.truncated, Marker: p.marker}, err
}

// members are the users of a group, as lists have them.
func members(a *world.Account, g *world.Group) []types.User {
	var all []types.User
	for _, u := range a.Users {
		if slices.Contains(u.Groups, g.Name) {
			all = append(all, listedUser(u))
		}
	}
	return all
}
