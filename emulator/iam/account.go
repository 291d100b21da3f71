package iam

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// createAccountAlias is https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccountAlias.html.
// An account has one alias: a new one replaces the old. It is unique in the
// whole world.
func (r *request) createAccountAlias(in *sdk.CreateAccountAliasInput) *awsproto.Error {
	if err := r.allowed(everything("*"), nil); err != nil {
		return err
	}
	for id, other := range r.x.World.Accounts {
		if other.Alias == *in.AccountAlias && id != r.accountID() {
			return alreadyExists("The account alias %s already exists.", *in.AccountAlias)
		}
	}
	return r.change(func(a *world.Account) *awsproto.Error {
		a.Alias = *in.AccountAlias
		return nil
	})
}

// deleteAccountAlias is https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccountAlias.html.
func (r *request) deleteAccountAlias(in *sdk.DeleteAccountAliasInput) *awsproto.Error {
	if err := r.allowed(everything("*"), nil); err != nil {
		return err
	}
	return r.change(func(a *world.Account) *awsproto.Error {
		if a.Alias != *in.AccountAlias {
			return noSuchEntity("The account alias %s cannot be found.", *in.AccountAlias) // [U]
		}
		a.Alias = ""
		return nil
	})
}

// listAccountAliases is https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccountAliases.html.
func (r *request) listAccountAliases(in *sdk.ListAccountAliasesInput) (*sdk.ListAccountAliasesOutput, *awsproto.Error) {
	if err := r.allowed(everything("*"), nil); err != nil {
		return nil, err
	}
	var all []string
	if alias := r.account().Alias; alias != "" {
		all = append(all, alias)
	}
	p, err := paged(all, self, in.Marker, in.MaxItems)
	return &sdk.ListAccountAliasesOutput{AccountAliases: p.items, IsTruncated: p.truncated, Marker: p.marker}, err
}

// getAccountSummary is https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html.
func (r *request) getAccountSummary(*sdk.GetAccountSummaryInput) (*sdk.GetAccountSummaryOutput, *awsproto.Error) {
	if err := r.allowed(everything("*"), nil); err != nil {
		return nil, err
	}
	a := r.account()
	versions, root := 0, int32(0)
	for _, p := range a.Policies {
		versions += len(p.Versions)
	}
	if len(a.RootAccessKeys) > 0 {
		root = 1
	}
	return &sdk.GetAccountSummaryOutput{SummaryMap: map[string]int32{
		"Users": int32(len(a.Users)), "UsersQuota": 5000,
		"Groups": int32(len(a.Groups)), "GroupsQuota": 300,
		"Roles": int32(len(a.Roles)), "RolesQuota": 1000,
		"Policies": int32(len(a.Policies)), "PoliciesQuota": 1500,
		"PolicyVersionsInUse": int32(versions), "PolicyVersionsInUseQuota": 10000, "VersionsPerPolicyQuota": maxVersions,
		"InstanceProfiles": int32(len(a.InstanceProfiles)), "InstanceProfilesQuota": 1000,
		"Providers":              int32(len(a.OIDCProviders)),
		"AccessKeysPerUserQuota": maxAccessKeys, "GroupsPerUserQuota": maxGroups,
		"AttachedPoliciesPerUserQuota": maxAttached, "AttachedPoliciesPerGroupQuota": maxAttached, "AttachedPoliciesPerRoleQuota": maxAttached,
		"UserPolicySizeQuota": 2048, "GroupPolicySizeQuota": 5120, "RolePolicySizeQuota": 10240, "AssumeRolePolicySizeQuota": 2048, "PolicySizeQuota": 6144,
		"AccountAccessKeysPresent": root, "AccountMFAEnabled": 0, "AccountPasswordPresent": 1, "AccountSigningCertificatesPresent": 0,
		"MFADevices": 0, "MFADevicesInUse": 0, "ServerCertificates": 0, "ServerCertificatesQuota": 20,
		"SigningCertificatesPerUserQuota": 2, "GlobalEndpointTokenVersion": 1,
	}}, nil
}
