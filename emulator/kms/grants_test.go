package kms_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/kms/types"
	"github.com/google/go-cmp/cmp"
)

// grantNobody grants nobody the use of the training key, for one encryption
// context.
func grantNobody(t *testing.T, s *service) *sdk.CreateGrantOutput {
	t.Helper()
	return must(s.as("user/admin").CreateGrant(ctx, &sdk.CreateGrantInput{
		KeyId: aws.String(training), GranteePrincipal: aws.String(arn("nobody")), RetiringPrincipal: aws.String(arn("keeper")),
		Operations: []types.GrantOperation{types.GrantOperationDecrypt, types.GrantOperationEncrypt}, Name: aws.String("reader"),
		Constraints: &types.GrantConstraints{EncryptionContextSubset: map[string]string{"team": "ml"}},
	}))(t)
}

func TestAGrantAllowsWhatItLists(t *testing.T) {
	s := start(t)
	made := grantNobody(t, s)
	nobody := s.as("user/nobody")
	encrypt := func(context map[string]string, tokens ...string) error {
		_, err := nobody.Encrypt(ctx, &sdk.EncryptInput{KeyId: aws.String(training), Plaintext: []byte("x"), EncryptionContext: context, GrantTokens: tokens})
		return err
	}
	if err := encrypt(map[string]string{"team": "ml", "more": "1"}); err != nil {
		t.Errorf("granted: %v", err)
	}
	if err := encrypt(map[string]string{"team": "ml"}, *made.GrantToken); err != nil {
		t.Errorf("with the grant's token: %v", err)
	}
	refusal := "User: " + arn("nobody") + " is not authorized to perform: kms:Encrypt on resource: " + keyARN + training + " because no identity-based policy allows the kms:Encrypt action"
	wantError(t, encrypt(map[string]string{"team": "web"}), "AccessDeniedException", refusal)
	_, err := nobody.GenerateDataKey(ctx, &sdk.GenerateDataKeyInput{KeyId: aws.String(training), KeySpec: types.DataKeySpecAes256, EncryptionContext: map[string]string{"team": "ml"}})
	wantError(t, err, "AccessDeniedException", strings.ReplaceAll(refusal, "kms:Encrypt", "kms:GenerateDataKey"))
}

// Who may create grants because of a grant passes on no more than it has.
func TestAGrantIsPassedOnWithinItsLimits(t *testing.T) {
	s := start(t)
	ml := map[string]string{"team": "ml"}
	must(s.as("user/admin").CreateGrant(ctx, &sdk.CreateGrantInput{
		KeyId: aws.String(training), GranteePrincipal: aws.String(arn("nobody")), Constraints: &types.GrantConstraints{EncryptionContextSubset: ml},
		Operations: []types.GrantOperation{types.GrantOperationDecrypt, types.GrantOperationCreateGrant},
	}))(t)
	for _, tt := range []struct {
		name       string
		operation  types.GrantOperation
		constraint *types.GrantConstraints
		allowed    bool
	}{
		{"the same", types.GrantOperationDecrypt, &types.GrantConstraints{EncryptionContextSubset: ml}, true},
		{"stricter", types.GrantOperationDecrypt, &types.GrantConstraints{EncryptionContextEquals: map[string]string{"team": "ml", "job": "1"}}, true},
		{"another operation", types.GrantOperationEncrypt, &types.GrantConstraints{EncryptionContextSubset: ml}, false},
		{"another context", types.GrantOperationDecrypt, &types.GrantConstraints{EncryptionContextSubset: map[string]string{"team": "web"}}, false},
		{"no constraint", types.GrantOperationDecrypt, nil, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := s.as("user/nobody").CreateGrant(ctx, &sdk.CreateGrantInput{KeyId: aws.String(training), GranteePrincipal: aws.String(arn("keeper")),
				Operations: []types.GrantOperation{tt.operation}, Constraints: tt.constraint})
			if tt.allowed {
				if err != nil {
					t.Error(err)
				}
				return
			}
			wantError(t, err, "AccessDeniedException", "User: "+arn("nobody")+" is not authorized to perform: kms:CreateGrant on resource: "+keyARN+training+" because no identity-based policy allows the kms:CreateGrant action")
		})
	}
}

func TestCreateGrantAsksWithTheGrantsKeys(t *testing.T) {
	s := start(t)
	first := grantNobody(t, s)
	got := map[string][]string{}
	for name, value := range s.asked[0].Call.Context {
		if strings.HasPrefix(name, "kms:") || name == "aws:ResourceTag/team" {
			got[name] = value.Values
		}
	}
	want := map[string][]string{
		"aws:ResourceTag/team": {"ml"}, "kms:CallerAccount": {account}, "kms:EncryptionContext:team": {"ml"},
		"kms:EncryptionContextKeys": {"team"}, "kms:GrantConstraintType": {"EncryptionContextSubset"},
		"kms:GrantIsForAWSResource": {"false"}, "kms:GrantOperations": {"Decrypt", "Encrypt"},
		"kms:GranteePrincipal": {arn("nobody")}, "kms:RetiringPrincipal": {arn("keeper")},
		"kms:CustomerMasterKeySpec": {"SYMMETRIC_DEFAULT"}, "kms:CustomerMasterKeyUsage": {"ENCRYPT_DECRYPT"},
		"kms:KeyOrigin": {"AWS_KMS"}, "kms:KeySpec": {"SYMMETRIC_DEFAULT"}, "kms:KeyUsage": {"ENCRYPT_DECRYPT"},
		"kms:MultiRegion": {"false"}, "kms:ResourceAliases": {"alias/training"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("condition keys (-want +got):\n%s", diff)
	}
	if again := grantNobody(t, s); *again.GrantId != *first.GrantId {
		t.Error("the same grant with the same name was made twice")
	}
	listed := must(s.as("user/admin").ListGrants(ctx, &sdk.ListGrantsInput{KeyId: aws.String(training)}))(t).Grants
	if len(listed) != 1 || *listed[0].GrantId != *first.GrantId || *listed[0].GranteePrincipal != arn("nobody") || listed[0].Constraints.EncryptionContextSubset["team"] != "ml" {
		t.Errorf("listed %+v", listed)
	}
}

func TestGrantsEnd(t *testing.T) {
	s := start(t)
	made := grantNobody(t, s)
	_, err := s.as("user/nobody").RetireGrant(ctx, &sdk.RetireGrantInput{KeyId: aws.String(keyARN + training), GrantId: made.GrantId})
	wantError(t, err, "AccessDeniedException", "User: "+arn("nobody")+" is not authorized to perform: kms:RetireGrant on resource: "+keyARN+training+" because no identity-based policy allows the kms:RetireGrant action")
	if _, err := s.as("user/keeper").RetireGrant(ctx, &sdk.RetireGrantInput{GrantToken: made.GrantToken}); err != nil {
		t.Errorf("the retiring principal may not retire: %v", err)
	}
	_, err = s.as("user/nobody").Encrypt(ctx, &sdk.EncryptInput{KeyId: aws.String(training), Plaintext: []byte("x"), EncryptionContext: map[string]string{"team": "ml"}})
	if err == nil {
		t.Error("a retired grant still allows")
	}
	made = grantNobody(t, s)
	if _, err := s.as("user/admin").RevokeGrant(ctx, &sdk.RevokeGrantInput{KeyId: aws.String(training), GrantId: made.GrantId}); err != nil {
		t.Errorf("revoke: %v", err)
	}
	if left := must(s.as("user/admin").ListRetirableGrants(ctx, &sdk.ListRetirableGrantsInput{RetiringPrincipal: aws.String(arn("keeper"))}))(t).Grants; len(left) != 0 {
		t.Errorf("left %+v", left)
	}
	_, err = s.as("user/admin").RevokeGrant(ctx, &sdk.RevokeGrantInput{KeyId: aws.String(training), GrantId: made.GrantId})
	wantError(t, err, "NotFoundException", "Grant "+*made.GrantId+" does not exist")
}

func TestCreateGrantIsRefused(t *testing.T) {
	s := start(t)
	input := func(key, grantee string) *sdk.CreateGrantInput {
		return &sdk.CreateGrantInput{KeyId: &key, GranteePrincipal: &grantee, Operations: []types.GrantOperation{types.GrantOperationDecrypt}}
	}
	before := s.worlds.Load().Digest()
	_, err := s.as("user/admin").CreateGrant(ctx, input("alias/aws/s3", arn("nobody")))
	wantError(t, err, "AccessDeniedException", "User: "+arn("admin")+" is not authorized to perform: kms:CreateGrant on resource: "+managed(t, s)+" because no resource-based policy allows the kms:CreateGrant action")
	_, err = s.as("user/admin").CreateGrant(ctx, input(training, arn("missing")))
	wantError(t, err, "InvalidArnException", "ARN does not refer to a valid principal: "+arn("missing"))
	_, err = s.as("user/admin").CreateGrant(ctx, input(dying, arn("nobody")))
	wantError(t, err, "KMSInvalidStateException", keyARN+dying+" is pending deletion.")
	dry := input(training, arn("nobody"))
	dry.DryRun = aws.Bool(true)
	_, err = s.as("user/admin").CreateGrant(ctx, dry)
	wantError(t, err, "DryRunOperationException", "The request would have succeeded, but the DryRun option is set.")
	if s.worlds.Load().Digest() != before {
		t.Error("a refused CreateGrant changed the world")
	}
}
