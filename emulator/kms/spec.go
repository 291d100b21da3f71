package kms

import (
	"crypto"
	_ "crypto/sha1" // for RSAES_OAEP_SHA_1
	_ "crypto/sha256"
	_ "crypto/sha512"
	"maps"
	"slices"

	"github.com/denylab/denylab/emulator/world"
)

// A spec is what keys of one key spec can be used with
// (https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html).
type spec struct {
	encryption, signing, macs, agreement []string
}

// The two ways of EdDSA on the curve edwards25519 (RFC 8032): on the message,
// and on its digest.
const (
	ed25519Plain     = "ED25519_SHA_512"
	ed25519Prehashed = "ED25519_PH_SHA_512"
)

var ecdh = []string{"ECDH"}

var (
	rsaSpec = spec{
		encryption: []string{"RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"},
		signing: []string{"RSASSA_PKCS1_V1_5_SHA_256", "RSASSA_PKCS1_V1_5_SHA_384", "RSASSA_PKCS1_V1_5_SHA_512",
			"RSASSA_PSS_SHA_256", "RSASSA_PSS_SHA_384", "RSASSA_PSS_SHA_512"},
	}
	specs = map[string]spec{
		symmetric:  {encryption: []string{symmetric}},
		"RSA_2048": rsaSpec, "RSA_3072": rsaSpec, "RSA_4096": rsaSpec,
		"ECC_NIST_P256": {signing: []string{"ECDSA_SHA_256"}, agreement: ecdh},
		"ECC_NIST_P384": {signing: []string{"ECDSA_SHA_384"}, agreement: ecdh},
		"ECC_NIST_P521": {signing: []string{"ECDSA_SHA_512"}, agreement: ecdh},

		"ECC_NIST_EDWARDS25519": {signing: []string{ed25519Plain, ed25519Prehashed}},

		"HMAC_224": {macs: []string{"HMAC_SHA_224"}},
		"HMAC_256": {macs: []string{"HMAC_SHA_256"}},
		"HMAC_384": {macs: []string{"HMAC_SHA_384"}},
		"HMAC_512": {macs: []string{"HMAC_SHA_512"}},
	}
)

// These AWS has, and keys here cannot be or do.
var (
	foreignSpecs      = []string{"ECC_SECG_P256K1", "ML_DSA_44", "ML_DSA_65", "ML_DSA_87", "SM2"}
	foreignSigning    = []string{"ML_DSA_SHAKE_256", "SM2DSA"}
	foreignEncryption = []string{"SM2PKE"}
)

// algorithms are all that keys of some spec can be used with, and more, sorted.
func algorithms(of func(spec) []string, more ...string) []string {
	all := slices.Clone(more)
	for s := range maps.Values(specs) {
		all = append(all, of(s)...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

var (
	encryptionAlgorithms = algorithms(func(s spec) []string { return s.encryption }, foreignEncryption...)
	signingAlgorithms    = algorithms(func(s spec) []string { return s.signing }, foreignSigning...)
	macAlgorithms        = []string{"HMAC_SHA_384", "HMAC_SHA_256", "HMAC_SHA_224", "HMAC_SHA_512"} // as AWS orders them
)

// hashes are those of all algorithms that are more than their name.
var hashes = map[string]crypto.Hash{
	"RSAES_OAEP_SHA_1": crypto.SHA1, "RSAES_OAEP_SHA_256": crypto.SHA256,
	"RSASSA_PKCS1_V1_5_SHA_256": crypto.SHA256, "RSASSA_PKCS1_V1_5_SHA_384": crypto.SHA384, "RSASSA_PKCS1_V1_5_SHA_512": crypto.SHA512,
	"RSASSA_PSS_SHA_256": crypto.SHA256, "RSASSA_PSS_SHA_384": crypto.SHA384, "RSASSA_PSS_SHA_512": crypto.SHA512,
	"ECDSA_SHA_256": crypto.SHA256, "ECDSA_SHA_384": crypto.SHA384, "ECDSA_SHA_512": crypto.SHA512,
	ed25519Prehashed: crypto.SHA512,
	"HMAC_SHA_224":   crypto.SHA224, "HMAC_SHA_256": crypto.SHA256, "HMAC_SHA_384": crypto.SHA384, "HMAC_SHA_512": crypto.SHA512,
}

// purpose are the algorithms of a key's usage.
func (s spec) purpose(usage string) []string {
	switch usage {
	case world.SignVerify:
		return s.signing
	case world.GenerateVerifyMAC:
		return s.macs
	case world.KeyAgreement:
		return s.agreement
	default:
		return s.encryption
	}
}

// specOf and usageOf are a key's; one that the caller may not know of is taken
// for the usual kind.
func specOf(key *world.Key) string {
	if key.Spec == "" {
		return symmetric
	}
	return key.Spec
}

func usageOf(key *world.Key) string {
	if key.Usage == "" {
		return encryptDecrypt
	}
	return key.Usage
}
