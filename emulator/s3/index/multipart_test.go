package index_test

import (
	"bytes"
	"crypto/md5"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"hash/crc64"
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/s3/index"
)

func (l *lab) part(u *index.Upload, n int, body []byte) *index.Part {
	l.Helper()
	p := index.Part{Number: n, Blobs: []index.Blob{l.stage(body)}, ETag: sum(body), Modified: noon}
	if h := checksum(u.Object.Checksum.Algorithm); h != nil {
		h.Write(body)
		p.Checksum = base64.StdEncoding.EncodeToString(h.Sum(nil))
	}
	stored, err := l.PutPart(bucket, u.Key, u.ID, p)
	l.must(err)
	return stored
}

func checksum(algorithm string) hash.Hash {
	switch algorithm {
	case "CRC32":
		return crc32.NewIEEE()
	case "CRC32C":
		return crc32.New(crc32.MakeTable(crc32.Castagnoli))
	case "CRC64NVME":
		return crc64.New(crc64.MakeTable(0x9a6c9329ac4bc9b5))
	}
	return nil
}

func (l *lab) upload(key string, sum index.Checksum) *index.Upload {
	l.Helper()
	u, err := l.CreateUpload(bucket, index.Upload{
		Key: key, Started: noon, Object: index.Version{Owner: "111122223333", Checksum: sum, Tags: map[string]string{"a": "b"}},
	})
	l.must(err)
	return u
}

func named(parts ...*index.Part) (list []index.CompletedPart) {
	for _, p := range parts {
		list = append(list, index.CompletedPart{Number: p.Number, ETag: p.ETag, Checksum: p.Checksum})
	}
	return list
}

func completion(u *index.Upload, parts ...*index.Part) index.Completion {
	return index.Completion{Bucket: bucket, Key: u.Key, UploadID: u.ID, Parts: named(parts...), Size: -1, Now: noon}
}

// block is n bytes that differ by seed.
func block(n int, seed byte) []byte { return bytes.Repeat([]byte{seed, seed ^ 0x5a, 7}, n/3+1)[:n] }

func TestCompleteUpload(t *testing.T) {
	l := newLab(t)
	u := l.upload("model.tar.gz", index.Checksum{})
	first, last := block(index.MinPartSize, 1), []byte("tail")
	stale := l.part(u, 2, []byte("stale"))
	p2, p7, unused := l.part(u, 2, first), l.part(u, 7, last), l.part(u, 9, []byte("unused"))
	if !l.gone(stale.Blobs[0]) {
		t.Error("the replaced part's blob is still there")
	}
	v, err := l.CompleteUpload(completion(u, p2, p7))
	l.must(err)

	raw, _ := hex.DecodeString(p2.ETag + p7.ETag)
	if want := fmt.Sprintf("%x-2", md5.Sum(raw)); v.ETag != want {
		t.Errorf("ETag %s, want %s", v.ETag, want)
	}
	if v.Size != int64(len(first)+len(last)) || v.Tags["a"] != "b" || v.Modified != noon {
		t.Errorf("object %+v", v)
	}
	want := []index.PartSize{{Number: 2, Size: index.MinPartSize}, {Number: 7, Size: 4}}
	if d := cmp.Diff(want, v.PartSizes); d != "" {
		t.Errorf("part sizes (-want +got):\n%s", d)
	}
	if got := l.body("model.tar.gz", ""); got != string(first)+string(last) {
		t.Errorf("the object has other bytes")
	}
	if !l.gone(unused.Blobs[0]) || l.gone(p2.Blobs[0]) {
		t.Error("completion dropped the wrong parts")
	}
	_, err = l.CompleteUpload(completion(u, p2))
	wantErr(t, "completing again", err, index.ErrNoSuchUpload)
}

func TestRefusedCompletions(t *testing.T) {
	l := newLab(t)
	u := l.upload("k", index.Checksum{Algorithm: "CRC32"})
	big, small := l.part(u, 1, block(index.MinPartSize, 1)), l.part(u, 2, []byte("small"))
	last := l.part(u, 3, []byte("last"))
	l.put("k", "old", "")
	refused := errors.New("refused")
	for _, c := range []struct {
		name   string
		change func(*index.Completion)
		want   error
		part   int
	}{
		{"no parts", func(c *index.Completion) { c.Parts = nil }, index.ErrNoParts, 0},
		{"order", func(c *index.Completion) { c.Parts = named(last, big) }, index.ErrInvalidPartOrder, 0},
		{"twice", func(c *index.Completion) { c.Parts = named(big, big) }, index.ErrInvalidPartOrder, 0},
		{"missing", func(c *index.Completion) { c.Parts = append(named(big), index.CompletedPart{Number: 4}) }, index.ErrInvalidPart, 4},
		{"ETag", func(c *index.Completion) { c.Parts[0].ETag = last.ETag }, index.ErrInvalidPart, 1},
		{"checksum", func(c *index.Completion) { c.Parts[0].Checksum = "AAAAAA==" }, index.ErrInvalidPart, 1},
		{"small", func(c *index.Completion) { c.Parts = named(big, small, last) }, index.ErrEntityTooSmall, 2},
		{"size", func(c *index.Completion) { c.Size = 1 }, index.ErrObjectSize, 0},
		{"digest", func(c *index.Completion) { c.Checksum = "AAAAAA==-2" }, index.ErrBadDigest, 0},
		{"precondition", func(c *index.Completion) { c.If.IfNoneMatch = "*" }, index.ErrPreconditionFailed, 0},
		{"recheck", func(c *index.Completion) { c.Recheck = func(*index.Version) error { return refused } }, refused, 0},
		{"other key", func(c *index.Completion) { c.Key = "other" }, index.ErrNoSuchUpload, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := l.Digest()
			done := completion(u, big, last)
			c.change(&done)
			_, err := l.CompleteUpload(done)
			wantErr(t, "CompleteUpload", err, c.want)
			var at *index.PartError
			if errors.As(err, &at) != (c.part > 0) || at != nil && (at.Number != c.part || at.UploadID != u.ID) {
				t.Errorf("error %v, want it to name part %d", err, c.part)
			}
			if l.Digest() != before {
				t.Error("a refused completion changed the index")
			}
		})
	}
	_, err := l.CompleteUpload(completion(u, big, last))
	l.must(err)
}

// A precondition must have held ever since the upload began.
func TestConflictsDuringAnUpload(t *testing.T) {
	etag := sum([]byte("old"))
	for _, c := range []struct {
		name   string
		cond   index.Preconditions
		before bool // an object existed when the upload began
		change func(l *lab)
		want   error
	}{
		{"created meanwhile", index.Preconditions{IfNoneMatch: "*"}, false, func(l *lab) { l.put("k", "new", "") }, index.ErrPreconditionFailed},
		{"deleted meanwhile", index.Preconditions{IfNoneMatch: "*"}, true, func(l *lab) { l.delete("k", "", "") }, index.ErrConflict},
		{"never there", index.Preconditions{IfNoneMatch: "*"}, false, func(*lab) {}, nil},
		{"deleted, no condition", index.Preconditions{}, true, func(l *lab) { l.delete("k", "", "") }, nil},
		{"unchanged", index.Preconditions{IfMatch: etag}, true, func(*lab) {}, nil},
		{"tagged meanwhile", index.Preconditions{IfMatch: etag}, true, func(l *lab) {
			_, err := l.Update(bucket, "k", "", func(v *index.Version) error { v.Tags = map[string]string{"a": "b"}; return nil })
			l.must(err)
		}, nil},
		{"rewritten alike meanwhile", index.Preconditions{IfMatch: etag}, true, func(l *lab) { l.put("k", "old", "") }, index.ErrConflict},
		{"rewritten otherwise", index.Preconditions{IfMatch: etag}, true, func(l *lab) { l.put("k", "new", "") }, index.ErrPreconditionFailed},
		{"deleted, If-Match", index.Preconditions{IfMatch: etag}, true, func(l *lab) { l.delete("k", "", "") }, index.ErrNoSuchKey},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := newLab(t)
			if c.before {
				l.put("k", "old", "")
			}
			u := l.upload("k", index.Checksum{})
			done := completion(u, l.part(u, 1, []byte("x")))
			done.If = c.cond
			c.change(l)
			_, err := l.CompleteUpload(done)
			wantErr(t, "CompleteUpload", err, c.want)
		})
	}
}

func TestMultipartChecksums(t *testing.T) {
	one, two := block(index.MinPartSize, 3), block(12345, 4)
	for _, c := range []struct {
		sum  index.Checksum
		kind string
	}{
		{index.Checksum{Algorithm: "CRC32"}, index.Composite},
		{index.Checksum{Algorithm: "CRC32C", Type: index.Composite}, index.Composite},
		{index.Checksum{Algorithm: "CRC32", Type: index.FullObject}, index.FullObject},
		{index.Checksum{Algorithm: "CRC32C", Type: index.FullObject}, index.FullObject},
		{index.Checksum{Algorithm: "CRC64NVME"}, index.FullObject},
	} {
		t.Run(c.sum.Algorithm+c.kind, func(t *testing.T) {
			l := newLab(t)
			u := l.upload("k", c.sum)
			p1, p2 := l.part(u, 1, one), l.part(u, 2, two)
			h := checksum(c.sum.Algorithm)
			suffix := ""
			if c.kind == index.FullObject {
				h.Write(one)
				h.Write(two)
			} else {
				suffix = "-2"
				for _, p := range []*index.Part{p1, p2} {
					raw, _ := base64.StdEncoding.DecodeString(p.Checksum)
					h.Write(raw)
				}
			}
			want := index.Checksum{Algorithm: c.sum.Algorithm, Type: c.kind, Value: base64.StdEncoding.EncodeToString(h.Sum(nil)) + suffix}
			done := completion(u, p1, p2)
			done.Checksum = want.Value
			v, err := l.CompleteUpload(done)
			l.must(err)
			if d := cmp.Diff(want, v.Checksum); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestChecksumsThatCannotBe(t *testing.T) {
	for _, sum := range []index.Checksum{{Algorithm: "MD4"}, {Algorithm: "SHA256", Type: index.FullObject}, {Algorithm: "SHA1"}} {
		l := newLab(t)
		u := l.upload("k", sum)
		if _, err := l.CompleteUpload(completion(u, l.part(u, 1, []byte("x")))); err == nil {
			t.Errorf("%+v: no error", sum)
		}
	}
}

func TestPutPartRefusals(t *testing.T) {
	l := newLab(t)
	u := l.upload("k", index.Checksum{})
	etag := sum(nil)
	for _, n := range []int{-1, 0, 10001} {
		_, err := l.PutPart(bucket, "k", u.ID, index.Part{Number: n, ETag: etag})
		wantErr(t, fmt.Sprint("part ", n), err, index.ErrPartNumber)
	}
	_, err := l.PutPart(bucket, "k", "none", index.Part{Number: 1, ETag: etag})
	wantErr(t, "another upload", err, index.ErrNoSuchUpload)
	if _, err := l.PutPart(bucket, "k", u.ID, index.Part{Number: 1, ETag: "short"}); err == nil {
		t.Error("a part without MD5: no error")
	}
	p := l.part(u, 10000, []byte("x"))
	l.must(l.AbortUpload(bucket, "k", u.ID))
	if !l.gone(p.Blobs[0]) {
		t.Error("an aborted upload's part is still there")
	}
	wantErr(t, "aborting again", l.AbortUpload(bucket, "k", u.ID), index.ErrNoSuchUpload)
	_, err = l.GetUpload(bucket, "k", u.ID)
	wantErr(t, "GetUpload", err, index.ErrNoSuchUpload)
}

func TestListParts(t *testing.T) {
	l := newLab(t)
	u := l.upload("k", index.Checksum{})
	for _, n := range []int{30, 1, 200, 7} {
		l.part(u, n, []byte("x"))
	}
	var got []int
	after := 0
	for {
		p, err := l.ListParts(bucket, "k", u.ID, after, 3)
		l.must(err)
		for _, part := range p.Parts {
			got = append(got, part.Number)
		}
		if !p.Truncated {
			break
		}
		after = p.Next
	}
	if d := cmp.Diff([]int{1, 7, 30, 200}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestListUploads(t *testing.T) {
	l := newLab(t)
	var ids []string
	for _, key := range []string{"b", "a/1", "b", "a/2", "c"} {
		ids = append(ids, l.upload(key, index.Checksum{}).ID)
	}
	for _, c := range []struct {
		name  string
		q     index.UploadQuery
		want  []string
		pre   []string
		trunc bool
	}{
		{"all", index.UploadQuery{Max: 9}, []string{ids[1], ids[3], ids[0], ids[2], ids[4]}, nil, false},
		{"delimiter", index.UploadQuery{Delimiter: "/", Max: 9}, []string{ids[0], ids[2], ids[4]}, []string{"a/"}, false},
		{"prefix", index.UploadQuery{Prefix: "b", Max: 9}, []string{ids[0], ids[2]}, nil, false},
		{"page", index.UploadQuery{Delimiter: "/", Max: 2}, []string{ids[0]}, []string{"a/"}, true},
		{"after an upload", index.UploadQuery{KeyMarker: "b", UploadIDMarker: ids[0], Max: 9}, []string{ids[2], ids[4]}, nil, false},
		{"after a key", index.UploadQuery{KeyMarker: "b", Max: 9}, []string{ids[4]}, nil, false},
		{"after a prefix", index.UploadQuery{KeyMarker: "a/", Delimiter: "/", Max: 9}, []string{ids[0], ids[2], ids[4]}, nil, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := l.ListUploads(bucket, c.q)
			l.must(err)
			var got []string
			for _, u := range p.Uploads {
				got = append(got, u.ID)
			}
			if d := cmp.Diff(c.want, got) + cmp.Diff(c.pre, p.Prefixes); d != "" || p.Truncated != c.trunc {
				t.Errorf("truncated %v (-want +got):\n%s", p.Truncated, d)
			}
		})
	}
	l.must(l.AbortUpload(bucket, "b", ids[0]))
	p, err := l.ListUploads(bucket, index.UploadQuery{KeyMarker: "b", UploadIDMarker: ids[0], Max: 1})
	l.must(err)
	if len(p.Uploads) != 1 || p.Uploads[0].ID != ids[2] {
		t.Error("an aborted upload does not mark its place")
	}
	_, err = l.ListUploads(bucket, index.UploadQuery{KeyMarker: "b", UploadIDMarker: "made up", Max: 1})
	wantErr(t, "ListUploads", err, index.ErrBadMarker)
}

// A copy refers to the source's bytes; they live as long as either.
func TestCopiesShareBytes(t *testing.T) {
	l := newLab(t)
	u := l.upload("src", index.Checksum{})
	one, two := block(index.MinPartSize, 1), []byte("0123456789")
	_, err := l.CompleteUpload(completion(u, l.part(u, 1, one), l.part(u, 2, two)))
	l.must(err)
	src, err := l.Acquire(bucket, "src", "")
	l.must(err)
	all := string(one) + string(two)
	for i, c := range []struct{ off, n int64 }{{0, -1}, {3, 5}, {index.MinPartSize - 2, 4}, {index.MinPartSize, 10}, {index.MinPartSize + 2, 3}, {7, 0}, {int64(len(all)), -1}} {
		slice, err := src.Slice(c.off, c.n)
		l.must(err)
		for _, b := range slice {
			if b.Size == 0 {
				t.Errorf("Slice(%d, %d) has an empty blob", c.off, c.n)
			}
		}
		if c.n < 0 {
			c.n = int64(len(all)) - c.off
		}
		key := fmt.Sprint("copy", i)
		_, err = l.Put(index.Write{Bucket: bucket, Version: index.Version{Key: key, Blobs: slice}})
		l.must(err)
		if got := l.body(key, ""); got != all[c.off:c.off+c.n] {
			t.Errorf("copy of %d bytes from %d: %d bytes that differ", c.n, c.off, len(got))
		}
		r, err := src.Open(c.off, c.n)
		l.must(err)
		if got, err := io.ReadAll(r); err != nil || string(got) != all[c.off:c.off+c.n] {
			t.Errorf("Open(%d, %d): %d bytes, %v", c.off, c.n, len(got), err)
		}
	}
	for _, c := range []struct{ off, n int64 }{{-1, 1}, {0, int64(len(all)) + 1}, {int64(len(all)) + 1, -1}} {
		_, err := src.Open(c.off, c.n)
		wantErr(t, "Open", err, index.ErrRange)
	}
	l.must(src.Release())
	l.delete("src", "", "")
	if got := l.body("copy1", ""); got != all[3:8] {
		t.Errorf("the copy reads %q after the source's end", got)
	}
	// An object copied onto itself keeps its bytes.
	self, err := l.Acquire(bucket, "copy0", "")
	l.must(err)
	_, err = l.Put(index.Write{Bucket: bucket, Version: index.Version{Key: "copy0", Blobs: self.Blobs}})
	l.must(err)
	l.must(self.Release())
	if got := l.body("copy0", ""); got != all {
		t.Error("the object copied onto itself has other bytes")
	}
}
