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
