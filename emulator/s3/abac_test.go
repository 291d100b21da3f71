package s3_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/denylab/denylab/emulator/world"
)

// The tags of a bucket count in policies only once that was turned on.
func TestBucketTagsDecide(t *testing.T) {
	w := testWorld()
	w.Accounts[owner].Buckets["data"].Tags = map[string]string{"team": "blue"}
	w.Accounts[owner].Users["blue"] = user(world.MustPolicy(`{"Version":"2012-10-17","Statement":[
		{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"StringEquals":{"s3:BucketTag/team":"blue"}}},
		{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*","Condition":{"StringEquals":{"aws:ResourceTag/team":"blue"}}}]}`))
	l := start(t, w)
	alice, blue := l.as("user/alice"), l.as("user/blue")
	b := aws.String("data")
	status := func() types.BucketAbacStatus {
		return must(alice.GetBucketAbac(ctx, &awss3.GetBucketAbacInput{Bucket: b}))(t).AbacStatus.Status
	}
	try := func(want string) {
		t.Helper()
		wantCode(t, second(blue.GetObject(ctx, &awss3.GetObjectInput{Bucket: b, Key: aws.String("seeded.txt")})), want)
		wantCode(t, second(blue.ListObjectsV2(ctx, &awss3.ListObjectsV2Input{Bucket: b})), want)
	}
	turn := func(to types.BucketAbacStatus) error {
		return second(alice.PutBucketAbac(ctx, &awss3.PutBucketAbacInput{Bucket: b, AbacStatus: &types.AbacStatus{Status: to}}))
	}
	try("403 AccessDenied")
	if status() != "Disabled" {
		t.Errorf("at first %s", status())
	}
	wantCode(t, turn("Enabled"), "")
	try("")
	if status() != "Enabled" {
		t.Errorf("then %s", status())
	}
	wantCode(t, second(alice.PutBucketTagging(ctx, &awss3.PutBucketTaggingInput{Bucket: b, Tagging: tagSet("team", "red")})), "400 BadRequest")
	wantCode(t, second(alice.DeleteBucketTagging(ctx, &awss3.DeleteBucketTaggingInput{Bucket: b})), "400 BadRequest")
	wantCode(t, turn("Sometimes"), "400 MalformedXML")
	wantCode(t, turn("Disabled"), "")
	try("403 AccessDenied")
}

func TestUpdateObjectEncryption(t *testing.T) {
	w := testWorld()
	w.Accounts[owner].Users["keyless"] = user(allow("s3:*", "*"))
	w.Accounts[owner].Users["readonly"] = user(allow("s3:UpdateObjectEncryption kms:*", "*"))
	l := start(t, w)
	update := func(who string) error {
		return second(l.as(who).UpdateObjectEncryption(ctx, &awss3.UpdateObjectEncryptionInput{Bucket: aws.String("data"), Key: aws.String("seeded.txt"),
			ObjectEncryption: &types.ObjectEncryptionMemberSSEKMS{Value: types.SSEKMSEncryption{KMSKeyArn: aws.String(keyARN), BucketKeyEnabled: aws.Bool(true)}}}))
	}
	wantCode(t, update("user/keyless"), "403 AccessDenied")
	wantCode(t, update("user/readonly"), "403 AccessDenied")
	wantCode(t, update("user/alice"), "")
	out := must(l.as("user/alice").HeadObject(ctx, &awss3.HeadObjectInput{Bucket: aws.String("data"), Key: aws.String("seeded.txt")}))(t)
	if out.ServerSideEncryption != "aws:kms" || aws.ToString(out.SSEKMSKeyId) != keyARN || !aws.ToBool(out.BucketKeyEnabled) {
		t.Errorf("%s %s %v", out.ServerSideEncryption, aws.ToString(out.SSEKMSKeyId), aws.ToBool(out.BucketKeyEnabled))
	}
	wantCode(t, second(l.as("user/keyless").GetObject(ctx, &awss3.GetObjectInput{Bucket: aws.String("data"), Key: aws.String("seeded.txt")})), "403 AccessDenied")
}
