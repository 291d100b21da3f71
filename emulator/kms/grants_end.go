package kms

import (
	"maps"
	"slices"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

type listGrantsInput struct {
	KeyId            string
	GrantId          string
	GranteePrincipal string
	pageInput
}

type listRetirableGrantsInput struct {
	RetiringPrincipal string
	pageInput
}

type grantEntry struct {
	KeyId             string
	GrantId           string
	Name              string `json:",omitempty"`
	GranteePrincipal  string
	RetiringPrincipal string `json:",omitempty"`
	IssuingAccount    string
	CreationDate      *epoch
	Operations        []string
	Constraints       *grantConstraints `json:",omitempty"`
}

type grantList struct {
	Grants []grantEntry
	pageOutput
}

// listGrants is https://docs.aws.amazon.com/kms/latest/APIReference/API_ListGrants.html.
func (r *request) listGrants(in *listGrantsInput) (any, *awsproto.Error) {
	var c awsproto.Constraints
	in.check(&c, 100)
	if err := c.Err("ValidationException"); err != nil {
		return nil, err
	}
	named, err := r.managed("kms:ListGrants", in.KeyId, notForAWS())
	if err != nil {
		return nil, err
	}
	return grantPage(in.pageInput, listed(named.Key, func(id string, g *world.KeyGrant) bool {
		return (in.GrantId == "" || in.GrantId == id) && (in.GranteePrincipal == "" || in.GranteePrincipal == g.Grantee)
	}))
}

// listRetirableGrants is
// https://docs.aws.amazon.com/kms/latest/APIReference/API_ListRetirableGrants.html.
func (r *request) listRetirableGrants(in *listRetirableGrantsInput) (any, *awsproto.Error) {
	var c awsproto.Constraints
	c.Required("retiringPrincipal", in.RetiringPrincipal != "")
	in.check(&c, 100)
	if err := c.Err("ValidationException"); err != nil {
		return nil, err
	}
	if err := r.general("kms:ListRetirableGrants", nil); err != nil {
		return nil, err
	}
	all := []grantEntry{}
	for _, account := range slices.Sorted(maps.Keys(r.x.World.Accounts)) {
		for _, key := range keysOf(r.x.World, account, r.x.Region) {
			all = append(all, listed(key, func(_ string, g *world.KeyGrant) bool { return g.RetiringPrincipal == in.RetiringPrincipal })...)
		}
	}
	return grantPage(in.pageInput, all)
}

func grantPage(in pageInput, all []grantEntry) (any, *awsproto.Error) {
	shown, page, err := paged(in, 50, all, func(g grantEntry) string { return g.KeyId + " " + g.GrantId })
	return grantList{shown, page}, err
}

func listed(key *world.Key, wanted func(id string, g *world.KeyGrant) bool) []grantEntry {
	out := []grantEntry{}
	for _, id := range slices.Sorted(maps.Keys(key.Grants)) {
		g := key.Grants[id]
		if !wanted(id, g) {
			continue
		}
		entry := grantEntry{KeyId: key.ARN, GrantId: id, Name: g.Name, GranteePrincipal: g.Grantee,
			RetiringPrincipal: g.RetiringPrincipal, IssuingAccount: "arn:aws:iam::" + key.Account + ":root",
			CreationDate: epochOf(g.Created), Operations: g.Operations}
		if g.ContextEquals != nil || g.ContextSubset != nil {
			entry.Constraints = &grantConstraints{g.ContextEquals, g.ContextSubset}
		}
		out = append(out, entry)
	}
	return out
}

type endGrantInput struct {
	GrantToken string // RetireGrant only
	KeyId      string
	GrantId    string
	DryRun     bool
}

// retireGrant is https://docs.aws.amazon.com/kms/latest/APIReference/API_RetireGrant.html.
func (r *request) retireGrant(in *endGrantInput) (any, *awsproto.Error) {
	if in.GrantToken == "" {
		return r.endGrant("kms:RetireGrant", in, nil)
	}
	key, id := grantByToken(r.x.World, in.GrantToken)
	if key == nil {
		return nil, badGrantToken()
	}
	return r.endGrant("kms:RetireGrant", &endGrantInput{KeyId: key.ARN, GrantId: id, DryRun: in.DryRun}, nil)
}

// revokeGrant is https://docs.aws.amazon.com/kms/latest/APIReference/API_RevokeGrant.html.
func (r *request) revokeGrant(in *endGrantInput) (any, *awsproto.Error) {
	return r.endGrant("kms:RevokeGrant", in, notForAWS())
}

func (r *request) endGrant(action string, in *endGrantInput, keys authz.Context) (any, *awsproto.Error) {
	var c awsproto.Constraints
	keyID(&c, in.KeyId)
	c.Required("grantId", in.GrantId != "")
	if err := c.Err("ValidationException"); err != nil {
		return nil, err
	}
	named, err := r.find(in.KeyId)
	if err != nil {
		return nil, err
	}
	use := Use{Named: named, Action: action, Context: keys, Grant: in.GrantId}
	if g := named.Key.Grants[in.GrantId]; g != nil && action == "kms:RetireGrant" {
		use.EncryptionContext = constrainedContext(g)
	}
	if err := r.check(use); err != nil {
		return nil, err
	}
	if named.Key.Grants[in.GrantId] == nil {
		return nil, noSuchGrant(in.GrantId)
	}
	if in.DryRun {
		return nil, dryRun()
	}
	return nil, r.change(named.Key, func(k *world.Key) *awsproto.Error {
		delete(k.Grants, in.GrantId)
		return nil
	})
}

func notForAWS() authz.Context {
	return authz.Context{"kms:GrantIsForAWSResource": boolean(false)}
}
