package kms

import (
	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/iampolicy"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// policyName is the only name a key policy can have.
const policyName = "default"

type keyPolicyInput struct {
	KeyId                          string
	PolicyName                     string
	Policy                         string // PutKeyPolicy only
	BypassPolicyLockoutSafetyCheck bool
}

type keyPolicyOutput struct{ Policy, PolicyName string }

// getKeyPolicy is https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyPolicy.html.
func (r *request) getKeyPolicy(in *keyPolicyInput) (any, *awsproto.Error) {
	named, err := r.managed("kms:GetKeyPolicy", in.KeyId, nil)
	switch {
	case err != nil:
		return nil, err
	case in.PolicyName != "" && in.PolicyName != policyName || named.Key.Policy == nil:
		return nil, noSuchPolicy(in.PolicyName)
	}
	return keyPolicyOutput{string(named.Key.Policy.JSON), policyName}, nil
}

type keyPolicyNames struct {
	PolicyNames []string
	pageOutput
}

type listPoliciesInput struct {
	KeyId string
	pageInput
}

// listKeyPolicies is https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeyPolicies.html.
func (r *request) listKeyPolicies(in *listPoliciesInput) (any, *awsproto.Error) {
	var c awsproto.Constraints
	in.check(&c, 1000)
	if err := c.Err("ValidationException"); err != nil {
		return nil, err
	}
	if _, err := r.managed("kms:ListKeyPolicies", in.KeyId, nil); err != nil {
		return nil, err
	}
	shown, page, err := paged(in.pageInput, 100, []string{policyName}, func(name string) string { return name })
	return keyPolicyNames{shown, page}, err
}

// putKeyPolicy is https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html.
func (r *request) putKeyPolicy(in *keyPolicyInput) (any, *awsproto.Error) {
	var c awsproto.Constraints
	keyID(&c, in.KeyId)
	c.Required("policy", in.Policy != "")
	if err := c.Err("ValidationException"); err != nil {
		return nil, err
	}
	named, err := r.managed("kms:PutKeyPolicy", in.KeyId,
		authz.Context{"kms:BypassPolicyLockoutSafetyCheck": boolean(in.BypassPolicyLockoutSafetyCheck)})
	if err != nil {
		return nil, err
	}
	if in.PolicyName != "" && in.PolicyName != policyName {
		return nil, noSuchPolicy(in.PolicyName)
	}
	policy, err := r.policyOf(in.Policy)
	if err != nil {
		return nil, err
	}
	if !in.BypassPolicyLockoutSafetyCheck {
		if err := r.notLockedOut(named.Key, policy); err != nil {
			return nil, err
		}
	}
	return nil, r.change(named.Key, func(k *world.Key) *awsproto.Error {
		k.Policy = policy
		return nil
	})
}

// notLockedOut makes sure that the caller could still change a key's policy
// under the new one: the rules are asked, as if it were in force.
// https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#prevent-unmanageable-key
func (r *request) notLockedOut(key *world.Key, policy *world.Policy) *awsproto.Error {
	later := *key
	later.Policy = policy
	q := Question(r.x, Use{Named: Named{Key: &later}, Action: "kms:PutKeyPolicy"})
	q.Probe = true
	_, d, err := r.x.Ask(r.ctx, q)
	switch {
	case err != nil:
		return internal()
	case !d.Allowed:
		return lockedOut()
	}
	return nil
}

// policyOf reads a key policy.
func (r *request) policyOf(text string) (*world.Policy, *awsproto.Error) {
	doc, problems := iampolicy.Check([]byte(text), "", iampolicy.Key)
	switch {
	case len(problems) > 0:
		return nil, failure(problems[0].Code, problems[0].Message)
	case len(r.x.World.UnknownPrincipals(doc)) > 0:
		return nil, invalidPrincipals()
	}
	return &world.Policy{Document: doc, JSON: []byte(text)}, nil
}
