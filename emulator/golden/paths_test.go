package golden_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/denylab/denylab/emulator"
)

// keys that mean harm as paths, as a URL has them.
var oddKeys = []string{
	"..", "%2e%2e", "../up", "../../up", "..%2f..%2fup", "%2e%2e/%2e%2e/up", "a/../../../up", "/", "//", "/up", "//up", "%2fup", "./up", "up/.", "up/..",
	"up%00", "%00", "..%00/up", "up%5c..%5cup", "C:%5cup", "up%0d%0aX-Up:%201", "%7f", "%e2%80%ae", "CON", "up%20", "%20", "..;/up", "~/up", "$(touch%20up)",
}

// On a disk, too, a key is a name and no path: what is put is there under its name
// and no other, and nothing is written beside the lab's directory.
func TestKeysAreNoPaths(t *testing.T) {
	outside := t.TempDir()
	data := filepath.Join(outside, "a", "b", "data")
	if err := os.MkdirAll(data, 0o755); err != nil {
		t.Fatal(err)
	}
	l := &lab{t: t, now: now, vars: map[string]string{}}
	var err error
	if l.Lab, err = emulator.New(emulator.Options{World: testWorld(), Clock: l.clock, SigningClock: l.clock, Seed: "paths", Data: data}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	for _, key := range oddKeys {
		if a := l.do(s3("PUT /public/" + key).with("at " + key).by("")); a.status != 200 {
			t.Errorf("PUT %s: %d %s", key, a.status, a.body)
		}
	}
	for _, key := range oddKeys {
		want := "at " + key
		switch key { // two spellings of one name
		case "..":
			want = "at %2e%2e"
		case "../../up":
			want = "at %2e%2e/%2e%2e/up"
		case "..%2f..%2fup":
			want = "at %2e%2e/%2e%2e/up"
		case "/up":
			want = "at %2fup"
		}
		if a := l.do(s3("GET /public/" + key).by("")); a.status != 200 || a.body != want {
			t.Errorf("GET %s: %d %q, want %q", key, a.status, a.body, want)
		}
	}
	for dir, want := range map[string]string{outside: "a", filepath.Join(outside, "a"): "b", filepath.Join(outside, "a", "b"): "data"} {
		entries, err := os.ReadDir(dir)
		if err != nil || len(entries) != 1 || entries[0].Name() != want {
			t.Errorf("%s has %v (%v), want %s only", dir, entries, err, want)
		}
	}
}

// What is no name of a bucket or a key is refused in AWS's words.
func TestNamesThatAreNone(t *testing.T) {
	l := start(t, region)
	for _, c := range []struct {
		request step
		status  int
		code    string
	}{
		{s3("PUT /.."), 400, "InvalidBucketName"},
		{s3("PUT /a..b"), 400, "InvalidBucketName"},
		{s3("PUT /up%00"), 400, "InvalidBucketName"},
		{s3("PUT /up%FF"), 400, "InvalidURI"},
		{s3("PUT /data/up%FF"), 400, "InvalidURI"},
		{s3("PUT /data/%C0%AE%C0%AE/up"), 400, "InvalidURI"}, // an overlong spelling of ..
		{s3("PUT /data/%ED%A0%80"), 400, "InvalidURI"},
		{s3("PUT /data/k", "x-amz-copy-source: data/../open/seeded.txt"), 404, "NoSuchKey"},
		{s3("PUT /data/k", "x-amz-copy-source: data/%2e%2e/open/seeded.txt"), 404, "NoSuchKey"},
		{s3("PUT /data/k", "x-amz-copy-source: /../data/seeded.txt"), 404, "NoSuchBucket"},
		{s3("PUT /data/k", "x-amz-copy-source: data/seeded.txt%00"), 404, "NoSuchKey"},
		{s3("PUT /data/k", "x-amz-copy-source: data/%ff"), 400, "InvalidArgument"},
		{s3("PUT /data/k", "x-amz-copy-source: data/%zz"), 400, "InvalidArgument"},
		{control("GET /accesspoint/.."), 400, "InvalidURI"},
		{control("GET /accesspoint/../configuration/publicAccessBlock"), 400, "InvalidURI"},
		{control("GET /accesspoint//policy"), 400, "InvalidURI"},
		{iam("CreateUser", "UserName", "../up"), 400, "ValidationError"},
		{iam("CreateUser", "UserName", "up\x00"), 400, "ValidationError"},
		{iam("CreateRole", "RoleName", "up", "Path", "/../", "AssumeRolePolicyDocument", "\xff"), 400, "ValidationError"},
		{assume("arn:aws:iam::" + owner + ":role/../Job"), 403, "AccessDenied"},
		{describe("../" + keyID), 400, "NotFoundException"},
		{describe("alias/../training"), 400, "NotFoundException"},
	} {
		l.begin(t)
		before := l.Digest()
		if got := l.do(c.request); got.status != c.status || got.code != c.code {
			t.Errorf("%s %s %q: got %d %s %s, want %d %s", c.request.method, c.request.target, c.request.header, got.status, got.code, got.message, c.status, c.code)
		}
		if l.Digest() != before {
			t.Errorf("%s %s has changed something", c.request.method, c.request.target)
		}
	}
}
