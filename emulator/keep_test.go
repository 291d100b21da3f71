package emulator_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/denylab/denylab/emulator"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// kept is a lab with a data directory, which is closed by reopen or close.
type kept struct {
	*lab
	dir string
	w   *world.World
}

func keep(t *testing.T, dir string, w *world.World) *kept {
	t.Helper()
	inner, err := emulator.New(described(emulator.Options{Data: dir, World: w}))
	if err != nil {
		t.Fatal(err)
	}
	k := &kept{&lab{inner, t}, dir, w}
	t.Cleanup(func() { _ = k.Close() })
	return k
}

func (k *kept) reopen(w *world.World) *kept {
	k.t.Helper()
	if err := k.Close(); err != nil {
		k.t.Fatal(err)
	}
	return keep(k.t.(*testing.T), k.dir, w)
}

func TestBucketsSurviveARestart(t *testing.T) {
	l := keep(t, t.TempDir(), testWorld())
	alice := l.as("user/alice")
	const text = `{ "Version":"2012-10-17", "Statement":[{"Sid":"Théirs","Effect":"Deny","Principal":"*","Action":"s3:DeleteObject","Resource":"arn:aws:s3:::made/*"}] }`
	key, err := alice.kms.CreateKey(t.Context(), &kms.CreateKeyInput{Description: ptr("made")})
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{
		second(alice.s3.CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: ptr("made"), ObjectOwnership: types.ObjectOwnershipObjectWriter})),
		second(alice.s3.PutBucketPolicy(t.Context(), &s3.PutBucketPolicyInput{Bucket: ptr("made"), Policy: ptr(text)})),
		second(alice.s3.PutBucketVersioning(t.Context(), &s3.PutBucketVersioningInput{Bucket: ptr("made"), VersioningConfiguration: &types.VersioningConfiguration{Status: types.BucketVersioningStatusEnabled}})),
		second(alice.s3.PutBucketEncryption(t.Context(), &s3.PutBucketEncryptionInput{Bucket: ptr("made"), ServerSideEncryptionConfiguration: &types.ServerSideEncryptionConfiguration{
			Rules: []types.ServerSideEncryptionRule{{ApplyServerSideEncryptionByDefault: &types.ServerSideEncryptionByDefault{SSEAlgorithm: types.ServerSideEncryptionAwsKms, KMSMasterKeyID: key.KeyMetadata.Arn}}}}})),
		alice.put("made", "k", "kept"),
		second(alice.s3.DeleteBucketPolicy(t.Context(), &s3.DeleteBucketPolicyInput{Bucket: ptr("shared")})),
		second(alice.s3.DeletePublicAccessBlock(t.Context(), &s3.DeletePublicAccessBlockInput{Bucket: ptr("data")})),
		second(alice.s3.DeleteObject(t.Context(), &s3.DeleteObjectInput{Bucket: ptr("public"), Key: ptr("seeded.txt")})),
		second(alice.s3.DeleteBucket(t.Context(), &s3.DeleteBucketInput{Bucket: ptr("public")})),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	before := l.Digest()
	for range 2 { // what was kept is kept again
		l = l.reopen(testWorld())
		if l.Digest() != before {
			t.Fatal("the digest is another one")
		}
	}
	alice = l.as("user/alice")
	if got, err := alice.get("made", "k"); err != nil || got != "kept" {
		t.Errorf("the object is %q, %v", got, err)
	}
	out, err := alice.s3.GetBucketPolicy(t.Context(), &s3.GetBucketPolicyInput{Bucket: ptr("made")})
	if err != nil || *out.Policy != text {
		t.Errorf("the policy is %v, %v; want it byte for byte", out, err)
	}
	wantCode(t, second(alice.s3.DeleteObject(t.Context(), &s3.DeleteObjectInput{Bucket: ptr("made"), Key: ptr("k")})), "403 AccessDenied")
	wantCode(t, second(alice.s3.GetPublicAccessBlock(t.Context(), &s3.GetPublicAccessBlockInput{Bucket: ptr("data")})), "404 NoSuchPublicAccessBlockConfiguration")
	wantCode(t, second(alice.s3.ListObjectsV2(t.Context(), &s3.ListObjectsV2Input{Bucket: ptr("public")})), "404 NoSuchBucket")

	again, err := alice.kms.CreateKey(t.Context(), nil)
	if err != nil || *again.KeyMetadata.Arn == *key.KeyMetadata.Arn {
		t.Errorf("the new key is %v, %v: not a new one", again, err)
	}
}

func TestWhatIsDescribedAnewCounts(t *testing.T) {
	l := keep(t, t.TempDir(), testWorld())
	alice := l.as("user/alice")
	if err := second(alice.s3.DeleteBucketPolicy(t.Context(), &s3.DeleteBucketPolicyInput{Bucket: ptr("shared")})); err != nil {
		t.Fatal(err)
	}
	w := testWorld()
	w.Accounts[owner].Buckets["added"] = &world.Bucket{Objects: map[string]*world.Object{"k": {Body: "new"}}}
	w.Accounts[owner].Buckets["data"].RequesterPays = true
	w.Accounts[owner].Buckets["shared"].Versioning = "Enabled"
	l = l.reopen(w)
	buckets := l.World().Accounts[owner].Buckets
	if buckets["added"] == nil || !buckets["data"].RequesterPays {
		t.Error("the description of buckets that no request changed does not count")
	}
	if buckets["shared"].Policy != nil || buckets["shared"].Versioning != "" {
		t.Error("the bucket that a request changed is not as it was")
	}
	if got, err := l.as("user/alice").get("added", "k"); err != nil || got != "new" {
		t.Errorf("the added object is %q, %v", got, err)
	}
}

// A bucket that is deleted and made again is not the described one.
func TestARemadeBucketIsEmpty(t *testing.T) {
	l := keep(t, t.TempDir(), testWorld())
	alice := l.as("user/alice")
	for _, err := range []error{
		second(alice.s3.DeleteObject(t.Context(), &s3.DeleteObjectInput{Bucket: ptr("data"), Key: ptr("seeded.txt")})),
		second(alice.s3.DeleteBucket(t.Context(), &s3.DeleteBucketInput{Bucket: ptr("data")})),
		second(alice.s3.CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: ptr("data")})),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	before := l.Digest()
	l = l.reopen(testWorld())
	if l.Digest() != before {
		t.Error("the digest is another one")
	}
	_, err := l.as("user/alice").get("data", "seeded.txt")
	wantCode(t, err, "404 NoSuchKey")
	if err := l.Reset(); err != nil {
		t.Fatal(err)
	}
	if got, err := l.as("user/alice").get("data", "seeded.txt"); err != nil || got != "hello, lab" {
		t.Errorf("after a reset: %q, %v", got, err)
	}
}

func TestResetForgetsWhatWasKept(t *testing.T) {
	fresh := start(t, emulator.Options{}).Digest()
	l := keep(t, t.TempDir(), testWorld())
	upset(t, l.lab)
	if err := l.Reset(); err != nil {
		t.Fatal(err)
	}
	if l.Digest() != fresh {
		t.Error("the digest after a reset is not a new lab's")
	}
	l = l.reopen(testWorld())
	if l.Digest() != fresh {
		t.Error("the digest after a reset and a restart is not a new lab's")
	}
}

// Every field of a bucket and of a key survives, also those of tomorrow.
func TestEveryFieldIsKept(t *testing.T) {
	l := keep(t, t.TempDir(), testWorld())
	made := policy(to(`"*"`, "Deny", "s3:*", "arn:aws:s3:::full/*"))
	const fullID = "4d00c9d2-3fcd-4b52-a3d3-39278b77fb92"
	full := &world.Bucket{
		Region: "eu-west-1", Policy: made, Ownership: "ObjectWriter", ACL: &world.ACL{Grants: []world.ACLGrant{{Group: "AllUsers", Permission: "READ"}}},
		PublicAccessBlock: &world.PublicAccessBlock{IgnorePublicAcls: true}, Encryption: &world.Encryption{Algorithm: "AES256", BucketKey: true},
		RequesterPays: true, Versioning: "Enabled", Tags: map[string]string{"k": "v"}, Name: "full", Account: owner,
		BlockedEncryptionTypes: []string{"NONE"}, ABAC: true, ObjectLock: &world.ObjectLock{Mode: "GOVERNANCE", Days: 3},
		Documents: map[string]string{"cors": "<CORSConfiguration/>"},
		Created:   time.Date(2026, 1, 2, 3, 4, 5, 678, time.UTC), OwnershipDeleted: true, PublicAccessBlockDeleted: true,
	}
	key := &world.Key{
		Policy: policy(to(`{"AWS":"`+owner+`"}`, "Allow", "kms:*", "*")), Aliases: []string{"alias/full"},
		Grants: map[string]*world.KeyGrant{"g": {Grantee: "arn:aws:iam::" + owner + ":role/Job", Operations: []string{"Decrypt"}, Name: "n",
			RetiringPrincipal: "arn:aws:iam::" + owner + ":user/bob", Token: "token", ContextSubset: map[string]string{}}},
		State: "Disabled", Region: "eu-west-1", Description: "d", Tags: map[string]string{"k": "v"},
		ID: fullID, ARN: "arn:aws:kms:eu-west-1:" + owner + ":key/" + fullID, Account: owner, AWSManaged: true,
		Spec: world.SymmetricDefault, Usage: world.EncryptDecrypt, RotationPeriodInDays: 365,
		Created: time.Date(2026, 1, 2, 3, 4, 5, 678, time.UTC), RotatesSince: time.Date(2026, 1, 3, 0, 0, 0, 0, time.UTC),
		DeletionDate: time.Date(2026, 4, 2, 0, 0, 0, 0, time.UTC),
		Rotations:    []world.KeyRotation{{Date: time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC), OnDemand: true}},
	}
	for v, exempt := range map[any][]string{full: {"Objects", "Uploads"}, key: nil} {
		s := reflect.ValueOf(v).Elem()
		for i := range s.NumField() {
			if name := s.Type().Field(i).Name; s.Field(i).IsZero() && !slices.Contains(exempt, name) {
				t.Errorf("%s.%s is not tested", s.Type(), name)
			}
		}
	}
	if err := l.Change(func(w *world.World) error {
		w.Accounts[owner].Buckets["full"], w.Accounts[owner].Keys[fullID] = full, key
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	before := l.World()
	l = l.reopen(testWorld())
	if l.World().Digest() != before.Digest() {
		was, _ := json.MarshalIndent(before.Accounts[owner].Keys[fullID], "", " ")
		is, _ := json.MarshalIndent(l.World().Accounts[owner].Keys[fullID], "", " ")
		t.Errorf("the world is another one; the key was\n%s\nand is\n%s", was, is)
	}
	grant := l.World().Accounts[owner].Keys[fullID].Grants["g"]
	if grant.ContextEquals != nil || grant.ContextSubset == nil {
		t.Error("a constraint that is empty and one that is absent are not told apart")
	}
}

func TestThePlaceOfADescribedPolicyIsKept(t *testing.T) {
	described := func() *world.World {
		w := testWorld()
		p, err := world.NewPolicy(w.Accounts[owner].Buckets["shared"].Policy.JSON, "world.yaml")
		if err != nil {
			t.Fatal(err)
		}
		w.Accounts[owner].Buckets["shared"].Policy = p
		return w
	}
	l := keep(t, t.TempDir(), described())
	if err := second(l.as("user/alice").s3.PutBucketVersioning(t.Context(), &s3.PutBucketVersioningInput{
		Bucket: ptr("shared"), VersioningConfiguration: &types.VersioningConfiguration{Status: types.BucketVersioningStatusEnabled}})); err != nil {
		t.Fatal(err)
	}
	l = l.reopen(described())
	x, err := l.Suppose(t.Context(), emulator.Supposition{As: "user/alice", Action: "s3:DeleteObject", Resource: "arn:aws:s3:::shared/k"})
	if err != nil || x.Because == nil || x.Because.File != "world.yaml" || x.Because.Layer != authz.ResourcePolicy {
		t.Errorf("%+v, %v: want a finding in world.yaml", x.Because, err)
	}
}
