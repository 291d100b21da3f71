package kms

import (
	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

const (
	symmetric      = world.SymmetricDefault
	encryptDecrypt = world.EncryptDecrypt
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
	blob(&c, "plaintext", in.Plaintext, 4096)
	algorithm(&c, "encryptionAlgorithm", in.EncryptionAlgorithm)
	if err := c.Err("ValidationException"); err != nil {
		return nil, err
	}
	use := Use{Action: "kms:Encrypt", EncryptionContext: in.EncryptionContext, GrantTokens: in.GrantTokens, Algorithm: in.EncryptionAlgorithm}
	key, err := r.use(in.KeyId, use, in.DryRun)
	if err != nil {
		return nil, err
	}
	blob, _, err := r.encryptWith(key, use, in.Plaintext)
	if err != nil {
		return nil, err
	}
	return encryptOutput{blob, key.ARN, use.algorithm()}, nil
}

// encryptWith encrypts under a key that fits a use, and names the material.
func (r *request) encryptWith(key *world.Key, use Use, plaintext []byte) (blob []byte, materialID string, failure *awsproto.Error) {
	if use.algorithm() != symmetric {
		blob, failure = r.encryptRSA(key, use, plaintext)
		return blob, "", failure
	}
	blob, materialID = r.seal(key, plaintext, use.EncryptionContext)
	return blob, materialID, nil
}

// permitted finds and authorizes a key.
func (r *request) permitted(id string, use Use) (Named, *awsproto.Error) {
	named, failure := r.find(id)
	if failure != nil {
		return named, failure
	}
	if failure := r.knownTokens(use.GrantTokens); failure != nil {
		return named, failure
	}
	use.Named = named
	return named, r.check(use)
}

// use finds, authorizes and checks a key for a cryptographic operation; a dry
// run ends there.
func (r *request) use(id string, use Use, dry bool) (*world.Key, *awsproto.Error) {
	use.Cryptographic = use.usage() == encryptDecrypt
	named, failure := r.permitted(id, use)
	if failure != nil {
		return nil, failure
	}
	use.Named = named
	if failure := Fits(awsproto.JSON, use); failure != nil {
		return nil, failure
	}
	if use.algorithm() != symmetric && len(use.EncryptionContext) > 0 {
		return nil, noEncryptionContext()
	}
	if dry {
		return nil, dryRun()
	}
	return named.Key, nil
}

// seal encrypts under a symmetric key's present material, and names it.
func (r *request) seal(key *world.Key, plaintext []byte, context map[string]string) (blob []byte, materialID string) {
	number := material(key, r.x.Now)
	return r.h.seal(key.ARN, number, r.x.IDs.RequestID, plaintext, context), r.h.materialID(key, number)
}

func keyID(c *awsproto.Constraints, id string) {
	c.Required("keyId", id != "")
	if id != "" {
		c.Length("keyId", id, 1, 2048)
	}
}

func algorithm(c *awsproto.Constraints, name, value string) {
	if value != "" {
		c.OneOf(name, value, encryptionAlgorithms...)
	}
}
