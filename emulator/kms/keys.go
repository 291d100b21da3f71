package kms

import (
	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

type keyInput struct{ KeyId string }

// keyMetadata is https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html.
type keyMetadata struct {
	AWSAccountId           string
	Arn                    string
	CreationDate           *epoch
	CurrentKeyMaterialId   string `json:",omitempty"`
	CustomerMasterKeySpec  string
	DeletionDate           *epoch `json:",omitempty"`
	Description            string
	Enabled                bool
	EncryptionAlgorithms   []string `json:",omitempty"`
	KeyAgreementAlgorithms []string `json:",omitempty"`
	KeyId                  string
	KeyManager             string
	KeySpec                string
	KeyState               string
	KeyUsage               string
	MacAlgorithms          []string `json:",omitempty"`
	MultiRegion            bool
	Origin                 string
	SigningAlgorithms      []string `json:",omitempty"`
}

type keyMetadataOutput struct{ KeyMetadata keyMetadata }

func (r *request) metadata(key *world.Key) keyMetadataOutput {
	m := keyMetadata{
		AWSAccountId: key.Account, Arn: key.ARN, CreationDate: epochOf(key.Created), CustomerMasterKeySpec: specOf(key),
		CurrentKeyMaterialId: r.h.materialID(key, material(key, r.x.Now)), DeletionDate: epochOf(key.DeletionDate), Description: key.Description,
		KeyId: key.ID, KeyManager: "CUSTOMER", KeySpec: specOf(key), KeyState: key.State, KeyUsage: usageOf(key), Origin: originKMS,
	}
	if m.KeyState == "" {
		m.KeyState = stateEnabled
	}
	m.Enabled = m.KeyState == stateEnabled
	if key.AWSManaged {
		m.KeyManager = "AWS"
	}
	switch can := specs[m.KeySpec].purpose(m.KeyUsage); m.KeyUsage {
	case world.SignVerify:
		m.SigningAlgorithms = can
	case world.GenerateVerifyMAC:
		m.MacAlgorithms = can
	case world.KeyAgreement:
		m.KeyAgreementAlgorithms = can
	default:
		m.EncryptionAlgorithms = can
	}
	return keyMetadataOutput{m}
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
	return r.metadata(named.Key), nil
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
	if err := r.check(Use{Named: named, Action: action, Context: keys}); err != nil {
		return Named{}, err
	}
	return named, nil
}

type updateDescriptionInput struct {
	KeyId       string
	Description *string
}

// updateKeyDescription is https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdateKeyDescription.html.
func (r *request) updateKeyDescription(in *updateDescriptionInput) (any, *awsproto.Error) {
	var c awsproto.Constraints
	c.Required("description", in.Description != nil)
	if in.Description != nil {
		c.Length("description", *in.Description, 0, 8192)
	}
	if err := c.Err("ValidationException"); err != nil {
		return nil, err
	}
	named, err := r.managed("kms:UpdateKeyDescription", in.KeyId, nil)
	if err != nil {
		return nil, err
	}
	return nil, r.alter(named.Key, func(k *world.Key) *awsproto.Error {
		k.Description = *in.Description
		return nil
	})
}

type keyList struct {
	Keys []keyEntry
	pageOutput
}

type keyEntry struct{ KeyArn, KeyId string }

// listKeys is https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeys.html.
func (r *request) listKeys(in *pageInput) (any, *awsproto.Error) {
	var c awsproto.Constraints
	in.check(&c, 1000)
	if err := c.Err("ValidationException"); err != nil {
		return nil, err
	}
	if err := r.general("kms:ListKeys", nil); err != nil {
		return nil, err
	}
	all := []keyEntry{}
	for _, key := range keysOf(r.x.World, r.account(), r.x.Region) {
		all = append(all, keyEntry{key.ARN, key.ID})
	}
	shown, page, err := paged(*in, 100, all, func(e keyEntry) string { return e.KeyId })
	return keyList{shown, page}, err
}
