package iam

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/iampolicy"
	"github.com/denylab/denylab/emulator/world"
)

// attachable is the managed policy of an ARN as the request found it: the
// account's own, or AWS's.
func (r *request) attachable(arn string) (name string, p *world.Policy, ok bool) {
	return r.account().Managed(arn)
}

// policyTarget is the target of an operation on a managed policy. AWS's own
// count as the caller's, who may attach but not change them.
func (r *request) policyTarget(arn string) (target, *awsproto.Error) {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) < 6 || parts[0] != "arn" || !strings.HasPrefix(parts[5], "policy/") {
		return target{}, malformedARN()
	}
	t := target{arn: arn, account: parts[4], shown: "policy " + arn}
	if t.account == "aws" {
		t.account = r.accountID()
	}
	if p, err := ownPolicy(r.account(), arn); err == nil {
		t.keys = resourceTags(p.Tags)
	}
	return t, nil
}

// ownPolicy is the customer managed policy with an ARN.
func ownPolicy(a *world.Account, arn string) (*world.ManagedPolicy, *awsproto.Error) {
	for _, p := range a.Policies {
		if p.ARN == arn {
			return p, nil
		}
	}
	return nil, noSuchPolicy(arn)
}

// editPolicy changes a customer managed policy; AWS's are AWS's.
func (r *request) editPolicy(arn string, edit func(*world.Account, *world.ManagedPolicy) *awsproto.Error) *awsproto.Error {
	t, err := r.policyTarget(arn)
	if err != nil {
		return err
	}
	if err := r.allowed(t, nil); err != nil {
		return err
	}
	if _, _, ok := iampolicy.AWSManaged(arn); ok {
		return failure(403, "AccessDenied", "Policy is outside your own account.") // [U]
	}
	return r.change(func(a *world.Account) *awsproto.Error {
		p, err := ownPolicy(a, arn)
		if err != nil {
			return err
		}
		return edit(a, p)
	})
}

// createPolicy is https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html.
// A policy that is made with tags needs iam:TagPolicy, too.
func (r *request) createPolicy(in *sdk.CreatePolicyInput) (*sdk.CreatePolicyOutput, *awsproto.Error) {
	tags, err := tagsOf(in.Tags)
	if err != nil {
		return nil, err
	}
	t := r.created(policy, or(in.Path, "/"), *in.PolicyName)
	t.shown = "policy " + *in.PolicyName
	if err := r.allowedToCreate(t, "iam:TagPolicy", tags, nil); err != nil {
		return nil, err
	}
	doc, err := r.document(*in.PolicyDocument, iampolicy.Identity)
	if err != nil {
		return nil, err
	}
	p := &world.ManagedPolicy{
		Path: or(in.Path, "/"), Policy: doc, Description: aws.ToString(in.Description), Tags: tags,
		Created: r.x.Now,
	}
	err = r.change(func(a *world.Account) *awsproto.Error {
		if _, exists := named(a.Policies, *in.PolicyName); exists {
			return alreadyExists("A policy called %s already exists. Duplicate names are not allowed.", *in.PolicyName)
		}
		p.ID = newID(a, "ANPA", t.arn)
		a.Policies[*in.PolicyName] = p
		return nil
	})
	if err != nil {
		return nil, err
	}
	out := listedPolicy(p, usage{})
	out.Description = nil // AWS tells it in GetPolicy only
	return &sdk.CreatePolicyOutput{Policy: &out}, nil
}

// getPolicy is https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicy.html.
func (r *request) getPolicy(in *sdk.GetPolicyInput) (*sdk.GetPolicyOutput, *awsproto.Error) {
	t, err := r.policyTarget(*in.PolicyArn)
	if err != nil {
		return nil, err
	}
	if err := r.allowed(t, nil); err != nil {
		return nil, err
	}
	uses := usesIn(r.account())
	if record, ok := iampolicy.AWSManagedRecord(*in.PolicyArn); ok {
		out := awsPolicy(record, uses[*in.PolicyArn])
		return &sdk.GetPolicyOutput{Policy: &out}, nil
	}
	p, err := ownPolicy(r.account(), *in.PolicyArn)
	if err != nil {
		return nil, err
	}
	out := listedPolicy(p, uses[p.ARN])
	if p.Description != "" {
		out.Description = &p.Description
	}
	out.Tags = tagList(p.Tags)
	return &sdk.GetPolicyOutput{Policy: &out}, nil
}

// listedPolicy is a policy as lists have it: without description and tags.
func listedPolicy(p *world.ManagedPolicy, u usage) types.Policy {
	out := u.policy()
	out.Arn, out.PolicyName, out.Path, out.PolicyId = &p.ARN, &p.Name, &p.Path, &p.ID
	out.DefaultVersionId, out.CreateDate, out.UpdateDate = &p.DefaultVersion, &p.Created, &p.Updated
	return out
}

// awsPolicy is one of AWS's policies. Their ids are not known here: they are
// made of the ARN.
func awsPolicy(p iampolicy.ManagedRecord, u usage) types.Policy {
	out := u.policy()
	out.Arn, out.PolicyName, out.Path, out.PolicyId = &p.ARN, &p.PolicyName, &p.Path, aws.String(world.UniqueID("ANPA", p.ARN))
	out.DefaultVersionId, out.CreateDate, out.UpdateDate = &p.DefaultVersionID, &p.CreateDate, &p.UpdateDate
	return out
}

// deletePolicy is https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html.
func (r *request) deletePolicy(in *sdk.DeletePolicyInput) *awsproto.Error {
	return r.editPolicy(*in.PolicyArn, func(a *world.Account, p *world.ManagedPolicy) *awsproto.Error {
		switch {
		case usesIn(a)[p.ARN] != usage{}:
			return deleteConflict("Cannot delete a policy attached to entities.")
		case len(p.Versions) > 1:
			return deleteConflict("This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.")
		}
		delete(a.Policies, p.Name)
		return nil
	})
}

// listPolicies is https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicies.html.
func (r *request) listPolicies(in *sdk.ListPoliciesInput) (*sdk.ListPoliciesOutput, *awsproto.Error) {
	prefix := or(in.PathPrefix, "/")
	if err := r.allowed(everything("policy path "+prefix), nil); err != nil {
		return nil, err
	}
	uses := usesIn(r.account())
	var all []types.Policy
	add := func(p types.Policy, u usage) {
		if strings.HasPrefix(*p.Path, prefix) && u.wanted(in.OnlyAttached, in.PolicyUsageFilter) {
			all = append(all, p)
		}
	}
	if in.Scope != types.PolicyScopeTypeAws {
		for _, p := range r.account().Policies {
			add(listedPolicy(p, uses[p.ARN]), uses[p.ARN])
		}
	}
	if in.Scope != types.PolicyScopeTypeLocal {
		for _, arn := range iampolicy.AWSManagedNames() {
			record, _ := iampolicy.AWSManagedRecord(arn) // every name has one
			add(awsPolicy(record, uses[arn]), uses[arn])
		}
	}
	p, err := paged(all, func(p types.Policy) string { return *p.Arn }, in.Marker, in.MaxItems)
	return &sdk.ListPoliciesOutput{Policies: p.items, IsTruncated: p.truncated, Marker: p.marker}, err
}
