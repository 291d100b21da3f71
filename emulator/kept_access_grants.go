package emulator

import (
	"fmt"

	"github.com/denylab/denylab/emulator/world"
)

// keptAccessGrants is the S3 Access Grants instance of an account; null Instance
// for none.
type keptAccessGrants struct {
	Instance *keptGrantsInstance
}

// A keptGrantsInstance is an instance with its policy as text.
type keptGrantsInstance struct {
	world.AccessGrants
	Policy *string
}

func keepAccessGrants(a *world.Account) *keptAccessGrants {
	if a.AccessGrants == nil {
		return &keptAccessGrants{}
	}
	k := &keptGrantsInstance{AccessGrants: *a.AccessGrants, Policy: textOf(a.AccessGrants.Policy)}
	k.AccessGrants.Policy = nil
	return &keptAccessGrants{k}
}

// grantsOf is the instance of after if it is not that of before.
func grantsOf(before, after *world.Account) (*keptAccessGrants, error) {
	now := keepAccessGrants(after)
	same, err := equal(keepAccessGrants(before), now)
	if same || err != nil {
		return nil, err
	}
	return now, nil
}

// over makes the instance of a, which is as described, what it was when k was
// kept.
func (k *keptAccessGrants) over(a *world.Account) error {
	if k == nil {
		return nil
	}
	if k.Instance == nil {
		a.AccessGrants = nil
		return nil
	}
	described := a.AccessGrants
	if described == nil {
		described = &world.AccessGrants{}
	}
	g := k.Instance.AccessGrants
	var err error
	if g.Policy, err = policyOf(k.Instance.Policy, described.Policy); err != nil {
		return fmt.Errorf("access grants instance: %w", err)
	}
	a.AccessGrants = &g
	return nil
}
