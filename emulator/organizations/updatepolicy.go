package organizations

import (
	"slices"

	sdk "github.com/aws/aws-sdk-go-v2/service/organizations"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// updatePolicy is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_UpdatePolicy.html.
func (r *request) updatePolicy(in *sdk.UpdatePolicyInput) (*sdk.UpdatePolicyOutput, *awsproto.Error) {
	o, p, err := r.managesPolicy(*in.PolicyId)
	if err != nil {
		return nil, err
	}
	var document *world.Policy
	if in.Content != nil {
		if document, err = read(*in.Content, p.of); err != nil {
			return nil, err
		}
	}
	err = r.change(func(_ *world.World, o *world.Organization) *awsproto.Error {
		p, err = ownPolicy(o, *in.PolicyId)
		switch {
		case err != nil:
			return err
		case in.Name != nil && *in.Name != p.name && taken(o, p.of, *in.Name):
			return duplicatePolicy()
		}
		if in.Name != nil {
			p = rename(o, p, *in.Name)
		}
		if in.Description != nil {
			p.Description = *in.Description
		}
		if document != nil {
			p.Policy = document
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &sdk.UpdatePolicyOutput{Policy: described(o, p)}, nil
}

// rename gives a policy another name, also where it is attached.
func rename(o *world.Organization, p policy, name string) policy {
	for _, at := range places(o) {
		names := *attached(at, p.of)
		if i := slices.Index(names, p.name); i >= 0 {
			names[i] = name
		}
	}
	known := *documents(o, p.of)
	delete(known, p.name)
	known[name] = p.ControlPolicy
	p.name = name
	return p
}
