package organizations

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/iampolicy"
	"github.com/denylab/denylab/emulator/world"
)

// createPolicy is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreatePolicy.html.
func (r *request) createPolicy(in *sdk.CreatePolicyInput) (*sdk.CreatePolicyOutput, *awsproto.Error) {
	if _, ok := policyTypes[in.Type]; !ok {
		return nil, notEmulated(r.x.Operation, in.Type)
	}
	o, tags, err := r.mayCreatePolicy(in)
	switch {
	case err != nil:
		return nil, err
	case o.FeatureSet != world.AllFeatures:
		return nil, typeNotAvailable()
	}
	document, err := read(*in.Content, in.Type)
	if err != nil {
		return nil, err
	}
	p := policy{*in.Name, in.Type, &world.ControlPolicy{Description: aws.ToString(in.Description), Tags: tags, Policy: document}}
	err = r.change(func(w *world.World, o *world.Organization) *awsproto.Error {
		if taken(o, p.of, p.name) {
			return duplicatePolicy()
		}
		p.ID = "p-" + newID(w, o, 8, policyTypes[p.of].path+" "+p.name)
		(*documents(o, p.of))[p.name] = p.ControlPolicy
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &sdk.CreatePolicyOutput{Policy: described(o, p)}, nil
}

// mayCreatePolicy asks about a policy that is to be made, and reads its tags.
func (r *request) mayCreatePolicy(in *sdk.CreatePolicyInput) (*world.Organization, map[string]string, *awsproto.Error) {
	tags, err := tagsOf(in.Tags)
	if err != nil {
		return nil, nil, err
	}
	made := r.madePolicy(in.Type)
	o, err := r.asked(joined(requestTags(tags), typeKey(in.Type)), made)
	if err != nil {
		return nil, nil, err
	}
	return o, tags, r.tagsAtBirth(made, tags, typeKey(in.Type))
}

// taken: the organization has a policy of the type and name.
func taken(o *world.Organization, of types.PolicyType, name string) bool {
	return (*documents(o, of))[name] != nil || name == policyTypes[of].full
}

// read reads the text of a policy.
func read(text string, of types.PolicyType) (*world.Policy, *awsproto.Error) {
	document, problems := iampolicy.Check([]byte(text), "", policyTypes[of].kind)
	if len(problems) > 0 {
		return nil, refusedDocument(problems[0])
	}
	return &world.Policy{Document: document, JSON: []byte(text)}, nil
}

// describePolicy is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribePolicy.html.
func (r *request) describePolicy(in *sdk.DescribePolicyInput) (*sdk.DescribePolicyOutput, *awsproto.Error) {
	o, p, err := r.managesPolicy(*in.PolicyId)
	if err != nil {
		return nil, err
	}
	return &sdk.DescribePolicyOutput{Policy: described(o, p)}, nil
}

// managesPolicy is asked about a policy, and finds it.
func (r *request) managesPolicy(id string) (*world.Organization, policy, *awsproto.Error) {
	o, err := r.asked(nil, r.on(id))
	if err != nil {
		return nil, policy{}, err
	}
	p, err := existingPolicy(o, id)
	return o, p, err
}

func existingPolicy(o *world.Organization, id string) (policy, *awsproto.Error) {
	p, ok := findPolicy(o, id)
	if !ok {
		return policy{}, noSuchPolicy()
	}
	return p, nil
}

// deletePolicy is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_DeletePolicy.html.
func (r *request) deletePolicy(in *sdk.DeletePolicyInput) *awsproto.Error {
	if _, _, err := r.managesPolicy(*in.PolicyId); err != nil {
		return err
	}
	return r.change(func(_ *world.World, o *world.Organization) *awsproto.Error {
		p, err := ownPolicy(o, *in.PolicyId)
		if err != nil {
			return err
		}
		for _, at := range places(o) {
			if p.attachedTo(at) {
				return policyInUse()
			}
		}
		delete(*documents(o, p.of), p.name)
		return nil
	})
}

// ownPolicy is a policy that is not AWS's.
func ownPolicy(o *world.Organization, id string) (policy, *awsproto.Error) {
	p, err := existingPolicy(o, id)
	switch {
	case err != nil:
		return policy{}, err
	case p.awsManaged():
		return policy{}, immutablePolicy()
	}
	return p, nil
}
