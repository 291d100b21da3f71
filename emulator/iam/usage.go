package iam

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// A usage is how often a managed policy is used in an account.
type usage struct{ attached, boundary int32 }

// usesIn counts the uses of every managed policy by ARN.
func usesIn(a *world.Account) map[string]usage {
	uses := map[string]usage{}
	for _, b := range bearers(a) {
		for _, arn := range *b.managed {
			u := uses[arn]
			u.attached++
			uses[arn] = u
		}
		if b.boundary != nil && *b.boundary != "" {
			u := uses[*b.boundary]
			u.boundary++
			uses[*b.boundary] = u
		}
	}
	return uses
}

// bearers are the users, groups and roles of an account, in no order.
func bearers(a *world.Account) []bearer {
	var all []bearer
	for _, u := range a.Users {
		all = append(all, ofUser(u))
	}
	for _, g := range a.Groups {
		all = append(all, ofGroup(g))
	}
	for _, o := range a.Roles {
		all = append(all, ofRole(o))
	}
	return all
}

func (u usage) policy() types.Policy {
	return types.Policy{AttachmentCount: aws.Int32(u.attached), PermissionsBoundaryUsageCount: aws.Int32(u.boundary), IsAttachable: true}
}

// wanted: a list that is limited to policies in use has this one.
func (u usage) wanted(onlyAttached bool, filter types.PolicyUsageType) bool {
	switch {
	case filter == types.PolicyUsageTypePermissionsBoundary:
		return u.boundary > 0 || !onlyAttached
	case filter == types.PolicyUsageTypePermissionsPolicy:
		return u.attached > 0 || !onlyAttached
	}
	return u.attached > 0 || !onlyAttached
}

// An entity is a user, group or role that uses a policy.
type entity struct {
	key string // kind and name
	bearer
}

// listEntitiesForPolicy is https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListEntitiesForPolicy.html.
func (r *request) listEntitiesForPolicy(in *sdk.ListEntitiesForPolicyInput) (*sdk.ListEntitiesForPolicyOutput, *awsproto.Error) {
	t, err := r.policyTarget(*in.PolicyArn)
	if err != nil {
		return nil, err
	}
	if err := r.allowed(t, nil); err != nil {
		return nil, err
	}
	if _, _, ok := r.attachable(*in.PolicyArn); !ok {
		return nil, noSuchPolicy(*in.PolicyArn)
	}
	var all []entity
	for _, b := range bearers(r.account()) {
		if b.uses(in) && strings.HasPrefix(pathOf(b.arn), or(in.PathPrefix, "/")) {
			all = append(all, entity{string(b.kind) + "/" + b.name, b})
		}
	}
	p, err := paged(all, func(e entity) string { return e.key }, in.Marker, in.MaxItems)
	if err != nil {
		return nil, err
	}
	out := &sdk.ListEntitiesForPolicyOutput{
		PolicyGroups: []types.PolicyGroup{}, PolicyRoles: []types.PolicyRole{}, PolicyUsers: []types.PolicyUser{},
		IsTruncated: p.truncated, Marker: p.marker,
	}
	for _, e := range p.items {
		switch e.kind {
		case user:
			out.PolicyUsers = append(out.PolicyUsers, types.PolicyUser{UserId: &e.id, UserName: &e.name})
		case group:
			out.PolicyGroups = append(out.PolicyGroups, types.PolicyGroup{GroupId: &e.id, GroupName: &e.name})
		case role:
			out.PolicyRoles = append(out.PolicyRoles, types.PolicyRole{RoleId: &e.id, RoleName: &e.name})
		}
	}
	return out, nil
}

// uses says whether b is one of the entities that a request asks for.
func (b bearer) uses(in *sdk.ListEntitiesForPolicyInput) bool {
	switch in.EntityFilter {
	case types.EntityTypeUser:
		if b.kind != user {
			return false
		}
	case types.EntityTypeGroup:
		if b.kind != group {
			return false
		}
	case types.EntityTypeRole:
		if b.kind != role {
			return false
		}
	case types.EntityTypeLocalManagedPolicy, types.EntityTypeAWSManagedPolicy:
		return false
	}
	attached := slices.Contains(*b.managed, *in.PolicyArn)
	bounds := b.boundary != nil && *b.boundary == *in.PolicyArn
	switch in.PolicyUsageFilter {
	case types.PolicyUsageTypePermissionsPolicy:
		return attached
	case types.PolicyUsageTypePermissionsBoundary:
		return bounds
	}
	return attached || bounds
}
