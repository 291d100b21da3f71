package sts

import (
	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

type callerIdentity struct{ Arn, UserId, Account string }

// getCallerIdentity is
// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html.
// No policy can deny it, so the rules are not asked.
func (r *request) getCallerIdentity(awsproto.Form) (any, *awsproto.Error) {
	p := r.principal()
	return callerIdentity{Arn: p.Caller.ARN, UserId: userID(p), Account: p.Caller.Account}, nil
}

// userID is aws:userid
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable).
func userID(p *world.Principal) string {
	switch {
	case p.Caller.Kind == authz.AssumedRole && p.Session != nil:
		return p.Caller.UniqueID + ":" + p.Session.Name
	case p.Caller.Kind == authz.FederatedUser && p.Session != nil:
		return p.Caller.Account + ":" + p.Session.Name
	case p.Caller.Kind == authz.Root:
		return p.Caller.Account
	default:
		return p.Caller.UniqueID
	}
}
