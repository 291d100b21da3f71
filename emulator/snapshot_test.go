package emulator_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/scenarios"
)

// saved is the name of the world file of a snapshot of l.
func saved(t *testing.T, l *lab) string {
	t.Helper()
	s, err := l.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "world.yaml")
	if err := s.Save(file); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return file
}

// from starts a lab with a world file.
func from(t *testing.T, file string) *lab {
	t.Helper()
	w, problems := scenarios.WorldFromFile(file)
	if err := problems.Err(); err != nil {
		text, _ := os.ReadFile(file)
		t.Fatalf("%v\n%s", err, text)
	}
	return start(t, emulator.Options{World: w, Clock: func() time.Time { return now.Add(time.Hour) }, SigningClock: time.Now})
}

func TestASnapshotMakesALabLikeIt(t *testing.T) {
	l := start(t, emulator.Options{})
	changeIdentities(t, l)
	changeKeys(t, l)
	changeBuckets(t, l)
	changeObjects(t, l)
	changeOrganization(t, l)
	changeNetworks(t, l)
	again := from(t, saved(t, l))
	if again.Digest() != l.Digest() {
		t.Errorf("the new lab has another digest; worlds -old +new:\n%s", worldDiff(l.World(), again.World()))
	}
	if diff := cmp.Diff(everyObject(t, l), everyObject(t, again)); diff != "" {
		t.Errorf("objects -old +new:\n%s", diff)
	}
	third := from(t, saved(t, again))
	if third.Digest() != l.Digest() {
		t.Error("a snapshot of the new lab makes another one")
	}
	all(t, third.as("user/alice").put("data", "k", "x"), third.Reset())
	if third.Digest() != l.Digest() {
		t.Error("a reset does not bring the snapshot back")
	}
	if l.World().Generation != 0 || third.World().Generation != 2 {
		t.Errorf("generation %d after two snapshots", third.World().Generation)
	}
}

// worldDiff shows where two worlds differ, policies by what they say.
func worldDiff(a, b *world.World) string {
	return cmp.Diff(a.Accounts, b.Accounts, cmp.Transformer("JSON", func(p *world.Policy) string {
		if p == nil {
			return ""
		}
		return strings.Join(strings.Fields(string(p.JSON)), "")
	}), cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".Objects" || p.Last().String() == ".Uploads" }, cmp.Ignore()))
}

// everyObject are the contents of all versions of account owner, as its root
// user reads them.
func everyObject(t *testing.T, l *lab) map[string]string {
	t.Helper()
	root, out := l.as(owner+":root"), map[string]string{}
	for name := range l.World().Accounts[owner].Buckets {
		list, err := root.s3.ListObjectVersions(t.Context(), &s3.ListObjectVersionsInput{Bucket: &name})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, v := range list.DeleteMarkers {
			out[name+"/"+*v.Key+" "+*v.VersionId] = "a delete marker"
		}
		for _, v := range list.Versions {
			got, err := root.s3.HeadObject(t.Context(), &s3.HeadObjectInput{Bucket: &name, Key: v.Key, VersionId: v.VersionId})
			what := codeOf(err)
			if err == nil {
				what = *got.ETag + " " + *got.ContentType
			}
			if body, err := root.s3.GetObject(t.Context(), &s3.GetObjectInput{Bucket: &name, Key: v.Key, VersionId: v.VersionId}); err == nil {
				what += " " + sumOf(t, body.Body)
			}
			out[name+"/"+*v.Key+" "+*v.VersionId] = what
		}
	}
	return out
}

// Who had a key has it still, and what the new lab makes is new: neither an id
// that is taken, nor one of somebody who is gone.
func TestASnapshotGoesOn(t *testing.T) {
	ctx := t.Context()
	l := start(t, emulator.Options{})
	root := l.iamAs(owner + ":root")
	gone := must(root.CreateRole(ctx, &iam.CreateRoleInput{RoleName: ptr("Made"), AssumeRolePolicyDocument: ptr(trustText)}))(t)
	key := must(root.CreateAccessKey(ctx, &iam.CreateAccessKeyInput{UserName: ptr("alice")}))(t)
	first := l.World().Accounts[owner].Users["alice"].AccessKeys[0].ID
	all(t, second(root.DeleteAccessKey(ctx, &iam.DeleteAccessKeyInput{UserName: ptr("alice"), AccessKeyId: &first})))
	made := must(l.as(owner+":root").kms.CreateKey(ctx, &kms.CreateKeyInput{}))(t)
	data := []byte("a secret")
	sealed := must(l.as(owner+":root").kms.Encrypt(ctx, &kms.EncryptInput{KeyId: made.KeyMetadata.KeyId, Plaintext: data}))(t)
	if err := second(root.DeleteRole(ctx, &iam.DeleteRoleInput{RoleName: ptr("Made")})); err != nil {
		t.Fatal(err)
	}

	l = from(t, saved(t, l))
	root = l.iamAs(owner + ":root")
	role := must(root.CreateRole(ctx, &iam.CreateRoleInput{RoleName: ptr("Made"), AssumeRolePolicyDocument: ptr(trustText)}))(t)
	if *role.Role.RoleId == *gone.Role.RoleId {
		t.Error("a role has the id of one that was deleted")
	}
	another := must(root.CreateAccessKey(ctx, &iam.CreateAccessKeyInput{UserName: ptr("alice")}))(t)
	if *another.AccessKey.AccessKeyId == *key.AccessKey.AccessKeyId {
		t.Error("an access key is made twice")
	}
	other := must(l.as(owner+":root").kms.CreateKey(ctx, &kms.CreateKeyInput{}))(t)
	if *other.KeyMetadata.KeyId == *made.KeyMetadata.KeyId {
		t.Error("a KMS key is made twice")
	}
	old := l.with(world.Credential{AccessKeyID: *key.AccessKey.AccessKeyId, Secret: *key.AccessKey.SecretAccessKey})
	opened, err := old.kms.Decrypt(ctx, &kms.DecryptInput{CiphertextBlob: sealed.CiphertextBlob})
	if err != nil || !slices.Equal(opened.Plaintext, data) {
		t.Errorf("what was sealed before, opened with a key that was made before: %v", err)
	}
}

// Versions that are made later are newer than all that were there, with ids that
// none of them has.
func TestVersionsGoOnAfterASnapshot(t *testing.T) {
	l := start(t, emulator.Options{})
	for _, body := range []string{"v2", "v3"} {
		if err := l.as("user/alice").put("vers", "seeded.txt", body); err != nil {
			t.Fatal(err)
		}
	}
	l = from(t, saved(t, l))
	alice := l.as("user/alice")
	for _, body := range []string{"v4", "v5"} {
		if err := alice.put("vers", "seeded.txt", body); err != nil {
			t.Fatal(err)
		}
	}
	list := must(alice.s3.ListObjectVersions(t.Context(), &s3.ListObjectVersionsInput{Bucket: ptr("vers")}))(t)
	var bodies []string
	ids := map[string]bool{}
	for _, v := range list.Versions {
		out := must(alice.s3.GetObject(t.Context(), &s3.GetObjectInput{Bucket: ptr("vers"), Key: v.Key, VersionId: v.VersionId}))(t)
		bodies, ids[*v.VersionId] = append(bodies, textOf(t, out.Body)), true
	}
	if want := []string{"v5", "v4", "v3", "v2", "v1"}; !slices.Equal(bodies, want) || len(ids) != len(want) {
		t.Errorf("versions %v with %d ids, want %v", bodies, len(ids), want)
	}
}

// A session ends with its lab; everything else is the same.
func TestSessionsAreNotInASnapshot(t *testing.T) {
	l := start(t, emulator.Options{})
	l.as("role/Job")
	again := from(t, saved(t, l))
	if again.LastingDigest() != l.LastingDigest() {
		t.Error("the digest of what lasts is another one")
	}
	if again.Digest() == l.Digest() || again.World().Sessions.Len() != 0 {
		t.Error("there is a session in the new lab")
	}
}

// A snapshot changes nothing, and two of the same lab are the same.
func TestTwoSnapshotsAreTheSame(t *testing.T) {
	l := start(t, emulator.Options{})
	before := l.Digest()
	one, err := os.ReadFile(saved(t, l))
	if err != nil {
		t.Fatal(err)
	}
	two, err := os.ReadFile(saved(t, l))
	if err != nil {
		t.Fatal(err)
	}
	if string(one) != string(two) || l.Digest() != before {
		t.Errorf("-one +two\n%s", cmp.Diff(string(one), string(two)))
	}
}

// Metadata that is no UTF-8 on the wire is text all the same once it is stored.
func TestASnapshotOfMetadataBeyondASCII(t *testing.T) {
	l := start(t, emulator.Options{})
	wantCode(t, second(l.as("user/alice").s3.PutObject(t.Context(), &s3.PutObjectInput{
		Bucket: ptr("data"), Key: ptr("k"), Body: strings.NewReader("x"), Metadata: map[string]string{"name": "caf\xe9"},
	})), "")
	if _, err := l.Snapshot(); err != nil {
		t.Error(err)
	}
}
