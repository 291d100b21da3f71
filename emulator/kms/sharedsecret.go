package kms

import (
	"crypto/ecdsa"
	"crypto/x509"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

type sharedSecretInput struct {
	KeyId                 string
	KeyAgreementAlgorithm string
	PublicKey             []byte // a SubjectPublicKeyInfo, in DER
	GrantTokens           []string
	DryRun                bool
}

type sharedSecretOutput struct {
	KeyId                 string
	KeyAgreementAlgorithm string
	KeyOrigin             string
	SharedSecret          []byte
}

// deriveSharedSecret is https://docs.aws.amazon.com/kms/latest/APIReference/API_DeriveSharedSecret.html.
func (r *request) deriveSharedSecret(in *sharedSecretInput) (any, *awsproto.Error) {
	var c awsproto.Constraints
	keyID(&c, in.KeyId)
	oneOf(&c, "keyAgreementAlgorithm", in.KeyAgreementAlgorithm, ecdh)
	blob(&c, "publicKey", in.PublicKey, 8192)
	if err := c.Err("ValidationException"); err != nil {
		return nil, err
	}
	key, err := r.use(in.KeyId, Use{Action: "kms:DeriveSharedSecret", Usage: world.KeyAgreement, Algorithm: in.KeyAgreementAlgorithm, GrantTokens: in.GrantTokens,
		Context: authz.Context{"kms:KeyAgreementAlgorithm": authz.One(in.KeyAgreementAlgorithm)}}, in.DryRun)
	if err != nil {
		return nil, err
	}
	secret, ok := agree(r.h.private(key.ARN, key.Spec).(*ecdsa.PrivateKey), in.PublicKey)
	if !ok {
		return nil, strangePublicKey()
	}
	return sharedSecretOutput{key.ARN, in.KeyAgreementAlgorithm, originKMS, secret}, nil
}

// agree is what the owner of the other key computes, too; ok is false for
// bytes that are no key on the same curve.
func agree(private *ecdsa.PrivateKey, other []byte) (secret []byte, ok bool) {
	parsed, err := x509.ParsePKIXPublicKey(other)
	if err != nil {
		return nil, false
	}
	public, ok := parsed.(*ecdsa.PublicKey)
	if !ok {
		return nil, false
	}
	mine, err := private.ECDH()
	if err != nil {
		return nil, false
	}
	theirs, err := public.ECDH()
	if err != nil {
		return nil, false
	}
	secret, err = mine.ECDH(theirs)
	return secret, err == nil
}
