package organizations

import (
	"slices"

	sdk "github.com/aws/aws-sdk-go-v2/service/organizations"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// attachPolicy is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_AttachPolicy.html.
func (r *request) attachPolicy(in *sdk.AttachPolicyInput) *awsproto.Error {
	return r.attachment(*in.PolicyId, *in.TargetId, func(o *world.Organization, p policy, at place) *awsproto.Error {
		names := attached(at, p.of)
		switch {
		case !enabled(o, p.of):
			return typeNotEnabled()
		case p.attachedTo(at):
			return duplicateAttachment()
		case attachments(o, p, at) >= policyTypes[p.of].most:
			return tooManyAttached()
		}
		*names = append(*names, p.name)
		return nil
	})
}

// detachPolicy is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_DetachPolicy.html.
func (r *request) detachPolicy(in *sdk.DetachPolicyInput) *awsproto.Error {
	return r.attachment(*in.PolicyId, *in.TargetId, func(o *world.Organization, p policy, at place) *awsproto.Error {
		names := attached(at, p.of)
		switch {
		case p.of == rcp && p.awsManaged():
			return notDetachable()
		case !enabled(o, p.of) || !p.attachedTo(at):
			return notAttached()
		case attachments(o, p, at) == 1:
			return lastAttached()
		}
		*names = slices.DeleteFunc(*names, func(name string) bool { return name == p.name })
		return nil
	})
}

// attachments counts the policies of p's type that a place has attached.
func attachments(o *world.Organization, p policy, at place) int {
	return len(slices.DeleteFunc(policies(o, p.of), func(other policy) bool { return !other.attachedTo(at) }))
}

// attachment asks about a policy and a place, both of which need the
// permission, and changes how one is attached to the other.
func (r *request) attachment(policyID, targetID string, edit func(*world.Organization, policy, place) *awsproto.Error) *awsproto.Error {
	o, err := r.asked(r.typeOf(policyID), r.on(policyID), r.on(targetID))
	if err != nil {
		return err
	}
	if _, _, err := bothOf(o, policyID, targetID); err != nil {
		return err
	}
	return r.change(func(_ *world.World, o *world.Organization) *awsproto.Error {
		p, at, err := bothOf(o, policyID, targetID)
		if err != nil {
			return err
		}
		return edit(o, p, at)
	})
}

// typeOf is the condition key of a policy's type, if there is the policy.
func (r *request) typeOf(policyID string) authz.Context {
	if o := r.organization(); o != nil {
		if p, ok := findPolicy(o, policyID); ok {
			return typeKey(p.of)
		}
	}
	return nil
}

func bothOf(o *world.Organization, policyID, targetID string) (policy, place, *awsproto.Error) {
	p, err := existingPolicy(o, policyID)
	if err != nil {
		return policy{}, place{}, err
	}
	at, ok := find(o, targetID)
	if !ok {
		return policy{}, place{}, noSuchTarget()
	}
	return p, at, nil
}
