package organizations

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// createOrganization is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateOrganization.html.
// With all features, SCPs are enabled and the account gets the service-linked
// role of Organizations.
func (r *request) createOrganization(in *sdk.CreateOrganizationInput) (*sdk.CreateOrganizationOutput, *awsproto.Error) {
	if err := r.allowed("organizations:CreateOrganization", everything, nil); err != nil {
		return nil, err
	}
	if r.organization() != nil {
		return nil, alreadyInOrganization()
	}
	o := &world.Organization{Management: r.account(), FeatureSet: world.AllFeatures, DisabledPolicyTypes: []string{string(rcp)}}
	if in.FeatureSet == types.OrganizationFeatureSetConsolidatedBilling {
		o.FeatureSet, o.DisabledPolicyTypes = world.ConsolidatedBilling, []string{string(rcp), string(scp)}
	}
	if err := r.mayLinkRole(o); err != nil {
		return nil, err
	}
	err := r.changeWorld(func(w *world.World) *awsproto.Error {
		switch {
		case organizationOf(w, r.account()) != nil:
			return alreadyInOrganization()
		case w.Organization != nil:
			return oneOnly(w.Organization.ID)
		}
		o.ID = "o-" + newID(w, o, 10, "organization")
		w.Organization = o
		r.linkRole(w.Accounts[r.account()], o)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &sdk.CreateOrganizationOutput{Organization: r.described(o)}, nil
}

// describeOrganization is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeOrganization.html,
// for every member.
func (r *request) describeOrganization(*sdk.DescribeOrganizationInput) (*sdk.DescribeOrganizationOutput, *awsproto.Error) {
	o, err := r.asked(nil, everything)
	if err != nil {
		return nil, err
	}
	return &sdk.DescribeOrganizationOutput{Organization: r.described(o)}, nil
}

// described lists SCPs as available, as AWS has done since before there were
// other types; the types that are enabled are the root's to say.
func (r *request) described(o *world.Organization) *types.Organization {
	out := &types.Organization{
		Id: &o.ID, Arn: aws.String(organizationARN(o)), FeatureSet: types.OrganizationFeatureSet(o.FeatureSet),
		MasterAccountId: &o.Management, MasterAccountArn: aws.String(arn(o, accountKind, o.Management)),
		MasterAccountEmail: &r.x.World.Accounts[o.Management].Email, AvailablePolicyTypes: []types.PolicyTypeSummary{},
	}
	if o.FeatureSet == world.AllFeatures {
		out.AvailablePolicyTypes = []types.PolicyTypeSummary{{Type: scp, Status: types.PolicyTypeStatusEnabled}}
	}
	return out
}

// deleteOrganization is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_DeleteOrganization.html.
func (r *request) deleteOrganization(*sdk.DeleteOrganizationInput) *awsproto.Error {
	if _, err := r.asked(nil, everything); err != nil {
		return err
	}
	return r.change(func(w *world.World, o *world.Organization) *awsproto.Error {
		if slices.ContainsFunc(places(o), func(p place) bool { return p.kind == accountKind && p.id != o.Management }) {
			return organizationNotEmpty()
		}
		w.Organization = nil
		return nil
	})
}
