package kms_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/kms/types"
)

func TestWhatAKeyIsNotFor(t *testing.T) {
	s := start(t)
	client := s.as("user/admin")
	usage := func(key, usage, operation string) string {
		return keyARN + key + " key usage is " + usage + " which is not valid for " + operation + "."
	}
	algorithm := func(name, spec string) string {
		return "Algorithm " + name + " is incompatible with key spec " + spec + "."
	}
	m := []byte("m")
	sealed := must(client.Encrypt(ctx, &sdk.EncryptInput{KeyId: aws.String(training), Plaintext: m}))(t).CiphertextBlob
	for _, c := range []struct {
		name    string
		call    func() error
		code    string
		message string
	}{
		{"sign with a symmetric key", func() error { _, err := client.Sign(ctx, signing(training, "ECDSA_SHA_256", m)); return err }, "InvalidKeyUsageException", usage(training, "ENCRYPT_DECRYPT", "Sign")},
		{"verify with a symmetric key", func() error {
			_, err := client.Verify(ctx, verifying(signing(training, "ECDSA_SHA_256", m), m))
			return err
		}, "InvalidKeyUsageException", usage(training, "ENCRYPT_DECRYPT", "Verify")},
		{"sign with a key that encrypts", func() error { _, err := client.Sign(ctx, signing(locker, "RSASSA_PSS_SHA_256", m)); return err }, "InvalidKeyUsageException", usage(locker, "ENCRYPT_DECRYPT", "Sign")},
		{"sign with another curve's algorithm", func() error { _, err := client.Sign(ctx, signing(signer, "ECDSA_SHA_384", m)); return err }, "InvalidKeyUsageException", algorithm("ECDSA_SHA_384", "ECC_NIST_P256")},
		{"sign with RSA's algorithm", func() error { _, err := client.Sign(ctx, signing(signer, "RSASSA_PSS_SHA_256", m)); return err }, "InvalidKeyUsageException", algorithm("RSASSA_PSS_SHA_256", "ECC_NIST_P256")},
		{"sign an algorithm that is none", func() error { _, err := client.Sign(ctx, signing(signer, "ROT13", m)); return err }, "ValidationException",
			"1 validation error detected: Value 'ROT13' at 'signingAlgorithm' failed to satisfy constraint: Member must satisfy enum value set: [ECDSA_SHA_256, ECDSA_SHA_384, ECDSA_SHA_512, ED25519_PH_SHA_512, ED25519_SHA_512, ML_DSA_SHAKE_256, RSASSA_PKCS1_V1_5_SHA_256, RSASSA_PKCS1_V1_5_SHA_384, RSASSA_PKCS1_V1_5_SHA_512, RSASSA_PSS_SHA_256, RSASSA_PSS_SHA_384, RSASSA_PSS_SHA_512, SM2DSA]"},
		{"a digest of another length", func() error {
			in := signing(signer, "ECDSA_SHA_256", m)
			in.MessageType = types.MessageTypeDigest
			_, err := client.Sign(ctx, in)
			return err
		}, "ValidationException", "Digest is invalid length for algorithm ECDSA_SHA_256."},
		{"another algorithm's kind of message", func() error {
			in := signing(signer, "ECDSA_SHA_256", m)
			in.MessageType = types.MessageTypeExternalMu
			_, err := client.Sign(ctx, in)
			return err
		}, "ValidationException", "MessageType EXTERNAL_MU is not valid for algorithm ECDSA_SHA_256."},
		{"encrypt with a key that signs", func() error {
			_, err := client.Encrypt(ctx, &sdk.EncryptInput{KeyId: aws.String(signer), Plaintext: m})
			return err
		}, "InvalidKeyUsageException", usage(signer, "SIGN_VERIFY", "Encrypt")},
		{"encrypt with RSA and no algorithm", func() error {
			_, err := client.Encrypt(ctx, &sdk.EncryptInput{KeyId: aws.String(locker), Plaintext: m})
			return err
		}, "InvalidKeyUsageException", algorithm("SYMMETRIC_DEFAULT", "RSA_2048")},
		{"decrypt with another key", func() error {
			_, err := client.Decrypt(ctx, &sdk.DecryptInput{KeyId: aws.String(sealer), CiphertextBlob: sealed})
			return err
		}, "IncorrectKeyException", "The key ID in the request does not identify a CMK that can perform this operation."},
		{"a data key of RSA", func() error {
			_, err := client.GenerateDataKey(ctx, &sdk.GenerateDataKeyInput{KeyId: aws.String(locker), KeySpec: types.DataKeySpecAes256})
			return err
		}, "InvalidKeyUsageException", algorithm("SYMMETRIC_DEFAULT", "RSA_2048")},
		{"a MAC of a symmetric key", func() error {
			_, err := client.GenerateMac(ctx, &sdk.GenerateMacInput{KeyId: aws.String(training), Message: m, MacAlgorithm: "HMAC_SHA_256"})
			return err
		}, "InvalidKeyUsageException", usage(training, "ENCRYPT_DECRYPT", "GenerateMac")},
		{"a MAC of another length", func() error {
			_, err := client.GenerateMac(ctx, &sdk.GenerateMacInput{KeyId: aws.String(sealer), Message: m, MacAlgorithm: "HMAC_SHA_512"})
			return err
		}, "InvalidKeyUsageException", algorithm("HMAC_SHA_512", "HMAC_256")},
		{"a grant of a public key that there is not", func() error { return grant(client, training, "GetPublicKey") }, "ValidationException", "Operation GetPublicKey is not valid for key spec SYMMETRIC_DEFAULT and key usage ENCRYPT_DECRYPT."},
		{"a grant of data keys of RSA", func() error { return grant(client, locker, "GenerateDataKey") }, "ValidationException", "Operation GenerateDataKey is not valid for key spec RSA_2048 and key usage ENCRYPT_DECRYPT."},
		{"a grant of what the key cannot do", func() error { return grant(client, signer, "Sign", "Decrypt") }, "ValidationException", "Operation Decrypt is not valid for key spec ECC_NIST_P256 and key usage SIGN_VERIFY."},
	} {
		t.Run(c.name, func(t *testing.T) { wantError(t, c.call(), c.code, c.message) })
	}
}

func grant(client *sdk.Client, key string, operations ...types.GrantOperation) error {
	_, err := client.CreateGrant(ctx, &sdk.CreateGrantInput{KeyId: &key, GranteePrincipal: aws.String(arn("nobody")), Operations: operations})
	return err
}
