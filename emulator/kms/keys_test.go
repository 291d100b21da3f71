package kms_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/kms/types"
	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/caller"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/kms"
	"github.com/denylab/denylab/emulator/world"
)

func TestDescribeAndList(t *testing.T) {
	s := start(t)
	client := s.as("user/admin")
	m := must(client.DescribeKey(ctx, &sdk.DescribeKeyInput{KeyId: aws.String("alias/training")}))(t).KeyMetadata
	if !m.CreationDate.Equal(world.Founded) || len(*m.CurrentKeyMaterialId) != 64 || m.DeletionDate != nil {
		t.Errorf("made %v, material %s, gone %v", m.CreationDate, *m.CurrentKeyMaterialId, m.DeletionDate)
	}
	if *m.Arn != keyARN+training || *m.KeyId != training || !m.Enabled || m.KeyState != types.KeyStateEnabled || m.KeyManager != types.KeyManagerTypeCustomer {
		t.Errorf("metadata %+v", m)
	}
	m = must(client.DescribeKey(ctx, &sdk.DescribeKeyInput{KeyId: aws.String("alias/aws/s3")}))(t).KeyMetadata
	if m.KeyManager != types.KeyManagerTypeAws {
		t.Errorf("the AWS managed key is managed by %s", m.KeyManager)
	}
	if keys := must(client.ListKeys(ctx, nil))(t).Keys; len(keys) != 10 || *keys[0].KeyId > *keys[1].KeyId {
		t.Errorf("keys %+v", keys)
	}
	var names []string
	for _, a := range must(client.ListAliases(ctx, nil))(t).Aliases {
		names = append(names, *a.AliasName)
	}
	if diff := cmp.Diff([]string{"alias/aws/s3", "alias/signer", "alias/training"}, names); diff != "" {
		t.Errorf("aliases (-want +got):\n%s", diff)
	}
	_, err := s.as("user/nobody").ListAliases(ctx, nil)
	wantError(t, err, "AccessDeniedException", "User: "+arn("nobody")+" is not authorized to perform: kms:ListAliases on resource: * because no identity-based policy allows the kms:ListAliases action")
}

func TestCreateKeyAndAlias(t *testing.T) {
	s := start(t)
	client := s.as("user/admin")
	made := must(client.CreateKey(ctx, &sdk.CreateKeyInput{Description: aws.String("new"), Tags: []types.Tag{{TagKey: aws.String("a"), TagValue: aws.String("b")}}}))(t).KeyMetadata
	if _, err := client.CreateAlias(ctx, &sdk.CreateAliasInput{AliasName: aws.String("alias/new"), TargetKeyId: made.KeyId}); err != nil {
		t.Fatal(err)
	}
	if _, err := client.Encrypt(ctx, &sdk.EncryptInput{KeyId: aws.String("alias/new"), Plaintext: []byte("x")}); err != nil {
		t.Errorf("the new key does not encrypt: %v", err)
	}
	if got := s.asked[0].Call.Context["kms:RequestAlias"].Values; !cmp.Equal(got, []string{"alias/new"}) {
		t.Errorf("kms:RequestAlias %v", got)
	}
	_, err := client.CreateAlias(ctx, &sdk.CreateAliasInput{AliasName: aws.String("new"), TargetKeyId: made.KeyId})
	wantError(t, err, "ValidationException", `Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html`)
	_, err = client.CreateAlias(ctx, &sdk.CreateAliasInput{AliasName: aws.String("alias/training"), TargetKeyId: made.KeyId})
	wantError(t, err, "AlreadyExistsException", "An alias with the name arn:aws:kms:us-east-1:111122223333:alias/training already exists")
	_, err = s.as("user/nobody").CreateAlias(ctx, &sdk.CreateAliasInput{AliasName: aws.String("alias/x"), TargetKeyId: made.KeyId})
	wantError(t, err, "AccessDeniedException", "User: "+arn("nobody")+" is not authorized to perform: kms:CreateAlias on resource: arn:aws:kms:us-east-1:111122223333:alias/x because no identity-based policy allows the kms:CreateAlias action")
	if _, err := client.DeleteAlias(ctx, &sdk.DeleteAliasInput{AliasName: aws.String("alias/new")}); err != nil {
		t.Error(err)
	}
	_, err = client.Encrypt(ctx, &sdk.EncryptInput{KeyId: aws.String("alias/new"), Plaintext: []byte("x")})
	wantError(t, err, "NotFoundException", "Alias arn:aws:kms:us-east-1:111122223333:alias/new is not found.")
	for _, c := range []struct {
		in      sdk.CreateKeyInput
		code    string
		message string
	}{
		{sdk.CreateKeyInput{Tags: []types.Tag{{TagKey: aws.String("aws:x"), TagValue: aws.String("b")}}}, "TagException", "Tags beginning with aws: are reserved"},
		{sdk.CreateKeyInput{Tags: []types.Tag{{TagKey: aws.String("x"), TagValue: aws.String("b")}, {TagKey: aws.String("x"), TagValue: aws.String("c")}}}, "TagException", "Duplicate tag keys"},
		{sdk.CreateKeyInput{Tags: []types.Tag{{TagKey: aws.String(strings.Repeat("k", 129)), TagValue: aws.String("")}}}, "ValidationException",
			"1 validation error detected: Value '" + strings.Repeat("k", 129) + "' at 'tags.1.member.tagKey' failed to satisfy constraint: Member must have length less than or equal to 128"},
		{sdk.CreateKeyInput{KeySpec: types.KeySpecHmac256}, "ValidationException", "You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys."},
		{sdk.CreateKeyInput{KeySpec: types.KeySpecRsa2048, KeyUsage: types.KeyUsageTypeKeyAgreement}, "ValidationException", "KeyUsage KEY_AGREEMENT is not compatible with KeySpec RSA_2048"},
		{sdk.CreateKeyInput{KeySpec: types.KeySpecEccNistP256, KeyUsage: types.KeyUsageTypeEncryptDecrypt}, "ValidationException", "KeyUsage ENCRYPT_DECRYPT is not compatible with KeySpec ECC_NIST_P256"},
		{sdk.CreateKeyInput{KeySpec: "AES"}, "ValidationException", "1 validation error detected: Value 'AES' at 'keySpec' failed to satisfy constraint: Member must satisfy enum value set: [" +
			"ECC_NIST_EDWARDS25519, ECC_NIST_P256, ECC_NIST_P384, ECC_NIST_P521, ECC_SECG_P256K1, HMAC_224, HMAC_256, HMAC_384, HMAC_512, ML_DSA_44, ML_DSA_65, ML_DSA_87, RSA_2048, RSA_3072, RSA_4096, SM2, SYMMETRIC_DEFAULT]"},
		{sdk.CreateKeyInput{KeySpec: types.KeySpecEccSecgP256k1, KeyUsage: types.KeyUsageTypeSignVerify}, "NotImplemented", "KMS keys with KeySpec ECC_SECG_P256K1 are not emulated."},
		{sdk.CreateKeyInput{KeySpec: types.KeySpecEccNistEdwards25519, KeyUsage: types.KeyUsageTypeKeyAgreement}, "ValidationException", "KeyUsage KEY_AGREEMENT is not compatible with KeySpec ECC_NIST_EDWARDS25519"},
		{sdk.CreateKeyInput{Origin: types.OriginTypeExternal}, "NotImplemented", "KMS keys with Origin EXTERNAL are not emulated."},
		{sdk.CreateKeyInput{MultiRegion: aws.Bool(true)}, "NotImplemented", "KMS keys with MultiRegion true are not emulated."},
	} {
		_, err := client.CreateKey(ctx, &c.in)
		wantError(t, err, c.code, c.message)
	}
}

func TestKeyStates(t *testing.T) {
	s := start(t)
	client := s.as("user/admin")
	encrypt := func() error {
		_, err := client.Encrypt(ctx, &sdk.EncryptInput{KeyId: aws.String(training), Plaintext: []byte("x")})
		return err
	}
	must(client.DisableKey(ctx, &sdk.DisableKeyInput{KeyId: aws.String(training)}))(t)
	wantError(t, encrypt(), "DisabledException", keyARN+training+" is disabled.")
	must(client.EnableKey(ctx, &sdk.EnableKeyInput{KeyId: aws.String(training)}))(t)
	if err := encrypt(); err != nil {
		t.Errorf("enabled again: %v", err)
	}
	scheduled := must(client.ScheduleKeyDeletion(ctx, &sdk.ScheduleKeyDeletionInput{KeyId: aws.String(training), PendingWindowInDays: aws.Int32(7)}))(t)
	if !scheduled.DeletionDate.Equal(now.AddDate(0, 0, 7)) || scheduled.KeyState != types.KeyStatePendingDeletion {
		t.Errorf("scheduled %+v", scheduled)
	}
	wantError(t, encrypt(), "KMSInvalidStateException", keyARN+training+" is pending deletion.")
	if m := must(client.DescribeKey(ctx, &sdk.DescribeKeyInput{KeyId: aws.String(training)}))(t).KeyMetadata; !m.DeletionDate.Equal(now.AddDate(0, 0, 7)) || m.Enabled {
		t.Errorf("described %+v", m)
	}
	_, err := client.EnableKey(ctx, &sdk.EnableKeyInput{KeyId: aws.String(training)})
	wantError(t, err, "KMSInvalidStateException", keyARN+training+" is pending deletion.")
	must(client.CancelKeyDeletion(ctx, &sdk.CancelKeyDeletionInput{KeyId: aws.String(training)}))(t)
	wantError(t, encrypt(), "DisabledException", keyARN+training+" is disabled.")
	before := s.worlds.Load().Digest()
	_, err = s.as("user/nobody").EnableKey(ctx, &sdk.EnableKeyInput{KeyId: aws.String(training)})
	wantError(t, err, "AccessDeniedException", "User: "+arn("nobody")+" is not authorized to perform: kms:EnableKey on resource: "+keyARN+training+" because no identity-based policy allows the kms:EnableKey action")
	if s.worlds.Load().Digest() != before {
		t.Error("a refused EnableKey changed the world")
	}
}

func TestAnotherAccountsKeyCannotBeManaged(t *testing.T) {
	guest := start(t).as("444455556666:user/guest")
	if _, err := guest.DescribeKey(ctx, &sdk.DescribeKeyInput{KeyId: aws.String(keyARN + shared)}); err != nil {
		t.Errorf("describe: %v", err)
	}
	_, err := guest.DisableKey(ctx, &sdk.DisableKeyInput{KeyId: aws.String(keyARN + shared)})
	wantError(t, err, "AccessDeniedException", "User: "+arn("guest")+" is not authorized to perform: kms:DisableKey"+hidden)
}

func TestKeyPolicies(t *testing.T) {
	s := start(t)
	client := s.as("user/admin")
	if got := must(client.GetKeyPolicy(ctx, &sdk.GetKeyPolicyInput{KeyId: aws.String(training)}))(t); !strings.Contains(*got.Policy, `"arn:aws:iam::111122223333:root"`) || *got.PolicyName != "default" {
		t.Errorf("policy %s", *got.Policy)
	}
	put := func(policy string, bypass bool) error {
		_, err := client.PutKeyPolicy(ctx, &sdk.PutKeyPolicyInput{KeyId: aws.String(training), Policy: &policy, BypassPolicyLockoutSafetyCheck: bypass})
		return err
	}
	const keeperOnly = `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/keeper"},"Action":"kms:*","Resource":"*"}}`
	before := s.worlds.Load().Digest()
	wantError(t, put(keeperOnly, false), "MalformedPolicyDocumentException", "The new key policy will not allow you to update the key policy in the future.")
	if last := s.asked[len(s.asked)-1]; !last.Probe {
		t.Error("the look ahead is not marked as a probe")
	}
	wantError(t, put(strings.Replace(keeperOnly, "user/keeper", "user/gone", 1), true), "MalformedPolicyDocumentException", "Policy contains a statement with one or more invalid principals.")
	if s.worlds.Load().Digest() != before {
		t.Error("a refused PutKeyPolicy changed the world")
	}
	if err := put(keeperOnly, true); err != nil {
		t.Fatal(err)
	}
	_, err := client.GetKeyPolicy(ctx, &sdk.GetKeyPolicyInput{KeyId: aws.String(training)})
	wantError(t, err, "AccessDeniedException", "User: "+arn("admin")+" is not authorized to perform: kms:GetKeyPolicy on resource: "+keyARN+training+" because no resource-based policy allows the kms:GetKeyPolicy action")
	got := must(s.as("user/keeper").GetKeyPolicy(ctx, &sdk.GetKeyPolicyInput{KeyId: aws.String(training)}))(t)
	if *got.Policy != keeperOnly {
		t.Errorf("the policy came back as %s", *got.Policy)
	}
}

func TestOperationsThatAreNotThere(t *testing.T) {
	s := start(t)
	_, err := s.as("user/admin").ReplicateKey(ctx, &sdk.ReplicateKeyInput{KeyId: aws.String(training), ReplicaRegion: aws.String("eu-west-1")})
	wantError(t, err, "NotImplemented", "The KMS operation ReplicateKey is not emulated.")
}

// A handler must refuse an anonymous caller even if nothing before it did.
func TestAnonymousRequestsAreRefused(t *testing.T) {
	w, err := world.New(describe())
	if err != nil {
		t.Fatal(err)
	}
	answer := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(`{}`))
	r.Header.Set("X-Amz-Target", "TrentService.ListKeys")
	r.Header.Set("Content-Type", "application/x-amz-json-1.1")
	kms.New(world.NewStore(w), "").Serve(answer, r, gate.NewExchange(rules{t}, gate.Exchange{
		IDs: awsproto.IDs{RequestID: "1"}, World: w, Now: now, Region: w.Region, Identity: &caller.Identity{Principal: world.Anonymous()}}))
	if !strings.Contains(answer.Body.String(), "MissingAuthenticationToken") {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
}
