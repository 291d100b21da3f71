package world

import (
	"maps"
	"slices"
)

// DefaultRegion is the Region of a world that names none.
const DefaultRegion = "us-east-1"

// New makes a world of a description: a copy of w with everything filled in
// that AWS would have filled in (names, ARNs, ids, default policies and
// settings, the AWS managed keys) and every reference checked. A world without
// accounts gets Default's.
//
// The error joins everything that is wrong, as *RefError and *PolicyError in
// the order of the world's paths. A world that New made is a description, too;
// filling it again changes nothing.
func New(w *World) (*World, error) {
	next := clone(w)
	if len(next.Accounts) == 0 {
		next.Accounts = clone(defaultDescription).Accounts
	}
	next.fill()
	if err := next.finish(); err != nil {
		return nil, err
	}
	return next, nil
}

// finish checks and indexes a world that was filled in and is still its
// writer's own.
func (w *World) finish() error {
	var p problems
	w.check(&p)
	if err := p.err(); err != nil {
		return err
	}
	w.index = newIndex(w)
	return nil
}

// The account of a world that nobody described, with AWS's documented example
// key pair for its root user.
var defaultDescription = &World{Accounts: map[string]*Account{
	"111122223333": {RootAccessKeys: []AccessKey{{
		ID: "AKIAIOSFODNN7EXAMPLE", Secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
	}}},
}}

// Default is the world of a lab that was told nothing: one account,
// 111122223333, whose root user has AWS's documented example access key.
func Default() *World {
	w := clone(defaultDescription)
	w.fill()
	w.index = newIndex(w)
	return w
}

// fill gives everything its name, ARN, id and defaults.
func (w *World) fill() {
	if w.Region == "" {
		w.Region = DefaultRegion
	}
	for id := range w.Accounts {
		a := present(w.Accounts, id)
		a.ID = id
		if a.CanonicalID == "" {
			a.CanonicalID = canonicalID(id)
		}
		setDefault(&a.Email, "aws+"+id+"@example.com")
		if a.RootAccessKeys == nil {
			a.RootAccessKeys = []AccessKey{accessKey(rootARN(id))}
		}
		w.fillIdentities(a)
		w.fillBuckets(a)
		w.fillNetworks(a)
	}
	for _, a := range w.Accounts { // once all buckets are known
		w.fillAccessPoints(a)
	}
	w.fillKeys()
	w.fillOrganization()
	w.fillIdentityCenter()
	for _, a := range w.Accounts { // once all users and roles are known
		w.fillAccessGrants(a)
	}
}

// present is the entry under a key, made when it was written empty.
func present[V any](m map[string]*V, key string) *V {
	if m[key] == nil {
		m[key] = new(V)
	}
	return m[key]
}

// regions are the Regions anything is in.
func (w *World) regions() []string {
	set := map[string]bool{w.Region: true}
	for _, a := range w.Accounts {
		for _, b := range a.Buckets {
			set[b.Region] = true
		}
		for _, k := range a.Keys {
			if k != nil && k.Region != "" {
				set[k.Region] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(set))
}

func rootARN(account string) string { return "arn:aws:iam::" + account + ":root" }
