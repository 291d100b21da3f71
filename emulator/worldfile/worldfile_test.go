package worldfile_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/emulator/worldfile"
	"github.com/denylab/denylab/scenarios"
)

const account = "111122223333"

func write(t testing.TB, d *world.World) string {
	t.Helper()
	var b bytes.Buffer
	if err := worldfile.Write(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// read is the world that a file's text makes.
func read(t testing.TB, text string) *world.World {
	t.Helper()
	w, problems := scenarios.LoadWorld(fstest.MapFS{"world.yaml": {Data: []byte(text)}}, "world.yaml")
	if err := problems.Err(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return w
}

func TestAFileReads(t *testing.T) {
	when := time.Date(2026, 3, 1, 12, 0, 0, 1500, time.UTC)
	d := &world.World{Accounts: map[string]*world.Account{account: {
		RootAccessKeys: []world.AccessKey{},
		Roles: map[string]*world.Role{"Trainer": {
			Trust: world.MustPolicy(`{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole"}}`),
			Policies: map[string]*world.Policy{"p": world.MustPolicy(`{"Version":"2012-10-17","Statement":[
				{"Sid":"Yes","Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":"*","Condition":{"Bool":{"aws:SecureTransport":true},"NumericLessThan":{"s3:max-keys":10.5}}},
				{"Effect":"Deny","NotAction":"s3:*","Resource":["arn:aws:s3:::b/${aws:username}/*"]}]}`)},
			Tags: map[string]string{"true": "no", "007": "0x1F", "a: b": "# c", "": " "},
		}},
		Users: map[string]*world.User{"alice": {Created: when}},
		Keys: map[string]*world.Key{"1234abcd-12ab-34cd-56ef-1234567890ab": {Grants: map[string]*world.KeyGrant{"g": {
			Grantee: "arn:aws:iam::111122223333:role/Trainer", Operations: []string{"Decrypt"}, ContextEquals: map[string]string{}}}}},
		Buckets: map[string]*world.Bucket{"data": {Versioning: "Enabled", Objects: map[string]*world.Object{
			"a/../b\n": {Body: "one\r\n\ttwo\u0000\u2028", Stored: world.Stored{VersionID: "null", Modified: when, Checksum: &world.Checksum{}},
				Older: []*world.Object{{Stored: world.Stored{DeleteMarker: true}}, {Body: "old", Tags: map[string]string{"k": "v"}}}},
		}}},
	}}}
	text := write(t, d)
	want, err := world.New(d)
	if err != nil {
		t.Fatal(err)
	}
	got := read(t, text)
	if got.Digest() != want.Digest() {
		t.Errorf("another world was read, -written +read\n%s\nfrom\n%s", cmp.Diff(want.Accounts, got.Accounts, cmp.Comparer(func(a, b *world.Policy) bool {
			return string(compact(a)) == string(compact(b))
		})), text)
	}
	objects := func(w *world.World) map[string]*world.Object { return w.Accounts[account].Buckets["data"].Objects }
	if diff := cmp.Diff(objects(want), objects(got), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("-written +read\n%s", diff)
	}
	if got.Accounts[account].Keys["1234abcd-12ab-34cd-56ef-1234567890ab"].Grants["g"].ContextEquals == nil {
		t.Error("an encryption context that must be empty is gone")
	}
	if strings.Contains(text, `"{`) {
		t.Errorf("a policy is text, not a mapping:\n%s", text)
	}
}

func compact(p *world.Policy) []byte {
	var b bytes.Buffer
	if p == nil || json.Compact(&b, p.JSON) != nil {
		return nil
	}
	return b.Bytes()
}

// A policy whose text is more than its values stays text.
func TestAPolicyThatNoMappingSays(t *testing.T) {
	for _, text := range []string{
		`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Get\u004fbject","Resource":"*"}]}`,
		`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"NumericLessThan":{"s3:max-keys":1e1}}}]}`,
	} {
		d := &world.World{Accounts: map[string]*world.Account{account: {Roles: map[string]*world.Role{"r": {
			Policies: map[string]*world.Policy{"p": world.MustPolicy(text)}}}}}}
		if got := string(read(t, write(t, d)).Accounts[account].Roles["r"].Policies["p"].JSON); got != text {
			t.Errorf("read %s", got)
		}
	}
}

func TestATextThatNoFileCanHave(t *testing.T) {
	d := &world.World{Accounts: map[string]*world.Account{account: {Buckets: map[string]*world.Bucket{"data": {
		Objects: map[string]*world.Object{"k": {Metadata: map[string]string{"name": "caf\xe9"}}}}}}}}
	err := worldfile.Write(&bytes.Buffer{}, d)
	if want := `accounts.111122223333.buckets.data.objects.k.metadata.name: "caf\xe9" is not UTF-8, which no file can have`; err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
}

// Any text comes back as it was, as a name and as a value.
func FuzzText(f *testing.F) {
	for _, s := range []string{"", "a", "true", "~", "null", "1e3", "a:b", "a: b", "- x", "{a}", "[", "#", "é\u00a0\u2028\ufeff", "\ue000:\ue001", "'", `\"`, "\x7f\x00", "*", "&a", "!t", "%", "@", "`", "a\nb", " lead", "trail ", ":", "a:", ":a", "?", "|", ">", "=", "<<", "🙂", "2026-01-01", "a,b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			t.Skip()
		}
		tags := map[string]string{s: s, "other": s + ":" + s}
		d := &world.World{Accounts: map[string]*world.Account{account: {Roles: map[string]*world.Role{"r": {Tags: tags}}}}}
		if got := read(t, write(t, d)).Accounts[account].Roles["r"].Tags; !reflect.DeepEqual(got, tags) {
			t.Errorf("wrote %q, read %q", tags, got)
		}
	})
}
