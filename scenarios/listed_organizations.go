package scenarios

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
)

func organizationsClient(c *connection) *organizations.Client {
	return organizations.New(organizations.Options{
		BaseEndpoint: &c.endpoint, Region: c.region, Credentials: c.credentials,
		HTTPClient: c.recorder, Retryer: aws.NopRetryer{}, HTTPSignerV4: newSigner(c.now, false),
	})
}

var organizationsOperations = []operation{
	method("organizations", "AcceptHandshake", func(ctx context.Context, c *connection, in *organizations.AcceptHandshakeInput) (*organizations.AcceptHandshakeOutput, error) {
		return organizationsClient(c).AcceptHandshake(ctx, in)
	}),
	method("organizations", "AttachPolicy", func(ctx context.Context, c *connection, in *organizations.AttachPolicyInput) (*organizations.AttachPolicyOutput, error) {
		return organizationsClient(c).AttachPolicy(ctx, in)
	}),
	method("organizations", "CancelHandshake", func(ctx context.Context, c *connection, in *organizations.CancelHandshakeInput) (*organizations.CancelHandshakeOutput, error) {
		return organizationsClient(c).CancelHandshake(ctx, in)
	}),
	method("organizations", "CloseAccount", func(ctx context.Context, c *connection, in *organizations.CloseAccountInput) (*organizations.CloseAccountOutput, error) {
		return organizationsClient(c).CloseAccount(ctx, in)
	}),
	method("organizations", "CreateAccount", func(ctx context.Context, c *connection, in *organizations.CreateAccountInput) (*organizations.CreateAccountOutput, error) {
		return organizationsClient(c).CreateAccount(ctx, in)
	}),
	method("organizations", "CreateOrganization", func(ctx context.Context, c *connection, in *organizations.CreateOrganizationInput) (*organizations.CreateOrganizationOutput, error) {
		return organizationsClient(c).CreateOrganization(ctx, in)
	}),
	method("organizations", "CreateOrganizationalUnit", func(ctx context.Context, c *connection, in *organizations.CreateOrganizationalUnitInput) (*organizations.CreateOrganizationalUnitOutput, error) {
		return organizationsClient(c).CreateOrganizationalUnit(ctx, in)
	}),
	method("organizations", "CreatePolicy", func(ctx context.Context, c *connection, in *organizations.CreatePolicyInput) (*organizations.CreatePolicyOutput, error) {
		return organizationsClient(c).CreatePolicy(ctx, in)
	}),
	method("organizations", "DeclineHandshake", func(ctx context.Context, c *connection, in *organizations.DeclineHandshakeInput) (*organizations.DeclineHandshakeOutput, error) {
		return organizationsClient(c).DeclineHandshake(ctx, in)
	}),
	method("organizations", "DeleteOrganization", func(ctx context.Context, c *connection, in *organizations.DeleteOrganizationInput) (*organizations.DeleteOrganizationOutput, error) {
		return organizationsClient(c).DeleteOrganization(ctx, in)
	}),
	method("organizations", "DeleteOrganizationalUnit", func(ctx context.Context, c *connection, in *organizations.DeleteOrganizationalUnitInput) (*organizations.DeleteOrganizationalUnitOutput, error) {
		return organizationsClient(c).DeleteOrganizationalUnit(ctx, in)
	}),
	method("organizations", "DeletePolicy", func(ctx context.Context, c *connection, in *organizations.DeletePolicyInput) (*organizations.DeletePolicyOutput, error) {
		return organizationsClient(c).DeletePolicy(ctx, in)
	}),
	method("organizations", "DeleteResourcePolicy", func(ctx context.Context, c *connection, in *organizations.DeleteResourcePolicyInput) (*organizations.DeleteResourcePolicyOutput, error) {
		return organizationsClient(c).DeleteResourcePolicy(ctx, in)
	}),
	method("organizations", "DeregisterDelegatedAdministrator", func(ctx context.Context, c *connection, in *organizations.DeregisterDelegatedAdministratorInput) (*organizations.DeregisterDelegatedAdministratorOutput, error) {
		return organizationsClient(c).DeregisterDelegatedAdministrator(ctx, in)
	}),
	method("organizations", "DescribeAccount", func(ctx context.Context, c *connection, in *organizations.DescribeAccountInput) (*organizations.DescribeAccountOutput, error) {
		return organizationsClient(c).DescribeAccount(ctx, in)
	}),
	method("organizations", "DescribeCreateAccountStatus", func(ctx context.Context, c *connection, in *organizations.DescribeCreateAccountStatusInput) (*organizations.DescribeCreateAccountStatusOutput, error) {
		return organizationsClient(c).DescribeCreateAccountStatus(ctx, in)
	}),
	method("organizations", "DescribeEffectivePolicy", func(ctx context.Context, c *connection, in *organizations.DescribeEffectivePolicyInput) (*organizations.DescribeEffectivePolicyOutput, error) {
		return organizationsClient(c).DescribeEffectivePolicy(ctx, in)
	}),
	method("organizations", "DescribeHandshake", func(ctx context.Context, c *connection, in *organizations.DescribeHandshakeInput) (*organizations.DescribeHandshakeOutput, error) {
		return organizationsClient(c).DescribeHandshake(ctx, in)
	}),
	method("organizations", "DescribeOrganization", func(ctx context.Context, c *connection, in *organizations.DescribeOrganizationInput) (*organizations.DescribeOrganizationOutput, error) {
		return organizationsClient(c).DescribeOrganization(ctx, in)
	}),
	method("organizations", "DescribeOrganizationalUnit", func(ctx context.Context, c *connection, in *organizations.DescribeOrganizationalUnitInput) (*organizations.DescribeOrganizationalUnitOutput, error) {
		return organizationsClient(c).DescribeOrganizationalUnit(ctx, in)
	}),
	method("organizations", "DescribePolicy", func(ctx context.Context, c *connection, in *organizations.DescribePolicyInput) (*organizations.DescribePolicyOutput, error) {
		return organizationsClient(c).DescribePolicy(ctx, in)
	}),
	method("organizations", "DescribeResourcePolicy", func(ctx context.Context, c *connection, in *organizations.DescribeResourcePolicyInput) (*organizations.DescribeResourcePolicyOutput, error) {
		return organizationsClient(c).DescribeResourcePolicy(ctx, in)
	}),
	method("organizations", "DetachPolicy", func(ctx context.Context, c *connection, in *organizations.DetachPolicyInput) (*organizations.DetachPolicyOutput, error) {
		return organizationsClient(c).DetachPolicy(ctx, in)
	}),
	method("organizations", "DisableAWSServiceAccess", func(ctx context.Context, c *connection, in *organizations.DisableAWSServiceAccessInput) (*organizations.DisableAWSServiceAccessOutput, error) {
		return organizationsClient(c).DisableAWSServiceAccess(ctx, in)
	}),
	method("organizations", "DisablePolicyType", func(ctx context.Context, c *connection, in *organizations.DisablePolicyTypeInput) (*organizations.DisablePolicyTypeOutput, error) {
		return organizationsClient(c).DisablePolicyType(ctx, in)
	}),
	method("organizations", "EnableAWSServiceAccess", func(ctx context.Context, c *connection, in *organizations.EnableAWSServiceAccessInput) (*organizations.EnableAWSServiceAccessOutput, error) {
		return organizationsClient(c).EnableAWSServiceAccess(ctx, in)
	}),
	method("organizations", "EnablePolicyType", func(ctx context.Context, c *connection, in *organizations.EnablePolicyTypeInput) (*organizations.EnablePolicyTypeOutput, error) {
		return organizationsClient(c).EnablePolicyType(ctx, in)
	}),
	method("organizations", "InviteAccountToOrganization", func(ctx context.Context, c *connection, in *organizations.InviteAccountToOrganizationInput) (*organizations.InviteAccountToOrganizationOutput, error) {
		return organizationsClient(c).InviteAccountToOrganization(ctx, in)
	}),
	method("organizations", "LeaveOrganization", func(ctx context.Context, c *connection, in *organizations.LeaveOrganizationInput) (*organizations.LeaveOrganizationOutput, error) {
		return organizationsClient(c).LeaveOrganization(ctx, in)
	}),
	method("organizations", "ListAWSServiceAccessForOrganization", func(ctx context.Context, c *connection, in *organizations.ListAWSServiceAccessForOrganizationInput) (*organizations.ListAWSServiceAccessForOrganizationOutput, error) {
		return organizationsClient(c).ListAWSServiceAccessForOrganization(ctx, in)
	}),
	method("organizations", "ListAccounts", func(ctx context.Context, c *connection, in *organizations.ListAccountsInput) (*organizations.ListAccountsOutput, error) {
		return organizationsClient(c).ListAccounts(ctx, in)
	}),
	method("organizations", "ListAccountsForParent", func(ctx context.Context, c *connection, in *organizations.ListAccountsForParentInput) (*organizations.ListAccountsForParentOutput, error) {
		return organizationsClient(c).ListAccountsForParent(ctx, in)
	}),
	method("organizations", "ListChildren", func(ctx context.Context, c *connection, in *organizations.ListChildrenInput) (*organizations.ListChildrenOutput, error) {
		return organizationsClient(c).ListChildren(ctx, in)
	}),
	method("organizations", "ListCreateAccountStatus", func(ctx context.Context, c *connection, in *organizations.ListCreateAccountStatusInput) (*organizations.ListCreateAccountStatusOutput, error) {
		return organizationsClient(c).ListCreateAccountStatus(ctx, in)
	}),
	method("organizations", "ListDelegatedAdministrators", func(ctx context.Context, c *connection, in *organizations.ListDelegatedAdministratorsInput) (*organizations.ListDelegatedAdministratorsOutput, error) {
		return organizationsClient(c).ListDelegatedAdministrators(ctx, in)
	}),
	method("organizations", "ListDelegatedServicesForAccount", func(ctx context.Context, c *connection, in *organizations.ListDelegatedServicesForAccountInput) (*organizations.ListDelegatedServicesForAccountOutput, error) {
		return organizationsClient(c).ListDelegatedServicesForAccount(ctx, in)
	}),
	method("organizations", "ListHandshakesForAccount", func(ctx context.Context, c *connection, in *organizations.ListHandshakesForAccountInput) (*organizations.ListHandshakesForAccountOutput, error) {
		return organizationsClient(c).ListHandshakesForAccount(ctx, in)
	}),
	method("organizations", "ListHandshakesForOrganization", func(ctx context.Context, c *connection, in *organizations.ListHandshakesForOrganizationInput) (*organizations.ListHandshakesForOrganizationOutput, error) {
		return organizationsClient(c).ListHandshakesForOrganization(ctx, in)
	}),
	method("organizations", "ListOrganizationalUnitsForParent", func(ctx context.Context, c *connection, in *organizations.ListOrganizationalUnitsForParentInput) (*organizations.ListOrganizationalUnitsForParentOutput, error) {
		return organizationsClient(c).ListOrganizationalUnitsForParent(ctx, in)
	}),
	method("organizations", "ListParents", func(ctx context.Context, c *connection, in *organizations.ListParentsInput) (*organizations.ListParentsOutput, error) {
		return organizationsClient(c).ListParents(ctx, in)
	}),
	method("organizations", "ListPolicies", func(ctx context.Context, c *connection, in *organizations.ListPoliciesInput) (*organizations.ListPoliciesOutput, error) {
		return organizationsClient(c).ListPolicies(ctx, in)
	}),
	method("organizations", "ListPoliciesForTarget", func(ctx context.Context, c *connection, in *organizations.ListPoliciesForTargetInput) (*organizations.ListPoliciesForTargetOutput, error) {
		return organizationsClient(c).ListPoliciesForTarget(ctx, in)
	}),
	method("organizations", "ListRoots", func(ctx context.Context, c *connection, in *organizations.ListRootsInput) (*organizations.ListRootsOutput, error) {
		return organizationsClient(c).ListRoots(ctx, in)
	}),
	method("organizations", "ListTagsForResource", func(ctx context.Context, c *connection, in *organizations.ListTagsForResourceInput) (*organizations.ListTagsForResourceOutput, error) {
		return organizationsClient(c).ListTagsForResource(ctx, in)
	}),
	method("organizations", "ListTargetsForPolicy", func(ctx context.Context, c *connection, in *organizations.ListTargetsForPolicyInput) (*organizations.ListTargetsForPolicyOutput, error) {
		return organizationsClient(c).ListTargetsForPolicy(ctx, in)
	}),
	method("organizations", "MoveAccount", func(ctx context.Context, c *connection, in *organizations.MoveAccountInput) (*organizations.MoveAccountOutput, error) {
		return organizationsClient(c).MoveAccount(ctx, in)
	}),
	method("organizations", "PutResourcePolicy", func(ctx context.Context, c *connection, in *organizations.PutResourcePolicyInput) (*organizations.PutResourcePolicyOutput, error) {
		return organizationsClient(c).PutResourcePolicy(ctx, in)
	}),
	method("organizations", "RegisterDelegatedAdministrator", func(ctx context.Context, c *connection, in *organizations.RegisterDelegatedAdministratorInput) (*organizations.RegisterDelegatedAdministratorOutput, error) {
		return organizationsClient(c).RegisterDelegatedAdministrator(ctx, in)
	}),
	method("organizations", "RemoveAccountFromOrganization", func(ctx context.Context, c *connection, in *organizations.RemoveAccountFromOrganizationInput) (*organizations.RemoveAccountFromOrganizationOutput, error) {
		return organizationsClient(c).RemoveAccountFromOrganization(ctx, in)
	}),
	method("organizations", "TagResource", func(ctx context.Context, c *connection, in *organizations.TagResourceInput) (*organizations.TagResourceOutput, error) {
		return organizationsClient(c).TagResource(ctx, in)
	}),
	method("organizations", "UntagResource", func(ctx context.Context, c *connection, in *organizations.UntagResourceInput) (*organizations.UntagResourceOutput, error) {
		return organizationsClient(c).UntagResource(ctx, in)
	}),
	method("organizations", "UpdateOrganizationalUnit", func(ctx context.Context, c *connection, in *organizations.UpdateOrganizationalUnitInput) (*organizations.UpdateOrganizationalUnitOutput, error) {
		return organizationsClient(c).UpdateOrganizationalUnit(ctx, in)
	}),
	method("organizations", "UpdatePolicy", func(ctx context.Context, c *connection, in *organizations.UpdatePolicyInput) (*organizations.UpdatePolicyOutput, error) {
		return organizationsClient(c).UpdatePolicy(ctx, in)
	}),
}
