package emulator

import (
	"fmt"
	"maps"
	"slices"

	"github.com/denylab/denylab/emulator/world"
)

// keptPoints are what requests to S3 Control make of an account.
type keptPoints struct {
	AccessPoints map[string]*keptAccessPoint `json:"accessPoints,omitempty"`
	// PublicAccess is there when the account's Block Public Access is not as
	// described.
	PublicAccess *keptPublicAccess `json:"publicAccess,omitempty"`
	// AccessGrants is there when the account's instance of S3 Access Grants is
	// not as described.
	AccessGrants *keptAccessGrants `json:"accessGrants,omitempty"`
}

// A keptAccessPoint is an access point with its policy as text.
type keptAccessPoint struct {
	world.AccessPoint
	Policy *string
}

// A keptPublicAccess holds the settings of an account, null for none.
type keptPublicAccess struct{ Settings *world.PublicAccessBlock }

func keepAccessPoint(p *world.AccessPoint) *keptAccessPoint {
	k := &keptAccessPoint{AccessPoint: *p, Policy: textOf(p.Policy)}
	k.AccessPoint.Policy = nil
	return k
}

// pointsOf is what after differs by from before.
func pointsOf(before, after *world.Account) (keptPoints, error) {
	points, err := differing(before.AccessPoints, after.AccessPoints, keepAccessPoint)
	if err != nil {
		return keptPoints{}, err
	}
	k := keptPoints{AccessPoints: points}
	same, err := equal(before.PublicAccessBlock, after.PublicAccessBlock)
	if !same {
		k.PublicAccess = &keptPublicAccess{after.PublicAccessBlock}
	}
	if err != nil {
		return k, err
	}
	k.AccessGrants, err = grantsOf(before, after)
	return k, err
}

func (k keptPoints) empty() bool {
	return len(k.AccessPoints) == 0 && k.PublicAccess == nil && k.AccessGrants == nil
}

// over makes a, which is as described, what it was when k was kept.
func (k keptPoints) over(a *world.Account) error {
	if k.PublicAccess != nil {
		a.PublicAccessBlock = k.PublicAccess.Settings
	}
	if err := k.AccessGrants.over(a); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(k.AccessPoints)) {
		kept := k.AccessPoints[name]
		if kept == nil {
			delete(a.AccessPoints, name)
			continue
		}
		described := a.AccessPoints[name]
		if described == nil {
			described = &world.AccessPoint{}
		}
		p := kept.AccessPoint
		var err error
		if p.Policy, err = policyOf(kept.Policy, described.Policy); err != nil {
			return fmt.Errorf("access point %s: %w", name, err)
		}
		a.AccessPoints[name] = &p
	}
	return nil
}
