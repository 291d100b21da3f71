package organizations

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// described is a policy with its text.
func described(o *world.Organization, p policy) *types.Policy {
	return &types.Policy{PolicySummary: summary(o, p), Content: aws.String(string(p.Policy.JSON))}
}

func summary(o *world.Organization, p policy) *types.PolicySummary {
	description := p.Description
	if p.awsManaged() && description == "" {
		description = policyTypes[p.of].describes
	}
	return &types.PolicySummary{
		Id: &p.ID, Arn: aws.String(p.arn(o)), Name: &p.name, Description: &description, Type: p.of, AwsManaged: p.awsManaged(),
	}
}

// listPolicies is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListPolicies.html.
func (r *request) listPolicies(in *sdk.ListPoliciesInput) (*sdk.ListPoliciesOutput, *awsproto.Error) {
	o, err := r.asked(typeKey(in.Filter), everything)
	if err != nil {
		return nil, err
	}
	var all []policy
	if _, ok := policyTypes[in.Filter]; ok { // there are none of the others
		all = policies(o, in.Filter)
	}
	p, err := paged(all, policy.id, in.NextToken, in.MaxResults)
	return &sdk.ListPoliciesOutput{Policies: summaries(o, p.items), NextToken: p.next}, err
}

func (p policy) id() string { return p.ID }

func summaries(o *world.Organization, all []policy) []types.PolicySummary {
	list := []types.PolicySummary{}
	for _, p := range all {
		list = append(list, *summary(o, p))
	}
	return list
}
