package kms

import (
	"cmp"
	"encoding/hex"
	"maps"
	"slices"
	"strings"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

type createKeyInput struct {
	Description                    string
	Policy                         string
	BypassPolicyLockoutSafetyCheck bool
	KeySpec, CustomerMasterKeySpec string
	KeyUsage, Origin               string
	MultiRegion                    bool
	Tags                           []tag
}

// createKey is https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html.
func (r *request) createKey(in *createKeyInput) (any, *awsproto.Error) {
	spec, usage, err := in.kind()
	if err != nil {
		return nil, err
	}
	tags, err := tagsOf(in.Tags)
	if err != nil {
		return nil, err
	}
	key := r.newKey(in.Description, tags)
	key.Spec, key.Usage = spec, usage
	if in.Policy != "" { // else the world gives it the default one
		if key.Policy, err = r.policyOf(in.Policy); err != nil {
			return nil, err
		}
	}
	keys := in.keys(key)
	if err := r.general("kms:CreateKey", keys); err != nil {
		return nil, err
	}
	if len(tags) > 0 {
		if err := r.general("kms:TagResource", keys); err != nil {
			return nil, err
		}
	}
	if in.Policy != "" && !in.BypassPolicyLockoutSafetyCheck {
		if err := r.notLockedOut(key, key.Policy); err != nil {
			return nil, err
		}
	}
	changed := r.h.worlds.Change(func(w *world.World) error {
		account := w.Accounts[key.Account]
		if account.Keys == nil {
			account.Keys = map[string]*world.Key{}
		}
		r.identify(key, account)
		account.Keys[key.ID] = key
		return nil
	})
	if changed != nil {
		return nil, notTaken(changed)
	}
	return r.metadata(key), nil
}

// newKey is a key as the rules are asked about it before it is made. Its id is
// the one that it will have if no other is made meanwhile.
func (r *request) newKey(description string, tags map[string]string) *world.Key {
	key := &world.Key{Account: r.account(), Region: r.x.Region, State: stateEnabled,
		Description: description, Tags: tags, Created: r.x.Now}
	r.identify(key, &world.Account{Made: maps.Clone(r.x.World.Accounts[r.account()].Made)})
	return key
}

// identify gives a key the next id of an account.
func (r *request) identify(key *world.Key, in *world.Account) {
	number := strings.Join(in.Make("key in "+key.Region), "\x00")
	h := hex.EncodeToString(r.h.derive(key.Account, "key id", []byte(number)))
	key.ID = h[:8] + "-" + h[8:12] + "-4" + h[13:16] + "-a" + h[17:20] + "-" + h[20:32]
	key.ARN = arnOf(key.Region, key.Account, "key/"+key.ID)
}

// kind is the spec and usage that the input asks for.
func (in *createKeyInput) kind() (spec, usage string, failure *awsproto.Error) {
	spec = cmp.Or(in.KeySpec, in.CustomerMasterKeySpec, symmetric)
	var c awsproto.Constraints
	c.OneOf("keySpec", spec, slices.Sorted(slices.Values(append(slices.Collect(maps.Keys(specs)), foreignSpecs...)))...)
	if in.KeyUsage != "" {
		c.OneOf("keyUsage", in.KeyUsage, world.SignVerify, encryptDecrypt, world.GenerateVerifyMAC, world.KeyAgreement)
	}
	c.Length("description", in.Description, 0, 8192)
	if failure = c.Err("ValidationException"); failure != nil {
		return "", "", failure
	}
	switch {
	case in.KeySpec != "" && in.CustomerMasterKeySpec != "":
		return "", "", twoSpecs()
	case slices.Contains(foreignSpecs, spec):
		return "", "", unsupportedKey("KeySpec", spec)
	case in.Origin != "" && in.Origin != originKMS:
		return "", "", unsupportedKey("Origin", in.Origin)
	case in.MultiRegion:
		return "", "", unsupportedKey("MultiRegion", "true")
	case in.KeyUsage == "" && spec != symmetric:
		return "", "", usageNeeded()
	}
	usage = cmp.Or(in.KeyUsage, encryptDecrypt)
	if !slices.Contains(world.KeyUsages(spec), usage) {
		return "", "", incompatibleUsage(usage, spec)
	}
	return spec, usage, nil
}

// keys are the condition keys of CreateKey.
func (in *createKeyInput) keys(key *world.Key) authz.Context {
	c := tagKeys(key.Tags)
	c["kms:KeySpec"], c["kms:CustomerMasterKeySpec"] = authz.One(key.Spec), authz.One(key.Spec)
	c["kms:KeyUsage"], c["kms:CustomerMasterKeyUsage"] = authz.One(key.Usage), authz.One(key.Usage)
	c["kms:KeyOrigin"], c["kms:MultiRegion"] = authz.One(originKMS), boolean(false)
	c["kms:BypassPolicyLockoutSafetyCheck"] = boolean(in.BypassPolicyLockoutSafetyCheck)
	return c
}
