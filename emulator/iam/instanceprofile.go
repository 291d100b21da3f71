package iam

import (
	"strings"

	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

func noSuchProfile(name string) *awsproto.Error {
	return noSuchEntity("Instance Profile %s cannot be found.", name)
}

// profileTarget is the target of an operation on an instance profile that the
// request names.
func (r *request) profileTarget(name string) target {
	t := target{arn: r.arn(instanceProfile, "/", name), account: r.accountID(), shown: "instance profile " + name}
	if p, ok := named(r.account().InstanceProfiles, name); ok {
		t.arn, t.keys = p.ARN, resourceTags(p.Tags)
	}
	return t
}

func profileTags(name string) tagged {
	return tagged{
		target: func(r *request) (target, *awsproto.Error) { return r.profileTarget(name).byARN(), nil },
		tags: func(a *world.Account) (*map[string]string, *awsproto.Error) {
			p, ok := named(a.InstanceProfiles, name)
			if !ok {
				return nil, noSuchProfile(name)
			}
			return &p.Tags, nil
		},
	}
}

// createInstanceProfile is https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateInstanceProfile.html.
func (r *request) createInstanceProfile(in *sdk.CreateInstanceProfileInput) (*sdk.CreateInstanceProfileOutput, *awsproto.Error) {
	tags, err := tagsOf(in.Tags)
	if err != nil {
		return nil, err
	}
	t := r.created(instanceProfile, or(in.Path, "/"), *in.InstanceProfileName)
	if err := r.allowedToCreate(t, "iam:TagInstanceProfile", tags, nil); err != nil {
		return nil, err
	}
	p := &world.InstanceProfile{Path: or(in.Path, "/"), Tags: tags, Created: r.x.Now}
	err = r.change(func(a *world.Account) *awsproto.Error {
		if _, exists := named(a.InstanceProfiles, *in.InstanceProfileName); exists {
			return alreadyExists("Instance Profile %s already exists.", *in.InstanceProfileName)
		}
		p.ID = newID(a, "AIPA", t.arn)
		a.InstanceProfiles[*in.InstanceProfileName] = p
		return nil
	})
	if err != nil {
		return nil, err
	}
	out := profile(r.account(), p)
	out.Tags = tagList(tags)
	return &sdk.CreateInstanceProfileOutput{InstanceProfile: &out}, nil
}

// profile is an instance profile as lists have it: without tags.
func profile(a *world.Account, p *world.InstanceProfile) types.InstanceProfile {
	out := types.InstanceProfile{
		Arn: &p.ARN, CreateDate: &p.Created, InstanceProfileId: &p.ID, InstanceProfileName: &p.Name, Path: &p.Path, Roles: []types.Role{},
	}
	if o := a.Roles[p.Role]; o != nil {
		out.Roles = append(out.Roles, listedRole(o))
	}
	return out
}

// getInstanceProfile is https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetInstanceProfile.html.
func (r *request) getInstanceProfile(in *sdk.GetInstanceProfileInput) (*sdk.GetInstanceProfileOutput, *awsproto.Error) {
	if err := r.allowed(r.profileTarget(*in.InstanceProfileName), nil); err != nil {
		return nil, err
	}
	p, ok := named(r.account().InstanceProfiles, *in.InstanceProfileName)
	if !ok {
		return nil, noSuchProfile(*in.InstanceProfileName)
	}
	out := profile(r.account(), p)
	out.Tags = tagList(p.Tags)
	return &sdk.GetInstanceProfileOutput{InstanceProfile: &out}, nil
}

// deleteInstanceProfile is https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteInstanceProfile.html.
func (r *request) deleteInstanceProfile(in *sdk.DeleteInstanceProfileInput) *awsproto.Error {
	return r.editProfile(*in.InstanceProfileName, func(a *world.Account, p *world.InstanceProfile) *awsproto.Error {
		if p.Role != "" {
			return deleteConflict("Cannot delete entity, must remove roles from instance profile first.")
		}
		delete(a.InstanceProfiles, p.Name)
		return nil
	})
}

func (r *request) editProfile(name string, edit func(*world.Account, *world.InstanceProfile) *awsproto.Error) *awsproto.Error {
	if err := r.allowed(r.profileTarget(name), nil); err != nil {
		return err
	}
	return r.change(func(a *world.Account) *awsproto.Error {
		p, ok := named(a.InstanceProfiles, name)
		if !ok {
			return noSuchProfile(name)
		}
		return edit(a, p)
	})
}

// addRoleToInstanceProfile is
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddRoleToInstanceProfile.html:
// who does that passes the role to EC2.
func (r *request) addRoleToInstanceProfile(in *sdk.AddRoleToInstanceProfileInput) *awsproto.Error {
	if err := r.allowed(r.profileTarget(*in.InstanceProfileName), nil); err != nil {
		return err
	}
	passed := authz.Context{"iam:PassedToService": authz.One("ec2.amazonaws.com")} // [U]
	if err := r.allowedTo("iam:PassRole", r.existing(role, *in.RoleName).byARN(), passed); err != nil {
		return err
	}
	return r.change(func(a *world.Account) *awsproto.Error {
		p, ok := named(a.InstanceProfiles, *in.InstanceProfileName)
		if !ok {
			return noSuchProfile(*in.InstanceProfileName)
		}
		o, ok := named(a.Roles, *in.RoleName)
		switch {
		case !ok:
			return noSuch(role, *in.RoleName)
		case o.ServiceLinked:
			return unmodifiable(role, o.Name)
		case p.Role != "":
			return overQuota("InstanceSessionsPerInstanceProfile", 1)
		}
		p.Role = o.Name
		return nil
	})
}

// removeRoleFromInstanceProfile is
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveRoleFromInstanceProfile.html.
func (r *request) removeRoleFromInstanceProfile(in *sdk.RemoveRoleFromInstanceProfileInput) *awsproto.Error {
	return r.editProfile(*in.InstanceProfileName, func(_ *world.Account, p *world.InstanceProfile) *awsproto.Error {
		if !strings.EqualFold(p.Role, *in.RoleName) {
			return noSuch(role, *in.RoleName)
		}
		p.Role = ""
		return nil
	})
}

// listInstanceProfiles is https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfiles.html.
func (r *request) listInstanceProfiles(in *sdk.ListInstanceProfilesInput) (*sdk.ListInstanceProfilesOutput, *awsproto.Error) {
	prefix := or(in.PathPrefix, "/")
	if err := r.allowed(r.listed(instanceProfile, prefix), nil); err != nil {
		return nil, err
	}
	all := r.profiles(func(p *world.InstanceProfile) bool { return strings.HasPrefix(p.Path, prefix) })
	p, err := paged(all, profileName, in.Marker, in.MaxItems)
	return &sdk.ListInstanceProfilesOutput{InstanceProfiles: p.items, IsTruncated: p.truncated, Marker: p.marker}, err
}

// listInstanceProfilesForRole is
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfilesForRole.html.
func (r *request) listInstanceProfilesForRole(in *sdk.ListInstanceProfilesForRoleInput) (*sdk.ListInstanceProfilesForRoleOutput, *awsproto.Error) {
	if err := r.allowed(r.existing(role, *in.RoleName), nil); err != nil {
		return nil, err
	}
	o, ok := named(r.account().Roles, *in.RoleName)
	if !ok {
		return nil, noSuch(role, *in.RoleName)
	}
	all := r.profiles(func(p *world.InstanceProfile) bool { return p.Role == o.Name })
	p, err := paged(all, profileName, in.Marker, in.MaxItems)
	return &sdk.ListInstanceProfilesForRoleOutput{InstanceProfiles: p.items, IsTruncated: p.truncated, Marker: p.marker}, err
}

func profileName(p types.InstanceProfile) string { return *p.InstanceProfileName }

func (r *request) profiles(wanted func(*world.InstanceProfile) bool) []types.InstanceProfile {
	var all []types.InstanceProfile
	for _, p := range r.account().InstanceProfiles {
		if wanted(p) {
			all = append(all, profile(r.account(), p))
		}
	}
	return all
}
