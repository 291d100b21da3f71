package kms

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// A Use is one action on one key.
type Use struct {
	Named
	// Action is "kms:Decrypt" and the like.
	Action string
	// EncryptionContext is the request's; S3 sends {"aws:s3:arn": ARN}.
	EncryptionContext map[string]string
	// GrantTokens are the request's.
	GrantTokens []string
	// Cryptographic: the action encrypts or decrypts, so that
	// kms:EncryptionAlgorithm is in the request.
	Cryptographic bool
	// Usage is what the key must be for, ENCRYPT_DECRYPT unless it says
	// otherwise, and Algorithm what it is used with, SYMMETRIC_DEFAULT unless
	// it says otherwise. They matter for cryptographic operations.
	Usage, Algorithm string
	// Via is the service that uses the key on the caller's behalf, such as
	// "s3.amazonaws.com"; empty for a direct call.
	Via string
	// Context are the action's further condition keys.
	Context authz.Context
	// RequestGrant is the grant that kms:CreateGrant wants to create.
	RequestGrant *authz.KeyGrant
	// Grant limits the grants that count to one, for actions on a grant.
	Grant string
}

// Question is what to ask about a use of a key
// (https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html).
func Question(x *gate.Exchange, use Use) gate.Question {
	key := use.Key
	return gate.Question{
		Action:          use.Action,
		Resource:        key.ARN,
		ResourceAccount: key.Account,
		Context:         conditionKeys(x, use),
		ResourcePolicy:  keyPolicy(key),
		Via:             use.Via,
		KMS: &authz.KMS{
			AWSManaged:        key.AWSManaged,
			Grants:            grants(key, use.Grant),
			Tokens:            use.GrantTokens,
			EncryptionContext: use.EncryptionContext,
			RequestGrant:      use.RequestGrant,
		},
	}
}

// Check asks the rules about a use of a key and returns the refusal in the
// words of the given protocol, or nil. It says nothing about the key's state;
// Usable does.
func Check(ctx context.Context, x *gate.Exchange, protocol awsproto.Protocol, use Use) *awsproto.Error {
	call, d, err := x.Ask(ctx, Question(x, use))
	switch {
	case err != nil:
		return in(protocol, internal())
	case !d.Allowed:
		return awsproto.Denial(protocol, call, d)
	case use.missing: // rules of another account cannot allow what is not there
		return awsproto.UnknownKey(protocol, call.Caller.ARN, use.Action)
	}
	return nil
}

// keyPolicy is never nil: a key without a policy allows nobody.
func keyPolicy(key *world.Key) []authz.Attached {
	if key.Policy == nil {
		return []authz.Attached{}
	}
	return []authz.Attached{{Name: "key policy", Document: key.Policy.Document}}
}

func grants(key *world.Key, only string) []authz.KeyGrant {
	var out []authz.KeyGrant
	for _, id := range slices.Sorted(maps.Keys(key.Grants)) {
		if only != "" && id != only {
			continue
		}
		out = append(out, grantFacts(id, key.Grants[id]))
	}
	return out
}

// grantFacts is a grant as the rules see it.
func grantFacts(id string, g *world.KeyGrant) authz.KeyGrant {
	return authz.KeyGrant{
		ID: id, GranteePrincipal: g.Grantee, RetiringPrincipal: g.RetiringPrincipal,
		Operations: g.Operations, ContextEquals: g.ContextEquals, ContextSubset: g.ContextSubset,
	}
}

func conditionKeys(x *gate.Exchange, use Use) authz.Context {
	c := callerKeys(x)
	// The keys that these two have replaced work the same way
	// (https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-key-spec-replaced).
	for _, name := range []string{"kms:KeySpec", "kms:CustomerMasterKeySpec"} {
		c[name] = authz.One(specOf(use.Key))
	}
	for _, name := range []string{"kms:KeyUsage", "kms:CustomerMasterKeyUsage"} {
		c[name] = authz.One(usageOf(use.Key))
	}
	c["kms:KeyOrigin"] = authz.One(originKMS)
	c["kms:MultiRegion"] = authz.One("false")
	if use.Alias != "" {
		c["kms:RequestAlias"] = authz.One(use.Alias)
	}
	if aliases := slices.Sorted(slices.Values(use.Key.Aliases)); len(aliases) > 0 {
		c["kms:ResourceAliases"] = authz.Many(aliases...)
	}
	for name, value := range use.Key.Tags {
		c["aws:ResourceTag/"+name] = authz.One(value)
	}
	if use.Cryptographic {
		c["kms:EncryptionAlgorithm"] = authz.One(use.algorithm())
	}
	if len(use.EncryptionContext) > 0 {
		c["kms:EncryptionContextKeys"] = authz.Many(slices.Sorted(maps.Keys(use.EncryptionContext))...)
	}
	for name, value := range use.EncryptionContext {
		c["kms:EncryptionContext:"+name] = authz.One(value)
	}
	maps.Copy(c, use.Context)
	return c
}

// callerKeys are the keys that every KMS call has.
func callerKeys(x *gate.Exchange) authz.Context {
	c := authz.Context{}
	if account := x.Identity.Principal.Caller.Account; account != "" {
		c["kms:CallerAccount"] = authz.One(account)
	}
	return c
}

// general asks about an action that is not about one key, such as
// kms:ListKeys.
func (r *request) general(action string, context authz.Context) *awsproto.Error {
	c := callerKeys(r.x)
	maps.Copy(c, context)
	return r.ask(gate.Question{Action: action, Resource: "*", WildcardOnly: true, Context: c})
}

func (r *request) ask(q gate.Question) *awsproto.Error {
	call, d, err := r.x.Ask(r.ctx, q)
	switch {
	case err != nil:
		return internal()
	case !d.Allowed:
		return awsproto.Denial(awsproto.JSON, call, d)
	}
	return nil
}

func boolean(b bool) authz.Value { return authz.One(strconv.FormatBool(b)) }
