package emulator_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/denylab/denylab/emulator"
	"github.com/denylab/denylab/emulator/world"
)

func TestARefusedRequestWritesNothing(t *testing.T) {
	l := keep(t, t.TempDir(), testWorld())
	path := filepath.Join(l.dir, "world.json")
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	wantCode(t, second(l.as("user/bob").s3.CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: ptr("bobs")})), "403 AccessDenied")
	if after, err := os.ReadFile(path); err != nil || string(after) != string(before) {
		t.Errorf("the file was written: %s %v", after, err)
	}
}

// What cannot be kept does not happen.
func TestAChangeThatCannotBeKeptFails(t *testing.T) {
	l := keep(t, t.TempDir(), testWorld())
	before := l.Digest()
	if err := os.Mkdir(filepath.Join(l.dir, "world.json.new"), 0o700); err != nil { // in the way
		t.Fatal(err)
	}
	wantCode(t, second(l.as("user/alice").s3.CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: ptr("made")})), "500 InternalError")
	if l.Digest() != before {
		t.Error("the bucket was made all the same")
	}
	if err := os.Remove(filepath.Join(l.dir, "world.json.new")); err != nil {
		t.Fatal(err)
	}
	if err := second(l.as("user/alice").s3.CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: ptr("made")})); err != nil {
		t.Error(err)
	}
}

func TestOneLabADirectory(t *testing.T) {
	l := keep(t, t.TempDir(), testWorld())
	_, err := emulator.New(described(emulator.Options{Data: l.dir}))
	if err == nil || !strings.Contains(err.Error(), "data directory "+l.dir+" is in use") {
		t.Errorf("error %v, want that the directory is in use", err)
	}
	if err := l.as("user/alice").put("data", "k", "x"); err != nil {
		t.Errorf("the first lab was disturbed: %v", err)
	}
	l.reopen(testWorld()) // the directory is free again
}

func TestADirectoryThatCannotBeRead(t *testing.T) {
	for _, tc := range []struct{ name, text, want string }{
		{"empty", "", "world.json: not what a lab keeps of its world: the file ends in the middle"},
		{"cut short", `{"format":1,"starts":`, "the file ends in the middle"},
		{"not JSON", "{\n\"format\":1,\n\"starts\":x}", "world.json:3: not what a lab keeps"},
		{"another type", "{\n\"format\":\"one\"}", "world.json:2: not what a lab keeps"},
		{"another format", `{"format":2}`, "its format is 2, this denylab reads 1"},
		{"a field of another version", `{"format":1,"users":{}}`, `unknown field "users"`},
		{"two records", `{"format":1}{"format":1}`, "something behind the record"},
		{"another world's account", `{"format":1,"accounts":{"000000000000":{}}}`, "account 000000000000 is not described"},
		{"a broken policy", `{"format":1,"accounts":{"` + owner + `":{"buckets":{"data":{"Policy":"{"}}}}}`, "account " + owner + ": bucket data: policy:"},
		{"a key that is gone", `{"format":1,"accounts":{"` + owner + `":{"buckets":{"data":{"Encryption":{"Algorithm":"aws:kms","Key":"alias/gone"}}}}}}`, "alias/gone"},
		{"a broken key policy", `{"format":1,"accounts":{"` + owner + `":{"keys":{"` + keyID + `":{"Policy":"x"}}}}}`, "key " + keyID + ": policy:"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "world.json")
			if err := os.WriteFile(path, []byte(tc.text), 0o600); err != nil {
				t.Fatal(err)
			}
			for range 2 { // the lock was given back
				_, err := emulator.New(described(emulator.Options{Data: dir}))
				if err == nil || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), tc.want) || !strings.Contains(err.Error(), "start over") {
					t.Errorf("error %v, want one with the file and %q", err, tc.want)
				}
			}
			if after, err := os.ReadFile(path); err != nil || string(after) != tc.text {
				t.Errorf("the file is now %q, %v", after, err)
			}
		})
	}
}

func TestObjectsOfABucketThatIsNotDescribedAnyMore(t *testing.T) {
	l := keep(t, t.TempDir(), testWorld())
	w := testWorld()
	delete(w.Accounts[owner].Buckets, "data")
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := emulator.New(described(emulator.Options{Data: l.dir, World: w}))
	if err == nil || !strings.Contains(err.Error(), `has objects of buckets ["data"]`) {
		t.Errorf("error %v, want one about the bucket data", err)
	}
	keep(t, l.dir, testWorld()) // nothing was lost
}

// An empty bucket that the world does not know is what a crash leaves.
func TestAnEmptyBucketThatIsNotDescribedAnyMore(t *testing.T) {
	w := testWorld()
	w.Accounts[owner].Buckets["empty"] = &world.Bucket{}
	l := keep(t, t.TempDir(), w)
	l = l.reopen(testWorld())
	if err := second(l.as("user/alice").s3.CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: ptr("empty")})); err != nil {
		t.Error(err)
	}
}
