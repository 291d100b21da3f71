package organizations

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/iampolicy"
	"github.com/denylab/denylab/emulator/world"
)

// putResourcePolicy is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_PutResourcePolicy.html.
// Tags go with a new policy only.
func (r *request) putResourcePolicy(in *sdk.PutResourcePolicyInput) (*sdk.PutResourcePolicyOutput, *awsproto.Error) {
	tags, err := r.mayPutResourcePolicy(in)
	if err != nil {
		return nil, err
	}
	document, err := r.readDelegation(*in.Content)
	if err != nil {
		return nil, err
	}
	out := &sdk.PutResourcePolicyOutput{}
	err = r.change(func(w *world.World, o *world.Organization) *awsproto.Error {
		switch {
		case o.ResourcePolicy == nil:
			o.ResourcePolicy = &world.ResourcePolicy{ID: "rp-" + newID(w, o, 8, resourcePolicyKind), Tags: tags}
		case len(tags) > 0:
			return tagsOfExisting()
		}
		o.ResourcePolicy.Policy = document
		out.ResourcePolicy = describedResourcePolicy(o)
		return nil
	})
	return out, err
}

// mayPutResourcePolicy asks about the policy that is there or to be made, and
// reads its tags.
func (r *request) mayPutResourcePolicy(in *sdk.PutResourcePolicyInput) (map[string]string, *awsproto.Error) {
	tags, err := tagsOf(in.Tags)
	if err != nil {
		return nil, err
	}
	on := r.made(resourcePolicyKind)
	if o := r.organization(); o != nil && o.ResourcePolicy != nil {
		on = r.on(o.ResourcePolicy.ID)
	}
	if _, err := r.asked(requestTags(tags), on); err != nil {
		return nil, err
	}
	return tags, r.tagsAtBirth(on, tags, nil)
}

// readDelegation reads the text of a delegation policy.
func (r *request) readDelegation(text string) (*world.Policy, *awsproto.Error) {
	document, problems := iampolicy.Check([]byte(text), "", iampolicy.Delegation)
	if len(problems) > 0 {
		return nil, refusedDelegation(document, problems[0])
	}
	if unknown := r.x.World.UnknownPrincipals(document); len(unknown) > 0 {
		return nil, unknownPrincipal(unknown[0])
	}
	return &world.Policy{Document: document, JSON: []byte(text)}, nil
}

func describedResourcePolicy(o *world.Organization) *types.ResourcePolicy {
	id := o.ResourcePolicy.ID
	return &types.ResourcePolicy{
		Content:               aws.String(string(o.ResourcePolicy.Policy.JSON)),
		ResourcePolicySummary: &types.ResourcePolicySummary{Id: &id, Arn: aws.String(arn(o, resourcePolicyKind, id))},
	}
}

// describeResourcePolicy is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeResourcePolicy.html.
func (r *request) describeResourcePolicy(*sdk.DescribeResourcePolicyInput) (*sdk.DescribeResourcePolicyOutput, *awsproto.Error) {
	o, err := r.asked(nil, everything)
	switch {
	case err != nil:
		return nil, err
	case o.ResourcePolicy == nil:
		return nil, noResourcePolicy()
	}
	return &sdk.DescribeResourcePolicyOutput{ResourcePolicy: describedResourcePolicy(o)}, nil
}

// deleteResourcePolicy is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_DeleteResourcePolicy.html.
func (r *request) deleteResourcePolicy(*sdk.DeleteResourcePolicyInput) *awsproto.Error {
	if _, err := r.asked(nil, everything); err != nil {
		return err
	}
	return r.change(func(_ *world.World, o *world.Organization) *awsproto.Error {
		if o.ResourcePolicy == nil {
			return noResourcePolicy()
		}
		o.ResourcePolicy = nil
		return nil
	})
}
