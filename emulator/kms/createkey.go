package kms

import (
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

type tag struct{ TagKey, TagValue string }

type createKeyInput struct {
	Description                    string
	Policy                         string
	BypassPolicyLockoutSafetyCheck bool
	KeySpec, CustomerMasterKeySpec string
	KeyUsage, Origin               string
	MultiRegion                    bool
	Tags                           []tag
}

// createKey is https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html,
// for symmetric encryption keys.
func (r *request) createKey(in *createKeyInput) (any, *awsproto.Error) {
	tags, err := in.validate()
	if err != nil {
		return nil, err
	}
	key := r.newKey(in.Description, tags)
	if in.Policy != "" { // else the world gives it the default one
		if key.Policy, err = r.policyOf(in.Policy); err != nil {
			return nil, err
		}
	}
	keys := createKeys(in, tags)
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
		account.Keys[key.ID] = key
		return nil
	})
	if changed != nil {
		return nil, notTaken(changed)
	}
	return metadata(key), nil
}

func (r *request) newKey(description string, tags map[string]string) *world.Key {
	h := hex.EncodeToString(r.h.derive(r.account(), "key id", []byte(r.x.IDs.RequestID)))
	id := h[:8] + "-" + h[8:12] + "-4" + h[13:16] + "-a" + h[17:20] + "-" + h[20:32]
	return &world.Key{ID: id, Account: r.account(), Region: r.x.Region, State: stateEnabled,
		ARN: arnOf(r.x.Region, r.account(), "key/"+id), Description: description, Tags: tags}
}

func (in *createKeyInput) validate() (map[string]string, *awsproto.Error) {
	switch {
	case in.KeySpec != "" && in.KeySpec != symmetric:
		return nil, unsupportedKey("KeySpec", in.KeySpec)
	case in.CustomerMasterKeySpec != "" && in.CustomerMasterKeySpec != symmetric:
		return nil, unsupportedKey("CustomerMasterKeySpec", in.CustomerMasterKeySpec)
	case in.KeyUsage != "" && in.KeyUsage != encryptDecrypt:
		return nil, unsupportedKey("KeyUsage", in.KeyUsage)
	case in.Origin != "" && in.Origin != originKMS:
		return nil, unsupportedKey("Origin", in.Origin)
	case in.MultiRegion:
		return nil, unsupportedKey("MultiRegion", "true")
	case len(in.Tags) > 50:
		return nil, tooManyTags()
	}
	var c awsproto.Constraints
	tags := map[string]string{}
	for i, t := range in.Tags {
		member := "tags." + strconv.Itoa(i+1) + ".member."
		c.Length(member+"tagKey", t.TagKey, 1, 128)
		c.Length(member+"tagValue", t.TagValue, 0, 256)
		if strings.HasPrefix(strings.ToLower(t.TagKey), "aws:") {
			return nil, reservedTags()
		}
		if _, again := tags[t.TagKey]; again {
			return nil, duplicateTags()
		}
		tags[t.TagKey] = t.TagValue
	}
	return tags, c.Err("ValidationException")
}

// createKeys are the condition keys of CreateKey.
func createKeys(in *createKeyInput, tags map[string]string) authz.Context {
	c := authz.Context{
		"kms:KeySpec": authz.One(symmetric), "kms:KeyUsage": authz.One(encryptDecrypt),
		"kms:KeyOrigin": authz.One(originKMS), "kms:MultiRegion": boolean(false),
		"kms:BypassPolicyLockoutSafetyCheck": boolean(in.BypassPolicyLockoutSafetyCheck),
	}
	var names []string
	for _, t := range in.Tags {
		names = append(names, t.TagKey)
		c["aws:RequestTag/"+t.TagKey] = authz.One(tags[t.TagKey])
	}
	if len(names) > 0 {
		c["aws:TagKeys"] = authz.Many(names...)
	}
	return c
}
