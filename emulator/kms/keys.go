package kms

import (
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
	if err := r.check(Use{Named: named, Action: action, Context: keys}); err != nil {
		return Named{}, err
	}
	return named, nil
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
