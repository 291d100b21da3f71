package world

import (
	"slices"

	"github.com/denylab/denylab/rego/authz"
)

func (a *Account) policiesOfUser(u *User) identityPolicies {
	all := a.attach(u.Policies, u.Managed)
	for _, name := range slices.Sorted(slices.Values(u.Groups)) {
		if g := a.Groups[name]; g != nil {
			all = append(all, a.attach(g.Policies, g.Managed)...)
		}
	}
	return identityPolicies{identity: all, boundary: a.boundary(u.Boundary)}
}

func (a *Account) policiesOfRole(r *Role) identityPolicies {
	p := identityPolicies{identity: a.attach(r.Policies, r.Managed)}
	if !r.ServiceLinked {
		p.boundary = a.boundary(r.Boundary)
	}
	return p
}

// attach lists inline policies by name, then managed ones by ARN. It is never
// nil: a principal without policies is asked for them all the same.
func (a *Account) attach(inline map[string]*Policy, managed []string) []authz.Attached {
	all := []authz.Attached{}
	for _, name := range sorted(inline) {
		if inline[name] != nil {
			all = append(all, authz.Attached{Name: name, Document: inline[name].Document})
		}
	}
	for _, arn := range slices.Sorted(slices.Values(managed)) {
		if name, p, ok := a.managed(arn); ok {
			all = append(all, authz.Attached{Name: name, ARN: arn, Document: p.Document})
		}
	}
	return all
}

func (a *Account) boundary(arn string) []authz.Attached {
	name, p, ok := a.managed(arn)
	if !ok {
		return nil
	}
	return []authz.Attached{{Name: name, ARN: arn, Document: p.Document}}
}

// Policies are the documents that concern what p does: identity policies,
// boundary, session policies and the SCPs of its account. Resource policies,
// RCPs and endpoint policies are other people's; RCPs has the second of them.
// The documents are the same pointers in every snapshot until somebody changes
// them.
func (w *World) Policies(p *Principal) authz.Policies {
	var all authz.Policies
	if p == nil || p.Account == nil {
		return all
	}
	of := w.find().attached[p.Caller.UniqueID]
	all.Identity, all.Boundary = of.identity, of.boundary
	if p.Session != nil {
		all.Session = p.Session.Policies
	}
	if p.Caller.Kind == authz.FederatedUser && all.Session == nil {
		// A federated user without session policies may do nothing by its
		// user's policies: the layer is asked and holds none.
		all.Session = []authz.Attached{}
	}
	if !p.Caller.ServiceLinked && !p.Caller.ManagementAccount {
		all.SCP = w.find().memberships[p.Account.ID].scps
	}
	return all
}

// RCPs are the resource control policies on the resources of an account, by
// level from the root down: nil when none reach it, because it is in no
// organization, is the management account, or RCPs are disabled.
func (w *World) RCPs(account string) [][]authz.Attached {
	return w.find().memberships[account].rcps
}
