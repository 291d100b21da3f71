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
	SourceEncryptionAlgorithm      string
	DestinationEncryptionAlgorithm string
}

// reEncrypt is https://docs.aws.amazon.com/kms/latest/APIReference/API_ReEncrypt.html.
func (r *request) reEncrypt(in *reEncryptInput) (any, *awsproto.Error) {
	var c awsproto.Constraints
	ciphertextBlob(&c, in.CiphertextBlob)
	c.Required("destinationKeyId", in.DestinationKeyId != "")
	algorithm(&c, "sourceEncryptionAlgorithm", in.SourceEncryptionAlgorithm)
	algorithm(&c, "destinationEncryptionAlgorithm", in.DestinationEncryptionAlgorithm)
	if err := c.Err("ValidationException"); err != nil {
		return nil, err
	}
	to, err := r.find(in.DestinationKeyId)
	if err != nil {
		return nil, err
	}
	sealed, ok := parseCiphertext(in.CiphertextBlob)
	if !ok {
		return nil, invalidCiphertext()
	}
	same := authz.Context{"kms:ReEncryptOnSameKey": boolean(sealed.keyARN == to.Key.ARN)}
	from := Use{Action: "kms:ReEncryptFrom", EncryptionContext: in.SourceEncryptionContext, GrantTokens: in.GrantTokens, Context: same}
	source, plaintext, err := r.reveal(in.CiphertextBlob, in.SourceKeyId, from, false)
	if err != nil {
		return nil, err
	}
	key, err := r.use(in.DestinationKeyId, Use{Action: "kms:ReEncryptTo", EncryptionContext: in.DestinationEncryptionContext,
		GrantTokens: in.GrantTokens, Context: same}, in.DryRun)
	if err != nil {
		return nil, err
	}
	return reEncryptOutput{r.seal(key, plaintext, in.DestinationEncryptionContext), key.ARN, source.ARN, symmetric, symmetric}, nil
}
