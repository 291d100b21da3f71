package emulator

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/denylab/denylab/emulator/world"
)

// A keptTree holds the organization, null when it was deleted. It is kept
// whole: everything in it hangs together.
type keptTree struct{ Organization *keptOrganization }

// A keptOrganization is an organization with its policies as text.
type keptOrganization struct {
	world.Organization
	SCPs, RCPs     map[string]*keptControl
	ResourcePolicy *keptResource `json:",omitempty"`
}

type keptResource struct {
	world.ResourcePolicy
	Policy *string
}

type keptControl struct {
	world.ControlPolicy
	Policy *string
}

// A keptMember is an account that was made by a request, or closed by one.
type keptMember struct {
	Made        bool   `json:",omitempty"`
	Name, Email string `json:",omitempty"`
	Closed      bool   `json:",omitempty"`
}

// memberOf is what after differs by from before, which is nil for an account
// that was made.
func memberOf(before, after *world.Account) *keptMember {
	switch {
	case before == nil:
		return &keptMember{Made: true, Name: after.Name, Email: after.Email, Closed: after.Closed}
	case before.Closed != after.Closed:
		return &keptMember{Closed: after.Closed}
	}
	return nil
}

// account is the account to put the record over: the described one, or the one
// that was made.
func (k *keptAccount) account(described *world.Account) (*world.Account, error) {
	made := k != nil && k.Member != nil && k.Member.Made
	switch {
	case made && described != nil:
		return nil, errors.New("was made by a request, and is described, too")
	case made:
		described = world.NewAccount(k.Member.Name, k.Member.Email)
	case described == nil:
		return nil, errors.New("is not described")
	}
	if k != nil && k.Member != nil {
		described.Closed = k.Member.Closed
	}
	return described, nil
}

func keepOrganization(o *world.Organization) *keptOrganization {
	if o == nil {
		return nil
	}
	k := &keptOrganization{Organization: *o, SCPs: controlTexts(o.SCPs), RCPs: controlTexts(o.RCPs)}
	if rp := o.ResourcePolicy; rp != nil {
		k.ResourcePolicy = &keptResource{ResourcePolicy: *rp, Policy: textOf(rp.Policy)}
		k.ResourcePolicy.ResourcePolicy.Policy = nil
	}
	k.Organization.SCPs, k.Organization.RCPs, k.Organization.ResourcePolicy = nil, nil, nil
	return k
}

func controlTexts(policies map[string]*world.ControlPolicy) map[string]*keptControl {
	all := map[string]*keptControl{}
	for name, p := range policies {
		all[name] = &keptControl{ControlPolicy: *p, Policy: textOf(p.Policy)}
		all[name].ControlPolicy.Policy = nil
	}
	return all
}

// treeOf is the organization of w, nil when it is the described one.
func treeOf(described, w *world.World) (*keptTree, error) {
	now := keepOrganization(w.Organization)
	same, err := equal(keepOrganization(described.Organization), now)
	if err != nil || same {
		return nil, err
	}
	return &keptTree{now}, nil
}

// over makes the organization of w, which is as described, what it was when k
// was kept.
func (k *keptTree) over(w *world.World) error {
	switch {
	case k == nil:
		return nil
	case k.Organization == nil:
		w.Organization = nil
		return nil
	}
	described := w.Organization
	if described == nil {
		described = &world.Organization{}
	}
	o := k.Organization.Organization
	var err error
	if o.SCPs, err = controls(k.Organization.SCPs, described.SCPs); err != nil {
		return fmt.Errorf("SCP %w", err)
	}
	if o.RCPs, err = controls(k.Organization.RCPs, described.RCPs); err != nil {
		return fmt.Errorf("RCP %w", err)
	}
	if o.ResourcePolicy, err = k.Organization.ResourcePolicy.resource(described.ResourcePolicy); err != nil {
		return fmt.Errorf("resource policy: %w", err)
	}
	w.Organization = &o
	return nil
}

// controls are the policies that were kept.
func controls(kept map[string]*keptControl, described map[string]*world.ControlPolicy) (map[string]*world.ControlPolicy, error) {
	all := map[string]*world.ControlPolicy{}
	for _, name := range slices.Sorted(maps.Keys(kept)) {
		was := described[name]
		if was == nil {
			was = &world.ControlPolicy{}
		}
		if kept[name] == nil {
			return nil, fmt.Errorf("%s: there is no record of it", name)
		}
		p := kept[name].ControlPolicy
		var err error
		if p.Policy, err = policyOf(kept[name].Policy, was.Policy); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		all[name] = &p
	}
	return all, nil
}

// resource is the resource policy that was kept; nil for none.
func (k *keptResource) resource(described *world.ResourcePolicy) (*world.ResourcePolicy, error) {
	if k == nil {
		return nil, nil
	}
	if described == nil {
		described = &world.ResourcePolicy{}
	}
	rp := k.ResourcePolicy
	var err error
	rp.Policy, err = policyOf(k.Policy, described.Policy)
	return &rp, err
}
