package emulator

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/denylab/denylab/emulator/world"
)

// keptIdentities are the principals and managed policies of an account that
// were made or changed, by name; null stands for what was deleted.
type keptIdentities struct {
	Users            map[string]*keptUser              `json:"users,omitempty"`
	Groups           map[string]*keptGroup             `json:"groups,omitempty"`
	Roles            map[string]*keptRole              `json:"roles,omitempty"`
	Policies         map[string]*keptPolicy            `json:"policies,omitempty"`
	InstanceProfiles map[string]*world.InstanceProfile `json:"instanceProfiles,omitempty"`
	OIDCProviders    map[string]*world.OIDCProvider    `json:"oidcProviders,omitempty"`
	// Account has what is the account's own; absent when it is as described.
	Account *keptRoot `json:"account,omitempty"`
	// Made is what the ids of what is made later follow from.
	Made map[string]int `json:"made,omitempty"`
}

// A keptRoot is the account's alias and the keys of its root user.
type keptRoot struct {
	Alias          string
	RootAccessKeys []world.AccessKey
}

// A keptUser is a user with its policies as text; so are the others.
type keptUser struct {
	world.User
	Policies map[string]string
}

type keptGroup struct {
	world.Group
	Policies map[string]string
}

type keptRole struct {
	world.Role
	Policies map[string]string
	Trust    *string
}

// A keptPolicy is a managed policy with its versions as text; the one in force
// is one of them.
type keptPolicy struct {
	world.ManagedPolicy
	Versions map[string]keptVersion
}

type keptVersion struct {
	Text    string
	Created time.Time
}

func keepUser(u *world.User) *keptUser {
	k := &keptUser{User: *u, Policies: textsOf(u.Policies)}
	k.User.Policies = nil
	return k
}

func keepGroup(g *world.Group) *keptGroup {
	k := &keptGroup{Group: *g, Policies: textsOf(g.Policies)}
	k.Group.Policies = nil
	return k
}

func keepRole(r *world.Role) *keptRole {
	k := &keptRole{Role: *r, Policies: textsOf(r.Policies)}
	if len(r.Trust.Document.Statements) > 0 { // else it trusts nobody, which no document can say
		k.Trust = textOf(r.Trust)
	}
	k.Role.Policies, k.Role.Trust = nil, nil
	return k
}

func keepPolicy(p *world.ManagedPolicy) *keptPolicy {
	k := &keptPolicy{ManagedPolicy: *p, Versions: map[string]keptVersion{}}
	for id, v := range p.Versions {
		k.Versions[id] = keptVersion{string(v.Policy.JSON), v.Created}
	}
	k.ManagedPolicy.Policy, k.ManagedPolicy.Versions = nil, nil
	return k
}

func keepAsIs[T any](v *T) *T { return v }

func textsOf(policies map[string]*world.Policy) map[string]string {
	texts := map[string]string{}
	for name, p := range policies {
		texts[name] = string(p.JSON)
	}
	return texts
}

// identities are what the principals and policies of after differ by.
func identities(before, after *world.Account) (keptIdentities, error) {
	var k keptIdentities
	var errs [7]error
	k.Users, errs[0] = differing(before.Users, after.Users, keepUser)
	k.Groups, errs[1] = differing(before.Groups, after.Groups, keepGroup)
	k.Roles, errs[2] = differing(before.Roles, after.Roles, keepRole)
	k.Policies, errs[3] = differing(before.Policies, after.Policies, keepPolicy)
	k.InstanceProfiles, errs[4] = differing(before.InstanceProfiles, after.InstanceProfiles, keepAsIs)
	k.OIDCProviders, errs[5] = differing(before.OIDCProviders, after.OIDCProviders, keepAsIs)
	was, now := keptRoot{before.Alias, before.RootAccessKeys}, keptRoot{after.Alias, after.RootAccessKeys}
	same, err := equal(was, now)
	if errs[6] = err; !same {
		k.Account = &now
	}
	if !maps.Equal(before.Made, after.Made) {
		k.Made = after.Made
	}
	for _, err := range errs {
		if err != nil {
			return k, err
		}
	}
	return k, nil
}

func (k keptIdentities) empty() bool {
	return len(k.Users)+len(k.Groups)+len(k.Roles)+len(k.Policies)+len(k.InstanceProfiles)+len(k.OIDCProviders)+len(k.Made) == 0 && k.Account == nil
}

// over makes a's principals and policies what they were when k was kept.
func (k keptIdentities) over(a *world.Account) error {
	if k.Account != nil {
		a.Alias, a.RootAccessKeys = k.Account.Alias, k.Account.RootAccessKeys
	}
	if k.Made != nil {
		a.Made = maps.Clone(k.Made)
	}
	asIs := func(v *world.InstanceProfile, _ *world.InstanceProfile) (*world.InstanceProfile, error) {
		return v, nil
	}
	providerAsIs := func(v *world.OIDCProvider, _ *world.OIDCProvider) (*world.OIDCProvider, error) { return v, nil }
	for _, put := range []func() error{
		func() error { return putBack("user", k.Users, a.Users, (*keptUser).user) },
		func() error { return putBack("group", k.Groups, a.Groups, (*keptGroup).group) },
		func() error { return putBack("role", k.Roles, a.Roles, (*keptRole).role) },
		func() error { return putBack("policy", k.Policies, a.Policies, (*keptPolicy).policy) },
		func() error { return putBack("instance profile", k.InstanceProfiles, a.InstanceProfiles, asIs) },
		func() error { return putBack("OIDC provider", k.OIDCProviders, a.OIDCProviders, providerAsIs) },
	} {
		if err := put(); err != nil {
			return err
		}
	}
	return nil
}

// putBack puts the entries that were kept into a map. back makes an entry of
// its record and of the described one, an empty one if there is none.
func putBack[K, T any](what string, kept map[string]*K, into map[string]*T, back func(*K, *T) (*T, error)) error {
	for _, name := range slices.Sorted(maps.Keys(kept)) {
		if kept[name] == nil {
			delete(into, name)
			continue
		}
		described := into[name]
		if described == nil {
			described = new(T)
		}
		v, err := back(kept[name], described)
		if err != nil {
			return fmt.Errorf("%s %s: %w", what, name, err)
		}
		into[name] = v
	}
	return nil
}

func (k *keptUser) user(described *world.User) (*world.User, error) {
	u := k.User
	var err error
	u.Policies, err = policiesOf(k.Policies, described.Policies)
	return &u, err
}

func (k *keptGroup) group(described *world.Group) (*world.Group, error) {
	g := k.Group
	var err error
	g.Policies, err = policiesOf(k.Policies, described.Policies)
	return &g, err
}

func (k *keptRole) role(described *world.Role) (*world.Role, error) {
	r := k.Role
	var err error
	if r.Policies, err = policiesOf(k.Policies, described.Policies); err != nil {
		return nil, err
	}
	r.Trust, err = policyOf(k.Trust, described.Trust)
	return &r, err
}

func (k *keptPolicy) policy(described *world.ManagedPolicy) (*world.ManagedPolicy, error) {
	p := k.ManagedPolicy
	p.Versions = map[string]*world.PolicyVersion{}
	for _, id := range slices.Sorted(maps.Keys(k.Versions)) {
		v := k.Versions[id]
		text, err := policyOf(&v.Text, described.Policy)
		if err != nil {
			return nil, fmt.Errorf("version %s: %w", id, err)
		}
		p.Versions[id] = &world.PolicyVersion{Policy: text, Created: v.Created}
	}
	inForce := p.Versions[p.DefaultVersion]
	if inForce == nil {
		return nil, fmt.Errorf("its default version %q is not among its versions", p.DefaultVersion)
	}
	p.Policy = inForce.Policy
	return &p, nil
}

// policiesOf are the policies with these texts.
func policiesOf(texts map[string]string, described map[string]*world.Policy) (map[string]*world.Policy, error) {
	policies := map[string]*world.Policy{}
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		text := texts[name]
		p, err := policyOf(&text, described[name])
		if err != nil {
			return nil, fmt.Errorf("policy %s: %w", name, err)
		}
		policies[name] = p
	}
	return policies, nil
}
