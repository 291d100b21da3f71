package kms_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/kms/types"
)

var ctx = context.Background()

const hidden = " on this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access"

func TestEncryptAndDecrypt(t *testing.T) {
	s := start(t)
	client := s.as("user/admin")
	purpose := map[string]string{"purpose": "test"}
	for _, id := range []string{training, keyARN + training, "alias/training", "arn:aws:kms:us-east-1:111122223333:alias/training"} {
		sealed, err := client.Encrypt(ctx, &sdk.EncryptInput{KeyId: &id, Plaintext: []byte("secret"), EncryptionContext: purpose})
		if err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		if *sealed.KeyId != keyARN+training || bytes.Contains(sealed.CiphertextBlob, []byte("secret")) {
			t.Errorf("%s: key %s, ciphertext %q", id, *sealed.KeyId, sealed.CiphertextBlob)
		}
		opened, err := client.Decrypt(ctx, &sdk.DecryptInput{CiphertextBlob: sealed.CiphertextBlob, EncryptionContext: purpose})
		if err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		if string(opened.Plaintext) != "secret" || *opened.KeyId != keyARN+training || opened.EncryptionAlgorithm != types.EncryptionAlgorithmSpecSymmetricDefault {
			t.Errorf("%s: decrypted %q under %s", id, opened.Plaintext, *opened.KeyId)
		}
	}
}

func TestDecryptErrors(t *testing.T) {
	s := start(t)
	client := s.as("user/admin")
	sealed := must(client.Encrypt(ctx, &sdk.EncryptInput{KeyId: aws.String(training), Plaintext: []byte("x"), EncryptionContext: map[string]string{"a": "b"}}))(t).CiphertextBlob
	_, err := client.Decrypt(ctx, &sdk.DecryptInput{CiphertextBlob: sealed})
	wantError(t, err, "InvalidCiphertextException", "")
	_, err = client.Decrypt(ctx, &sdk.DecryptInput{CiphertextBlob: []byte("no ciphertext")})
	wantError(t, err, "InvalidCiphertextException", "")
	_, err = client.Decrypt(ctx, &sdk.DecryptInput{CiphertextBlob: sealed, KeyId: aws.String(shared), EncryptionContext: map[string]string{"a": "b"}})
	wantError(t, err, "IncorrectKeyException", "The key ID in the request does not identify a CMK that can perform this operation.")
	gone := bytes.Replace(sealed, []byte(training), []byte(nowhere), 1)
	const unknown = "The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access."
	_, err = client.Decrypt(ctx, &sdk.DecryptInput{CiphertextBlob: gone})
	wantError(t, err, "AccessDeniedException", unknown)
	_, err = s.as("444455556666:user/guest").Decrypt(ctx, &sdk.DecryptInput{CiphertextBlob: sealed})
	wantError(t, err, "AccessDeniedException", unknown)
	_, err = s.as("user/nobody").Decrypt(ctx, &sdk.DecryptInput{CiphertextBlob: sealed})
	wantError(t, err, "AccessDeniedException", "User: "+arn("nobody")+" is not authorized to perform: kms:Decrypt on the resource associated with this ciphertext because no identity-based policy allows the kms:Decrypt action")
}

func TestEncryptIsRefusedAsRecorded(t *testing.T) {
	s := start(t)
	for _, c := range []struct{ name, as, key, code, message string }{
		{"identity policy lacks", "user/nobody", training, "AccessDeniedException",
			"User: " + arn("nobody") + " is not authorized to perform: kms:Encrypt on resource: " + keyARN + training + " because no identity-based policy allows the kms:Encrypt action"},
		{"no delegation", "user/admin", closed, "AccessDeniedException",
			"User: " + arn("admin") + " is not authorized to perform: kms:Encrypt on resource: " + keyARN + closed + " because no resource-based policy allows the kms:Encrypt action"},
		{"other account", "444455556666:user/guest", keyARN + training, "AccessDeniedException", "User: " + arn("guest") + " is not authorized to perform: kms:Encrypt" + hidden},
		{"other account, no such key", "444455556666:user/guest", keyARN + nowhere, "AccessDeniedException", "User: " + arn("guest") + " is not authorized to perform: kms:Encrypt" + hidden},
		{"no such key", "user/admin", nowhere, "NotFoundException", "Key '" + keyARN + nowhere + "' does not exist"},
		{"bad id", "user/admin", "fake-key-id", "NotFoundException", "Invalid keyId 'fake-key-id'"},
		{"other Region", "user/admin", strings.Replace(keyARN, "us-east-1", "eu-west-1", 1) + training, "NotFoundException", "Invalid arn eu-west-1"},
		{"no such alias", "user/admin", "alias/none", "NotFoundException", "Alias arn:aws:kms:us-east-1:111122223333:alias/none is not found."},
		{"disabled", "user/admin", stopped, "DisabledException", keyARN + stopped + " is disabled."},
		{"disabled, but not authorized", "user/nobody", stopped, "AccessDeniedException",
			"User: " + arn("nobody") + " is not authorized to perform: kms:Encrypt on resource: " + keyARN + stopped + " because no identity-based policy allows the kms:Encrypt action"},
		{"pending deletion", "user/admin", dying, "KMSInvalidStateException", keyARN + dying + " is pending deletion."},
		{"AWS managed key, directly", "user/admin", "alias/aws/s3", "AccessDeniedException", "User: " + arn("admin") + " is not authorized to perform: kms:Encrypt on resource: " + managed(t, s) + " because no resource-based policy allows the kms:Encrypt action"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := s.as(c.as).Encrypt(ctx, &sdk.EncryptInput{KeyId: &c.key, Plaintext: []byte("x")})
			wantError(t, err, c.code, c.message)
		})
	}
}

// managed is the ARN of the account's AWS managed key.
func managed(t *testing.T, s *service) string {
	t.Helper()
	key, err := s.worlds.Load().ResolveKey("alias/aws/s3", "us-east-1", account)
	if err != nil {
		t.Fatal(err)
	}
	return key.ARN
}

func TestEncryptIsAllowed(t *testing.T) {
	s := start(t)
	for _, c := range []struct{ name, as, key string }{
		{"named by the key policy alone", "user/keeper", closed},
		{"other account, both sides", "444455556666:user/guest", keyARN + shared},
		{"root through the default policy", "111122223333:root", training},
	} {
		if _, err := s.as(c.as).Encrypt(ctx, &sdk.EncryptInput{KeyId: &c.key, Plaintext: []byte("x")}); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestEncryptValidation(t *testing.T) {
	client := start(t).as("user/admin")
	_, err := client.Encrypt(ctx, &sdk.EncryptInput{KeyId: aws.String(training), Plaintext: make([]byte, 4097)})
	wantError(t, err, "ValidationException", "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length less than or equal to 4096")
	_, err = client.Encrypt(ctx, &sdk.EncryptInput{KeyId: aws.String(training), Plaintext: []byte("x"), DryRun: aws.Bool(true)})
	wantError(t, err, "DryRunOperationException", "The request would have succeeded, but the DryRun option is set.")
	_, err = client.Encrypt(ctx, &sdk.EncryptInput{KeyId: aws.String(training), Plaintext: []byte("x"), GrantTokens: []string{"none"}})
	wantError(t, err, "InvalidGrantTokenException", "")
}

func TestReEncryptAsksForBothKeys(t *testing.T) {
	s := start(t)
	client := s.as("user/admin")
	sealed := must(client.Encrypt(ctx, &sdk.EncryptInput{KeyId: aws.String(training), Plaintext: []byte("x")}))(t).CiphertextBlob
	again := must(client.ReEncrypt(ctx, &sdk.ReEncryptInput{CiphertextBlob: sealed, DestinationKeyId: aws.String(shared), DestinationEncryptionContext: map[string]string{"n": "2"}}))(t)
	if *again.SourceKeyId != keyARN+training || *again.KeyId != keyARN+shared {
		t.Errorf("from %s to %s", *again.SourceKeyId, *again.KeyId)
	}
	var asked []string
	for _, a := range s.asked {
		asked = append(asked, a.Call.Action+" same="+a.Call.Context["kms:ReEncryptOnSameKey"].Values[0])
	}
	if got := strings.Join(asked, ", "); got != "kms:ReEncryptFrom same=false, kms:ReEncryptTo same=false" {
		t.Errorf("asked %s", got)
	}
	opened := must(client.Decrypt(ctx, &sdk.DecryptInput{CiphertextBlob: again.CiphertextBlob, EncryptionContext: map[string]string{"n": "2"}}))(t)
	if string(opened.Plaintext) != "x" {
		t.Errorf("decrypted %q", opened.Plaintext)
	}
	_, err := client.ReEncrypt(ctx, &sdk.ReEncryptInput{CiphertextBlob: sealed, DestinationKeyId: aws.String(closed)})
	wantError(t, err, "AccessDeniedException", "User: "+arn("admin")+" is not authorized to perform: kms:ReEncryptTo on resource: "+keyARN+closed+" because no resource-based policy allows the kms:ReEncryptTo action")
}

func TestDataKeys(t *testing.T) {
	client := start(t).as("user/admin")
	made := must(client.GenerateDataKey(ctx, &sdk.GenerateDataKeyInput{KeyId: aws.String("alias/training"), KeySpec: types.DataKeySpecAes256}))(t)
	opened := must(client.Decrypt(ctx, &sdk.DecryptInput{CiphertextBlob: made.CiphertextBlob}))(t)
	if len(made.Plaintext) != 32 || !bytes.Equal(made.Plaintext, opened.Plaintext) {
		t.Errorf("data key %x, decrypted %x", made.Plaintext, opened.Plaintext)
	}
	other := must(client.GenerateDataKey(ctx, &sdk.GenerateDataKeyInput{KeyId: aws.String(training), NumberOfBytes: aws.Int32(64)}))(t)
	if len(other.Plaintext) != 64 || bytes.HasPrefix(other.Plaintext, made.Plaintext) {
		t.Errorf("second data key %x", other.Plaintext)
	}
	blind := must(client.GenerateDataKeyWithoutPlaintext(ctx, &sdk.GenerateDataKeyWithoutPlaintextInput{KeyId: aws.String(training), KeySpec: types.DataKeySpecAes128}))(t)
	if got := must(client.Decrypt(ctx, &sdk.DecryptInput{CiphertextBlob: blind.CiphertextBlob}))(t); len(got.Plaintext) != 16 {
		t.Errorf("AES_128 has %d bytes", len(got.Plaintext))
	}
	_, err := client.GenerateDataKey(ctx, &sdk.GenerateDataKeyInput{KeyId: aws.String(training)})
	wantError(t, err, "ValidationException", "Please specify either number of bytes or key spec.")
	random := must(client.GenerateRandom(ctx, &sdk.GenerateRandomInput{NumberOfBytes: aws.Int32(20)}))(t)
	if len(random.Plaintext) != 20 {
		t.Errorf("%d random bytes", len(random.Plaintext))
	}
	_, err = client.GenerateRandom(ctx, &sdk.GenerateRandomInput{})
	wantError(t, err, "ValidationException", "NumberOfBytes is required.")
	_, err = client.GenerateRandom(ctx, &sdk.GenerateRandomInput{NumberOfBytes: aws.Int32(1025)})
	wantError(t, err, "ValidationException", "1 validation error detected: Value '1025' at 'numberOfBytes' failed to satisfy constraint: Member must have value less than or equal to 1024")
}
