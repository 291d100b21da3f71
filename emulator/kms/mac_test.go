package kms_test

import (
	"bytes"
	"testing"

	sdk "github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/kms/types"
)

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
