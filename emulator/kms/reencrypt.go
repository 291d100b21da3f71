package kms

import (
	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/rego/authz"
)

type reEncryptInput struct {
	CiphertextBlob                 []byte
	SourceKeyId                    string
	SourceEncryptionContext        map[string]string
	SourceEncryptionAlgorithm      string
	DestinationKeyId               string
	DestinationEncryptionContext   map[string]string
	DestinationEncryptionAlgorithm string
	GrantTokens                    []string
	DryRun                         bool
}

type reEncryptOutput struct {
	CiphertextBlob                 []byte
	KeyId                          string
	SourceKeyId                    string
	SourceKeyMaterialId            string `json:",omitempty"`
	DestinationKeyMaterialId       string `json:",omitempty"`
	SourceEncryptionAlgorithm      string
	DestinationEncryptionAlgorithm string
}

// reEncrypt is https://docs.aws.amazon.com/kms/latest/APIReference/API_ReEncrypt.html.
func (r *request) reEncrypt(in *reEncryptInput) (any, *awsproto.Error) {
	var c awsproto.Constraints
	blob(&c, "ciphertextBlob", in.CiphertextBlob, maxCiphertext)
	c.Required("destinationKeyId", in.DestinationKeyId != "")
	algorithm(&c, "sourceEncryptionAlgorithm", in.SourceEncryptionAlgorithm)
	algorithm(&c, "destinationEncryptionAlgorithm", in.DestinationEncryptionAlgorithm)
	if err := c.Err("ValidationException"); err != nil {
		return nil, err
	}
	same, err := r.sameKey(in)
	if err != nil {
		return nil, err
	}
	from := Use{Action: "kms:ReEncryptFrom", EncryptionContext: in.SourceEncryptionContext, Algorithm: in.SourceEncryptionAlgorithm,
		GrantTokens: in.GrantTokens, Context: same}
	source, err := r.reveal(in.CiphertextBlob, in.SourceKeyId, from, false)
	if err != nil {
		return nil, err
	}
	to := Use{Action: "kms:ReEncryptTo", EncryptionContext: in.DestinationEncryptionContext, Algorithm: in.DestinationEncryptionAlgorithm,
		GrantTokens: in.GrantTokens, Context: same}
	key, err := r.use(in.DestinationKeyId, to, in.DryRun)
	if err != nil {
		return nil, err
	}
	blob, id, err := r.encryptWith(key, to, source.plaintext)
	if err != nil {
		return nil, err
	}
	return reEncryptOutput{blob, key.ARN, source.key.ARN, source.materialID, id, from.algorithm(), to.algorithm()}, nil
}

// sameKey is the condition key that says whether both keys are one. A
// ciphertext of a symmetric key names its own.
func (r *request) sameKey(in *reEncryptInput) (authz.Context, *awsproto.Error) {
	to, err := r.find(in.DestinationKeyId)
	if err != nil {
		return nil, err
	}
	source := ""
	if sealed, ok := parseCiphertext(in.CiphertextBlob); ok {
		source = sealed.keyARN
	} else if in.SourceKeyId != "" {
		from, err := r.find(in.SourceKeyId)
		if err != nil {
			return nil, err
		}
		source = from.Key.ARN
	}
	return authz.Context{"kms:ReEncryptOnSameKey": boolean(source == to.Key.ARN)}, nil
}
