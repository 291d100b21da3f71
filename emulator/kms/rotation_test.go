package kms_test

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/kms/types"
	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/world"
)

// days have passed since the service was started.
func (s *service) days(n int) { s.late = time.Duration(n) * 24 * time.Hour }

// rotated is a key's rotations, each as its kind and the days from the start.
func rotated(t *testing.T, client *sdk.Client, key string) (all []string) {
	t.Helper()
	for _, r := range must(client.ListKeyRotations(ctx, &sdk.ListKeyRotationsInput{KeyId: &key}))(t).Rotations {
		all = append(all, string(r.RotationType)+" "+r.RotationDate.Sub(now).String())
	}
	return all
}

func TestAutomaticRotation(t *testing.T) {
	s := start(t)
	client := s.as("user/admin")
	status := func() *sdk.GetKeyRotationStatusOutput {
		return must(client.GetKeyRotationStatus(ctx, &sdk.GetKeyRotationStatusInput{KeyId: aws.String(training)}))(t)
	}
	if got := status(); got.KeyRotationEnabled || got.NextRotationDate != nil || got.RotationPeriodInDays != nil {
		t.Errorf("before: %+v", got)
	}
	must(client.EnableKeyRotation(ctx, &sdk.EnableKeyRotationInput{KeyId: aws.String(training), RotationPeriodInDays: aws.Int32(100)}))(t)
	if got := s.asked[0].Call.Context["kms:RotationPeriodInDays"].Values; !cmp.Equal(got, []string{"100"}) {
		t.Errorf("kms:RotationPeriodInDays %v", got)
	}
	old := must(client.Encrypt(ctx, &sdk.EncryptInput{KeyId: aws.String(training), Plaintext: []byte("old")}))(t).CiphertextBlob
	before := must(client.DescribeKey(ctx, &sdk.DescribeKeyInput{KeyId: aws.String(training)}))(t).KeyMetadata
	s.days(100)
	if got := rotated(t, client, training); len(got) != 1 {
		t.Errorf("on the day of its rotation: %v", got)
	}
	s.days(250)
	if got := status(); !got.KeyRotationEnabled || *got.RotationPeriodInDays != 100 || !got.NextRotationDate.Equal(now.AddDate(0, 0, 300)) || *got.KeyId != keyARN+training {
		t.Errorf("after 250 days: %+v, next %v", got, got.NextRotationDate)
	}
	if diff := cmp.Diff([]string{"AUTOMATIC 2400h0m0s", "AUTOMATIC 4800h0m0s"}, rotated(t, client, training)); diff != "" {
		t.Errorf("rotations (-want +got):\n%s", diff)
	}
	opened := must(client.Decrypt(ctx, &sdk.DecryptInput{CiphertextBlob: old}))(t)
	after := must(client.DescribeKey(ctx, &sdk.DescribeKeyInput{KeyId: aws.String(training)}))(t).KeyMetadata
	if string(opened.Plaintext) != "old" || *opened.KeyMaterialId != *before.CurrentKeyMaterialId || *after.CurrentKeyMaterialId == *before.CurrentKeyMaterialId {
		t.Errorf("the old ciphertext is %q under %s; the key had %s and has %s", opened.Plaintext, *opened.KeyMaterialId, *before.CurrentKeyMaterialId, *after.CurrentKeyMaterialId)
	}
	fresh := must(client.GenerateDataKey(ctx, &sdk.GenerateDataKeyInput{KeyId: aws.String(training), KeySpec: types.DataKeySpecAes256}))(t)
	if *fresh.KeyMaterialId != *after.CurrentKeyMaterialId {
		t.Errorf("a new data key is under %s", *fresh.KeyMaterialId)
	}
	must(client.DisableKeyRotation(ctx, &sdk.DisableKeyRotationInput{KeyId: aws.String(training)}))(t)
	s.days(1000)
	if got := status(); got.KeyRotationEnabled {
		t.Errorf("after it was disabled: %+v", got)
	}
	if got := rotated(t, client, training); len(got) != 2 {
		t.Errorf("after it was disabled: %v", got)
	}
	must(client.EnableKeyRotation(ctx, &sdk.EnableKeyRotationInput{KeyId: aws.String(training)}))(t)
	if _, sent := s.asked[0].Call.Context["kms:RotationPeriodInDays"]; sent {
		t.Error("kms:RotationPeriodInDays is in a request without it")
	}
	if got := status(); *got.RotationPeriodInDays != 365 || !got.NextRotationDate.Equal(now.AddDate(0, 0, 1365)) {
		t.Errorf("enabled again: %+v, next %v", got, got.NextRotationDate)
	}
}

func TestRotationOnDemand(t *testing.T) {
	s := start(t)
	client := s.as("user/admin")
	for i := range 25 {
		s.days(i)
		if out := must(client.RotateKeyOnDemand(ctx, &sdk.RotateKeyOnDemandInput{KeyId: aws.String(training)}))(t); *out.KeyId != keyARN+training {
			t.Errorf("rotated %s", *out.KeyId)
		}
	}
	_, err := client.RotateKeyOnDemand(ctx, &sdk.RotateKeyOnDemandInput{KeyId: aws.String(training)})
	wantError(t, err, "LimitExceededException", "The on-demand rotations limit has been reached for the given keyId. No more on-demand rotations can be performed for this key: "+keyARN+training)
	if got := rotated(t, client, training); len(got) != 25 || got[1] != "ON_DEMAND 24h0m0s" || got[24] != "ON_DEMAND 576h0m0s" {
		t.Errorf("rotations %v", got)
	}
	all := must(client.ListKeyRotations(ctx, &sdk.ListKeyRotationsInput{KeyId: aws.String(training), IncludeKeyMaterial: types.IncludeKeyMaterialAllKeyMaterial}))(t).Rotations
	if len(all) != 26 || all[0].RotationDate != nil || all[0].KeyMaterialState != types.KeyMaterialStateNonCurrent || all[25].KeyMaterialState != types.KeyMaterialStateCurrent {
		t.Errorf("all materials %+v", all)
	}
}

func TestKeysThatDoNotRotate(t *testing.T) {
	s := start(t)
	client := s.as("user/admin")
	calls := func(client *sdk.Client, key string) map[string]error {
		_, enable := client.EnableKeyRotation(ctx, &sdk.EnableKeyRotationInput{KeyId: &key})
		_, disable := client.DisableKeyRotation(ctx, &sdk.DisableKeyRotationInput{KeyId: &key})
		_, rotate := client.RotateKeyOnDemand(ctx, &sdk.RotateKeyOnDemandInput{KeyId: &key})
		_, status := client.GetKeyRotationStatus(ctx, &sdk.GetKeyRotationStatusInput{KeyId: &key})
		_, list := client.ListKeyRotations(ctx, &sdk.ListKeyRotationsInput{KeyId: &key})
		return map[string]error{"EnableKeyRotation": enable, "DisableKeyRotation": disable, "RotateKeyOnDemand": rotate, "GetKeyRotationStatus": status, "ListKeyRotations": list}
	}
	for _, key := range []string{signer, locker, sealer} {
		for _, err := range calls(client, key) {
			wantError(t, err, "UnsupportedOperationException", "")
		}
	}
	before := s.worlds.Load().Digest()
	for key, want := range map[string][2]string{stopped: {"DisabledException", keyARN + stopped + " is disabled."}, dying: {"KMSInvalidStateException", keyARN + dying + " is pending deletion."}} {
		for name, err := range calls(client, key) {
			if name == "GetKeyRotationStatus" || name == "ListKeyRotations" {
				if err != nil {
					t.Errorf("%s of %s: %v", name, key, err)
				}
				continue
			}
			wantError(t, err, want[0], want[1])
		}
	}
	for name, err := range calls(s.as("user/nobody"), training) {
		wantError(t, err, "AccessDeniedException", "User: "+arn("nobody")+" is not authorized to perform: kms:"+name+" on resource: "+keyARN+training+" because no identity-based policy allows the kms:"+name+" action")
	}
	if s.worlds.Load().Digest() != before {
		t.Error("a refused call changed the world")
	}
	_, err := client.EnableKeyRotation(ctx, &sdk.EnableKeyRotationInput{KeyId: aws.String(training), RotationPeriodInDays: aws.Int32(89)})
	wantError(t, err, "ValidationException", "1 validation error detected: Value '89' at 'rotationPeriodInDays' failed to satisfy constraint: Member must have value greater than or equal to 90")
	_, err = client.ListKeyRotations(ctx, &sdk.ListKeyRotationsInput{KeyId: aws.String(training), IncludeKeyMaterial: "SOME"})
	wantError(t, err, "ValidationException", "1 validation error detected: Value 'SOME' at 'includeKeyMaterial' failed to satisfy constraint: Member must satisfy enum value set: [ALL_KEY_MATERIAL, ROTATIONS_ONLY]")
}

// AWS rotates its own keys every year, and a key of a world that says so.
func TestKeysThatRotateFromTheStart(t *testing.T) {
	s := start(t)
	if err := s.worlds.Change(func(w *world.World) error {
		w.Accounts[account].Keys[training].RotationPeriodInDays = 90
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	client := s.as("user/admin")
	for key, want := range map[string]int32{training: 90, "alias/aws/s3": 365} {
		if got := must(client.GetKeyRotationStatus(ctx, &sdk.GetKeyRotationStatusInput{KeyId: &key}))(t); !got.KeyRotationEnabled || *got.RotationPeriodInDays != want || !got.NextRotationDate.After(now) {
			t.Errorf("%s: %+v", key, got)
		}
	}
}
