package iam

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/iampolicy"
	"github.com/denylab/denylab/emulator/world"
)

// A detail is one entry of GetAccountAuthorizationDetails.
type detail struct {
	key    string // kind and name
	user   *world.User
	group  *world.Group
	role   *world.Role
	policy *types.ManagedPolicyDetail
}

// getAccountAuthorizationDetails is
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html.
// Of AWS's own policies it lists those that are attached, as AWS does.
func (r *request) getAccountAuthorizationDetails(in *sdk.GetAccountAuthorizationDetailsInput) (*sdk.GetAccountAuthorizationDetailsOutput, *awsproto.Error) {
	if err := r.allowed(everything("*"), nil); err != nil {
		return nil, err
	}
	p, err := paged(r.details(in.Filter), func(d detail) string { return d.key }, in.Marker, in.MaxItems)
	if err != nil {
		return nil, err
	}
	out := &sdk.GetAccountAuthorizationDetailsOutput{
		UserDetailList: []types.UserDetail{}, GroupDetailList: []types.GroupDetail{}, RoleDetailList: []types.RoleDetail{},
		Policies: []types.ManagedPolicyDetail{}, IsTruncated: p.truncated, Marker: p.marker,
	}
	for _, d := range p.items {
		switch {
		case d.user != nil:
			out.UserDetailList = append(out.UserDetailList, userDetail(d.user))
		case d.group != nil:
			out.GroupDetailList = append(out.GroupDetailList, groupDetail(d.group))
		case d.role != nil:
			out.RoleDetailList = append(out.RoleDetailList, r.roleDetail(d.role))
		default:
			out.Policies = append(out.Policies, *d.policy)
		}
	}
	return out, nil
}

func (r *request) details(filter []types.EntityType) []detail {
	a := r.account()
	wanted := func(t types.EntityType) bool { return len(filter) == 0 || slices.Contains(filter, t) }
	var all []detail
	if wanted(types.EntityTypeUser) {
		for name, u := range a.Users {
			all = append(all, detail{key: "1/" + name, user: u})
		}
	}
	if wanted(types.EntityTypeGroup) {
		for name, g := range a.Groups {
			all = append(all, detail{key: "2/" + name, group: g})
		}
	}
	if wanted(types.EntityTypeRole) {
		for name, o := range a.Roles {
			all = append(all, detail{key: "3/" + name, role: o})
		}
	}
	uses := usesIn(a)
	if wanted(types.EntityTypeLocalManagedPolicy) {
		for _, p := range a.Policies {
			d := policyDetail(listedPolicy(p, uses[p.ARN]), versionsOf(p))
			all = append(all, detail{key: "4/" + p.ARN, policy: &d})
		}
	}
	if wanted(types.EntityTypeAWSManagedPolicy) {
		for arn, use := range uses {
			if record, ok := iampolicy.AWSManagedRecord(arn); ok {
				_, p, _ := a.Managed(arn)
				v := versionOf(record.DefaultVersionID, true, &world.PolicyVersion{Policy: p, Created: record.UpdateDate})
				d := policyDetail(awsPolicy(record, use), []types.PolicyVersion{v})
				all = append(all, detail{key: "4/" + arn, policy: &d})
			}
		}
	}
	return all
}

func policyDetail(p types.Policy, versions []types.PolicyVersion) types.ManagedPolicyDetail {
	return types.ManagedPolicyDetail{
		Arn: p.Arn, PolicyName: p.PolicyName, PolicyId: p.PolicyId, Path: p.Path, DefaultVersionId: p.DefaultVersionId,
		AttachmentCount: p.AttachmentCount, PermissionsBoundaryUsageCount: p.PermissionsBoundaryUsageCount, IsAttachable: p.IsAttachable,
		CreateDate: p.CreateDate, UpdateDate: p.UpdateDate, PolicyVersionList: versions,
	}
}

func inlineDetails(policies map[string]*world.Policy) []types.PolicyDetail {
	all := []types.PolicyDetail{}
	for _, name := range names(policies) {
		all = append(all, types.PolicyDetail{PolicyName: aws.String(name), PolicyDocument: encoded(policies[name])})
	}
	return all
}

// names are the keys of a map, sorted.
func names[T any](m map[string]T) []string {
	var all []string
	for name := range m {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}

func userDetail(u *world.User) types.UserDetail {
	return types.UserDetail{
		Arn: &u.ARN, CreateDate: &u.Created, Path: &u.Path, UserId: &u.ID, UserName: &u.Name,
		AttachedManagedPolicies: attachedPolicies(u.Managed), UserPolicyList: inlineDetails(u.Policies),
		GroupList: present(u.Groups), PermissionsBoundary: attachedBoundary(u.Boundary), Tags: tagList(u.Tags),
	}
}

func groupDetail(g *world.Group) types.GroupDetail {
	return types.GroupDetail{
		Arn: &g.ARN, CreateDate: &g.Created, Path: &g.Path, GroupId: &g.ID, GroupName: &g.Name,
		AttachedManagedPolicies: attachedPolicies(g.Managed), GroupPolicyList: inlineDetails(g.Policies),
	}
}

func (r *request) roleDetail(o *world.Role) types.RoleDetail {
	profiles := []types.InstanceProfile{}
	for _, name := range names(r.account().InstanceProfiles) {
		if p := r.account().InstanceProfiles[name]; p.Role == o.Name {
			profiles = append(profiles, profile(r.account(), p))
		}
	}
	return types.RoleDetail{
		Arn: &o.ARN, CreateDate: &o.Created, Path: &o.Path, RoleId: &o.ID, RoleName: &o.Name, AssumeRolePolicyDocument: encoded(o.Trust),
		AttachedManagedPolicies: attachedPolicies(o.Managed), RolePolicyList: inlineDetails(o.Policies), InstanceProfileList: profiles,
		PermissionsBoundary: attachedBoundary(o.Boundary), RoleLastUsed: &types.RoleLastUsed{}, Tags: tagList(o.Tags),
	}
}
