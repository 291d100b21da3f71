package iam

import (
	"maps"
	"slices"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/rego/authz"
)

// A target is what an operation acts on.
type target struct {
	// arn is the resource that policies name; "*" for an action without
	// resource types.
	arn string
	// account owns it.
	account string
	// shown is how IAM's refusals name it: "role Trainer" where a request
	// gives a name, an ARN where it gives a path or makes something.
	shown string
	// keys are the resource's condition keys.
	keys authz.Context
}

// everything is the target of an action without resource types.
func everything(shown string) target { return target{arn: "*", shown: shown} }

// allowed asks the rules about the operation's own action.
func (r *request) allowed(t target, keys authz.Context) *awsproto.Error {
	return r.allowedTo("iam:"+r.x.Operation, t, keys)
}

// allowedTo asks the rules about one action and returns the refusal.
func (r *request) allowedTo(action string, t target, keys authz.Context) *awsproto.Error {
	// IAM is in us-east-1, whatever Region the client is in
	// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-requestedregion).
	c := authz.Context{"aws:RequestedRegion": authz.One("us-east-1")}
	maps.Copy(c, t.keys)
	maps.Copy(c, keys)
	call, d, err := r.x.Ask(r.ctx, gate.Question{
		Action: action, Resource: t.arn, ResourceAccount: t.account, WildcardOnly: t.arn == "*", Context: c,
	})
	switch {
	case err != nil:
		return internal()
	case !d.Allowed:
		return refusal(call, d, t.shown)
	}
	return nil
}

// refusal is AWS's, naming the resource as IAM does.
func refusal(call *authz.Call, d authz.Decision, shown string) *awsproto.Error {
	if shown != "" {
		again := *call
		again.Resource, again.WildcardOnly = shown, false
		call = &again
	}
	return awsproto.Denial(awsproto.Query, call, d)
}

// requestTags are the condition keys of a request that sets tags.
func requestTags(tags map[string]string) authz.Context {
	c := authz.Context{}
	for key, value := range tags {
		c["aws:RequestTag/"+key] = authz.One(value)
	}
	if len(tags) > 0 {
		c["aws:TagKeys"] = authz.Many(slices.Sorted(maps.Keys(tags))...)
	}
	return c
}

// resourceTags are the condition keys of a resource's tags. Users and roles
// also have them under IAM's own prefix.
func resourceTags(tags map[string]string, prefixes ...string) authz.Context {
	c := authz.Context{}
	for key, value := range tags {
		for _, prefix := range append(prefixes, "aws:ResourceTag/") {
			c[prefix+key] = authz.One(value)
		}
	}
	return c
}

// joined is all keys of several contexts; later ones win.
func joined(all ...authz.Context) authz.Context {
	c := authz.Context{}
	for _, keys := range all {
		maps.Copy(c, keys)
	}
	return c
}
