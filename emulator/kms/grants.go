package kms

import (
	"encoding/base64"
	"encoding/hex"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

type grantConstraints struct {
	EncryptionContextEquals map[string]string `json:",omitempty"`
	EncryptionContextSubset map[string]string `json:",omitempty"`
}

type createGrantInput struct {
	KeyId             string
	GranteePrincipal  string
	RetiringPrincipal string
	Operations        []string
	Constraints       *grantConstraints
	Name              string
	GrantTokens       []string
	DryRun            bool
}

type createGrantOutput struct{ GrantId, GrantToken string }

// createGrant is https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateGrant.html.
// The grant has effect at once: the lab has no eventual consistency, and a
// grant token is accepted where AWS accepts it without being needed.
func (r *request) createGrant(in *createGrantInput) (any, *awsproto.Error) {
	if err := in.validate(); err != nil {
		return nil, err
	}
	for _, arn := range []string{in.GranteePrincipal, in.RetiringPrincipal} {
		if arn != "" && !r.isPrincipal(arn) {
			return nil, badGrantee(arn)
		}
	}
	grant := in.grant()
	named, err := r.find(in.KeyId)
	if err != nil {
		return nil, err
	}
	if err := r.knownTokens(in.GrantTokens); err != nil {
		return nil, err
	}
	wanted := grantFacts("", grant)
	if err := r.check(Use{Named: named, Action: "kms:CreateGrant", GrantTokens: in.GrantTokens, RequestGrant: &wanted,
		EncryptionContext: constrainedContext(grant), Context: grantKeys(grant)}); err != nil {
		return nil, err
	}
	if err := Usable(awsproto.JSON, named.Key); err != nil {
		return nil, err
	}
	for _, operation := range in.Operations {
		if !grantable(named.Key, operation) {
			return nil, wrongGrantOperation(named.Key, operation)
		}
	}
	if in.DryRun {
		return nil, dryRun()
	}
	return r.keepGrant(named.Key, grant)
}

// keepGrant adds a grant to its key; the same grant with the same name again
// is the first one.
func (r *request) keepGrant(key *world.Key, grant *world.KeyGrant) (any, *awsproto.Error) {
	var id, token string
	failure := r.changeIn(key, func(a *world.Account, k *world.Key) *awsproto.Error {
		number := strings.Join(a.Make("grant of "+key.ARN), "\x00")
		id = hex.EncodeToString(r.h.derive(key.ARN, "grant", []byte(number)))
		token = base64.StdEncoding.EncodeToString(r.h.random(96, key.ARN, "grant token", number))
		for _, oldID := range slices.Sorted(maps.Keys(k.Grants)) {
			old := *k.Grants[oldID]
			old.Token, old.Created = "", time.Time{}
			if grant.Name != "" && reflect.DeepEqual(&old, grant) {
				id = oldID
				return nil
			}
		}
		made := *grant
		made.Token, made.Created = token, r.x.Now
		if k.Grants == nil {
			k.Grants = map[string]*world.KeyGrant{}
		}
		k.Grants[id] = &made
		return nil
	})
	if failure != nil {
		return nil, failure
	}
	return createGrantOutput{id, token}, nil
}

func (in *createGrantInput) validate() *awsproto.Error {
	var c awsproto.Constraints
	keyID(&c, in.KeyId)
	c.Required("granteePrincipal", in.GranteePrincipal != "")
	c.Required("operations", in.Operations != nil)
	for _, op := range in.Operations {
		c.OneOf("operations", op, grantOperations...)
	}
	if in.Name != "" {
		c.Length("name", in.Name, 1, 256)
	}
	return c.Err("ValidationException")
}

// isPrincipal says whether a grant can name arn: a service, or a principal of
// the world or of an account that is not in it.
func (r *request) isPrincipal(arn string) bool {
	if strings.HasSuffix(arn, ".amazonaws.com") {
		return true
	}
	named := &authz.Document{Statements: []authz.Statement{{Principal: &authz.Principals{AWS: []string{arn}}}}}
	return strings.HasPrefix(arn, "arn:") && len(r.x.World.UnknownPrincipals(named)) == 0
}

func (in *createGrantInput) grant() *world.KeyGrant {
	g := &world.KeyGrant{Grantee: in.GranteePrincipal, RetiringPrincipal: in.RetiringPrincipal,
		Operations: in.Operations, Name: in.Name}
	if in.Constraints != nil {
		g.ContextEquals, g.ContextSubset = in.Constraints.EncryptionContextEquals, in.Constraints.EncryptionContextSubset
	}
	return g
}

// constrainedContext is what the kms:EncryptionContext keys of a CreateGrant
// call hold: the context of the grant's constraint.
func constrainedContext(g *world.KeyGrant) map[string]string {
	if g.ContextEquals != nil {
		return g.ContextEquals
	}
	return g.ContextSubset
}

// grantKeys are the condition keys of CreateGrant. No AWS service makes
// grants here, so kms:GrantIsForAWSResource is false.
func grantKeys(g *world.KeyGrant) authz.Context {
	c := authz.Context{
		"kms:GranteePrincipal":      authz.One(g.Grantee),
		"kms:GrantOperations":       authz.Many(g.Operations...),
		"kms:GrantIsForAWSResource": boolean(false),
	}
	if g.RetiringPrincipal != "" {
		c["kms:RetiringPrincipal"] = authz.One(g.RetiringPrincipal)
	}
	switch {
	case g.ContextEquals != nil:
		c["kms:GrantConstraintType"] = authz.One("EncryptionContextEquals")
	case g.ContextSubset != nil:
		c["kms:GrantConstraintType"] = authz.One("EncryptionContextSubset")
	}
	return c
}

// knownTokens refuses grant tokens that no grant has.
func (r *request) knownTokens(tokens []string) *awsproto.Error {
	for _, token := range tokens {
		if key, _ := grantByToken(r.x.World, token); key == nil {
			return badGrantToken()
		}
	}
	return nil
}

func grantByToken(w *world.World, token string) (key *world.Key, grantID string) {
	for _, account := range w.Accounts {
		for _, key := range account.Keys {
			for id, g := range key.Grants {
				if token != "" && g.Token == token {
					return key, id
				}
			}
		}
	}
	return nil, ""
}
