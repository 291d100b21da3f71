package kms

import (
	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
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

type decryptInput struct {
	CiphertextBlob      []byte
	KeyId               string
	EncryptionContext   map[string]string
	EncryptionAlgorithm string
	GrantTokens         []string
	DryRun              bool
}

type decryptOutput struct {
	KeyId               string
	Plaintext           []byte
	EncryptionAlgorithm string
}

// decrypt is https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html.
func (r *request) decrypt(in *decryptInput) (any, *awsproto.Error) {
	var c awsproto.Constraints
	ciphertextBlob(&c, in.CiphertextBlob)
	algorithm(&c, "encryptionAlgorithm", in.EncryptionAlgorithm)
	if err := c.Err("ValidationException"); err != nil {
		return nil, err
	}
	use := Use{Action: "kms:Decrypt", EncryptionContext: in.EncryptionContext, GrantTokens: in.GrantTokens}
	key, plaintext, err := r.reveal(in.CiphertextBlob, in.KeyId, use, in.DryRun)
	if err != nil {
		return nil, err
	}
	return decryptOutput{key.ARN, plaintext, symmetric}, nil
}

// reveal is the part of Decrypt and ReEncrypt that reads a ciphertext.
func (r *request) reveal(blob []byte, keyID string, use Use, dry bool) (*world.Key, []byte, *awsproto.Error) {
	sealed, ok := parseCiphertext(blob)
	if !ok {
		return nil, nil, invalidCiphertext()
	}
	var key *world.Key
	var failure *awsproto.Error
	if keyID != "" {
		key, failure = r.use(keyID, use, false)
	} else {
		key, failure = r.useKeyOf(sealed, use)
	}
	switch {
	case failure != nil:
		return nil, nil, failure
	case key.ARN != sealed.keyARN:
		return nil, nil, incorrectKey()
	}
	plaintext, ok := r.h.open(sealed, use.EncryptionContext)
	switch {
	case !ok:
		return nil, nil, invalidCiphertext()
	case dry:
		return nil, nil, dryRun()
	}
	return key, plaintext, nil
}

// useKeyOf authorizes the key that a ciphertext names. What is refused here is
// worded without the key, as the request did not give one.
func (r *request) useKeyOf(sealed ciphertext, use Use) (*world.Key, *awsproto.Error) {
	named, failure := r.find(sealed.keyARN)
	if failure != nil {
		return nil, awsproto.UnknownCiphertextKey()
	}
	use.Named, use.Cryptographic = named, true
	call, d, err := r.x.Ask(r.ctx, Question(r.x, use))
	switch {
	case err != nil:
		return nil, internal()
	case !d.Allowed:
		return nil, awsproto.CiphertextDenial(call, d)
	case named.missing:
		return nil, awsproto.UnknownCiphertextKey()
	}
	return named.Key, Usable(awsproto.JSON, named.Key)
}

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
