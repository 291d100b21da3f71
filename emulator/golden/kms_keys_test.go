package golden_test

import (
	"fmt"
	"strings"
)

// made makes a key of a spec for a usage.
func made(spec, usage string) step {
	return kms("CreateKey", fmt.Sprintf(`{"KeySpec":%q,"KeyUsage":%q}`, spec, usage)).keeping("KeyId", "Arn")
}

// message is base64 of n bytes.
func message(n int) string { return base64Of(strings.Repeat("m", n)) }

func sign(algorithm string, digest int) step {
	return kms("Sign", fmt.Sprintf(`{"KeyId":"{KeyId}","MessageType":"DIGEST","SigningAlgorithm":%q,"Message":%q}`, algorithm, message(digest)))
}

func mac(key, algorithm string) step {
	return kms("GenerateMac", fmt.Sprintf(`{"KeyId":%q,"MacAlgorithm":%q,"Message":%q}`, key, algorithm, message(4))).keeping("Mac")
}

func verifyMac(algorithm string) step {
	return kms("VerifyMac", fmt.Sprintf(`{"KeyId":"{KeyId}","MacAlgorithm":%q,"Message":%q,"Mac":"{Mac}"}`, algorithm, message(5)))
}

// tooLong encrypts one byte more than an RSA key can.
func tooLong(spec, algorithm string, limit int) provocation {
	return refused("ValidationException", fmt.Sprintf("Algorithm %s and key spec %s cannot encrypt data larger than %d bytes.", algorithm, spec, limit),
		made(spec, "ENCRYPT_DECRYPT"), kms("Encrypt", fmt.Sprintf(`{"KeyId":"{KeyId}","EncryptionAlgorithm":%q,"Plaintext":%q}`, algorithm, message(limit+1))))
}

// badDigest signs a digest of a length that is not the algorithm's.
func badDigest(spec, algorithm string) provocation {
	return refused("ValidationException", "Digest is invalid length for algorithm "+algorithm+".", made(spec, "SIGN_VERIFY"), sign(algorithm, 5))
}

// misused uses a key for what it is not for.
func misused(usage, operation, spec string, use step) provocation {
	return refused("InvalidKeyUsageException", "<key-arn> key usage is "+usage+" which is not valid for "+operation+".", made(spec, usage), use).where("key-arn", "{Arn}")
}

var kmsKeys = []provocation{
	tooLong("RSA_2048", "RSAES_OAEP_SHA_1", 214), tooLong("RSA_2048", "RSAES_OAEP_SHA_256", 190),
	tooLong("RSA_3072", "RSAES_OAEP_SHA_1", 342), tooLong("RSA_3072", "RSAES_OAEP_SHA_256", 318),
	tooLong("RSA_4096", "RSAES_OAEP_SHA_1", 470), tooLong("RSA_4096", "RSAES_OAEP_SHA_256", 446),

	badDigest("RSA_2048", "RSASSA_PSS_SHA_256"), badDigest("RSA_2048", "RSASSA_PSS_SHA_384"), badDigest("RSA_2048", "RSASSA_PSS_SHA_512"),
	badDigest("RSA_4096", "RSASSA_PKCS1_V1_5_SHA_256"), badDigest("RSA_4096", "RSASSA_PKCS1_V1_5_SHA_512"),
	badDigest("ECC_NIST_P256", "ECDSA_SHA_256"), badDigest("ECC_NIST_P384", "ECDSA_SHA_384"),

	misused("ENCRYPT_DECRYPT", "GenerateMac", "SYMMETRIC_DEFAULT", mac("{KeyId}", "HMAC_SHA_256")),
	misused("GENERATE_VERIFY_MAC", "Sign", "HMAC_256", sign("ECDSA_SHA_256", 32)),
	misused("ENCRYPT_DECRYPT", "Verify", "SYMMETRIC_DEFAULT", verify("ECDSA_SHA_256")),
	misused("SIGN_VERIFY", "Encrypt", "ECC_NIST_P256", kms("Encrypt", fmt.Sprintf(`{"KeyId":"{KeyId}","Plaintext":%q}`, message(4)))),

	refused("KMSInvalidSignatureException", "", made("ECC_NIST_P256", "SIGN_VERIFY"), verify("ECDSA_SHA_256")),
	refused("KMSInvalidMacException", "", made("HMAC_256", "GENERATE_VERIFY_MAC"), mac("{KeyId}", "HMAC_SHA_256"), verifyMac("HMAC_SHA_256")),
	refused("InvalidKeyUsageException", "Algorithm HMAC_SHA_256 is incompatible with key spec HMAC_224.", made("HMAC_224", "GENERATE_VERIFY_MAC"), mac("{KeyId}", "HMAC_SHA_256")),
	refused("InvalidKeyUsageException", "Algorithm HMAC_SHA_512 is incompatible with key spec HMAC_256.",
		made("HMAC_256", "GENERATE_VERIFY_MAC"), mac("{KeyId}", "HMAC_SHA_256"), verifyMac("HMAC_SHA_512")),
	refused("ValidationException", "1 validation error detected: Value 'INVALID' at 'macAlgorithm' failed to satisfy constraint: Member must satisfy enum value set: [HMAC_SHA_384, HMAC_SHA_256, HMAC_SHA_224, HMAC_SHA_512]",
		made("HMAC_256", "GENERATE_VERIFY_MAC"), mac("{KeyId}", "INVALID")),
	refused("ValidationException", "You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.", kms("CreateKey", `{"KeySpec":"HMAC_256"}`)),

	refused("ValidationException", "KeyUsage KEY_AGREEMENT is not compatible with KeySpec RSA_2048", made("RSA_2048", "KEY_AGREEMENT")),

	misused("SIGN_VERIFY", "DeriveSharedSecret", "ECC_NIST_P256", agree("ECDH")),
	misused("ENCRYPT_DECRYPT", "DeriveSharedSecret", "SYMMETRIC_DEFAULT", agree("ECDH")),
	refused("ValidationException", "1 validation error detected: Value 'INVALID' at 'keyAgreementAlgorithm' failed to satisfy constraint: Member must satisfy enum value set: [ECDH]",
		made("ECC_NIST_P256", "KEY_AGREEMENT"), agree("INVALID")),
	refused("ValidationException", "", made("ECC_NIST_P256", "KEY_AGREEMENT"), agree("ECDH")),

	refused("DisabledException", "<key-arn> is disabled.", kms("DisableKey", disabledOne), kms("RotateKeyOnDemand", disabledOne)),
	refused("UnsupportedOperationException", "", made("HMAC_256", "GENERATE_VERIFY_MAC"), kms("RotateKeyOnDemand", `{"KeyId":"{KeyId}"}`)),
	refused("LimitExceededException", "The on-demand rotations limit has been reached for the given keyId. No more on-demand rotations can be performed for this key: <key-arn>",
		append(rotations(25), kms("RotateKeyOnDemand", disabledOne))...),
}

func verify(algorithm string) step {
	return kms("Verify", fmt.Sprintf(`{"KeyId":"{KeyId}","MessageType":"DIGEST","SigningAlgorithm":%q,"Message":%q,"Signature":%q}`, algorithm, message(32), message(64)))
}

// agree derives a secret with a public key that is none.
func agree(algorithm string) step {
	return kms("DeriveSharedSecret", fmt.Sprintf(`{"KeyId":"{KeyId}","KeyAgreementAlgorithm":%q,"PublicKey":%q}`, algorithm, message(64)))
}

// rotations rotate the key n times.
func rotations(n int) []step {
	var all []step
	for range n {
		all = append(all, kms("RotateKeyOnDemand", disabledOne))
	}
	return all
}
