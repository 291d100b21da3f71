package emulator_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/denylab/denylab/emulator"
	"github.com/denylab/denylab/emulator/world"
)

// upset changes everything that can be changed.
func upset(t *testing.T, l *lab) {
	t.Helper()
	alice := l.as("user/alice")
	for _, err := range []error{
		alice.put("data", "seeded.txt", "other"), alice.put("data", "new", "x"), alice.put("vers", "seeded.txt", "v2"),
		second(alice.s3.DeleteObject(t.Context(), &s3.DeleteObjectInput{Bucket: ptr("public"), Key: ptr("seeded.txt")})),
		second(alice.s3.DeleteBucket(t.Context(), &s3.DeleteBucketInput{Bucket: ptr("public")})),
		second(alice.s3.CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: ptr("made")})),
		second(alice.s3.CreateMultipartUpload(t.Context(), &s3.CreateMultipartUploadInput{Bucket: ptr("data"), Key: ptr("parts")})),
		second(alice.s3.DeleteBucketPolicy(t.Context(), &s3.DeleteBucketPolicyInput{Bucket: ptr("shared")})),
		second(alice.kms.CreateKey(t.Context(), nil)),
		second(alice.sts.AssumeRole(t.Context(), &sts.AssumeRoleInput{RoleArn: ptr("arn:aws:iam::" + owner + ":role/Job"), RoleSessionName: ptr("me")})),
		l.Change(func(w *world.World) error {
			delete(w.Accounts[owner].Roles, "Bounded")
			return nil
		}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func TestResetBringsBackTheStart(t *testing.T) {
	l := start(t, emulator.Options{})
	before := l.Digest()
	session, err := l.CredentialsAs("role/Reader")
	if err != nil {
		t.Fatal(err)
	}
	if l.Digest() == before {
		t.Error("sessions do not count")
	}
	upset(t, l)
	remembered := l.last().ID
	if err := l.Reset(); err != nil {
		t.Fatal(err)
	}
	if l.Digest() != before {
		t.Error("the digest is another one")
	}
	if n := len(l.Journal().Entries()); n != 0 {
		t.Errorf("the journal has %d exchanges", n)
	}
	if got, err := l.as("user/alice").get("data", "seeded.txt"); err != nil || got != "hello, lab" {
		t.Errorf("the object is %q, %v", got, err)
	}
	_, err = l.with(session).get("data", "seeded.txt")
	wantCode(t, err, "403 InvalidAccessKeyId")
	if _, ok := l.Journal().Entry(remembered); ok || l.last().ID == remembered {
		t.Errorf("the id %s of a forgotten exchange is another one's", remembered)
	}
	upset(t, l) // all of it can be done again
}

func TestChangeIsAllOrNothing(t *testing.T) {
	l := start(t, emulator.Options{})
	before, snapshot := l.Digest(), l.World()
	err := l.Change(func(w *world.World) error {
		w.Accounts[owner].Roles["Reader"].Policies = nil
		w.Accounts[owner].Users["bob"].Boundary = "NoSuchPolicy"
		return nil
	})
	if err == nil || !strings.Contains(err.Error(), "NoSuchPolicy") {
		t.Errorf("error %v, want one about NoSuchPolicy", err)
	}
	if l.Digest() != before {
		t.Error("half of the change was made")
	}
	if err := l.Change(func(w *world.World) error {
		w.Accounts[owner].Roles["Reader"].Policies = nil
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if snapshot.Accounts[owner].Roles["Reader"].Policies == nil {
		t.Error("the snapshot from before has changed")
	}
	_, err = l.as("role/Reader").get("data", "seeded.txt")
	wantCode(t, err, "403 AccessDenied")
}

func TestALabWithoutOptions(t *testing.T) {
	inner, err := emulator.New(emulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	l := &lab{inner, t}
	c, err := l.CredentialsAs("root")
	if err != nil || c.AccessKeyID != "AKIAIOSFODNN7EXAMPLE" {
		t.Errorf("%+v %v, want AWS's documented example key", c, err)
	}
	root := l.with(c)
	if err := second(root.s3.CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: ptr("made")})); err != nil {
		t.Fatal(err)
	}
	if err := root.put("made", "k", "x"); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Error(err)
	}
}

func TestADescriptionThatCannotBe(t *testing.T) {
	w := testWorld()
	w.Accounts[owner].Roles["Job"].Boundary = "Nothing"
	if _, err := emulator.New(emulator.Options{World: w}); err == nil || !strings.Contains(err.Error(), "accounts."+owner+".roles.Job.boundary") {
		t.Errorf("error %v, want one with the place", err)
	}
	w = testWorld()
	if _, err := emulator.New(emulator.Options{World: w, Data: "/dev/null/x"}); err == nil || !strings.Contains(err.Error(), "/dev/null") {
		t.Errorf("error %v, want one with the directory", err)
	}
}

// Equal seeds, clocks and requests: equal bytes.
func TestEqualLabsGiveEqualAnswers(t *testing.T) {
	run := func() string {
		l := start(t, emulator.Options{})
		l.Change(func(*world.World) error { return nil }) //nolint:errcheck // nothing can go wrong
		var all strings.Builder
		for _, r := range []*http.Response{
			l.raw("GET", "/public/seeded.txt", ""), l.raw("PUT", "/public/k", "x"), l.raw("GET", "/data/k", ""), l.raw("GET", "/?Action=GetCallerIdentity", ""),
		} {
			if err := r.Header.Write(&all); err != nil {
				t.Fatal(err)
			}
			all.WriteString(text(t, r))
		}
		c, err := l.CredentialsAs("role/Reader")
		if err != nil {
			t.Fatal(err)
		}
		return all.String() + c.AccessKeyID + c.Secret + c.Token + l.Digest()
	}
	if a, b := run(), run(); a != b {
		t.Errorf("two runs differ:\n%s\n%s", a, b)
	}
}

func TestResetIsOnTheControlPage(t *testing.T) {
	l := start(t, emulator.Options{})
	before := l.Digest()
	upset(t, l)
	for _, prefix := range []string{"", "/_denylab/plain"} {
		r := httptest.NewRecorder()
		l.ServeHTTP(r, httptest.NewRequest("POST", prefix+"/_denylab/reset", nil))
		if r.Code != http.StatusNoContent || l.Digest() != before {
			t.Errorf("%s: status %d, reset %v", prefix, r.Code, l.Digest() == before)
		}
	}
}
