package gate

import (
	"context"

	"github.com/denylab/denylab/emulator/caller"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// Ask has the rules decide q for the exchange's caller and returns the call as
// it was asked, for the wording of a refusal. An error means that no decision
// was reached; the request must then fail as an internal error.
func (x *Exchange) Ask(ctx context.Context, q Question) (*authz.Call, authz.Decision, error) {
	call := x.call(q)
	d, err := x.asker.Ask(ctx, x, call)
	if err == nil {
		x.Asked = append(x.Asked, Asked{Call: call, Decision: d, Probe: q.Probe})
	}
	return call, d, err
}

// call completes q with who calls, from where, and every policy that applies.
func (x *Exchange) call(q Question) *authz.Call {
	p := x.Identity.Principal
	org, _, _ := x.World.OrganizationOf(q.ResourceAccount)
	c := &authz.Call{
		Action:               q.Action,
		Resource:             q.Resource,
		ResourceAccount:      q.ResourceAccount,
		ResourceOrganization: org,
		WildcardOnly:         q.WildcardOnly,
		Caller:               p.Caller,
		Context:              x.context(q),
		Policies:             x.policies(),
		S3:                   q.S3,
		KMS:                  q.KMS,
		AccessGrants:         q.AccessGrants,
	}
	c.Policies.Resource = x.resourcePolicy(q)
	c.Policies.RCP = x.World.RCPs(q.ResourceAccount)
	if x.Endpoint != nil && q.Via == "" {
		c.Policies.Endpoint = []authz.Attached{{Name: x.Endpoint.ID, Document: x.Endpoint.Policy.Document}}
	}
	return c
}

// AskAs is Ask for a call that a service makes to answer the request, with its
// own name and from its own network.
func (x *Exchange) AskAs(ctx context.Context, who *world.Principal, q Question) (*authz.Call, authz.Decision, error) {
	as := *x
	as.Identity, as.Endpoint, as.Asked = &caller.Identity{Principal: who}, nil, nil
	as.SourceIP, as.UserAgent, as.Referer, as.Secure = "", "", "", true
	call, d, err := as.Ask(ctx, q)
	x.Asked = append(x.Asked, as.Asked...)
	return call, d, err
}
