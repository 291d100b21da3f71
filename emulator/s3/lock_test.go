package s3_test

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/world"
)

const lockedMessage = "Access Denied because object protected by object lock."

// lockWorld has a bucket "vault" with Object Lock, and keeper, who may do
// everything but bypass a retention.
func lockWorld() *world.World {
	w := testWorld()
	w.Accounts[owner].Buckets["vault"] = &world.Bucket{ObjectLock: &world.ObjectLock{}}
	w.Accounts[owner].Users["keeper"] = user(allow("s3:*", "*"), world.MustPolicy(`{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:BypassGovernanceRetention","Resource":"*"}]}`))
	return w
}

// lockInputs is a request for every operation of Object Lock.
func lockInputs(b, k string) []any {
	return []any{
		&awss3.GetObjectLockConfigurationInput{Bucket: &b},
		&awss3.PutObjectLockConfigurationInput{Bucket: &b, ObjectLockConfiguration: &types.ObjectLockConfiguration{ObjectLockEnabled: "Enabled"}},
		&awss3.GetObjectRetentionInput{Bucket: &b, Key: &k}, &awss3.GetObjectLegalHoldInput{Bucket: &b, Key: &k},
		&awss3.PutObjectRetentionInput{Bucket: &b, Key: &k, Retention: &types.ObjectLockRetention{Mode: "GOVERNANCE", RetainUntilDate: day(1)}},
		&awss3.PutObjectLegalHoldInput{Bucket: &b, Key: &k, LegalHold: &types.ObjectLockLegalHold{Status: "ON"}},
	}
}

// lockOf is a version's lock as HEAD tells it.
func lockOf(t *testing.T, c *awss3.Client, key string) string {
	t.Helper()
	out := must(c.HeadObject(ctx, &awss3.HeadObjectInput{Bucket: aws.String("vault"), Key: &key}))(t)
	text := string(out.ObjectLockMode)
	if out.ObjectLockRetainUntilDate != nil {
		text += " " + out.ObjectLockRetainUntilDate.Format(time.DateOnly)
	}
	if out.ObjectLockLegalHoldStatus != "" {
		text += " hold " + string(out.ObjectLockLegalHoldStatus)
	}
	return text
}

func day(n int) *time.Time { return aws.Time(now.AddDate(0, 0, n)) }

// Whoever is allowed to delete is still refused a locked version; only
// governance mode can be lifted, by those who may and say so.
func TestLockedVersionsStay(t *testing.T) {
	for _, c := range []struct {
		name   string
		input  awss3.PutObjectInput
		as     string
		bypass bool
		want   string
	}{
		{"nothing", awss3.PutObjectInput{}, "user/keeper", false, ""},
		{"governance", awss3.PutObjectInput{ObjectLockMode: "GOVERNANCE", ObjectLockRetainUntilDate: day(1)}, "user/alice", false, "403 AccessDenied " + lockedMessage},
		{"governance bypassed", awss3.PutObjectInput{ObjectLockMode: "GOVERNANCE", ObjectLockRetainUntilDate: day(1)}, "user/alice", true, ""},
		{"governance not to be bypassed", awss3.PutObjectInput{ObjectLockMode: "GOVERNANCE", ObjectLockRetainUntilDate: day(1)}, "user/keeper", true,
			`403 AccessDenied User: arn:aws:iam::` + owner + `:user/keeper is not authorized to perform: s3:BypassGovernanceRetention on resource: "arn:aws:s3:::vault/k" with an explicit deny in an identity-based policy`},
		{"compliance", awss3.PutObjectInput{ObjectLockMode: "COMPLIANCE", ObjectLockRetainUntilDate: day(1)}, "user/alice", true, "403 AccessDenied " + lockedMessage},
		{"held", awss3.PutObjectInput{ObjectLockLegalHoldStatus: "ON"}, "user/alice", true, "403 AccessDenied " + lockedMessage},
		{"not held", awss3.PutObjectInput{ObjectLockLegalHoldStatus: "OFF"}, "user/keeper", false, ""},
	} {
		l := start(t, lockWorld())
		alice := l.as("user/alice")
		c.input.Bucket, c.input.Key = aws.String("vault"), aws.String("k")
		version := must(alice.PutObject(ctx, &c.input))(t).VersionId
		bypass := aws.Bool(true)
		if !c.bypass {
			bypass = nil
		}
		before := l.digest()
		_, err := l.as(c.as).DeleteObject(ctx, &awss3.DeleteObjectInput{Bucket: aws.String("vault"), Key: aws.String("k"), VersionId: version, BypassGovernanceRetention: bypass})
		got := codeOf(err)
		if err != nil {
			got += " " + messageOf(err)
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		if err == nil {
			continue
		}
		if l.digest() != before {
			t.Errorf("%s: the refused deletion changed the lab", c.name)
		}
		// In a list it is an entry, and without a version it is hidden only.
		out := must(l.as(c.as).DeleteObjects(ctx, &awss3.DeleteObjectsInput{Bucket: aws.String("vault"), BypassGovernanceRetention: bypass,
			Delete: &types.Delete{Objects: []types.ObjectIdentifier{{Key: aws.String("k"), VersionId: version}}}}))(t)
		if len(out.Errors) != 1 || *out.Errors[0].Code != "AccessDenied" {
			t.Errorf("%s: %+v", c.name, out)
		}
		wantCode(t, second(alice.DeleteObject(ctx, &awss3.DeleteObjectInput{Bucket: aws.String("vault"), Key: aws.String("k")})), "")
	}
}

// A retention can be made longer by whoever may set it, and shorter in
// governance mode only, by those who may bypass it.
func TestChangingARetention(t *testing.T) {
	const governance, compliance, none = "GOVERNANCE", "COMPLIANCE", ""
	for _, c := range []struct {
		mode, to, as string
		days         int
		bypass       bool
		want, is     string
	}{
		{governance, governance, "user/keeper", 20, false, "", "GOVERNANCE 2026-03-24"},
		{governance, governance, "user/alice", 5, false, "403 AccessDenied", "GOVERNANCE 2026-03-14"},
		{governance, governance, "user/alice", 5, true, "", "GOVERNANCE 2026-03-09"},
		{governance, governance, "user/keeper", 5, true, "403 AccessDenied", "GOVERNANCE 2026-03-14"},
		{governance, compliance, "user/alice", 20, false, "403 AccessDenied", "GOVERNANCE 2026-03-14"},
		{governance, compliance, "user/alice", 20, true, "", "COMPLIANCE 2026-03-24"},
		{governance, none, "user/alice", 0, true, "", ""},
		{governance, none, "user/alice", 0, false, "403 AccessDenied", "GOVERNANCE 2026-03-14"},
		{compliance, compliance, "user/keeper", 20, false, "", "COMPLIANCE 2026-03-24"},
		{compliance, compliance, "user/alice", 5, true, "403 AccessDenied", "COMPLIANCE 2026-03-14"},
		{compliance, governance, "user/alice", 20, true, "403 AccessDenied", "COMPLIANCE 2026-03-14"},
		{none, compliance, "user/keeper", 1, false, "", "COMPLIANCE 2026-03-05"},
		{none, compliance, "user/keeper", -1, false, "400 InvalidArgument", ""},
		{none, "governance", "user/keeper", 1, false, "400 MalformedXML", ""},
		{none, governance, "user/bob", 1, false, "403 AccessDenied", ""},
	} {
		l := start(t, lockWorld())
		alice := l.as("user/alice")
		in := &awss3.PutObjectInput{Bucket: aws.String("vault"), Key: aws.String("k")}
		if c.mode != none {
			in.ObjectLockMode, in.ObjectLockRetainUntilDate = types.ObjectLockMode(c.mode), day(10)
		}
		must(alice.PutObject(ctx, in))(t)
		retention := &types.ObjectLockRetention{Mode: types.ObjectLockRetentionMode(c.to), RetainUntilDate: day(c.days)}
		if c.to == none {
			retention = &types.ObjectLockRetention{}
		}
		change := &awss3.PutObjectRetentionInput{Bucket: in.Bucket, Key: in.Key, Retention: retention}
		if c.bypass {
			change.BypassGovernanceRetention = aws.Bool(true)
		}
		wantCode(t, second(l.as(c.as).PutObjectRetention(ctx, change)), c.want)
		if got := lockOf(t, alice, "k"); got != c.is {
			t.Errorf("%+v: the lock is %q, want %q", c, got, c.is)
		}
	}
}

func TestLegalHold(t *testing.T) {
	l := start(t, lockWorld())
	alice := l.as("user/alice")
	b, k := aws.String("vault"), aws.String("k")
	put(t, alice, *b, *k, "x")
	get := func() (string, error) {
		out, err := alice.GetObjectLegalHold(ctx, &awss3.GetObjectLegalHoldInput{Bucket: b, Key: k})
		if err != nil {
			return "", err
		}
		return string(out.LegalHold.Status), nil
	}
	_, err := get()
	wantCode(t, err, "404 NoSuchObjectLockConfiguration")
	for _, status := range []types.ObjectLockLegalHoldStatus{"ON", "OFF", "ON"} {
		must(alice.PutObjectLegalHold(ctx, &awss3.PutObjectLegalHoldInput{Bucket: b, Key: k, LegalHold: &types.ObjectLockLegalHold{Status: status}}))(t)
		if got, _ := get(); got != string(status) || l.lastContext("s3:PutObjectLegalHold")["s3:object-lock-legal-hold"].Values[0] != string(status) {
			t.Errorf("the hold is %q, want %q", got, status)
		}
	}
	wantCode(t, second(alice.PutObjectLegalHold(ctx, &awss3.PutObjectLegalHoldInput{Bucket: b, Key: k, LegalHold: &types.ObjectLockLegalHold{Status: "MAYBE"}})), "400 MalformedXML")
	wantCode(t, second(alice.PutObjectLegalHold(ctx, &awss3.PutObjectLegalHoldInput{Bucket: aws.String("data"), Key: aws.String("seeded.txt"), LegalHold: &types.ObjectLockLegalHold{Status: "ON"}})), "400 InvalidRequest")
}

func TestLocksOfUploads(t *testing.T) {
	l := start(t, lockWorld())
	alice := l.as("user/alice")
	b := aws.String("vault")
	locked := func(in awss3.PutObjectInput) error {
		in.Bucket, in.Key = b, aws.String("k")
		return second(alice.PutObject(ctx, &in))
	}
	asked := l.asks(func() {
		wantCode(t, locked(awss3.PutObjectInput{ObjectLockMode: "GOVERNANCE", ObjectLockRetainUntilDate: day(3), ObjectLockLegalHoldStatus: "ON"}), "")
	})
	if want := []string{"s3:PutObject arn:aws:s3:::vault/k allowed", "s3:PutObjectRetention arn:aws:s3:::vault/k allowed", "s3:PutObjectLegalHold arn:aws:s3:::vault/k allowed"}; !cmp.Equal(asked, want) {
		t.Errorf("asked %q", asked)
	}
	for key, want := range map[string]string{
		"s3:object-lock-mode": "GOVERNANCE", "s3:object-lock-retain-until-date": "2026-03-07T05:06:07Z",
		"s3:object-lock-remaining-retention-days": "3", "s3:object-lock-legal-hold": "ON",
	} {
		if got := l.lastContext("s3:PutObject")[key].Values; len(got) != 1 || got[0] != want {
			t.Errorf("%s is %q, want %q", key, got, want)
		}
	}
	wantCode(t, locked(awss3.PutObjectInput{ObjectLockMode: "GOVERNANCE"}), "400 InvalidArgument")
	wantCode(t, locked(awss3.PutObjectInput{ObjectLockMode: "SOMETIMES", ObjectLockRetainUntilDate: day(1)}), "400 InvalidArgument")
	wantCode(t, locked(awss3.PutObjectInput{ObjectLockMode: "GOVERNANCE", ObjectLockRetainUntilDate: day(-1)}), "400 InvalidArgument")
	wantCode(t, locked(awss3.PutObjectInput{ObjectLockLegalHoldStatus: "MAYBE"}), "400 InvalidArgument")
	_, err := alice.PutObject(ctx, &awss3.PutObjectInput{Bucket: aws.String("data"), Key: aws.String("k"), ObjectLockLegalHoldStatus: "ON"})
	wantCode(t, err, "400 InvalidRequest")

	must(alice.PutObjectLockConfiguration(ctx, &awss3.PutObjectLockConfigurationInput{Bucket: b, ObjectLockConfiguration: &types.ObjectLockConfiguration{ObjectLockEnabled: "Enabled",
		Rule: &types.ObjectLockRule{DefaultRetention: &types.DefaultRetention{Mode: "COMPLIANCE", Years: aws.Int32(1)}}}}))(t)
	put(t, alice, "vault", "put", "x")
	must(alice.CopyObject(ctx, &awss3.CopyObjectInput{Bucket: b, Key: aws.String("copy"), CopySource: aws.String("vault/k")}))(t)
	must(alice.CopyObject(ctx, &awss3.CopyObjectInput{Bucket: b, Key: aws.String("own"), CopySource: aws.String("vault/k"), ObjectLockMode: "GOVERNANCE", ObjectLockRetainUntilDate: day(2)}))(t)
	upload := must(alice.CreateMultipartUpload(ctx, &awss3.CreateMultipartUploadInput{Bucket: b, Key: aws.String("parts"), ObjectLockLegalHoldStatus: "ON"}))(t)
	part := must(alice.UploadPart(ctx, &awss3.UploadPartInput{Bucket: b, Key: aws.String("parts"), UploadId: upload.UploadId, PartNumber: aws.Int32(1)}))(t)
	must(alice.CompleteMultipartUpload(ctx, &awss3.CompleteMultipartUploadInput{Bucket: b, Key: aws.String("parts"), UploadId: upload.UploadId,
		MultipartUpload: &types.CompletedMultipartUpload{Parts: []types.CompletedPart{{PartNumber: aws.Int32(1), ETag: part.ETag, ChecksumCRC64NVME: part.ChecksumCRC64NVME}}}}))(t)
	for key, want := range map[string]string{"put": "COMPLIANCE 2027-03-04", "copy": "COMPLIANCE 2027-03-04", "own": "GOVERNANCE 2026-03-06", "parts": "COMPLIANCE 2027-03-04 hold ON"} {
		if got := lockOf(t, alice, key); got != want {
			t.Errorf("the lock of %s is %q, want %q", key, got, want)
		}
	}
}

// Who may not read a lock is not told of it, and may read the object.
func TestLockHeadersNeedPermission(t *testing.T) {
	w := lockWorld()
	w.Accounts[owner].Buckets["vault"].Objects = map[string]*world.Object{"k": {Lock: &world.Lock{Mode: "GOVERNANCE", Until: "2027-01-01T00:00:00Z", LegalHold: true}}}
	w.Accounts[owner].Users["reader"] = user(allow("s3:GetObject s3:GetObjectLegalHold", "*"))
	l := start(t, w)
	for who, want := range map[string]string{"user/alice": "GOVERNANCE 2027-01-01 hold ON", "user/rob": "", "user/reader": " hold ON"} {
		if got := lockOf(t, l.as(who), "k"); got != want {
			t.Errorf("%s is told %q, want %q", who, got, want)
		}
	}
}

func TestObjectLockConfiguration(t *testing.T) {
	l := start(t, lockWorld())
	alice := l.as("user/alice")
	configure := func(bucket string, retention *types.DefaultRetention) error {
		c := &types.ObjectLockConfiguration{ObjectLockEnabled: "Enabled"}
		if retention != nil {
			c.Rule = &types.ObjectLockRule{DefaultRetention: retention}
		}
		return second(alice.PutObjectLockConfiguration(ctx, &awss3.PutObjectLockConfigurationInput{Bucket: &bucket, ObjectLockConfiguration: c}))
	}
	get := func(bucket string) (*types.ObjectLockConfiguration, error) {
		out, err := alice.GetObjectLockConfiguration(ctx, &awss3.GetObjectLockConfigurationInput{Bucket: &bucket})
		if err != nil {
			return nil, err
		}
		return out.ObjectLockConfiguration, nil
	}
	_, err := get("vers")
	wantCode(t, err, "404 ObjectLockConfigurationNotFoundError")
	wantCode(t, configure("data", nil), "409 InvalidBucketState")
	wantCode(t, configure("vers", nil), "")
	wantCode(t, configure("vault", &types.DefaultRetention{Mode: "GOVERNANCE", Days: aws.Int32(1), Years: aws.Int32(1)}), "400 MalformedXML")
	wantCode(t, configure("vault", &types.DefaultRetention{Mode: "governance", Days: aws.Int32(1)}), "400 MalformedXML")
	wantCode(t, configure("vault", &types.DefaultRetention{Mode: "GOVERNANCE", Days: aws.Int32(0)}), "400 InvalidArgument")
	wantCode(t, configure("vault", &types.DefaultRetention{Mode: "GOVERNANCE", Days: aws.Int32(36501)}), "400 InvalidArgument")
	want := &types.DefaultRetention{Mode: "GOVERNANCE", Days: aws.Int32(7)}
	wantCode(t, configure("vault", want), "")
	same(t, must(get("vault"))(t).Rule.DefaultRetention, want)
	_, err = alice.PutBucketVersioning(ctx, &awss3.PutBucketVersioningInput{Bucket: aws.String("vault"), VersioningConfiguration: &types.VersioningConfiguration{Status: "Suspended"}})
	wantCode(t, err, "409 InvalidBucketState")

	asked := l.asks(func() {
		must(alice.CreateBucket(ctx, &awss3.CreateBucketInput{Bucket: aws.String("brand-new"), ObjectLockEnabledForBucket: aws.Bool(true)}))(t)
	})
	if want := []string{"s3:CreateBucket arn:aws:s3:::brand-new allowed", "s3:PutBucketObjectLockConfiguration arn:aws:s3:::brand-new allowed", "s3:PutBucketVersioning arn:aws:s3:::brand-new allowed"}; !cmp.Equal(asked, want) {
		t.Errorf("asked %q", asked)
	}
	if c := must(get("brand-new"))(t); c.ObjectLockEnabled != "Enabled" || c.Rule != nil {
		t.Errorf("the new bucket has %+v", c)
	}
	if out := must(alice.GetBucketVersioning(ctx, &awss3.GetBucketVersioningInput{Bucket: aws.String("brand-new")}))(t); out.Status != "Enabled" {
		t.Errorf("versioning %q", out.Status)
	}
}
