package kms_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/kms/types"
	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/world"
)

func signing(key string, algorithm types.SigningAlgorithmSpec, message []byte) *sdk.SignInput {
	return &sdk.SignInput{KeyId: &key, Message: message, SigningAlgorithm: algorithm}
}

func verifying(in *sdk.SignInput, signature []byte) *sdk.VerifyInput {
	return &sdk.VerifyInput{KeyId: in.KeyId, Message: in.Message, MessageType: in.MessageType, SigningAlgorithm: in.SigningAlgorithm, Signature: signature}
}

// public is a key's public half as Go's standard library reads it.
func public(t *testing.T, client *sdk.Client, key string) (crypto.PublicKey, *sdk.GetPublicKeyOutput) {
	t.Helper()
	out := must(client.GetPublicKey(ctx, &sdk.GetPublicKeyInput{KeyId: &key}))(t)
	return must(x509.ParsePKIXPublicKey(out.PublicKey))(t), out
}

// The standard library verifies, with the public key, what KMS signs; KMS
// verifies it, too, and nothing else.
func TestSignatures(t *testing.T) {
	client := start(t).as("user/admin")
	message := []byte("a message")
	digest := sha256.Sum256(message)
	pss := &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash}
	for algorithm, c := range map[types.SigningAlgorithmSpec]struct {
		key      string
		verifies func(key crypto.PublicKey, signature []byte) bool
	}{
		"ECDSA_SHA_256": {signer, func(key crypto.PublicKey, signature []byte) bool {
			return ecdsa.VerifyASN1(key.(*ecdsa.PublicKey), digest[:], signature)
		}},
		"RSASSA_PKCS1_V1_5_SHA_256": {stamp, func(key crypto.PublicKey, signature []byte) bool {
			return rsa.VerifyPKCS1v15(key.(*rsa.PublicKey), crypto.SHA256, digest[:], signature) == nil
		}},
		"RSASSA_PSS_SHA_256": {stamp, func(key crypto.PublicKey, signature []byte) bool {
			return rsa.VerifyPSS(key.(*rsa.PublicKey), crypto.SHA256, digest[:], signature, pss) == nil
		}},
	} {
		key, _ := public(t, client, c.key)
		raw := signing(c.key, algorithm, message)
		ready := signing(c.key, algorithm, digest[:])
		ready.MessageType = types.MessageTypeDigest
		for _, in := range []*sdk.SignInput{raw, ready} {
			out := must(client.Sign(ctx, in))(t)
			if !c.verifies(key, out.Signature) || *out.KeyId != keyARN+c.key || out.SigningAlgorithm != algorithm {
				t.Errorf("%s of %s: the public key does not verify it", algorithm, in.MessageType)
			}
			for _, other := range []*sdk.SignInput{raw, ready} {
				if v := must(client.Verify(ctx, verifying(other, out.Signature)))(t); !v.SignatureValid {
					t.Errorf("%s of %s: not valid as %s", algorithm, in.MessageType, other.MessageType)
				}
			}
			bad := bytes.Clone(out.Signature)
			bad[len(bad)-1] ^= 1
			_, err := client.Verify(ctx, verifying(in, bad))
			wantError(t, err, "KMSInvalidSignatureException", "")
			_, err = client.Verify(ctx, verifying(signing(c.key, algorithm, []byte("another message")), out.Signature))
			wantError(t, err, "KMSInvalidSignatureException", "")
		}
	}
}

// Two labs with the same seed have the same keys, and the same requests in the
// same order the same signatures.
func TestSignaturesAreDeterministic(t *testing.T) {
	sign := func(algorithm types.SigningAlgorithmSpec, key string) []byte {
		return must(start(t).as("user/admin").Sign(ctx, signing(key, algorithm, []byte("m"))))(t).Signature
	}
	for algorithm, key := range map[types.SigningAlgorithmSpec]string{"ECDSA_SHA_256": signer, "RSASSA_PSS_SHA_512": stamp} {
		if !bytes.Equal(sign(algorithm, key), sign(algorithm, key)) {
			t.Errorf("%s: the same request has another signature", algorithm)
		}
	}
}

func TestLargerCurves(t *testing.T) {
	s := start(t)
	client := s.as("user/admin")
	for spec, algorithm := range map[types.KeySpec]types.SigningAlgorithmSpec{"ECC_NIST_P384": "ECDSA_SHA_384", "ECC_NIST_P521": "ECDSA_SHA_512"} {
		made := must(client.CreateKey(ctx, &sdk.CreateKeyInput{KeySpec: spec, KeyUsage: types.KeyUsageTypeSignVerify}))(t).KeyMetadata
		if made.KeySpec != spec || made.KeyUsage != types.KeyUsageTypeSignVerify || !cmp.Equal(made.SigningAlgorithms, []types.SigningAlgorithmSpec{algorithm}) || made.EncryptionAlgorithms != nil || made.CurrentKeyMaterialId != nil {
			t.Errorf("made %+v", made)
		}
		in := signing(*made.KeyId, algorithm, []byte("m"))
		if v := must(client.Verify(ctx, verifying(in, must(client.Sign(ctx, in))(t).Signature)))(t); !v.SignatureValid {
			t.Errorf("%s: not valid", spec)
		}
	}
}

func TestGetPublicKey(t *testing.T) {
	s := start(t)
	client := s.as("user/admin")
	key, out := public(t, client, "alias/signer")
	if key.(*ecdsa.PublicKey).Curve.Params().Name != "P-256" || *out.KeyId != keyARN+signer || out.KeySpec != types.KeySpecEccNistP256 ||
		out.KeyUsage != types.KeyUsageTypeSignVerify || !cmp.Equal(out.SigningAlgorithms, []types.SigningAlgorithmSpec{"ECDSA_SHA_256"}) || out.EncryptionAlgorithms != nil {
		t.Errorf("public key %+v", out)
	}
	_, out = public(t, client, locker)
	if !cmp.Equal(out.EncryptionAlgorithms, []types.EncryptionAlgorithmSpec{"RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"}) || out.SigningAlgorithms != nil {
		t.Errorf("public key %+v", out)
	}
	for _, id := range []string{training, sealer} {
		_, err := client.GetPublicKey(ctx, &sdk.GetPublicKeyInput{KeyId: &id})
		wantError(t, err, "UnsupportedOperationException", "")
	}
	must(client.DisableKey(ctx, &sdk.DisableKeyInput{KeyId: aws.String(signer)}))(t)
	_, err := client.GetPublicKey(ctx, &sdk.GetPublicKeyInput{KeyId: aws.String(signer)})
	wantError(t, err, "DisabledException", keyARN+signer+" is disabled.")
	_, err = s.as("user/nobody").GetPublicKey(ctx, &sdk.GetPublicKeyInput{KeyId: aws.String(locker)})
	wantError(t, err, "AccessDeniedException", "User: "+arn("nobody")+" is not authorized to perform: kms:GetPublicKey on resource: "+keyARN+locker+" because no identity-based policy allows the kms:GetPublicKey action")
}

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
		{"a grant of what the key cannot do", func() error {
			_, err := client.CreateGrant(ctx, &sdk.CreateGrantInput{KeyId: aws.String(signer), GranteePrincipal: aws.String(arn("nobody")), Operations: []types.GrantOperation{"Sign", "Decrypt"}})
			return err
		}, "ValidationException", "Operation Decrypt is not valid for key spec ECC_NIST_P256 and key usage SIGN_VERIFY."},
	} {
		t.Run(c.name, func(t *testing.T) { wantError(t, c.call(), c.code, c.message) })
	}
}

func TestPoliciesOnSigningAndMACs(t *testing.T) {
	s := start(t)
	err := s.worlds.Change(func(w *world.World) error {
		w.Accounts[account].Users["nobody"].Policies = map[string]*world.Policy{"Some": world.MustPolicy(`{"Version":"2012-10-17","Statement":[
			{"Effect":"Allow","Action":["kms:Sign","kms:Verify"],"Resource":"*","Condition":{"StringEquals":{"kms:SigningAlgorithm":"RSASSA_PSS_SHA_256","kms:MessageType":"DIGEST","kms:KeySpec":"RSA_2048","kms:KeyUsage":"SIGN_VERIFY"}}},
			{"Effect":"Allow","Action":"kms:GenerateMac","Resource":"*","Condition":{"StringEquals":{"kms:MacAlgorithm":"HMAC_SHA_512"}}},
			{"Effect":"Allow","Action":"kms:Encrypt","Resource":"*","Condition":{"StringEquals":{"kms:EncryptionAlgorithm":"RSAES_OAEP_SHA_256"}}},
			{"Effect":"Allow","Action":"kms:GenerateDataKeyPair","Resource":"*","Condition":{"StringLike":{"kms:DataKeyPairSpec":"ECC_*"}}}]}`)}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	nobody := s.as("user/nobody")
	digest := signing(stamp, "RSASSA_PSS_SHA_256", bytes.Repeat([]byte{1}, 32))
	digest.MessageType = types.MessageTypeDigest
	must(nobody.Sign(ctx, digest))(t)
	raw := signing(stamp, "RSASSA_PSS_SHA_256", []byte("m"))
	other := signing(stamp, "RSASSA_PKCS1_V1_5_SHA_256", digest.Message)
	other.MessageType = types.MessageTypeDigest
	refused := func(action, key string) string {
		return "User: " + arn("nobody") + " is not authorized to perform: " + action + " on resource: " + keyARN + key + " because no identity-based policy allows the " + action + " action"
	}
	for _, in := range []*sdk.SignInput{raw, other} {
		_, err := nobody.Sign(ctx, in)
		wantError(t, err, "AccessDeniedException", refused("kms:Sign", stamp))
	}
	_, err = nobody.GenerateMac(ctx, &sdk.GenerateMacInput{KeyId: aws.String(sealer), Message: []byte("m"), MacAlgorithm: "HMAC_SHA_256"})
	wantError(t, err, "AccessDeniedException", refused("kms:GenerateMac", sealer))
	must(nobody.Encrypt(ctx, &sdk.EncryptInput{KeyId: aws.String(locker), Plaintext: []byte("m"), EncryptionAlgorithm: "RSAES_OAEP_SHA_256"}))(t)
	_, err = nobody.Encrypt(ctx, &sdk.EncryptInput{KeyId: aws.String(locker), Plaintext: []byte("m"), EncryptionAlgorithm: "RSAES_OAEP_SHA_1"})
	wantError(t, err, "AccessDeniedException", refused("kms:Encrypt", locker))
	must(nobody.GenerateDataKeyPair(ctx, &sdk.GenerateDataKeyPairInput{KeyId: aws.String(training), KeyPairSpec: "ECC_NIST_P256"}))(t)
	_, err = nobody.GenerateDataKeyPair(ctx, &sdk.GenerateDataKeyPairInput{KeyId: aws.String(training), KeyPairSpec: "RSA_2048"})
	wantError(t, err, "AccessDeniedException", refused("kms:GenerateDataKeyPair", training))
	if !strings.Contains(refused("kms:Sign", stamp), keyARN) {
		t.Error("the refusal names no key")
	}
}

// A grant covers the operations of every kind of key.
func TestGrantsOfSigningAndMACs(t *testing.T) {
	s := start(t)
	nobody := s.as("user/nobody")
	sign, mac := signing(signer, "ECDSA_SHA_256", []byte("m")), &sdk.GenerateMacInput{KeyId: aws.String(sealer), Message: []byte("m"), MacAlgorithm: "HMAC_SHA_256"}
	pair := &sdk.GenerateDataKeyPairWithoutPlaintextInput{KeyId: aws.String(training), KeyPairSpec: "ECC_NIST_P256"}
	calls := func() map[string]error {
		_, signed := nobody.Sign(ctx, sign)
		_, macked := nobody.GenerateMac(ctx, mac)
		_, paired := nobody.GenerateDataKeyPairWithoutPlaintext(ctx, pair)
		_, published := nobody.GetPublicKey(ctx, &sdk.GetPublicKeyInput{KeyId: aws.String(signer)})
		return map[string]error{"Sign": signed, "GenerateMac": macked, "GenerateDataKeyPairWithoutPlaintext": paired, "GetPublicKey": published}
	}
	for name, err := range calls() {
		if err == nil {
			t.Errorf("%s without a grant is allowed", name)
		}
	}
	for key, operations := range map[string][]types.GrantOperation{signer: {"Sign", "GetPublicKey"}, sealer: {"GenerateMac"}, training: {"GenerateDataKeyPairWithoutPlaintext"}} {
		must(s.as("user/admin").CreateGrant(ctx, &sdk.CreateGrantInput{KeyId: &key, GranteePrincipal: aws.String(arn("nobody")), Operations: operations}))(t)
	}
	for name, err := range calls() {
		if err != nil {
			t.Errorf("%s with a grant: %v", name, err)
		}
	}
	_, err := nobody.Verify(ctx, verifying(sign, []byte("s")))
	if err == nil || !strings.Contains(err.Error(), "kms:Verify") {
		t.Errorf("what the grant does not list: %v", err)
	}
}

func TestMACs(t *testing.T) {
	client := start(t).as("user/admin")
	for _, size := range []string{"224", "384", "512", "256"} {
		key, algorithm := sealer, types.MacAlgorithmSpec("HMAC_SHA_"+size)
		if size != "256" {
			key = *must(client.CreateKey(ctx, &sdk.CreateKeyInput{KeySpec: types.KeySpec("HMAC_" + size), KeyUsage: types.KeyUsageTypeGenerateVerifyMac}))(t).KeyMetadata.KeyId
		}
		out := must(client.GenerateMac(ctx, &sdk.GenerateMacInput{KeyId: &key, Message: []byte("m"), MacAlgorithm: algorithm}))(t)
		again := must(client.GenerateMac(ctx, &sdk.GenerateMacInput{KeyId: &key, Message: []byte("m"), MacAlgorithm: algorithm}))(t)
		if !bytes.Equal(out.Mac, again.Mac) || len(out.Mac)*8 != map[string]int{"224": 224, "256": 256, "384": 384, "512": 512}[size] {
			t.Errorf("%s: %x, then %x", algorithm, out.Mac, again.Mac)
		}
		if v := must(client.VerifyMac(ctx, &sdk.VerifyMacInput{KeyId: &key, Message: []byte("m"), MacAlgorithm: algorithm, Mac: out.Mac}))(t); !v.MacValid {
			t.Errorf("%s: not valid", algorithm)
		}
		_, err := client.VerifyMac(ctx, &sdk.VerifyMacInput{KeyId: &key, Message: []byte("n"), MacAlgorithm: algorithm, Mac: out.Mac})
		wantError(t, err, "KMSInvalidMacException", "")
	}
}
