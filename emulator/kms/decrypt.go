package kms

import (
	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

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
