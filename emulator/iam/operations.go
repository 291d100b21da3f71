package iam

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/denylab/denylab/emulator/awsproto"
)

// An operation decodes the parameters of a request, checks them against AWS's
// model, and answers it.
type operation = awsproto.QueryOperation[*request]

// decoded is the operation that run answers once the parameters are decoded.
func decoded[In, Out any](run func(*request, *In) (*Out, *awsproto.Error)) operation {
	return func(r *request, form awsproto.Form) (any, *awsproto.Error) {
		in := new(In)
		if err := awsproto.DecodeQuery(form, in); err != nil {
			return nil, err
		}
		if err := model().Check(r.x.Operation, in); err != nil {
			return nil, err
		}
		return run(r, in)
	}
}

// void is decoded for an operation that answers nothing.
func void[In any](run func(*request, *In) *awsproto.Error) operation {
	return decoded(func(r *request, in *In) (*struct{}, *awsproto.Error) { return &struct{}{}, run(r, in) })
}

// operations is the table of everything this package answers
// (https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html).
var operations = map[string]operation{
	"CreateUser":        decoded((*request).createUser),
	"GetUser":           decoded((*request).getUser),
	"UpdateUser":        void((*request).updateUser),
	"DeleteUser":        void((*request).deleteUser),
	"ListUsers":         decoded((*request).listUsers),
	"ListGroupsForUser": decoded((*request).listGroupsForUser),

	"CreateAccessKey":      decoded((*request).createAccessKey),
	"UpdateAccessKey":      void((*request).updateAccessKey),
	"DeleteAccessKey":      void((*request).deleteAccessKey),
	"ListAccessKeys":       decoded((*request).listAccessKeys),
	"GetAccessKeyLastUsed": decoded((*request).getAccessKeyLastUsed),

	"CreateGroup":         decoded((*request).createGroup),
	"GetGroup":            decoded((*request).getGroup),
	"UpdateGroup":         void((*request).updateGroup),
	"DeleteGroup":         void((*request).deleteGroup),
	"ListGroups":          decoded((*request).listGroups),
	"AddUserToGroup":      void((*request).addUserToGroup),
	"RemoveUserFromGroup": void((*request).removeUserFromGroup),

	"CreateRole":             decoded((*request).createRole),
	"GetRole":                decoded((*request).getRole),
	"UpdateRole":             decoded((*request).updateRole),
	"UpdateRoleDescription":  decoded((*request).updateRoleDescription),
	"UpdateAssumeRolePolicy": void((*request).updateAssumeRolePolicy),
	"DeleteRole":             void((*request).deleteRole),
	"ListRoles":              decoded((*request).listRoles),

	"PutUserPolicy": void(func(r *request, in *sdk.PutUserPolicyInput) *awsproto.Error {
		return r.putInline(user, *in.UserName, *in.PolicyName, *in.PolicyDocument)
	}),
	"PutGroupPolicy": void(func(r *request, in *sdk.PutGroupPolicyInput) *awsproto.Error {
		return r.putInline(group, *in.GroupName, *in.PolicyName, *in.PolicyDocument)
	}),
	"PutRolePolicy": void(func(r *request, in *sdk.PutRolePolicyInput) *awsproto.Error {
		return r.putInline(role, *in.RoleName, *in.PolicyName, *in.PolicyDocument)
	}),
	"GetUserPolicy": decoded(func(r *request, in *sdk.GetUserPolicyInput) (*sdk.GetUserPolicyOutput, *awsproto.Error) {
		p, err := r.getInline(user, *in.UserName, *in.PolicyName)
		return &sdk.GetUserPolicyOutput{UserName: p.of, PolicyName: p.name, PolicyDocument: p.document}, err
	}),
	"GetGroupPolicy": decoded(func(r *request, in *sdk.GetGroupPolicyInput) (*sdk.GetGroupPolicyOutput, *awsproto.Error) {
		p, err := r.getInline(group, *in.GroupName, *in.PolicyName)
		return &sdk.GetGroupPolicyOutput{GroupName: p.of, PolicyName: p.name, PolicyDocument: p.document}, err
	}),
	"GetRolePolicy": decoded(func(r *request, in *sdk.GetRolePolicyInput) (*sdk.GetRolePolicyOutput, *awsproto.Error) {
		p, err := r.getInline(role, *in.RoleName, *in.PolicyName)
		return &sdk.GetRolePolicyOutput{RoleName: p.of, PolicyName: p.name, PolicyDocument: p.document}, err
	}),
	"DeleteUserPolicy": void(func(r *request, in *sdk.DeleteUserPolicyInput) *awsproto.Error {
		return r.deleteInline(user, *in.UserName, *in.PolicyName)
	}),
	"DeleteGroupPolicy": void(func(r *request, in *sdk.DeleteGroupPolicyInput) *awsproto.Error {
		return r.deleteInline(group, *in.GroupName, *in.PolicyName)
	}),
	"DeleteRolePolicy": void(func(r *request, in *sdk.DeleteRolePolicyInput) *awsproto.Error {
		return r.deleteInline(role, *in.RoleName, *in.PolicyName)
	}),
	"ListUserPolicies": decoded(func(r *request, in *sdk.ListUserPoliciesInput) (*sdk.ListUserPoliciesOutput, *awsproto.Error) {
		p, err := r.listInline(user, *in.UserName, in.Marker, in.MaxItems)
		return &sdk.ListUserPoliciesOutput{PolicyNames: p.items, IsTruncated: p.truncated, Marker: p.marker}, err
	}),
	"ListGroupPolicies": decoded(func(r *request, in *sdk.ListGroupPoliciesInput) (*sdk.ListGroupPoliciesOutput, *awsproto.Error) {
		p, err := r.listInline(group, *in.GroupName, in.Marker, in.MaxItems)
		return &sdk.ListGroupPoliciesOutput{PolicyNames: p.items, IsTruncated: p.truncated, Marker: p.marker}, err
	}),
	"ListRolePolicies": decoded(func(r *request, in *sdk.ListRolePoliciesInput) (*sdk.ListRolePoliciesOutput, *awsproto.Error) {
		p, err := r.listInline(role, *in.RoleName, in.Marker, in.MaxItems)
		return &sdk.ListRolePoliciesOutput{PolicyNames: p.items, IsTruncated: p.truncated, Marker: p.marker}, err
	}),

	"AttachUserPolicy": void(func(r *request, in *sdk.AttachUserPolicyInput) *awsproto.Error {
		return r.attach(user, *in.UserName, *in.PolicyArn)
	}),
	"AttachGroupPolicy": void(func(r *request, in *sdk.AttachGroupPolicyInput) *awsproto.Error {
		return r.attach(group, *in.GroupName, *in.PolicyArn)
	}),
	"AttachRolePolicy": void(func(r *request, in *sdk.AttachRolePolicyInput) *awsproto.Error {
		return r.attach(role, *in.RoleName, *in.PolicyArn)
	}),
	"DetachUserPolicy": void(func(r *request, in *sdk.DetachUserPolicyInput) *awsproto.Error {
		return r.detach(user, *in.UserName, *in.PolicyArn)
	}),
	"DetachGroupPolicy": void(func(r *request, in *sdk.DetachGroupPolicyInput) *awsproto.Error {
		return r.detach(group, *in.GroupName, *in.PolicyArn)
	}),
	"DetachRolePolicy": void(func(r *request, in *sdk.DetachRolePolicyInput) *awsproto.Error {
		return r.detach(role, *in.RoleName, *in.PolicyArn)
	}),
	"ListAttachedUserPolicies": decoded(func(r *request, in *sdk.ListAttachedUserPoliciesInput) (*sdk.ListAttachedUserPoliciesOutput, *awsproto.Error) {
		p, err := r.listAttached(user, *in.UserName, in.PathPrefix, in.Marker, in.MaxItems)
		return &sdk.ListAttachedUserPoliciesOutput{AttachedPolicies: p.items, IsTruncated: p.truncated, Marker: p.marker}, err
	}),
	"ListAttachedGroupPolicies": decoded(func(r *request, in *sdk.ListAttachedGroupPoliciesInput) (*sdk.ListAttachedGroupPoliciesOutput, *awsproto.Error) {
		p, err := r.listAttached(group, *in.GroupName, in.PathPrefix, in.Marker, in.MaxItems)
		return &sdk.ListAttachedGroupPoliciesOutput{AttachedPolicies: p.items, IsTruncated: p.truncated, Marker: p.marker}, err
	}),
	"ListAttachedRolePolicies": decoded(func(r *request, in *sdk.ListAttachedRolePoliciesInput) (*sdk.ListAttachedRolePoliciesOutput, *awsproto.Error) {
		p, err := r.listAttached(role, *in.RoleName, in.PathPrefix, in.Marker, in.MaxItems)
		return &sdk.ListAttachedRolePoliciesOutput{AttachedPolicies: p.items, IsTruncated: p.truncated, Marker: p.marker}, err
	}),

	"CreatePolicy":            decoded((*request).createPolicy),
	"GetPolicy":               decoded((*request).getPolicy),
	"DeletePolicy":            void((*request).deletePolicy),
	"ListPolicies":            decoded((*request).listPolicies),
	"ListEntitiesForPolicy":   decoded((*request).listEntitiesForPolicy),
	"CreatePolicyVersion":     decoded((*request).createPolicyVersion),
	"GetPolicyVersion":        decoded((*request).getPolicyVersion),
	"ListPolicyVersions":      decoded((*request).listPolicyVersions),
	"DeletePolicyVersion":     void((*request).deletePolicyVersion),
	"SetDefaultPolicyVersion": void((*request).setDefaultPolicyVersion),

	"PutUserPermissionsBoundary": void(func(r *request, in *sdk.PutUserPermissionsBoundaryInput) *awsproto.Error {
		return r.putBoundary(user, *in.UserName, *in.PermissionsBoundary)
	}),
	"PutRolePermissionsBoundary": void(func(r *request, in *sdk.PutRolePermissionsBoundaryInput) *awsproto.Error {
		return r.putBoundary(role, *in.RoleName, *in.PermissionsBoundary)
	}),
	"DeleteUserPermissionsBoundary": void(func(r *request, in *sdk.DeleteUserPermissionsBoundaryInput) *awsproto.Error {
		return r.deleteBoundary(user, *in.UserName)
	}),
	"DeleteRolePermissionsBoundary": void(func(r *request, in *sdk.DeleteRolePermissionsBoundaryInput) *awsproto.Error {
		return r.deleteBoundary(role, *in.RoleName)
	}),

	"TagUser": void(func(r *request, in *sdk.TagUserInput) *awsproto.Error {
		return r.tag(userTags(*in.UserName), in.Tags)
	}),
	"TagRole": void(func(r *request, in *sdk.TagRoleInput) *awsproto.Error {
		return r.tag(roleTags(*in.RoleName), in.Tags)
	}),
	"TagPolicy": void(func(r *request, in *sdk.TagPolicyInput) *awsproto.Error {
		return r.tag(policyTags(*in.PolicyArn), in.Tags)
	}),
	"UntagUser": void(func(r *request, in *sdk.UntagUserInput) *awsproto.Error {
		return r.untag(userTags(*in.UserName), in.TagKeys)
	}),
	"UntagRole": void(func(r *request, in *sdk.UntagRoleInput) *awsproto.Error {
		return r.untag(roleTags(*in.RoleName), in.TagKeys)
	}),
	"UntagPolicy": void(func(r *request, in *sdk.UntagPolicyInput) *awsproto.Error {
		return r.untag(policyTags(*in.PolicyArn), in.TagKeys)
	}),
	"ListUserTags": decoded(func(r *request, in *sdk.ListUserTagsInput) (*sdk.ListUserTagsOutput, *awsproto.Error) {
		p, err := r.listTags(userTags(*in.UserName), in.Marker, in.MaxItems)
		return &sdk.ListUserTagsOutput{Tags: p.items, IsTruncated: p.truncated, Marker: p.marker}, err
	}),
	"ListRoleTags": decoded(func(r *request, in *sdk.ListRoleTagsInput) (*sdk.ListRoleTagsOutput, *awsproto.Error) {
		p, err := r.listTags(roleTags(*in.RoleName), in.Marker, in.MaxItems)
		return &sdk.ListRoleTagsOutput{Tags: p.items, IsTruncated: p.truncated, Marker: p.marker}, err
	}),
	"ListPolicyTags": decoded(func(r *request, in *sdk.ListPolicyTagsInput) (*sdk.ListPolicyTagsOutput, *awsproto.Error) {
		p, err := r.listTags(policyTags(*in.PolicyArn), in.Marker, in.MaxItems)
		return &sdk.ListPolicyTagsOutput{Tags: p.items, IsTruncated: p.truncated, Marker: p.marker}, err
	}),
	"TagInstanceProfile": void(func(r *request, in *sdk.TagInstanceProfileInput) *awsproto.Error {
		return r.tag(profileTags(*in.InstanceProfileName), in.Tags)
	}),
	"UntagInstanceProfile": void(func(r *request, in *sdk.UntagInstanceProfileInput) *awsproto.Error {
		return r.untag(profileTags(*in.InstanceProfileName), in.TagKeys)
	}),
	"ListInstanceProfileTags": decoded(func(r *request, in *sdk.ListInstanceProfileTagsInput) (*sdk.ListInstanceProfileTagsOutput, *awsproto.Error) {
		p, err := r.listTags(profileTags(*in.InstanceProfileName), in.Marker, in.MaxItems)
		return &sdk.ListInstanceProfileTagsOutput{Tags: p.items, IsTruncated: p.truncated, Marker: p.marker}, err
	}),
	"TagOpenIDConnectProvider": void(func(r *request, in *sdk.TagOpenIDConnectProviderInput) *awsproto.Error {
		return r.tag(providerTags(*in.OpenIDConnectProviderArn), in.Tags)
	}),
	"UntagOpenIDConnectProvider": void(func(r *request, in *sdk.UntagOpenIDConnectProviderInput) *awsproto.Error {
		return r.untag(providerTags(*in.OpenIDConnectProviderArn), in.TagKeys)
	}),
	"ListOpenIDConnectProviderTags": decoded(func(r *request, in *sdk.ListOpenIDConnectProviderTagsInput) (*sdk.ListOpenIDConnectProviderTagsOutput, *awsproto.Error) {
		p, err := r.listTags(providerTags(*in.OpenIDConnectProviderArn), in.Marker, in.MaxItems)
		return &sdk.ListOpenIDConnectProviderTagsOutput{Tags: p.items, IsTruncated: p.truncated, Marker: p.marker}, err
	}),

	"CreateInstanceProfile":         decoded((*request).createInstanceProfile),
	"GetInstanceProfile":            decoded((*request).getInstanceProfile),
	"DeleteInstanceProfile":         void((*request).deleteInstanceProfile),
	"ListInstanceProfiles":          decoded((*request).listInstanceProfiles),
	"ListInstanceProfilesForRole":   decoded((*request).listInstanceProfilesForRole),
	"AddRoleToInstanceProfile":      void((*request).addRoleToInstanceProfile),
	"RemoveRoleFromInstanceProfile": void((*request).removeRoleFromInstanceProfile),

	"CreateOpenIDConnectProvider":             decoded((*request).createOIDCProvider),
	"GetOpenIDConnectProvider":                decoded((*request).getOIDCProvider),
	"DeleteOpenIDConnectProvider":             void((*request).deleteOIDCProvider),
	"ListOpenIDConnectProviders":              decoded((*request).listOIDCProviders),
	"AddClientIDToOpenIDConnectProvider":      void((*request).addClientID),
	"RemoveClientIDFromOpenIDConnectProvider": void((*request).removeClientID),
	"UpdateOpenIDConnectProviderThumbprint":   void((*request).updateThumbprints),

	"CreateServiceLinkedRole":            decoded((*request).createServiceLinkedRole),
	"DeleteServiceLinkedRole":            decoded((*request).deleteServiceLinkedRole),
	"GetServiceLinkedRoleDeletionStatus": decoded((*request).getServiceLinkedRoleDeletionStatus),

	"CreateAccountAlias":             void((*request).createAccountAlias),
	"DeleteAccountAlias":             void((*request).deleteAccountAlias),
	"ListAccountAliases":             decoded((*request).listAccountAliases),
	"GetAccountSummary":              decoded((*request).getAccountSummary),
	"GetAccountAuthorizationDetails": decoded((*request).getAccountAuthorizationDetails),

	"SimulatePrincipalPolicy":          decoded((*request).simulatePrincipalPolicy),
	"SimulateCustomPolicy":             decoded((*request).simulateCustomPolicy),
	"GetContextKeysForPrincipalPolicy": decoded((*request).getContextKeysForPrincipalPolicy),
	"GetContextKeysForCustomPolicy":    decoded((*request).getContextKeysForCustomPolicy),
}

// or is a parameter, or what stands for it when it was not sent.
func or(parameter *string, otherwise string) string {
	if parameter == nil {
		return otherwise
	}
	return aws.ToString(parameter)
}
