package world

import (
	"strings"

	"github.com/denylab/denylab/rego/authz"
)

// An index finds the things of a world by what a request names them with, and
// keeps what the rules ask of every call.
type index struct {
	accounts    map[string]*Account // by canonical id
	users       map[string]*User    // by ARN
	roles       map[string]*Role    // by ARN
	buckets     map[string]*Bucket
	aliases     map[string]*AccessPoint // by alias
	keys        map[string]*Key         // by ARN
	endpoints   map[string]*Endpoint
	longTerm    map[string]holder // by access key id
	memberships map[string]membership
	attached    map[string]identityPolicies // by unique id
	known       known
}

// A holder is whom a long-term access key belongs to; user is nil for root.
type holder struct {
	key     AccessKey
	account *Account
	user    *User
}

// identityPolicies are what is attached to a user or role.
type identityPolicies struct{ identity, boundary []authz.Attached }

// find is the world's index. A world that New did not make is completed and
// indexed every time: that works, slowly.
func (w *World) find() *index {
	if w.index == nil {
		c := clone(w)
		c.fill()
		return newIndex(c)
	}
	return w.index
}

func newIndex(w *World) *index {
	x := &index{
		accounts: map[string]*Account{}, users: map[string]*User{}, roles: map[string]*Role{},
		buckets: map[string]*Bucket{}, aliases: map[string]*AccessPoint{}, keys: map[string]*Key{}, endpoints: map[string]*Endpoint{},
		longTerm: map[string]holder{}, memberships: map[string]membership{}, attached: map[string]identityPolicies{},
	}
	for _, id := range sorted(w.Accounts) {
		x.add(w.Accounts[id])
	}
	x.addOrganization(w.Organization)
	return x
}

func (x *index) add(a *Account) {
	x.accounts[a.CanonicalID] = a
	for _, k := range a.RootAccessKeys {
		x.longTerm[k.ID] = holder{key: k, account: a}
	}
	for _, u := range a.Users {
		x.users[u.ARN] = u
		x.attached[u.ID] = a.policiesOfUser(u)
		for _, k := range u.AccessKeys {
			x.longTerm[k.ID] = holder{key: k, account: a, user: u}
		}
	}
	for _, r := range a.Roles {
		x.roles[r.ARN] = r
		x.attached[r.ID] = a.policiesOfRole(r)
	}
	for name, b := range a.Buckets {
		x.buckets[name] = b
	}
	for _, p := range a.AccessPoints {
		x.aliases[p.Alias] = p
	}
	for _, k := range a.Keys {
		x.keys[k.ARN] = k
	}
	for _, vpc := range a.VPCs {
		for id, e := range vpc.Endpoints {
			x.endpoints[id] = e
		}
	}
}

// Account is the account with a 12-digit id.
func (w *World) Account(id string) (*Account, bool) {
	a, ok := w.Accounts[id]
	return a, ok
}

// AccountByCanonicalID is the account with an S3 canonical user id.
func (w *World) AccountByCanonicalID(id string) (*Account, bool) {
	a, ok := w.find().accounts[id]
	return a, ok
}

// User is the user with an ARN.
func (w *World) User(arn string) (*User, bool) {
	u, ok := w.find().users[arn]
	return u, ok
}

// Role is the role with an ARN (with its path).
func (w *World) Role(arn string) (*Role, bool) {
	r, ok := w.find().roles[arn]
	return r, ok
}

// Bucket is the bucket with a name, whosever it is.
func (w *World) Bucket(name string) (*Bucket, bool) {
	b, ok := w.find().buckets[name]
	return b, ok
}

// AccessPointByAlias is the access point that a bucket name stands for.
func (w *World) AccessPointByAlias(alias string) (*AccessPoint, bool) {
	p, ok := w.find().aliases[alias]
	return p, ok
}

// AccessPoint is an account's access point with a name.
func (w *World) AccessPoint(account, name string) (*AccessPoint, bool) {
	a, ok := w.Account(account)
	if !ok {
		return nil, false
	}
	p, ok := a.AccessPoints[name]
	return p, ok
}

// Endpoint is the VPC endpoint with an id.
func (w *World) Endpoint(id string) (*Endpoint, bool) {
	e, ok := w.find().endpoints[id]
	return e, ok
}

// KeyByARN is the KMS key with a key ARN.
func (w *World) KeyByARN(arn string) (*Key, bool) {
	k, ok := w.find().keys[arn]
	return k, ok
}

// accountOf is the account part of an ARN.
func accountOf(arn string) string {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) < 6 {
		return ""
	}
	return parts[4]
}
