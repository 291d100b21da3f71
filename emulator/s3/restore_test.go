package s3_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/denylab/denylab/emulator/world"
)

func TestArchivedObjects(t *testing.T) {
	w := testWorld()
	w.Accounts[owner].Buckets["data"].Objects["deep"] = &world.Object{Body: "deep", StorageClass: "DEEP_ARCHIVE"}
	l := start(t, w)
	alice := l.as("user/alice")
	b := aws.String("data")
	must(alice.PutObject(ctx, &awss3.PutObjectInput{Bucket: b, Key: aws.String("cold"), StorageClass: "GLACIER"}))(t)
	if got := l.lastContext("s3:PutObject")["s3:x-amz-storage-class"].Values; len(got) != 1 || got[0] != "GLACIER" {
		t.Errorf("the class is %q", got)
	}
	read := func(key string) error {
		return second(alice.GetObject(ctx, &awss3.GetObjectInput{Bucket: b, Key: &key}))
	}
	restore := func(c *awss3.Client, key string, days int32, tier types.Tier) error {
		return second(c.RestoreObject(ctx, &awss3.RestoreObjectInput{Bucket: b, Key: &key, RestoreRequest: &types.RestoreRequest{Days: &days, GlacierJobParameters: &types.GlacierJobParameters{Tier: tier}}}))
	}
	head := func(key string) *awss3.HeadObjectOutput {
		return must(alice.HeadObject(ctx, &awss3.HeadObjectInput{Bucket: b, Key: &key}))(t)
	}
	wantCode(t, read("cold"), "403 InvalidObjectState")
	wantCode(t, second(alice.CopyObject(ctx, &awss3.CopyObjectInput{Bucket: b, Key: aws.String("warm"), CopySource: aws.String("data/cold")})), "403 InvalidObjectState")
	if out := head("cold"); out.StorageClass != "GLACIER" || out.Restore != nil {
		t.Errorf("class %s, restored %v", out.StorageClass, aws.ToString(out.Restore))
	}
	wantCode(t, restore(l.as("user/rob"), "cold", 1, "Standard"), "403 AccessDenied")
	wantCode(t, restore(alice, "cold", 0, "Standard"), "400 InvalidArgument")
	wantCode(t, restore(alice, "deep", 1, "Expedited"), "400 InvalidArgument")
	wantCode(t, restore(alice, "seeded.txt", 1, "Standard"), "403 InvalidObjectState")
	wantCode(t, restore(alice, "cold", 3, "Expedited"), "")
	if got := aws.ToString(head("cold").Restore); got != `ongoing-request="false", expiry-date="Sun, 08 Mar 2026 00:00:00 GMT"` {
		t.Errorf("restored: %s", got)
	}
	wantCode(t, read("cold"), "")
	wantCode(t, restore(alice, "cold", 9, "Standard"), "")
	list := must(alice.ListObjectsV2(ctx, &awss3.ListObjectsV2Input{Bucket: b}))(t)
	classes := map[string]types.ObjectStorageClass{}
	for _, o := range list.Contents {
		classes[*o.Key] = o.StorageClass
	}
	same(t, classes, map[string]types.ObjectStorageClass{"cold": "GLACIER", "deep": "DEEP_ARCHIVE", "seeded.txt": "STANDARD"})
}

// The first restore is accepted, another one of what is restored is done.
func TestRestoreStatus(t *testing.T) {
	w := openWorld()
	w.Accounts[owner].Buckets["legacy"].Objects = map[string]*world.Object{"k": {StorageClass: "GLACIER"}}
	l := start(t, w)
	for _, want := range []int{202, 200} {
		res, body := l.send("POST", "/legacy/k?restore", "<RestoreRequest><Days>1</Days></RestoreRequest>")
		if res.StatusCode != want {
			t.Errorf("%d %s, want %d", res.StatusCode, body, want)
		}
	}
	if got := refusalOf(l.send("POST", "/legacy/k?restore", "<RestoreRequest><Type>SELECT</Type></RestoreRequest>")); got[:16] != "400 MalformedXML" {
		t.Errorf("got %s", got)
	}
}

// What S3 has given up is refused to those who might have used it, and to
// others as ever.
func TestWithdrawnOperations(t *testing.T) {
	l := start(t, testWorld())
	for who, want := range map[string]string{"user/alice": "405 MethodNotAllowed", "user/bob": "403 AccessDenied"} {
		c := l.as(who)
		wantCode(t, second(c.GetObjectTorrent(ctx, &awss3.GetObjectTorrentInput{Bucket: aws.String("data"), Key: aws.String("seeded.txt")})), want)
		wantCode(t, second(c.SelectObjectContent(ctx, &awss3.SelectObjectContentInput{Bucket: aws.String("data"), Key: aws.String("seeded.txt"), Expression: aws.String("select * from s3object"), ExpressionType: "SQL",
			InputSerialization: &types.InputSerialization{CSV: &types.CSVInput{}}, OutputSerialization: &types.OutputSerialization{CSV: &types.CSVOutput{}}})), want)
	}
}

func TestMFADeleteIsRefused(t *testing.T) {
	l := start(t, testWorld())
	_, err := l.as("user/alice").PutBucketVersioning(ctx, &awss3.PutBucketVersioningInput{Bucket: aws.String("data"), MFA: aws.String("serial 123456"),
		VersioningConfiguration: &types.VersioningConfiguration{Status: "Enabled", MFADelete: "Enabled"}})
	wantCode(t, err, "501 NotImplemented")
}
