package kms

import (
	"encoding/hex"
	"strings"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

type keyInput struct{ KeyId string }

// keyMetadata is https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html,
// without dates: a world does not know when its keys were made.
type keyMetadata struct {
	AWSAccountId          string
	Arn                   string
	CustomerMasterKeySpec string
	Description           string
	Enabled               bool
	EncryptionAlgorithms  []string
	KeyId                 string
	KeyManager            string
	KeySpec               string
	KeyState              string
	KeyUsage              string
	MultiRegion           bool
	Origin                string
}

type keyMetadataOutput struct{ KeyMetadata keyMetadata }

func metadata(key *world.Key) keyMetadataOutput {
	state, manager := key.State, "CUSTOMER"
	if state == "" {
		state = stateEnabled
	}
	if key.AWSManaged {
		manager = "AWS"
	}
	return keyMetadataOutput{keyMetadata{
		AWSAccountId: key.Account, Arn: key.ARN, CustomerMasterKeySpec: symmetric, Description: key.Description,
		Enabled: state == stateEnabled, EncryptionAlgorithms: []string{symmetric}, KeyId: key.ID, KeyManager: manager,
		KeySpec: symmetric, KeyState: state, KeyUsage: encryptDecrypt, Origin: originKMS,
	}}
}

// describeKey is https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html.
func (r *request) describeKey(in *struct {
	KeyId       string
	GrantTokens []string
}) (any, *awsproto.Error) {
	if err := r.knownTokens(in.GrantTokens); err != nil {
		return nil, err
	}
	named, err := r.managed("kms:DescribeKey", in.KeyId, nil)
	if err != nil {
		return nil, err
	}
	return metadata(named.Key), nil
}

// managed finds and authorizes a key for an operation that does not use its
// secret.
func (r *request) managed(action, id string, keys authz.Context) (Named, *awsproto.Error) {
	var c awsproto.Constraints
	keyID(&c, id)
	if err := c.Err("ValidationException"); err != nil {
		return Named{}, err
	}
	named, err := r.find(id)
	if err != nil {
		return Named{}, err
	}
	return named, r.check(Use{Named: named, Action: action, Context: keys})
}

type keyList struct {
	Keys      []keyEntry
	Truncated bool
}

type keyEntry struct{ KeyArn, KeyId string }

// listKeys is https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeys.html,
// all of them on one page.
func (r *request) listKeys(*struct{}) (any, *awsproto.Error) {
	if err := r.general("kms:ListKeys", nil); err != nil {
		return nil, err
	}
	out := keyList{Keys: []keyEntry{}}
	for _, key := range keysOf(r.x.World, r.account(), r.x.Region) {
		out.Keys = append(out.Keys, keyEntry{key.ARN, key.ID})
	}
	return out, nil
}

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
		return nil, internal()
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
	tags := map[string]string{}
	for _, t := range in.Tags {
		if strings.HasPrefix(strings.ToLower(t.TagKey), "aws:") {
			return nil, reservedTags()
		}
		if _, again := tags[t.TagKey]; again {
			return nil, duplicateTags()
		}
		tags[t.TagKey] = t.TagValue
	}
	return tags, nil
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
