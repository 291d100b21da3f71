package iam

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/iampolicy"
	"github.com/denylab/denylab/emulator/world"
)

// createRole is https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html.
// A role that is made with tags needs iam:TagRole, too.
func (r *request) createRole(in *sdk.CreateRoleInput) (*sdk.CreateRoleOutput, *awsproto.Error) {
	tags, err := tagsOf(in.Tags)
	if err != nil {
		return nil, err
	}
	t := r.created(role, or(in.Path, "/"), *in.RoleName)
	if err := r.allowedToCreate(t, "iam:TagRole", tags, in.PermissionsBoundary); err != nil {
		return nil, err
	}
	trust, err := r.document(*in.AssumeRolePolicyDocument, iampolicy.Trust)
	if err != nil {
		return nil, err
	}
	o := &world.Role{
		Path: or(in.Path, "/"), Trust: trust, Boundary: aws.ToString(in.PermissionsBoundary), Tags: tags,
		Description: aws.ToString(in.Description), MaxSessionDuration: int(aws.ToInt32(in.MaxSessionDuration)),
		Created: r.x.Now,
	}
	err = r.change(func(a *world.Account) *awsproto.Error {
		if _, exists := named(a.Roles, *in.RoleName); exists {
			return taken(role, *in.RoleName)
		}
		if err := r.knownBoundary(in.PermissionsBoundary); err != nil {
			return err
		}
		o.ID = newID(a, "AROA", t.arn)
		a.Roles[*in.RoleName] = o
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &sdk.CreateRoleOutput{Role: describedRole(o)}, nil
}

// describedRole is a role as GetRole has it, listedRole as lists do: without
// tags, boundary and last use.
func describedRole(o *world.Role) *types.Role {
	out := listedRole(o)
	out.PermissionsBoundary = attachedBoundary(o.Boundary)
	out.RoleLastUsed = &types.RoleLastUsed{}
	if len(o.Tags) > 0 {
		out.Tags = tagList(o.Tags)
	}
	return &out
}

func listedRole(o *world.Role) types.Role {
	out := types.Role{
		Arn: &o.ARN, CreateDate: &o.Created, Path: &o.Path, RoleId: &o.ID, RoleName: &o.Name,
		AssumeRolePolicyDocument: encoded(o.Trust), MaxSessionDuration: aws.Int32(int32(o.MaxSessionDuration)),
	}
	if o.Description != "" {
		out.Description = &o.Description
	}
	return out
}

// getRole is https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html.
func (r *request) getRole(in *sdk.GetRoleInput) (*sdk.GetRoleOutput, *awsproto.Error) {
	if err := r.allowed(r.existing(role, *in.RoleName), nil); err != nil {
		return nil, err
	}
	o, ok := named(r.account().Roles, *in.RoleName)
	if !ok {
		return nil, noSuch(role, *in.RoleName)
	}
	return &sdk.GetRoleOutput{Role: describedRole(o)}, nil
}

// updateRole is https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRole.html.
func (r *request) updateRole(in *sdk.UpdateRoleInput) (*sdk.UpdateRoleOutput, *awsproto.Error) {
	return &sdk.UpdateRoleOutput{}, r.editRole(*in.RoleName, func(o *world.Role) {
		o.Description = or(in.Description, o.Description)
		if in.MaxSessionDuration != nil {
			o.MaxSessionDuration = int(*in.MaxSessionDuration)
		}
	})
}

// updateRoleDescription is https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRoleDescription.html.
func (r *request) updateRoleDescription(in *sdk.UpdateRoleDescriptionInput) (*sdk.UpdateRoleDescriptionOutput, *awsproto.Error) {
	var out *types.Role
	err := r.editRole(*in.RoleName, func(o *world.Role) {
		o.Description = *in.Description
		out = describedRole(o)
	})
	return &sdk.UpdateRoleDescriptionOutput{Role: out}, err
}

// editRole changes a role; AWS lets a service-linked one be described anew.
func (r *request) editRole(name string, edit func(*world.Role)) *awsproto.Error {
	if err := r.allowed(r.existing(role, name), nil); err != nil {
		return err
	}
	return r.change(func(a *world.Account) *awsproto.Error {
		o, ok := named(a.Roles, name)
		if !ok {
			return noSuch(role, name)
		}
		edit(o)
		return nil
	})
}

// updateAssumeRolePolicy is https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html.
func (r *request) updateAssumeRolePolicy(in *sdk.UpdateAssumeRolePolicyInput) *awsproto.Error {
	if err := r.allowed(r.existing(role, *in.RoleName), nil); err != nil {
		return err
	}
	trust, err := r.document(*in.PolicyDocument, iampolicy.Trust)
	if err != nil {
		return err
	}
	return r.change(func(a *world.Account) *awsproto.Error {
		o, ok := named(a.Roles, *in.RoleName)
		switch {
		case !ok:
			return noSuch(role, *in.RoleName)
		case o.ServiceLinked:
			return unmodifiable(role, o.Name)
		}
		o.Trust = trust
		return nil
	})
}

// deleteRole is https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html.
// The role's sessions end with it.
func (r *request) deleteRole(in *sdk.DeleteRoleInput) *awsproto.Error {
	if err := r.allowed(r.existing(role, *in.RoleName), nil); err != nil {
		return err
	}
	return r.change(func(a *world.Account) *awsproto.Error {
		o, ok := named(a.Roles, *in.RoleName)
		switch {
		case !ok:
			return noSuch(role, *in.RoleName)
		case o.ServiceLinked:
			return unmodifiable(role, o.Name)
		}
		for _, p := range a.InstanceProfiles {
			if p.Role == o.Name {
				return deleteConflict("Cannot delete entity, must remove roles from instance profile first.")
			}
		}
		if err := unburdened(ofRole(o)); err != nil {
			return err
		}
		delete(a.Roles, o.Name)
		return nil
	})
}

// listRoles is https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html.
func (r *request) listRoles(in *sdk.ListRolesInput) (*sdk.ListRolesOutput, *awsproto.Error) {
	prefix := or(in.PathPrefix, "/")
	if err := r.allowed(r.listed(role, prefix), nil); err != nil {
		return nil, err
	}
	var all []types.Role
	for _, o := range r.account().Roles {
		if strings.HasPrefix(o.Path, prefix) {
			all = append(all, listedRole(o))
		}
	}
	p, err := paged(all, func(o types.Role) string { return *o.RoleName }, in.Marker, in.MaxItems)
	return &sdk.ListRolesOutput{Roles: p.items, IsTruncated: p.truncated, Marker: p.marker}, err
}
