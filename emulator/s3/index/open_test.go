package index_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/s3/index"
	"github.com/denylab/denylab/emulator/store"
)

// open opens the index of a directory.
func open(t testing.TB, dir string) *lab {
	t.Helper()
	blobs, err := store.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	ix, err := index.Open(blobs, "seed", dir)
	if err != nil {
		t.Fatal(err)
	}
	return &lab{TB: t, Index: ix, blobs: blobs}
}

// journal is the journal's path.
func journal(dir string) string { return filepath.Join(dir, "index.jsonl") }

func TestEverythingSurvivesARestart(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	l.must(l.CreateBucket("dropped"))
	l.must(l.DropBucket("dropped"))
	l.must(l.CreateBucket(bucket))
	rng, m := rand.New(rand.NewPCG(3, 1)), &model{}
	for n := range 60 {
		m.step(l, rng, n)
	}
	u := l.upload("multi", index.Checksum{Algorithm: "CRC32"})
	l.part(u, 1, []byte("one"))
	p := l.part(u, 1, []byte("two"))
	_, err := l.Update(bucket, l.put("tagged", "x", "").Key, "", func(v *index.Version) error {
		v.Tags = map[string]string{"team": "ml"}
		return nil
	})
	l.must(err)
	m.add(modelVersion{key: "tagged", id: "null", body: "x"})
	staged := l.stage([]byte("never published"))

	// The first restart reads what happened, the second what the first one wrote;
	// neither was closed, as after a crash.
	for range 2 {
		again := open(t, dir)
		if again.Digest() != l.Digest() {
			t.Error("the digest changed")
		}
		m.compare(again, rng)
		if !again.gone(staged) {
			t.Error("a blob that nothing refers to was kept")
		}
		l = again
	}
	if v := l.put("k", "x", on); v.ID == "" || len(m.of("k")) > 0 {
		t.Errorf("new version %+v", v)
	}
	v, err := l.CompleteUpload(completion(u, p))
	l.must(err)
	if got := l.body("multi", v.ID); got != "two" {
		t.Errorf("the completed object reads %q", got)
	}
	l.must(l.Close())
}

func TestIDsAreNotUsedTwice(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	l.must(l.CreateBucket(bucket))
	first := l.put("k", "x", on)
	l.delete("k", first.ID, on)
	for range 2 {
		l = open(t, dir) // the second time from a snapshot without the version
	}
	if v := l.put("k", "x", on); v.ID == first.ID {
		t.Error("the id of a deleted version was given out again")
	}
}

func TestResetIsRemembered(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	l.must(l.CreateBucket(bucket))
	first := l.put("k", "x", on)
	l.must(l.Reset())
	l.must(l.CreateBucket("other"))
	l = open(t, dir)
	if d := cmp.Diff([]string{"other"}, l.Buckets()); d != "" {
		t.Errorf("buckets (-want +got):\n%s", d)
	}
	l.must(l.CreateBucket(bucket))
	if v := l.put("k", "x", on); v.ID != first.ID {
		t.Error("ids did not start over after Reset")
	}
}

// A crash can cut the last entry short, at any byte.
func TestTornJournal(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	l.must(l.CreateBucket(bucket))
	l.put("a", "kept", "")
	before := l.Digest()
	whole, err := os.ReadFile(journal(dir))
	l.must(err)
	l.put("b", "torn", "")
	l.must(l.Close())
	longer, err := os.ReadFile(journal(dir))
	l.must(err)
	for end := len(whole); end < len(longer); end += 50 {
		l.must(os.WriteFile(journal(dir), longer[:end], 0o600))
		if torn := open(t, dir); torn.Digest() != before {
			t.Errorf("cut at %d: another digest", end)
		}
	}
}

func TestBrokenJournals(t *testing.T) {
	for text, want := range map[string]string{
		"{}\n":                               "journal format 0, want 1",
		"{\"format\":1}\nnonsense\n":         "index.jsonl:2: not a journal entry",
		"{\"format\":1,\"unknown\":true}\n":  "unknown field",
		"{\"format\":1}\n{\"bucket\":3}\n\n": "index.jsonl:2:",
	} {
		dir := t.TempDir()
		if err := os.WriteFile(journal(dir), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := index.Open(store.NewMemory(), "seed", dir)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "restore the file") {
			t.Errorf("%q: error %v, want %q and a way out", text, err, want)
		}
	}
}

func FuzzJournal(f *testing.F) {
	dir := f.TempDir()
	l := open(f, dir)
	l.must(l.CreateBucket(bucket))
	l.put("k", "x", on)
	l.delete("k", "", on)
	l.part(l.upload("k", index.Checksum{}), 1, []byte("x"))
	text, err := os.ReadFile(journal(dir))
	l.must(err)
	f.Add(text)
	for line := range bytes.Lines(text) {
		f.Add([]byte(fmt.Sprintf("{\"format\":1}\n%s", line)))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		dir := t.TempDir()
		if err := os.WriteFile(journal(dir), text, 0o600); err != nil {
			t.Fatal(err)
		}
		ix, err := index.Open(store.NewMemory(), "seed", dir)
		if err != nil {
			return
		}
		digest := ix.Digest()
		if err := ix.Close(); err != nil {
			t.Fatal(err)
		}
		again, err := index.Open(store.NewMemory(), "seed", dir)
		if err != nil {
			t.Fatalf("what Open wrote cannot be opened: %v", err)
		}
		if again.Digest() != digest {
			t.Error("reopening changed the digest")
		}
	})
}
