package kms_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/kms/types"
)

const oaep = types.EncryptionAlgorithmSpecRsaesOaepSha256

func TestRSAEncryption(t *testing.T) {
	s := start(t)
	client := s.as("user/admin")
	decrypt := func(blob []byte, algorithm types.EncryptionAlgorithmSpec) (*sdk.DecryptOutput, error) {
		return client.Decrypt(ctx, &sdk.DecryptInput{KeyId: aws.String(locker), CiphertextBlob: blob, EncryptionAlgorithm: algorithm})
	}
	for _, algorithm := range []types.EncryptionAlgorithmSpec{types.EncryptionAlgorithmSpecRsaesOaepSha1, oaep} {
		in := &sdk.EncryptInput{KeyId: aws.String(locker), Plaintext: []byte("secret"), EncryptionAlgorithm: algorithm}
		out, again := must(client.Encrypt(ctx, in))(t), must(client.Encrypt(ctx, in))(t)
		if out.EncryptionAlgorithm != algorithm || bytes.Equal(out.CiphertextBlob, again.CiphertextBlob) {
			t.Errorf("%s: %s, the same ciphertext twice", algorithm, out.EncryptionAlgorithm)
		}
		opened := must(decrypt(out.CiphertextBlob, algorithm))(t)
		if string(opened.Plaintext) != "secret" || *opened.KeyId != keyARN+locker || opened.EncryptionAlgorithm != algorithm || opened.KeyMaterialId != nil {
			t.Errorf("%s: decrypted %+v", algorithm, opened)
		}
	}
	key, _ := public(t, client, locker)
	outside := must(rsa.EncryptOAEP(sha256.New(), rand.Reader, key.(*rsa.PublicKey), []byte("from outside"), nil))(t)
	if got := must(decrypt(outside, oaep))(t); string(got.Plaintext) != "from outside" {
		t.Errorf("decrypted %q", got.Plaintext)
	}
	_, err := decrypt(outside, types.EncryptionAlgorithmSpecRsaesOaepSha1)
	wantError(t, err, "InvalidCiphertextException", "")
	_, err = client.Decrypt(ctx, &sdk.DecryptInput{CiphertextBlob: outside, EncryptionAlgorithm: oaep})
	wantError(t, err, "ValidationException", "You must specify a KeyId value for algorithm RSAES_OAEP_SHA_256.")
	_, err = client.Decrypt(ctx, &sdk.DecryptInput{CiphertextBlob: outside})
	wantError(t, err, "InvalidCiphertextException", "")
	most := &sdk.EncryptInput{KeyId: aws.String(locker), Plaintext: make([]byte, 190), EncryptionAlgorithm: oaep}
	must(client.Encrypt(ctx, most))(t)
	most.Plaintext = make([]byte, 191)
	_, err = client.Encrypt(ctx, most)
	wantError(t, err, "ValidationException", "Algorithm RSAES_OAEP_SHA_256 and key spec RSA_2048 cannot encrypt data larger than 190 bytes.")
	_, err = client.Encrypt(ctx, &sdk.EncryptInput{KeyId: aws.String(locker), Plaintext: []byte("m"), EncryptionAlgorithm: oaep, EncryptionContext: map[string]string{"a": "b"}})
	wantError(t, err, "ValidationException", "EncryptionContext is only supported with symmetric encryption keys.")
}

func TestReEncryptBetweenKindsOfKeys(t *testing.T) {
	s := start(t)
	client := s.as("user/admin")
	first := must(client.Encrypt(ctx, &sdk.EncryptInput{KeyId: aws.String(locker), Plaintext: []byte("secret"), EncryptionAlgorithm: oaep}))(t)
	out := must(client.ReEncrypt(ctx, &sdk.ReEncryptInput{CiphertextBlob: first.CiphertextBlob, SourceKeyId: aws.String(locker), SourceEncryptionAlgorithm: oaep, DestinationKeyId: aws.String(training)}))(t)
	if *out.SourceKeyId != keyARN+locker || out.SourceEncryptionAlgorithm != oaep || out.DestinationEncryptionAlgorithm != types.EncryptionAlgorithmSpecSymmetricDefault || out.SourceKeyMaterialId != nil || len(*out.DestinationKeyMaterialId) != 64 {
		t.Errorf("re-encrypted %+v", out)
	}
	if got := s.asked[0].Call.Context["kms:ReEncryptOnSameKey"].Values; len(got) != 1 || got[0] != "false" {
		t.Errorf("kms:ReEncryptOnSameKey %v", got)
	}
	back := must(client.ReEncrypt(ctx, &sdk.ReEncryptInput{CiphertextBlob: out.CiphertextBlob, DestinationKeyId: aws.String(locker), DestinationEncryptionAlgorithm: oaep}))(t)
	if *back.SourceKeyMaterialId != *out.DestinationKeyMaterialId || back.DestinationKeyMaterialId != nil {
		t.Errorf("back again %+v", back)
	}
	again := must(client.ReEncrypt(ctx, &sdk.ReEncryptInput{CiphertextBlob: back.CiphertextBlob, SourceKeyId: aws.String(locker), SourceEncryptionAlgorithm: oaep,
		DestinationKeyId: aws.String(locker), DestinationEncryptionAlgorithm: oaep}))(t)
	if got := s.asked[0].Call.Context["kms:ReEncryptOnSameKey"].Values; len(got) != 1 || got[0] != "true" {
		t.Errorf("kms:ReEncryptOnSameKey %v", got)
	}
	opened := must(client.Decrypt(ctx, &sdk.DecryptInput{KeyId: aws.String(locker), CiphertextBlob: again.CiphertextBlob, EncryptionAlgorithm: oaep}))(t)
	if string(opened.Plaintext) != "secret" {
		t.Errorf("decrypted %q", opened.Plaintext)
	}
}

// The two halves of a data key pair belong together, and the private one is in
// its ciphertext.
func TestDataKeyPairs(t *testing.T) {
	client := start(t).as("user/admin")
	purpose := map[string]string{"purpose": "test"}
	for _, spec := range []types.DataKeyPairSpec{types.DataKeyPairSpecEccNistP256, types.DataKeyPairSpecRsa2048} {
		out := must(client.GenerateDataKeyPair(ctx, &sdk.GenerateDataKeyPairInput{KeyId: aws.String(training), KeyPairSpec: spec, EncryptionContext: purpose}))(t)
		private := must(x509.ParsePKCS8PrivateKey(out.PrivateKeyPlaintext))(t)
		public := must(x509.ParsePKIXPublicKey(out.PublicKey))(t)
		switch key := private.(type) {
		case *ecdsa.PrivateKey:
			if !key.PublicKey.Equal(public) {
				t.Errorf("%s: the halves do not belong together", spec)
			}
		case *rsa.PrivateKey:
			if !key.PublicKey.Equal(public) || key.N.BitLen() != 2048 {
				t.Errorf("%s: the halves do not belong together", spec)
			}
		}
		opened := must(client.Decrypt(ctx, &sdk.DecryptInput{CiphertextBlob: out.PrivateKeyCiphertextBlob, EncryptionContext: purpose}))(t)
		if !bytes.Equal(opened.Plaintext, out.PrivateKeyPlaintext) || *opened.KeyMaterialId != *out.KeyMaterialId || out.KeyPairSpec != spec {
			t.Errorf("%s: the ciphertext holds another key", spec)
		}
	}
	hidden := must(client.GenerateDataKeyPairWithoutPlaintext(ctx, &sdk.GenerateDataKeyPairWithoutPlaintextInput{KeyId: aws.String(training), KeyPairSpec: "ECC_NIST_P384"}))(t)
	opened := must(client.Decrypt(ctx, &sdk.DecryptInput{CiphertextBlob: hidden.PrivateKeyCiphertextBlob}))(t)
	if key, ok := must(x509.ParsePKCS8PrivateKey(opened.Plaintext))(t).(*ecdsa.PrivateKey); !ok || !key.PublicKey.Equal(must(x509.ParsePKIXPublicKey(hidden.PublicKey))(t)) {
		t.Error("the hidden half does not belong to the public one")
	}
	_, err := client.GenerateDataKeyPair(ctx, &sdk.GenerateDataKeyPairInput{KeyId: aws.String(training), KeyPairSpec: "SM2"})
	wantError(t, err, "NotImplemented", "KMS keys with KeyPairSpec SM2 are not emulated.")
}

// A dry run says that the call would have been allowed, and does nothing; one
// that would have been refused is refused.
func TestDryRuns(t *testing.T) {
	s := start(t)
	admin, nobody, yes := s.as("user/admin"), s.as("user/nobody"), aws.Bool(true)
	m := []byte("m")
	sealed := must(admin.Encrypt(ctx, &sdk.EncryptInput{KeyId: aws.String(training), Plaintext: m}))(t).CiphertextBlob
	locked := must(admin.Encrypt(ctx, &sdk.EncryptInput{KeyId: aws.String(locker), Plaintext: m, EncryptionAlgorithm: oaep}))(t).CiphertextBlob
	before := s.worlds.Load().Digest()
	for name, call := range map[string]func(*sdk.Client) error{
		"Encrypt": func(c *sdk.Client) error {
			_, err := c.Encrypt(ctx, &sdk.EncryptInput{KeyId: aws.String(training), Plaintext: m, DryRun: yes})
			return err
		},
		"Decrypt": func(c *sdk.Client) error {
			_, err := c.Decrypt(ctx, &sdk.DecryptInput{CiphertextBlob: sealed, DryRun: yes})
			return err
		},
		"Decrypt with RSA": func(c *sdk.Client) error {
			_, err := c.Decrypt(ctx, &sdk.DecryptInput{KeyId: aws.String(locker), CiphertextBlob: locked, EncryptionAlgorithm: oaep, DryRun: yes})
			return err
		},
		"ReEncrypt": func(c *sdk.Client) error {
			_, err := c.ReEncrypt(ctx, &sdk.ReEncryptInput{CiphertextBlob: sealed, DestinationKeyId: aws.String(shared), DryRun: yes})
			return err
		},
		"GenerateDataKey": func(c *sdk.Client) error {
			_, err := c.GenerateDataKey(ctx, &sdk.GenerateDataKeyInput{KeyId: aws.String(training), KeySpec: types.DataKeySpecAes256, DryRun: yes})
			return err
		},
		"GenerateDataKeyPair": func(c *sdk.Client) error {
			_, err := c.GenerateDataKeyPair(ctx, &sdk.GenerateDataKeyPairInput{KeyId: aws.String(training), KeyPairSpec: "ECC_NIST_P256", DryRun: yes})
			return err
		},
		"Sign": func(c *sdk.Client) error {
			in := signing(signer, "ECDSA_SHA_256", m)
			in.DryRun = yes
			_, err := c.Sign(ctx, in)
			return err
		},
		"Verify": func(c *sdk.Client) error {
			in := verifying(signing(signer, "ECDSA_SHA_256", m), m)
			in.DryRun = yes
			_, err := c.Verify(ctx, in)
			return err
		},
		"GenerateMac": func(c *sdk.Client) error {
			_, err := c.GenerateMac(ctx, &sdk.GenerateMacInput{KeyId: aws.String(sealer), Message: m, MacAlgorithm: "HMAC_SHA_256", DryRun: yes})
			return err
		},
		"VerifyMac": func(c *sdk.Client) error {
			_, err := c.VerifyMac(ctx, &sdk.VerifyMacInput{KeyId: aws.String(sealer), Message: m, Mac: m, MacAlgorithm: "HMAC_SHA_256", DryRun: yes})
			return err
		},
	} {
		wantError(t, call(admin), "DryRunOperationException", "The request would have succeeded, but the DryRun option is set.")
		if err := call(nobody); err == nil || errorCode(err) != "AccessDeniedException" {
			t.Errorf("%s by nobody: %v", name, err)
		}
	}
	if s.worlds.Load().Digest() != before {
		t.Error("a dry run changed the world")
	}
}
