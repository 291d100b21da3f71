package gate

import (
	"strings"

	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// principal is who calls, with the tags that are in force.
func (x *Exchange) principal() *world.Principal {
	if x.IAM == nil {
		return x.Identity.Principal
	}
	return x.IAM.Former(x.Identity.Principal)
}

// policies are those that concern what the caller does: its own as they are in
// force.
func (x *Exchange) policies() authz.Policies {
	p := x.Identity.Principal
	all := x.World.Policies(p)
	if x.IAM != nil {
		all.Identity, all.Boundary = x.IAM.Attached(p)
	}
	return all
}

// resourcePolicy is the policy on the resource of q, which IAM keeps when it is
// the trust policy of a role. A role that nobody knows of yet trusts nobody.
func (x *Exchange) resourcePolicy(q Question) []authz.Attached {
	if x.IAM == nil || len(q.ResourcePolicy) != 1 || !strings.HasPrefix(q.Action, "sts:") || !world.IsRole(q.Resource) {
		return q.ResourcePolicy
	}
	trust, ok := x.IAM.Trust(q.Resource)
	if !ok {
		return []authz.Attached{}
	}
	inForce := q.ResourcePolicy[0]
	inForce.Document = trust.Document
	return []authz.Attached{inForce}
}
