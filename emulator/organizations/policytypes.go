package organizations

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// enablePolicyType is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_EnablePolicyType.html.
func (r *request) enablePolicyType(in *sdk.EnablePolicyTypeInput) (*sdk.EnablePolicyTypeOutput, *awsproto.Error) {
	root, err := r.policyType(*in.RootId, in.PolicyType, func(o *world.Organization) *awsproto.Error {
		switch {
		case o.FeatureSet != world.AllFeatures:
			return typeNotAvailable()
		case enabled(o, in.PolicyType):
			return typeAlreadyEnabled()
		}
		o.DisabledPolicyTypes = slices.DeleteFunc(o.DisabledPolicyTypes, func(t string) bool { return t == string(in.PolicyType) })
		return nil
	})
	return &sdk.EnablePolicyTypeOutput{Root: root}, err
}

// disablePolicyType is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_DisablePolicyType.html.
func (r *request) disablePolicyType(in *sdk.DisablePolicyTypeInput) (*sdk.DisablePolicyTypeOutput, *awsproto.Error) {
	root, err := r.policyType(*in.RootId, in.PolicyType, func(o *world.Organization) *awsproto.Error {
		if !enabled(o, in.PolicyType) {
			return typeNotEnabled()
		}
		o.DisabledPolicyTypes = append(o.DisabledPolicyTypes, string(in.PolicyType))
		return nil
	})
	return &sdk.DisablePolicyTypeOutput{Root: root}, err
}

// policyType switches a type of policy on or off. What was attached is not any
// more: AWS's own policy alone is there when the type is enabled again
// (https://docs.aws.amazon.com/organizations/latest/userguide/disable-policy-type.html).
func (r *request) policyType(rootID string, of types.PolicyType, edit func(*world.Organization) *awsproto.Error) (*types.Root, *awsproto.Error) {
	o, err := r.asked(typeKey(of), r.on(rootID))
	switch {
	case err != nil:
		return nil, err
	case o.Root.ID != rootID:
		return nil, noSuchRoot()
	}
	if _, ok := policyTypes[of]; !ok {
		return nil, notEmulated(r.x.Operation, of)
	}
	var root *types.Root
	err = r.change(func(_ *world.World, o *world.Organization) *awsproto.Error {
		if err := edit(o); err != nil {
			return err
		}
		for _, at := range places(o) {
			*attached(at, of) = nil // the world fills in AWS's own
		}
		root = describedRoot(o)
		return nil
	})
	return root, err
}

// describedRoot is the root with the types that it has enabled.
func describedRoot(o *world.Organization) *types.Root {
	root := &types.Root{Id: &o.Root.ID, Arn: aws.String(arn(o, rootKind, o.Root.ID)), Name: aws.String("Root"), PolicyTypes: []types.PolicyTypeSummary{}}
	for _, of := range []types.PolicyType{rcp, scp} {
		if enabled(o, of) {
			root.PolicyTypes = append(root.PolicyTypes, types.PolicyTypeSummary{Type: of, Status: types.PolicyTypeStatusEnabled})
		}
	}
	return root
}

// listRoots is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListRoots.html.
func (r *request) listRoots(*sdk.ListRootsInput) (*sdk.ListRootsOutput, *awsproto.Error) {
	o, err := r.asked(nil, everything)
	if err != nil {
		return nil, err
	}
	return &sdk.ListRootsOutput{Roots: []types.Root{*describedRoot(o)}}, nil
}

// describeEffectivePolicy is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeEffectivePolicy.html.
// SCPs and RCPs have none; of the types that have, there are no policies here.
// Members may ask about their own account.
func (r *request) describeEffectivePolicy(in *sdk.DescribeEffectivePolicyInput) (*sdk.DescribeEffectivePolicyOutput, *awsproto.Error) {
	id := aws.ToString(in.TargetId)
	if id == "" {
		id = r.account()
	}
	o, err := r.asked(typeKey(types.PolicyType(in.PolicyType)), r.on(id))
	if err != nil {
		return nil, err
	}
	switch p, ok := find(o, id); {
	case !ok:
		return nil, noSuchTarget()
	case p.kind != accountKind:
		return nil, targetNotSupported()
	}
	return nil, noEffectivePolicy()
}
