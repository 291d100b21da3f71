package organizations

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// listPoliciesForTarget is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListPoliciesForTarget.html.
// A type that is not enabled has nothing attached.
func (r *request) listPoliciesForTarget(in *sdk.ListPoliciesForTargetInput) (*sdk.ListPoliciesForTargetOutput, *awsproto.Error) {
	o, err := r.asked(typeKey(in.Filter), r.on(*in.TargetId))
	if err != nil {
		return nil, err
	}
	at, ok := find(o, *in.TargetId)
	if !ok {
		return nil, noSuchTarget()
	}
	var all []policy
	if _, ok := policyTypes[in.Filter]; ok && enabled(o, in.Filter) {
		all = slices.DeleteFunc(policies(o, in.Filter), func(p policy) bool { return !p.attachedTo(at) })
	}
	p, err := paged(all, policy.id, in.NextToken, in.MaxResults)
	return &sdk.ListPoliciesForTargetOutput{Policies: summaries(o, p.items), NextToken: p.next}, err
}

// listTargetsForPolicy is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListTargetsForPolicy.html.
func (r *request) listTargetsForPolicy(in *sdk.ListTargetsForPolicyInput) (*sdk.ListTargetsForPolicyOutput, *awsproto.Error) {
	o, p, err := r.managesPolicy(*in.PolicyId)
	if err != nil {
		return nil, err
	}
	var all []place
	if enabled(o, p.of) {
		all = slices.DeleteFunc(places(o), func(at place) bool { return !p.attachedTo(at) })
	}
	list, err := paged(all, place.key, in.NextToken, in.MaxResults)
	out := &sdk.ListTargetsForPolicyOutput{Targets: []types.PolicyTargetSummary{}, NextToken: list.next}
	for _, at := range list.items {
		out.Targets = append(out.Targets, r.targetSummary(o, at))
	}
	return out, err
}

var targetTypes = map[string]types.TargetType{
	rootKind: types.TargetTypeRoot, unitKind: types.TargetTypeOrganizationalUnit, accountKind: types.TargetTypeAccount,
}

func (r *request) targetSummary(o *world.Organization, at place) types.PolicyTargetSummary {
	name := at.name
	if at.kind == accountKind {
		name = nameOf(r.x.World.Accounts[at.id])
	}
	return types.PolicyTargetSummary{
		TargetId: &at.id, Arn: aws.String(arn(o, at.kind, at.id)), Name: &name, Type: targetTypes[at.kind],
	}
}
