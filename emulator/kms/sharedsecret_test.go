package kms_test

import (
	"bytes"
	"crypto"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha512"
	"crypto/x509"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/kms/types"
)

// The other party computes the same secret with the key's public half.
func TestDeriveSharedSecret(t *testing.T) {
	s := start(t)
	client := s.as("user/admin")
	made := must(client.CreateKey(ctx, &sdk.CreateKeyInput{KeySpec: types.KeySpecEccNistP384, KeyUsage: types.KeyUsageTypeKeyAgreement}))(t).KeyMetadata
	if len(made.KeyAgreementAlgorithms) != 1 || made.SigningAlgorithms != nil {
		t.Errorf("made %+v", made)
	}
	mine := must(ecdh.P384().GenerateKey(rand.Reader))(t)
	derive := func(key string, public any) (*sdk.DeriveSharedSecretOutput, error) {
		return client.DeriveSharedSecret(ctx, &sdk.DeriveSharedSecretInput{KeyId: &key, KeyAgreementAlgorithm: "ECDH", PublicKey: must(x509.MarshalPKIXPublicKey(public))(t)})
	}
	out := must(derive(*made.KeyId, mine.PublicKey()))(t)
	theirs, described := public(t, client, *made.KeyId)
	want := must(mine.ECDH(must(theirs.(*ecdsa.PublicKey).ECDH())(t)))(t)
	if !bytes.Equal(out.SharedSecret, want) || *out.KeyId != *made.Arn || out.KeyOrigin != types.OriginTypeAwsKms || len(described.KeyAgreementAlgorithms) != 1 {
		t.Errorf("derived %+v", out)
	}
	if got := s.asked[0].Call.Context["kms:KeyUsage"].Values[0]; got != "KEY_AGREEMENT" {
		t.Errorf("kms:KeyUsage %s", got)
	}
	_, err := derive(*made.KeyId, must(ecdh.P256().GenerateKey(rand.Reader))(t).PublicKey())
	wantCode(t, err, "ValidationException")
	_, err = derive(*made.KeyId, ed25519.NewKeyFromSeed(make([]byte, 32)).Public())
	wantCode(t, err, "ValidationException")
	_, err = client.DeriveSharedSecret(ctx, &sdk.DeriveSharedSecretInput{KeyId: made.KeyId, KeyAgreementAlgorithm: "ECDH", PublicKey: []byte("none")})
	wantCode(t, err, "ValidationException")
	_, err = derive(signer, mine.PublicKey())
	wantError(t, err, "InvalidKeyUsageException", keyARN+signer+" key usage is SIGN_VERIFY which is not valid for DeriveSharedSecret.")
	_, err = derive(training, mine.PublicKey())
	wantError(t, err, "InvalidKeyUsageException", keyARN+training+" key usage is ENCRYPT_DECRYPT which is not valid for DeriveSharedSecret.")
	_, err = client.DeriveSharedSecret(ctx, &sdk.DeriveSharedSecretInput{KeyId: made.KeyId, KeyAgreementAlgorithm: "INVALID", PublicKey: []byte("x")})
	wantError(t, err, "ValidationException", "1 validation error detected: Value 'INVALID' at 'keyAgreementAlgorithm' failed to satisfy constraint: Member must satisfy enum value set: [ECDH]")
	_, err = client.DeriveSharedSecret(ctx, &sdk.DeriveSharedSecretInput{KeyId: made.KeyId, KeyAgreementAlgorithm: "ECDH", PublicKey: []byte("x"), DryRun: aws.Bool(true)})
	wantError(t, err, "DryRunOperationException", "The request would have succeeded, but the DryRun option is set.")
}

func wantCode(t *testing.T, err error, code string) {
	t.Helper()
	if errorCode(err) != code {
		t.Errorf("got %v, want %s", err, code)
	}
}

func TestEd25519(t *testing.T) {
	client := start(t).as("user/admin")
	made := must(client.CreateKey(ctx, &sdk.CreateKeyInput{KeySpec: types.KeySpecEccNistEdwards25519, KeyUsage: types.KeyUsageTypeSignVerify}))(t).KeyMetadata
	key, _ := public(t, client, *made.KeyId)
	message := []byte("a message")
	digest := sha512.Sum512(message)
	plain := signing(*made.KeyId, "ED25519_SHA_512", message)
	hashed := signing(*made.KeyId, "ED25519_PH_SHA_512", digest[:])
	hashed.MessageType = types.MessageTypeDigest
	if signature := must(client.Sign(ctx, plain))(t).Signature; !ed25519.Verify(key.(ed25519.PublicKey), message, signature) {
		t.Error("the public key does not verify the signature of the message")
	}
	signature := must(client.Sign(ctx, hashed))(t).Signature
	if err := ed25519.VerifyWithOptions(key.(ed25519.PublicKey), digest[:], signature, &ed25519.Options{Hash: crypto.SHA512}); err != nil {
		t.Errorf("the public key does not verify the signature of the digest: %v", err)
	}
	if v := must(client.Verify(ctx, verifying(hashed, signature)))(t); !v.SignatureValid {
		t.Error("KMS does not verify it")
	}
	_, err := client.Verify(ctx, verifying(plain, signature))
	wantError(t, err, "KMSInvalidSignatureException", "")
	plain.MessageType, hashed.MessageType = types.MessageTypeDigest, types.MessageTypeRaw
	_, err = client.Sign(ctx, plain)
	wantError(t, err, "ValidationException", "MessageType DIGEST is not valid for algorithm ED25519_SHA_512.")
	_, err = client.Sign(ctx, hashed)
	wantError(t, err, "ValidationException", "MessageType RAW is not valid for algorithm ED25519_PH_SHA_512.")
	pair := must(client.GenerateDataKeyPair(ctx, &sdk.GenerateDataKeyPairInput{KeyId: aws.String(training), KeyPairSpec: types.DataKeyPairSpecEccNistEdwards25519}))(t)
	private := must(x509.ParsePKCS8PrivateKey(pair.PrivateKeyPlaintext))(t).(ed25519.PrivateKey)
	if !private.Public().(ed25519.PublicKey).Equal(must(x509.ParsePKIXPublicKey(pair.PublicKey))(t)) {
		t.Error("the halves of a pair do not belong together")
	}
}
