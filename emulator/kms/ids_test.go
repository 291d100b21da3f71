package kms_test

import (
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/kms/types"
)

// Whatever else is asked of a lab meanwhile, the same keys and grants have the
// same ids, and none has another's.
func TestIDsFollowFromWhatIsMade(t *testing.T) {
	quiet, busy := start(t), start(t)
	want := makeKeys(t, quiet, func() {})
	got := makeKeys(t, busy, func() {
		c, ctx := busy.as("user/admin"), t.Context()
		must(c.ListKeys(ctx, &sdk.ListKeysInput{}))(t)
		must(c.GenerateRandom(ctx, &sdk.GenerateRandomInput{NumberOfBytes: aws.Int32(8)}))(t)
		if _, err := busy.as("user/nobody").CreateKey(ctx, &sdk.CreateKeyInput{}); err == nil {
			t.Error("nobody may make keys")
		}
	})
	if !slices.Equal(got, want) {
		t.Errorf("%v are the ids of a busy lab, %v those of a quiet one", got, want)
	}
	slices.Sort(got)
	if once := slices.Compact(slices.Clone(got)); len(once) != len(got) {
		t.Errorf("some id was given twice: %v", got)
	}
}

// makeKeys makes keys and grants, and makes what it deleted again, with noise
// before each.
func makeKeys(t *testing.T, s *service, noise func()) (ids []string) {
	t.Helper()
	c, ctx := s.as("user/admin"), t.Context()
	for range 2 {
		noise()
		key := must(c.CreateKey(ctx, &sdk.CreateKeyInput{}))(t).KeyMetadata.KeyId
		ids = append(ids, *key)
		for range 2 {
			noise()
			grant := must(c.CreateGrant(ctx, &sdk.CreateGrantInput{
				KeyId: key, GranteePrincipal: aws.String("arn:aws:iam::111122223333:user/nobody"), Operations: []types.GrantOperation{types.GrantOperationDecrypt},
			}))(t)
			ids = append(ids, *grant.GrantId, *grant.GrantToken)
			must(c.RevokeGrant(ctx, &sdk.RevokeGrantInput{KeyId: key, GrantId: grant.GrantId}))(t)
		}
	}
	return ids
}
