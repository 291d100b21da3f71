package index_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/denylab/denylab/emulator/s3/index"
)

// Writers, readers and listers of the same few keys. A reader must see a body
// with the tags that were written with it.
func TestConcurrentUse(t *testing.T) {
	for name, make := range map[string]func() *lab{
		"memory": func() *lab { return newLab(t) },
		"disk": func() *lab {
			l := open(t, t.TempDir())
			l.must(l.CreateBucket(bucket))
			return l
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := make()
			var wg sync.WaitGroup
			for writer := range 4 {
				wg.Go(func() { writeAndRead(l, writer) })
			}
			wg.Wait()
			if err := l.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

func writeAndRead(l *lab, writer int) {
	state := []string{"", on, off}[writer%3]
	for n := range 20 {
		key, body := fmt.Sprint("k", n%3), fmt.Sprintf("writer %d, body %d", writer, n)
		w := l.write(key, body, state)
		w.Version.Tags = map[string]string{"body": body}
		if _, err := l.Put(w); err != nil {
			l.Error(err)
		}
		check(l, key)
		if n%4 == 0 {
			if _, err := l.Delete(index.Removal{Bucket: bucket, Key: key, Versioning: state}); err != nil {
				l.Error(err)
			}
		}
		if _, err := l.List(bucket, index.Query{Max: 10}); err != nil {
			l.Error(err)
		}
		if _, err := l.ListVersions(bucket, index.VersionQuery{Max: 10}); err != nil {
			l.Error(err)
		}
		l.Digest()
	}
}

func check(l *lab, key string) {
	h, err := l.Acquire(bucket, key, "")
	if err != nil {
		return // deleted by another writer
	}
	r, err := h.Open(0, -1)
	if err != nil {
		l.Errorf("held bytes cannot be opened: %v", err)
		return
	}
	body := make([]byte, 100)
	n, err := r.Read(body)
	if err != nil || string(body[:n]) != h.Tags["body"] {
		l.Errorf("read %q (%v) under tags %v", body[:n], err, h.Tags)
	}
	if err := r.Close(); err != nil {
		l.Error(err)
	}
	if err := h.Release(); err != nil {
		l.Error(err)
	}
}

// Of many conditional creations of one key exactly one succeeds.
func TestOneConditionalCreationWins(t *testing.T) {
	l := newLab(t)
	var wg sync.WaitGroup
	var mu sync.Mutex
	won := 0
	for n := range 16 {
		w := l.write("lock", fmt.Sprint(n), "")
		w.If.IfNoneMatch = "*"
		wg.Go(func() {
			if _, err := l.Put(w); err == nil {
				mu.Lock()
				defer mu.Unlock()
				won++
			}
		})
	}
	wg.Wait()
	if won != 1 {
		t.Errorf("%d of 16 creations succeeded", won)
	}
}

// A write that comes too late for its bucket is refused, not lost.
func TestDroppingWhileWriting(t *testing.T) {
	l := newLab(t)
	for n := range 2000 {
		name := fmt.Sprint("bucket", n)
		l.must(l.CreateBucket(name))
		var put, drop error
		var wg sync.WaitGroup
		wg.Go(func() { _, put = l.Put(index.Write{Bucket: name, Version: index.Version{Key: "k"}}) })
		wg.Go(func() { drop = l.DropBucket(name) })
		wg.Wait()
		if (put == nil) == (drop == nil) {
			t.Fatalf("Put: %v, DropBucket: %v; want exactly one of them to succeed", put, drop)
		}
	}
}
