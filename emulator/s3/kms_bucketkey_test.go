package s3_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// With an S3 Bucket Key the data keys are the bucket's, and so is the encryption
// context that policies and grants see
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html).
func TestBucketKeysAreOfTheBucket(t *testing.T) {
	for bucketKey, want := range map[bool]string{false: "arn:aws:s3:::kms/k", true: "arn:aws:s3:::kms"} {
		w := testWorld()
		w.Accounts[owner].Buckets["kms"].Encryption.BucketKey = bucketKey
		l := start(t, w)
		alice := l.as("user/alice")
		put(t, alice, "kms", "k", "secret")
		get(t, alice, "kms", "k")
		for _, action := range []string{"kms:GenerateDataKey", "kms:Decrypt"} {
			got := l.lastContext(action)["kms:EncryptionContext:aws:s3:arn"].Values
			if diff := cmp.Diff([]string{want}, got); diff != "" {
				t.Errorf("bucket key %v, %s (-want +got):\n%s", bucketKey, action, diff)
			}
		}
	}
}
