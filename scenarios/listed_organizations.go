package scenarios

import (
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
	method("organizations", "AttachPolicy", organizationsClient, (*organizations.Client).AttachPolicy),
	method("organizations", "CloseAccount", organizationsClient, (*organizations.Client).CloseAccount),
	method("organizations", "CreateAccount", organizationsClient, (*organizations.Client).CreateAccount),
	method("organizations", "CreateOrganization", organizationsClient, (*organizations.Client).CreateOrganization),
	method("organizations", "CreateOrganizationalUnit", organizationsClient, (*organizations.Client).CreateOrganizationalUnit),
	method("organizations", "CreatePolicy", organizationsClient, (*organizations.Client).CreatePolicy),
	method("organizations", "DeleteOrganization", organizationsClient, (*organizations.Client).DeleteOrganization),
	method("organizations", "DeleteOrganizationalUnit", organizationsClient, (*organizations.Client).DeleteOrganizationalUnit),
	method("organizations", "DeletePolicy", organizationsClient, (*organizations.Client).DeletePolicy),
	method("organizations", "DeregisterDelegatedAdministrator", organizationsClient, (*organizations.Client).DeregisterDelegatedAdministrator),
	method("organizations", "DescribeAccount", organizationsClient, (*organizations.Client).DescribeAccount),
	method("organizations", "DescribeCreateAccountStatus", organizationsClient, (*organizations.Client).DescribeCreateAccountStatus),
	method("organizations", "DescribeEffectivePolicy", organizationsClient, (*organizations.Client).DescribeEffectivePolicy),
	method("organizations", "DescribeOrganization", organizationsClient, (*organizations.Client).DescribeOrganization),
	method("organizations", "DescribeOrganizationalUnit", organizationsClient, (*organizations.Client).DescribeOrganizationalUnit),
	method("organizations", "DescribePolicy", organizationsClient, (*organizations.Client).DescribePolicy),
	method("organizations", "DetachPolicy", organizationsClient, (*organizations.Client).DetachPolicy),
	method("organizations", "DisableAWSServiceAccess", organizationsClient, (*organizations.Client).DisableAWSServiceAccess),
	method("organizations", "DisablePolicyType", organizationsClient, (*organizations.Client).DisablePolicyType),
	method("organizations", "EnableAWSServiceAccess", organizationsClient, (*organizations.Client).EnableAWSServiceAccess),
	method("organizations", "EnablePolicyType", organizationsClient, (*organizations.Client).EnablePolicyType),
	method("organizations", "LeaveOrganization", organizationsClient, (*organizations.Client).LeaveOrganization),
	method("organizations", "ListAWSServiceAccessForOrganization", organizationsClient, (*organizations.Client).ListAWSServiceAccessForOrganization),
	method("organizations", "ListAccounts", organizationsClient, (*organizations.Client).ListAccounts),
	method("organizations", "ListAccountsForParent", organizationsClient, (*organizations.Client).ListAccountsForParent),
	method("organizations", "ListChildren", organizationsClient, (*organizations.Client).ListChildren),
	method("organizations", "ListCreateAccountStatus", organizationsClient, (*organizations.Client).ListCreateAccountStatus),
	method("organizations", "ListDelegatedAdministrators", organizationsClient, (*organizations.Client).ListDelegatedAdministrators),
	method("organizations", "ListDelegatedServicesForAccount", organizationsClient, (*organizations.Client).ListDelegatedServicesForAccount),
	method("organizations", "ListOrganizationalUnitsForParent", organizationsClient, (*organizations.Client).ListOrganizationalUnitsForParent),
	method("organizations", "ListParents", organizationsClient, (*organizations.Client).ListParents),
	method("organizations", "ListPolicies", organizationsClient, (*organizations.Client).ListPolicies),
	method("organizations", "ListPoliciesForTarget", organizationsClient, (*organizations.Client).ListPoliciesForTarget),
	method("organizations", "ListRoots", organizationsClient, (*organizations.Client).ListRoots),
	method("organizations", "ListTagsForResource", organizationsClient, (*organizations.Client).ListTagsForResource),
	method("organizations", "ListTargetsForPolicy", organizationsClient, (*organizations.Client).ListTargetsForPolicy),
	method("organizations", "MoveAccount", organizationsClient, (*organizations.Client).MoveAccount),
	method("organizations", "RegisterDelegatedAdministrator", organizationsClient, (*organizations.Client).RegisterDelegatedAdministrator),
	method("organizations", "RemoveAccountFromOrganization", organizationsClient, (*organizations.Client).RemoveAccountFromOrganization),
	method("organizations", "TagResource", organizationsClient, (*organizations.Client).TagResource),
	method("organizations", "UntagResource", organizationsClient, (*organizations.Client).UntagResource),
	method("organizations", "UpdateOrganizationalUnit", organizationsClient, (*organizations.Client).UpdateOrganizationalUnit),
	method("organizations", "UpdatePolicy", organizationsClient, (*organizations.Client).UpdatePolicy),
}
