package organizations

import (
	"maps"
	"slices"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// asked asks the rules about the operation's own action on each target, and
// has the organization of the caller's account answer.
func (r *request) asked(keys authz.Context, targets ...target) (*world.Organization, *awsproto.Error) {
	for _, t := range targets {
		if err := r.allowed("organizations:"+r.x.Operation, t, keys); err != nil {
			return nil, err
		}
	}
	o := r.organization()
	if o == nil {
		return nil, notInUse()
	}
	return o, nil
}

// allowed asks the rules about one action and returns the refusal.
func (r *request) allowed(action string, t target, keys authz.Context) *awsproto.Error {
	// Organizations is in us-east-1, whatever Region the client is in
	// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-requestedregion).
	c := authz.Context{"aws:RequestedRegion": authz.One("us-east-1")}
	maps.Copy(c, t.keys)
	maps.Copy(c, keys)
	q := gate.Question{Action: action, Resource: t.arn, ResourceAccount: r.account(), WildcardOnly: t.arn == "*", Context: c}
	if o := r.organization(); o != nil && r.account() != o.Management {
		q.ResourceAccount, q.ResourcePolicy = o.Management, r.delegation(o)
	} else if o == nil && t.invitation {
		q.ResourceAccount, q.ResourcePolicy = r.x.World.Organization.Management, invited
	}
	call, d, err := r.x.Ask(r.ctx, q)
	switch {
	case err != nil:
		return internal()
	case !d.Allowed:
		return refusal(call, d)
	}
	return nil
}

// refusal is AWS's. Organizations itself says so when a member asks for what is
// not its own; the rest is said in front of it, with "*" where an action has no
// resource.
func refusal(call *authz.Call, d authz.Decision) *awsproto.Error {
	if d.Layer == authz.ResourcePolicy && d.Verdict == authz.ImplicitDeny {
		return noPermissions()
	}
	if call.WildcardOnly {
		again := *call
		again.WildcardOnly = false
		call = &again
	}
	return awsproto.Denial(awsproto.JSON, call, d)
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

// joined is all keys of several contexts; later ones win.
func joined(all ...authz.Context) authz.Context {
	c := authz.Context{}
	for _, keys := range all {
		maps.Copy(c, keys)
	}
	return c
}
