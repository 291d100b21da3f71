package s3_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// inputs is a request for every operation that this lab has, on a bucket, a
// key and an upload.
func inputs(b, k, upload string) []any {
	tagging := tagSet("a", "1")
	policy := policyFor(`{"AWS":"`+other+`"}`, "s3:GetObject", "arn:aws:s3:::"+b+"/*")
	source, part := aws.String(b+"/"+k), aws.Int32(1)
	body := func() *strings.Reader { return strings.NewReader("body") }
	return append([]any{
		&awss3.ListBucketsInput{},
		&awss3.CreateBucketInput{Bucket: aws.String("brand-new")},
		&awss3.HeadBucketInput{Bucket: &b}, &awss3.DeleteBucketInput{Bucket: &b}, &awss3.GetBucketLocationInput{Bucket: &b},
		&awss3.ListObjectsInput{Bucket: &b}, &awss3.ListObjectsV2Input{Bucket: &b}, &awss3.ListObjectVersionsInput{Bucket: &b},
		&awss3.ListMultipartUploadsInput{Bucket: &b},
		&awss3.GetObjectInput{Bucket: &b, Key: &k}, &awss3.HeadObjectInput{Bucket: &b, Key: &k},
		&awss3.GetObjectInput{Bucket: &b, Key: &k, VersionId: aws.String("null")},
		&awss3.GetObjectAttributesInput{Bucket: &b, Key: &k, ObjectAttributes: []types.ObjectAttributes{"ETag"}},
		&awss3.PutObjectInput{Bucket: &b, Key: &k, Body: body()}, &awss3.PutObjectInput{Bucket: &b, Key: aws.String("new"), Body: body(), Tagging: aws.String("a=1")},
		&awss3.CopyObjectInput{Bucket: &b, Key: aws.String("new"), CopySource: source},
		&awss3.DeleteObjectInput{Bucket: &b, Key: &k}, &awss3.DeleteObjectInput{Bucket: &b, Key: &k, VersionId: aws.String("null")},
		&awss3.GetObjectAclInput{Bucket: &b, Key: &k}, &awss3.PutObjectAclInput{Bucket: &b, Key: &k, ACL: "bucket-owner-full-control"},
		&awss3.GetObjectTaggingInput{Bucket: &b, Key: &k}, &awss3.PutObjectTaggingInput{Bucket: &b, Key: &k, Tagging: tagging}, &awss3.DeleteObjectTaggingInput{Bucket: &b, Key: &k},
		&awss3.CreateMultipartUploadInput{Bucket: &b, Key: &k}, &awss3.UploadPartInput{Bucket: &b, Key: &k, UploadId: &upload, PartNumber: part, Body: body()},
		&awss3.UploadPartCopyInput{Bucket: &b, Key: &k, UploadId: &upload, PartNumber: part, CopySource: source},
		&awss3.ListPartsInput{Bucket: &b, Key: &k, UploadId: &upload},
		&awss3.CompleteMultipartUploadInput{Bucket: &b, Key: &k, UploadId: &upload, MultipartUpload: &types.CompletedMultipartUpload{Parts: []types.CompletedPart{{PartNumber: part, ETag: aws.String("x")}}}},
		&awss3.AbortMultipartUploadInput{Bucket: &b, Key: &k, UploadId: &upload},
		&awss3.GetBucketAclInput{Bucket: &b}, &awss3.PutBucketAclInput{Bucket: &b, ACL: "bucket-owner-full-control"},
		&awss3.GetBucketPolicyInput{Bucket: &b}, &awss3.PutBucketPolicyInput{Bucket: &b, Policy: &policy}, &awss3.DeleteBucketPolicyInput{Bucket: &b}, &awss3.GetBucketPolicyStatusInput{Bucket: &b},
		&awss3.GetPublicAccessBlockInput{Bucket: &b}, &awss3.DeletePublicAccessBlockInput{Bucket: &b},
		&awss3.PutPublicAccessBlockInput{Bucket: &b, PublicAccessBlockConfiguration: &types.PublicAccessBlockConfiguration{BlockPublicAcls: aws.Bool(false)}},
		&awss3.GetBucketOwnershipControlsInput{Bucket: &b}, &awss3.DeleteBucketOwnershipControlsInput{Bucket: &b},
		&awss3.PutBucketOwnershipControlsInput{Bucket: &b, OwnershipControls: &types.OwnershipControls{Rules: []types.OwnershipControlsRule{{ObjectOwnership: "ObjectWriter"}}}},
		&awss3.GetBucketEncryptionInput{Bucket: &b}, &awss3.DeleteBucketEncryptionInput{Bucket: &b},
		&awss3.PutBucketEncryptionInput{Bucket: &b, ServerSideEncryptionConfiguration: &types.ServerSideEncryptionConfiguration{Rules: []types.ServerSideEncryptionRule{{ApplyServerSideEncryptionByDefault: &types.ServerSideEncryptionByDefault{SSEAlgorithm: "aws:kms"}}}}},
		&awss3.GetBucketVersioningInput{Bucket: &b}, &awss3.PutBucketVersioningInput{Bucket: &b, VersioningConfiguration: &types.VersioningConfiguration{Status: "Enabled"}},
		&awss3.GetBucketRequestPaymentInput{Bucket: &b}, &awss3.PutBucketRequestPaymentInput{Bucket: &b, RequestPaymentConfiguration: &types.RequestPaymentConfiguration{Payer: "Requester"}},
		&awss3.GetBucketTaggingInput{Bucket: &b}, &awss3.PutBucketTaggingInput{Bucket: &b, Tagging: tagging}, &awss3.DeleteBucketTaggingInput{Bucket: &b},
		&awss3.GetBucketAbacInput{Bucket: &b}, &awss3.PutBucketAbacInput{Bucket: &b, AbacStatus: &types.AbacStatus{Status: "Enabled"}},
		&awss3.RestoreObjectInput{Bucket: &b, Key: &k, RestoreRequest: &types.RestoreRequest{Days: aws.Int32(1)}},
		&awss3.GetObjectTorrentInput{Bucket: &b, Key: &k},
		&awss3.UpdateObjectEncryptionInput{Bucket: &b, Key: &k, ObjectEncryption: &types.ObjectEncryptionMemberSSEKMS{Value: types.SSEKMSEncryption{KMSKeyArn: aws.String(keyARN)}}},
	}, append(documentInputs(b), lockInputs(b, k)...)...)
}

// call makes the client's call for an input.
func call(c *awss3.Client, input any) error {
	out := reflect.ValueOf(c).MethodByName(operationOf(input)).Call([]reflect.Value{reflect.ValueOf(ctx), reflect.ValueOf(input)})
	err, _ := out[1].Interface().(error)
	return err
}

func operationOf(input any) string {
	return strings.TrimSuffix(reflect.TypeOf(input).Elem().Name(), "Input")
}

// Whatever is refused has been asked about, and has changed nothing.
func TestARefusedCallChangesNothing(t *testing.T) {
	l := start(t, testWorld())
	alice := l.as("user/alice")
	put(t, alice, "data", "seeded.txt", "hello, lab")
	upload := must(alice.CreateMultipartUpload(ctx, &awss3.CreateMultipartUploadInput{Bucket: aws.String("data"), Key: aws.String("seeded.txt")}))(t)
	before := l.digest()
	for _, who := range []string{"user/bob", "user/carol", "anonymous"} {
		c := l.as(who)
		for _, input := range inputs("data", "seeded.txt", *upload.UploadId) {
			name := operationOf(input)
			if who == "user/carol" && (name == "ListBuckets" || name == "CreateBucket") {
				continue // her own account's business
			}
			var err error
			asked := l.asks(func() { err = call(c, input) })
			if got := codeOf(err); got != "403 AccessDenied" && got != "403 Forbidden" {
				t.Errorf("%s as %s: %q (%v)", name, who, got, err)
			}
			if !slices.ContainsFunc(asked, func(a string) bool { return strings.HasSuffix(a, " refused") }) {
				t.Errorf("%s as %s was refused, but nobody was asked: %q", name, who, asked)
			}
			if l.digest() != before {
				t.Fatalf("%s as %s changed the lab", name, who)
			}
		}
	}
}

// Every operation that the table has is asked for by its own action, and works
// for whoever may do everything.
func TestEveryOperationIsAllowedToTheOwner(t *testing.T) {
	for i, input := range inputs("data", "seeded.txt", "") {
		l := start(t, testWorld())
		alice := l.as("user/alice")
		upload := must(alice.CreateMultipartUpload(ctx, &awss3.CreateMultipartUploadInput{Bucket: aws.String("data"), Key: aws.String("seeded.txt")}))(t)
		must(alice.PutBucketTagging(ctx, &awss3.PutBucketTaggingInput{Bucket: aws.String("data"), Tagging: tagSet("a", "1")}))(t)
		policy := policyFor(`{"AWS":"`+other+`"}`, "s3:GetObject", "arn:aws:s3:::data/*")
		must(alice.PutBucketPolicy(ctx, &awss3.PutBucketPolicyInput{Bucket: aws.String("data"), Policy: &policy}))(t)
		if id := reflect.ValueOf(input).Elem().FieldByName("UploadId"); id.IsValid() {
			id.Set(reflect.ValueOf(upload.UploadId))
		}
		want := map[string]string{
			"DeleteBucket": "409 BucketNotEmpty", "CompleteMultipartUpload": "400 InvalidPart",
			"GetBucketCors": "404 NoSuchCORSConfiguration", "GetBucketLifecycleConfiguration": "404 NoSuchLifecycleConfiguration",
			"GetBucketWebsite": "404 NoSuchWebsiteConfiguration", "GetBucketReplication": "404 ReplicationConfigurationNotFoundError",
			"RestoreObject": "403 InvalidObjectState", "GetObjectTorrent": "405 MethodNotAllowed",
			"GetObjectLockConfiguration": "404 ObjectLockConfigurationNotFoundError", "PutObjectLockConfiguration": "409 InvalidBucketState",
			"GetObjectRetention": "400 InvalidRequest", "PutObjectRetention": "400 InvalidRequest",
			"GetObjectLegalHold": "400 InvalidRequest", "PutObjectLegalHold": "400 InvalidRequest",
			"PutBucketReplication":          "400 InvalidRequest",
			"GetBucketMetricsConfiguration": "404 NoSuchConfiguration", "DeleteBucketMetricsConfiguration": "404 NoSuchConfiguration",
			"GetBucketInventoryConfiguration": "404 NoSuchConfiguration", "DeleteBucketInventoryConfiguration": "404 NoSuchConfiguration",
			"GetBucketAnalyticsConfiguration": "404 NoSuchConfiguration", "DeleteBucketAnalyticsConfiguration": "404 NoSuchConfiguration",
			"GetBucketIntelligentTieringConfiguration": "404 NoSuchConfiguration", "DeleteBucketIntelligentTieringConfiguration": "404 NoSuchConfiguration",
		}[operationOf(input)]
		if err := call(alice, input); codeOf(err) != want {
			t.Errorf("#%d %s: %q (%v), want %q", i, operationOf(input), codeOf(err), err, want)
		}
	}
}
