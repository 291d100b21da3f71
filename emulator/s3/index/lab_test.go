package index_test

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/hex"
	"errors"
	"io"
	"testing"
	"time"

	"github.com/denylab/denylab/emulator/s3/index"
	"github.com/denylab/denylab/emulator/store"
)

// noon is the clock of the tests.
var noon = time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)

// A lab is an index over its blobs, with one bucket.
type lab struct {
	testing.TB
	*index.Index
	blobs *store.Blobs
}

const bucket = "training-data"

func newLab(t testing.TB) *lab {
	t.Helper()
	blobs := store.NewMemory()
	l := &lab{TB: t, Index: index.New(blobs, "seed"), blobs: blobs}
	l.must(l.CreateBucket(bucket))
	return l
}

func (l *lab) must(err error) {
	l.Helper()
	if err != nil {
		l.Fatal(err)
	}
}

func sum(body []byte) string {
	s := md5.Sum(body)
	return hex.EncodeToString(s[:])
}

// stage stores a body and returns its blob.
func (l *lab) stage(body []byte) index.Blob {
	l.Helper()
	ref, n, err := l.blobs.Put(context.Background(), bytes.NewReader(body))
	l.must(err)
	return index.Blob{Ref: ref, Size: n, MD5: sum(body)}
}

// write is a Write of a text body.
func (l *lab) write(key, body, versioning string) index.Write {
	l.Helper()
	return index.Write{
		Bucket:     bucket,
		Versioning: versioning,
		Version: index.Version{
			Key: key, Owner: "111122223333", ETag: sum([]byte(body)), Modified: noon,
			Blobs: []index.Blob{l.stage([]byte(body))},
		},
	}
}

func (l *lab) put(key, body, versioning string) *index.Version {
	l.Helper()
	v, err := l.Put(l.write(key, body, versioning))
	l.must(err)
	return v
}

// body reads an object whole.
func (l *lab) body(key, id string) string {
	l.Helper()
	h, err := l.Acquire(bucket, key, id)
	l.must(err)
	defer func() { l.must(h.Release()) }()
	r, err := h.Open(0, -1)
	l.must(err)
	text, err := io.ReadAll(r)
	l.must(err)
	l.must(r.Close())
	if int64(len(text)) != h.Size {
		l.Errorf("%s has size %d and %d bytes", key, h.Size, len(text))
	}
	return string(text)
}

// gone says whether a blob was deleted.
func (l *lab) gone(b index.Blob) bool {
	r, err := l.blobs.Get(b.Ref, 0, 1)
	if err == nil {
		l.must(r.Close())
	}
	return errors.Is(err, store.ErrNoBlob)
}

func wantErr(t testing.TB, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: error %v, want %v", what, err, want)
	}
}
