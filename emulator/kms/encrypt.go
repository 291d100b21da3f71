package kms

import (
	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

const (
	symmetric      = "SYMMETRIC_DEFAULT"
	encryptDecrypt = "ENCRYPT_DECRYPT"
	originKMS      = "AWS_KMS"
)

type encryptInput struct {
	KeyId               string
	Plaintext           []byte
	EncryptionContext   map[string]string
	EncryptionAlgorithm string
	GrantTokens         []string
	DryRun              bool
}

type encryptOutput struct {
	CiphertextBlob      []byte
	KeyId               string
	EncryptionAlgorithm string
}

// encrypt is https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html.
func (r *request) encrypt(in *encryptInput) (any, *awsproto.Error) {
	var c awsproto.Constraints
	keyID(&c, in.KeyId)
	c.Required("plaintext", in.Plaintext != nil)
	if in.Plaintext != nil {
		c.Blob("plaintext", len(in.Plaintext), 1, 4096)
	}
	algorithm(&c, "encryptionAlgorithm", in.EncryptionAlgorithm)
	if err := c.Err("ValidationException"); err != nil {
		return nil, err
	}
	key, err := r.use(in.KeyId, Use{Action: "kms:Encrypt", EncryptionContext: in.EncryptionContext, GrantTokens: in.GrantTokens}, in.DryRun)
	if err != nil {
		return nil, err
	}
	return encryptOutput{r.seal(key, in.Plaintext, in.EncryptionContext), key.ARN, symmetric}, nil
}

// use finds, authorizes and checks the state of a key for a cryptographic
// operation; a dry run ends there.
func (r *request) use(id string, use Use, dry bool) (*world.Key, *awsproto.Error) {
	named, failure := r.find(id)
	if failure != nil {
		return nil, failure
	}
	if failure := r.knownTokens(use.GrantTokens); failure != nil {
		return nil, failure
	}
	use.Named, use.Cryptographic = named, true
	if failure := r.check(use); failure != nil {
		return nil, failure
	}
	if failure := Usable(awsproto.JSON, named.Key); failure != nil {
		return nil, failure
	}
	if dry {
		return nil, dryRun()
	}
	return named.Key, nil
}

func (r *request) seal(key *world.Key, plaintext []byte, context map[string]string) []byte {
	return r.h.seal(key.ARN, r.x.IDs.RequestID, plaintext, context)
}

func keyID(c *awsproto.Constraints, id string) {
	c.Required("keyId", id != "")
	if id != "" {
		c.Length("keyId", id, 1, 2048)
	}
}

func ciphertextBlob(c *awsproto.Constraints, blob []byte) {
	c.Required("ciphertextBlob", blob != nil)
	if blob != nil {
		c.Blob("ciphertextBlob", len(blob), 1, maxCiphertext)
	}
}

func algorithm(c *awsproto.Constraints, name, value string) {
	if value != "" {
		c.OneOf(name, value, symmetric)
	}
}
