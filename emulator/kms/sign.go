package kms

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"io"
	"strings"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

type signInput struct {
	KeyId            string
	Message          []byte
	MessageType      string
	Signature        []byte // Verify only
	SigningAlgorithm string
	GrantTokens      []string
	DryRun           bool
}

type signOutput struct {
	KeyId            string
	Signature        []byte
	SigningAlgorithm string
}

type verifyOutput struct {
	KeyId            string
	SignatureValid   bool
	SigningAlgorithm string
}

// sign is https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html.
// The same request has the same signature: what is random in one follows from
// the request, or from the message (RFC 6979).
func (r *request) sign(in *signInput) (any, *awsproto.Error) {
	key, digest, err := r.signing("kms:Sign", in)
	if err != nil {
		return nil, err
	}
	hash := hashes[in.SigningAlgorithm]
	var opts crypto.SignerOpts = hash
	var random io.Reader // ECDSA and EdDSA are deterministic without
	if isPSS(in.SigningAlgorithm) {
		opts = &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash, Hash: hash}
		random = r.h.stream(key.ARN, "salt", r.x.IDs.RequestID)
	}
	signature, failure := r.h.private(key.ARN, key.Spec).Sign(random, digest, opts)
	if failure != nil {
		return nil, internal()
	}
	return signOutput{key.ARN, signature, in.SigningAlgorithm}, nil
}

// verify is https://docs.aws.amazon.com/kms/latest/APIReference/API_Verify.html.
func (r *request) verify(in *signInput) (any, *awsproto.Error) {
	var c awsproto.Constraints
	blob(&c, "signature", in.Signature, 6144)
	if err := c.Err("ValidationException"); err != nil {
		return nil, err
	}
	key, digest, err := r.signing("kms:Verify", in)
	if err != nil {
		return nil, err
	}
	if !verifies(r.h.private(key.ARN, key.Spec).Public(), in.SigningAlgorithm, digest, in.Signature) {
		return nil, invalidSignature()
	}
	return verifyOutput{key.ARN, true, in.SigningAlgorithm}, nil
}

// signing does what Sign and Verify have in common: it authorizes the key and
// makes the digest.
func (r *request) signing(action string, in *signInput) (*world.Key, []byte, *awsproto.Error) {
	var c awsproto.Constraints
	keyID(&c, in.KeyId)
	blob(&c, "message", in.Message, 4096)
	kind := in.MessageType
	if kind == "" {
		kind = "RAW"
	}
	c.OneOf("messageType", kind, "RAW", "DIGEST", "EXTERNAL_MU")
	oneOf(&c, "signingAlgorithm", in.SigningAlgorithm, signingAlgorithms)
	if err := c.Err("ValidationException"); err != nil {
		return nil, nil, err
	}
	key, err := r.use(in.KeyId, Use{Action: action, Usage: world.SignVerify, Algorithm: in.SigningAlgorithm, GrantTokens: in.GrantTokens,
		Context: authz.Context{"kms:SigningAlgorithm": authz.One(in.SigningAlgorithm), "kms:MessageType": authz.One(kind)}}, in.DryRun)
	if err != nil {
		return nil, nil, err
	}
	digest, err := digestOf(in.SigningAlgorithm, kind, in.Message)
	return key, digest, err
}

func digestOf(algorithm, kind string, message []byte) ([]byte, *awsproto.Error) {
	hash := hashes[algorithm]
	switch {
	case kind == "EXTERNAL_MU", // of ML-DSA
		algorithm == ed25519Plain && kind != "RAW", algorithm == ed25519Prehashed && kind != "DIGEST":
		return nil, wrongMessageType(algorithm, kind)
	case algorithm == ed25519Plain: // hashes by itself
		return message, nil
	case kind == "RAW":
		h := hash.New()
		h.Write(message)
		return h.Sum(nil), nil
	case len(message) != hash.Size():
		return nil, wrongDigest(algorithm)
	}
	return message, nil
}

func isPSS(algorithm string) bool { return strings.HasPrefix(algorithm, "RSASSA_PSS_") }

func verifies(public crypto.PublicKey, algorithm string, digest, signature []byte) bool {
	hash := hashes[algorithm]
	switch key := public.(type) {
	case *ecdsa.PublicKey:
		return ecdsa.VerifyASN1(key, digest, signature)
	case ed25519.PublicKey:
		return ed25519.VerifyWithOptions(key, digest, signature, &ed25519.Options{Hash: hash}) == nil
	case *rsa.PublicKey:
		if isPSS(algorithm) {
			return rsa.VerifyPSS(key, hash, digest, signature, &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash}) == nil
		}
		return rsa.VerifyPKCS1v15(key, hash, digest, signature) == nil
	}
	return false
}

// blob demands a binary parameter of 1 to most bytes.
func blob(c *awsproto.Constraints, name string, value []byte, most int) {
	c.Required(name, value != nil)
	if value != nil {
		c.Blob(name, len(value), 1, most)
	}
}

// oneOf demands a parameter that has one of some values.
func oneOf(c *awsproto.Constraints, name, value string, allowed []string) {
	c.Required(name, value != "")
	if value != "" {
		c.OneOf(name, value, allowed...)
	}
}
