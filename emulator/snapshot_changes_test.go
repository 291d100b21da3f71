package emulator_test

import (
	"bytes"
	"crypto/md5"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/iam"
	iamtypes "github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	kmstypes "github.com/aws/aws-sdk-go-v2/service/kms/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/aws-sdk-go-v2/service/s3control"
	controltypes "github.com/aws/aws-sdk-go-v2/service/s3control/types"
)

// What clients do to a lab before a snapshot is taken of it.

const trustText = `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::` + owner + `:user/bob" }, "Action": "sts:AssumeRole" } }`

func must[T any](out T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
}

func textOf(t testing.TB, r io.Reader) string {
	t.Helper()
	return string(must(io.ReadAll(r))(t))
}

func sumOf(t testing.TB, r io.Reader) string {
	t.Helper()
	h := sha256.New()
	must(io.Copy(h, r))(t)
	return hex.EncodeToString(h.Sum(nil))
}

func all(t testing.TB, errs ...error) {
	t.Helper()
	for i, err := range errs {
		if err != nil {
			t.Fatalf("change %d: %v", i, err)
		}
	}
}

func changeIdentities(t *testing.T, l *lab) {
	t.Helper()
	root, ctx := l.iamAs(owner+":root"), t.Context()
	text := `{ "Version":"2012-10-17", "Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":["*"],"Condition":{"NumericLessThan":{"s3:max-keys":10}}}] }`
	policyARN, tags := "arn:aws:iam::"+owner+":policy/path/Made", []iamtypes.Tag{{Key: ptr("true"), Value: ptr("1e3")}}
	version := &iam.CreatePolicyVersionInput{PolicyArn: &policyARN, PolicyDocument: &text, SetAsDefault: true}
	all(t,
		second(root.CreateUser(ctx, &iam.CreateUserInput{UserName: ptr("erin"), Path: ptr("/staff/"), Tags: tags})),
		second(root.CreateAccessKey(ctx, &iam.CreateAccessKeyInput{UserName: ptr("erin")})),
		second(root.CreateAccessKey(ctx, &iam.CreateAccessKeyInput{UserName: ptr("bob")})),
		second(root.CreatePolicy(ctx, &iam.CreatePolicyInput{PolicyName: ptr("Made"), Path: ptr("/path/"), PolicyDocument: ptr(text), Tags: tags, Description: ptr("yes: #1")})),
		second(root.CreatePolicyVersion(ctx, version)), second(root.CreatePolicyVersion(ctx, version)), second(root.CreatePolicyVersion(ctx, version)),
		second(root.DeletePolicyVersion(ctx, &iam.DeletePolicyVersionInput{PolicyArn: &policyARN, VersionId: ptr("v1")})),
		second(root.SetDefaultPolicyVersion(ctx, &iam.SetDefaultPolicyVersionInput{PolicyArn: &policyARN, VersionId: ptr("v2")})),
		second(root.CreateRole(ctx, &iam.CreateRoleInput{RoleName: ptr("Made"), AssumeRolePolicyDocument: ptr(trustText), MaxSessionDuration: ptr(int32(7200)), PermissionsBoundary: &policyARN, Tags: tags})),
		second(root.PutRolePolicy(ctx, &iam.PutRolePolicyInput{RoleName: ptr("Made"), PolicyName: ptr("p"), PolicyDocument: &text})),
		second(root.AttachRolePolicy(ctx, &iam.AttachRolePolicyInput{RoleName: ptr("Made"), PolicyArn: ptr("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess")})),
		second(root.AttachUserPolicy(ctx, &iam.AttachUserPolicyInput{UserName: ptr("bob"), PolicyArn: &policyARN})),
		second(root.CreateGroup(ctx, &iam.CreateGroupInput{GroupName: ptr("made"), Path: ptr("/g/")})),
		second(root.PutGroupPolicy(ctx, &iam.PutGroupPolicyInput{GroupName: ptr("made"), PolicyName: ptr("p"), PolicyDocument: &text})),
		second(root.AddUserToGroup(ctx, &iam.AddUserToGroupInput{GroupName: ptr("made"), UserName: ptr("bob")})),
		second(root.UpdateUser(ctx, &iam.UpdateUserInput{UserName: ptr("erin"), NewPath: ptr("/moved/")})),
		second(root.CreateInstanceProfile(ctx, &iam.CreateInstanceProfileInput{InstanceProfileName: ptr("made"), Tags: tags})),
		second(root.AddRoleToInstanceProfile(ctx, &iam.AddRoleToInstanceProfileInput{InstanceProfileName: ptr("made"), RoleName: ptr("Made")})),
		second(root.CreateOpenIDConnectProvider(ctx, &iam.CreateOpenIDConnectProviderInput{Url: ptr("https://example.com/made"), ClientIDList: []string{"a"}})),
		second(root.CreateServiceLinkedRole(ctx, &iam.CreateServiceLinkedRoleInput{AWSServiceName: ptr("ecs.amazonaws.com")})),
		second(root.CreateAccountAlias(ctx, &iam.CreateAccountAliasInput{AccountAlias: ptr("made")})),
		second(root.UntagRole(ctx, &iam.UntagRoleInput{RoleName: ptr("Made"), TagKeys: []string{"true"}})),
	)
	// One that is named in a policy and then goes leaves its id there.
	gone := `{"Version":"2012-10-17","Statement":[` + to(`{"AWS":"arn:aws:iam::`+owner+`:role/Forbidden"}`, "Deny", "s3:GetObject", "arn:aws:s3:::legacy/*") + `]}`
	all(t,
		second(l.as("user/alice").s3.PutBucketPolicy(ctx, &s3.PutBucketPolicyInput{Bucket: ptr("legacy"), Policy: &gone})),
		second(root.DeleteRolePolicy(ctx, &iam.DeleteRolePolicyInput{RoleName: ptr("Forbidden"), PolicyName: ptr("inline")})),
		second(root.DeleteRole(ctx, &iam.DeleteRoleInput{RoleName: ptr("Forbidden")})),
	)
}

func changeKeys(t *testing.T, l *lab) {
	t.Helper()
	alice, ctx := l.as("user/alice").kms, t.Context()
	made := must(alice.CreateKey(ctx, &kms.CreateKeyInput{Description: ptr("made"), Tags: []kmstypes.Tag{{TagKey: ptr("k"), TagValue: ptr("")}}}))(t).KeyMetadata
	doomed := must(alice.CreateKey(ctx, &kms.CreateKeyInput{}))(t).KeyMetadata
	all(t,
		second(alice.CreateAlias(ctx, &kms.CreateAliasInput{AliasName: ptr("alias/made"), TargetKeyId: made.KeyId})),
		second(alice.CreateGrant(ctx, &kms.CreateGrantInput{KeyId: made.KeyId, GranteePrincipal: ptr("arn:aws:iam::" + owner + ":role/Job"), Operations: []kmstypes.GrantOperation{"Decrypt"},
			Constraints: &kmstypes.GrantConstraints{EncryptionContextSubset: map[string]string{"a": "b"}}})),
		second(alice.DisableKey(ctx, &kms.DisableKeyInput{KeyId: ptr(keyID)})),
		second(alice.ScheduleKeyDeletion(ctx, &kms.ScheduleKeyDeletionInput{KeyId: doomed.KeyId, PendingWindowInDays: ptr(int32(8))})),
		second(alice.EnableKey(ctx, &kms.EnableKeyInput{KeyId: ptr(keyID)})),
		second(alice.EnableKeyRotation(ctx, &kms.EnableKeyRotationInput{KeyId: ptr(keyID), RotationPeriodInDays: ptr(int32(100))})),
		second(alice.RotateKeyOnDemand(ctx, &kms.RotateKeyOnDemandInput{KeyId: ptr(keyID)})),
		second(alice.CreateKey(ctx, &kms.CreateKeyInput{KeySpec: "ECC_NIST_P256", KeyUsage: "SIGN_VERIFY"})),
		second(alice.CreateKey(ctx, &kms.CreateKeyInput{KeySpec: "HMAC_256", KeyUsage: "GENERATE_VERIFY_MAC"})),
		second(alice.TagResource(ctx, &kms.TagResourceInput{KeyId: ptr(keyID), Tags: []kmstypes.Tag{{TagKey: ptr("on"), TagValue: ptr("off")}}})),
		second(alice.UpdateAlias(ctx, &kms.UpdateAliasInput{AliasName: ptr("alias/made"), TargetKeyId: ptr(keyID)})),
	)
}

func changeBuckets(t *testing.T, l *lab) {
	t.Helper()
	alice, control, ctx := l.as("user/alice").s3, l.control("user/alice"), t.Context()
	for _, name := range []string{"made", "plain", "own"} {
		all(t, second(alice.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: &name})))
	}
	all(t,
		second(alice.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: ptr("locked"), ObjectLockEnabledForBucket: ptr(true)})),
		second(alice.PutObjectLockConfiguration(ctx, &s3.PutObjectLockConfigurationInput{Bucket: ptr("locked"), ObjectLockConfiguration: &types.ObjectLockConfiguration{ObjectLockEnabled: "Enabled",
			Rule: &types.ObjectLockRule{DefaultRetention: &types.DefaultRetention{Mode: "GOVERNANCE", Days: ptr(int32(1))}}}})),
		second(alice.PutBucketVersioning(ctx, &s3.PutBucketVersioningInput{Bucket: ptr("made"), VersioningConfiguration: &types.VersioningConfiguration{Status: "Enabled"}})),
		second(alice.PutBucketCors(ctx, &s3.PutBucketCorsInput{Bucket: ptr("made"), CORSConfiguration: &types.CORSConfiguration{CORSRules: []types.CORSRule{{AllowedMethods: []string{"GET"}, AllowedOrigins: []string{"https://*.example.com"}}}}})),
		second(alice.PutBucketTagging(ctx, &s3.PutBucketTaggingInput{Bucket: ptr("made"), Tagging: &types.Tagging{TagSet: []types.Tag{{Key: ptr("é: "), Value: ptr("null")}}}})),
		second(alice.PutBucketEncryption(ctx, &s3.PutBucketEncryptionInput{Bucket: ptr("made"), ServerSideEncryptionConfiguration: &types.ServerSideEncryptionConfiguration{
			Rules: []types.ServerSideEncryptionRule{{BucketKeyEnabled: ptr(true), ApplyServerSideEncryptionByDefault: &types.ServerSideEncryptionByDefault{SSEAlgorithm: "aws:kms", KMSMasterKeyID: ptr(keyARN)}}}}})),
		second(alice.DeleteBucketOwnershipControls(ctx, &s3.DeleteBucketOwnershipControlsInput{Bucket: ptr("plain")})),
		second(alice.DeletePublicAccessBlock(ctx, &s3.DeletePublicAccessBlockInput{Bucket: ptr("plain")})),
		second(alice.PutBucketAcl(ctx, &s3.PutBucketAclInput{Bucket: ptr("plain"), ACL: "public-read"})),
		second(alice.PutBucketEncryption(ctx, &s3.PutBucketEncryptionInput{Bucket: ptr("own"), ServerSideEncryptionConfiguration: &types.ServerSideEncryptionConfiguration{
			Rules: []types.ServerSideEncryptionRule{{BlockedEncryptionTypes: &types.BlockedEncryptionTypes{EncryptionType: []types.EncryptionType{"NONE"}},
				ApplyServerSideEncryptionByDefault: &types.ServerSideEncryptionByDefault{SSEAlgorithm: "AES256"}}}}})),
		second(alice.PutBucketRequestPayment(ctx, &s3.PutBucketRequestPaymentInput{Bucket: ptr("own"), RequestPaymentConfiguration: &types.RequestPaymentConfiguration{Payer: "Requester"}})),
		second(alice.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: ptr("public"), Key: ptr("seeded.txt")})),
		second(control.CreateAccessPoint(ctx, create("train", "made"))),
		second(control.PutAccessPointPolicy(ctx, &s3control.PutAccessPointPolicyInput{AccountId: ptr(owner), Name: ptr("train"),
			Policy: ptr(`{"Version":"2012-10-17","Statement":[` + to(`{"AWS":"`+owner+`"}`, "Allow", "s3:GetObject", "arn:aws:s3:us-east-1:"+owner+":accesspoint/train/object/*") + `]}`)})),
		second(control.PutPublicAccessBlock(ctx, &s3control.PutPublicAccessBlockInput{AccountId: ptr(owner),
			PublicAccessBlockConfiguration: &controltypes.PublicAccessBlockConfiguration{BlockPublicPolicy: ptr(true)}})),
		second(alice.DeleteBucketPolicy(ctx, &s3.DeleteBucketPolicyInput{Bucket: ptr("shared")})),
		second(alice.DeleteBucket(ctx, &s3.DeleteBucketInput{Bucket: ptr("public")})),
	)
}

func changeObjects(t *testing.T, l *lab) {
	t.Helper()
	alice, ctx := l.as("user/alice").s3, t.Context()
	put := func(in *s3.PutObjectInput) error {
		return second(alice.PutObject(ctx, in, func(o *s3.Options) { o.ContinueHeaderThresholdBytes = -1 })) // a handler without a socket cannot go on
	}
	made, locked := ptr("made"), ptr("locked")
	long := strings.Repeat("0123456789abcdef", 300)
	until := now.Add(48*time.Hour + 123*time.Millisecond)
	key := bytes.Repeat([]byte("k"), 32)
	keySum := md5.Sum(key)
	own, ownSum := base64.StdEncoding.EncodeToString(key), base64.StdEncoding.EncodeToString(keySum[:])
	all(t,
		put(&s3.PutObjectInput{Bucket: made, Key: ptr("text"), Body: strings.NewReader("one"), ContentType: ptr("text/plain"), CacheControl: ptr("no-cache"), ContentDisposition: ptr(`attachment; filename="x"`),
			ContentEncoding: ptr("gzip"), ContentLanguage: ptr("de"), Expires: ptr(now), WebsiteRedirectLocation: ptr("/other"), Metadata: map[string]string{"a": "x: y"}, Tagging: ptr("k=v&true=")}),
		put(&s3.PutObjectInput{Bucket: made, Key: ptr("text"), Body: strings.NewReader("two"), ServerSideEncryption: "aws:kms", SSEKMSEncryptionContext: ptr(base64.StdEncoding.EncodeToString([]byte(`{"job":"1"}`)))}),
		second(alice.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: made, Key: ptr("text")})),
		put(&s3.PutObjectInput{Bucket: made, Key: ptr("text"), Body: strings.NewReader("three"), ChecksumAlgorithm: "SHA256"}),
		put(&s3.PutObjectInput{Bucket: made, Key: ptr("dir/../ü\t"), Body: bytes.NewReader([]byte{0, 255, 1})}),
		put(&s3.PutObjectInput{Bucket: made, Key: ptr("long"), Body: strings.NewReader(long), StorageClass: "GLACIER"}),
		put(&s3.PutObjectInput{Bucket: ptr("plain"), Key: ptr("same"), Body: strings.NewReader(long), ACL: "public-read", ChecksumAlgorithm: "CRC32"}),
		put(&s3.PutObjectInput{Bucket: ptr("plain"), Key: ptr("empty")}),
		second(alice.PutObjectAcl(ctx, &s3.PutObjectAclInput{Bucket: ptr("plain"), Key: ptr("empty"), GrantRead: ptr(`id="` + l.World().Accounts[other].CanonicalID + `"`)})),
		second(l.as("user/carol").s3.PutObject(ctx, &s3.PutObjectInput{Bucket: ptr("payer"), Key: ptr("theirs"), RequestPayer: "requester", Body: strings.NewReader("x")})),
		put(&s3.PutObjectInput{Bucket: locked, Key: ptr("default"), Body: strings.NewReader("x")}),
		put(&s3.PutObjectInput{Bucket: locked, Key: ptr("held"), ChecksumAlgorithm: "CRC32C", Body: strings.NewReader("x"), ObjectLockMode: "COMPLIANCE", ObjectLockRetainUntilDate: &until, ObjectLockLegalHoldStatus: "ON"}),
		put(&s3.PutObjectInput{Bucket: locked, Key: ptr("released"), ChecksumAlgorithm: "SHA1", Body: strings.NewReader("x"), ObjectLockLegalHoldStatus: "OFF"}),
		put(&s3.PutObjectInput{Bucket: ptr("own"), Key: ptr("mine"), Body: strings.NewReader("secret"), SSECustomerAlgorithm: ptr("AES256"), SSECustomerKey: &own, SSECustomerKeyMD5: &ownSum}),
		second(alice.RestoreObject(ctx, &s3.RestoreObjectInput{Bucket: made, Key: ptr("long"), RestoreRequest: &types.RestoreRequest{Days: ptr(int32(2)), GlacierJobParameters: &types.GlacierJobParameters{Tier: "Expedited"}}})),
		second(alice.PutBucketVersioning(ctx, &s3.PutBucketVersioningInput{Bucket: ptr("vers"), VersioningConfiguration: &types.VersioningConfiguration{Status: "Suspended"}})),
		put(&s3.PutObjectInput{Bucket: ptr("vers"), Key: ptr("seeded.txt"), Body: strings.NewReader("null")}),
	)
	inParts(t, l)
}

// inParts makes an object of two parts, a copy of it, and an upload that goes on.
func inParts(t *testing.T, l *lab) {
	t.Helper()
	alice, ctx := l.as("user/alice").s3, t.Context()
	upload := func(key string, algorithm types.ChecksumAlgorithm) *s3.CreateMultipartUploadOutput {
		return must(alice.CreateMultipartUpload(ctx, &s3.CreateMultipartUploadInput{Bucket: ptr("made"), Key: &key, ContentType: ptr("text/x"), Tagging: ptr("a=b"), ChecksumAlgorithm: algorithm}))(t)
	}
	part := func(u *s3.CreateMultipartUploadOutput, n int32, body string, algorithm types.ChecksumAlgorithm) types.CompletedPart {
		out := must(alice.UploadPart(ctx, &s3.UploadPartInput{Bucket: u.Bucket, Key: u.Key, UploadId: u.UploadId, PartNumber: &n, Body: strings.NewReader(body), ChecksumAlgorithm: algorithm}))(t)
		return types.CompletedPart{PartNumber: &n, ETag: out.ETag, ChecksumSHA256: out.ChecksumSHA256}
	}
	u := upload("parts", "SHA256")
	parts := []types.CompletedPart{part(u, 2, strings.Repeat("five MiB", 5<<17), "SHA256"), part(u, 5, "the end", "SHA256")}
	all(t,
		second(alice.CompleteMultipartUpload(ctx, &s3.CompleteMultipartUploadInput{Bucket: u.Bucket, Key: u.Key, UploadId: u.UploadId, MultipartUpload: &types.CompletedMultipartUpload{Parts: parts}})),
		second(alice.CopyObject(ctx, &s3.CopyObjectInput{Bucket: ptr("made"), Key: ptr("copy"), CopySource: ptr("made/parts")})),
	)
	upload("later", "")
	going := upload("going", "CRC32")
	part(going, 3, "text", "CRC32")
	part(going, 1, "\x00", "CRC32")
	again := upload("going", "")
	n := int32(7)
	all(t, second(alice.UploadPartCopy(ctx, &s3.UploadPartCopyInput{Bucket: again.Bucket, Key: again.Key, UploadId: again.UploadId, PartNumber: &n, CopySource: ptr("made/parts"), CopySourceRange: ptr("bytes=5242870-5242883")})))
}
