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
	KeyMaterialId       string `json:",omitempty"`
	Plaintext           []byte
	EncryptionAlgorithm string
}

// decrypt is https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html.
func (r *request) decrypt(in *decryptInput) (any, *awsproto.Error) {
	var c awsproto.Constraints
	blob(&c, "ciphertextBlob", in.CiphertextBlob, maxCiphertext)
	algorithm(&c, "encryptionAlgorithm", in.EncryptionAlgorithm)
	if err := c.Err("ValidationException"); err != nil {
		return nil, err
	}
	use := Use{Action: "kms:Decrypt", EncryptionContext: in.EncryptionContext, GrantTokens: in.GrantTokens, Algorithm: in.EncryptionAlgorithm}
	opened, err := r.reveal(in.CiphertextBlob, in.KeyId, use, in.DryRun)
	if err != nil {
		return nil, err
	}
	return decryptOutput{opened.key.ARN, opened.materialID, opened.plaintext, use.algorithm()}, nil
}

// An opened ciphertext is what was in it, and what it was under.
type opened struct {
	key        *world.Key
	materialID string
	plaintext  []byte
}

// reveal is the part of Decrypt and ReEncrypt that reads a ciphertext.
func (r *request) reveal(blob []byte, keyID string, use Use, dry bool) (o opened, failure *awsproto.Error) {
	if use.algorithm() != symmetric {
		return r.revealRSA(blob, keyID, use, dry)
	}
	sealed, ok := parseCiphertext(blob)
	if !ok {
		return o, invalidCiphertext()
	}
	use.Cryptographic = true
	if keyID != "" {
		var named Named
		if named, failure = r.permitted(keyID, use); failure == nil {
			failure = Usable(awsproto.JSON, named.Key)
		}
		o.key = named.Key
	} else {
		o.key, failure = r.useKeyOf(sealed, use)
	}
	switch {
	case failure != nil:
		return o, failure
	case o.key.ARN != sealed.keyARN:
		return o, incorrectKey()
	}
	o.materialID = r.h.materialID(o.key, sealed.material)
	o.plaintext, ok = r.h.open(sealed, use.EncryptionContext)
	switch {
	case !ok:
		return o, invalidCiphertext()
	case dry:
		return o, dryRun()
	}
	return o, nil
}

// revealRSA reads a ciphertext of an asymmetric key, which does not say of
// which one.
func (r *request) revealRSA(blob []byte, keyID string, use Use, dry bool) (o opened, failure *awsproto.Error) {
	if keyID == "" {
		return o, keyNeeded(use.algorithm())
	}
	if o.key, failure = r.use(keyID, use, false); failure != nil {
		return o, failure
	}
	o.plaintext, failure = r.decryptRSA(o.key, use, blob)
	if failure == nil && dry {
		failure = dryRun()
	}
	return o, failure
}

// useKeyOf authorizes the key that a ciphertext names. What is refused here is
// worded without the key, as the request did not give one.
func (r *request) useKeyOf(sealed ciphertext, use Use) (*world.Key, *awsproto.Error) {
	named, failure := r.find(sealed.keyARN)
	if failure != nil {
		return nil, awsproto.UnknownCiphertextKey()
	}
	use.Named = named
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
