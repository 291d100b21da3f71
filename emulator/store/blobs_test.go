package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"github.com/denylab/denylab/emulator/store"
)

const mib = 1 << 20

// stores are the two kinds; every test runs on both.
func stores(t *testing.T, test func(t *testing.T, b *store.Blobs)) {
	t.Run("memory", func(t *testing.T) { test(t, store.NewMemory()) })
	t.Run("disk", func(t *testing.T) {
		b, err := store.Open(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		test(t, b)
	})
}

// pattern is n bytes in which every range looks different.
func pattern(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i ^ i>>8 ^ i>>16)
	}
	return b
}

func put(t testing.TB, b *store.Blobs, body []byte) store.Ref {
	t.Helper()
	ref, n, err := b.Put(context.Background(), bytes.NewReader(body))
	if err != nil || n != int64(len(body)) {
		t.Fatalf("Put of %d bytes = %d, %v", len(body), n, err)
	}
	return ref
}

func read(t testing.TB, b *store.Blobs, ref store.Ref, off, n int64) []byte {
	t.Helper()
	r, err := b.Get(ref, off, n)
	if err != nil {
		t.Fatalf("Get(%s, %d, %d): %v", ref, off, n, err)
	}
	got, err := io.ReadAll(r)
	if err != nil {
		t.Fatalf("reading %s, %d, %d: %v", ref, off, n, err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	return got
}

func TestRanges(t *testing.T) {
	body := pattern(9*mib + 5)
	size := int64(len(body))
	stores(t, func(t *testing.T, b *store.Blobs) {
		ref := put(t, b, body)
		for _, c := range []struct{ off, n, want int64 }{
			{0, -1, size}, {0, size, size}, {0, 0, 0}, {0, 10, 10}, {size - 3, -1, 3},
			{4*mib - 2, 4, 4}, {4 * mib, 4 * mib, 4 * mib}, {4*mib - 1, 4*mib + 2, 4*mib + 2},
			{size, -1, 0}, {size - 1, 100, 1},
		} {
			if got := read(t, b, ref, c.off, c.n); !bytes.Equal(got, body[c.off:c.off+c.want]) {
				t.Errorf("Get(%d, %d) = %d bytes that differ", c.off, c.n, len(got))
			}
		}
		for _, off := range []int64{-1, size + 1} {
			if _, err := b.Get(ref, off, 1); err == nil {
				t.Errorf("Get(%d) of %d bytes: no error", off, size)
			}
		}
	})
}

func TestSizes(t *testing.T) {
	stores(t, func(t *testing.T, b *store.Blobs) {
		for _, n := range []int{0, 1, 64<<10 - 1, 64 << 10, 64<<10 + 1, 4*mib - 1, 4 * mib, 4*mib + 1, 8 * mib} {
			body := pattern(n)
			if got := read(t, b, put(t, b, body), 0, -1); !bytes.Equal(got, body) {
				t.Errorf("%d bytes came back as %d", n, len(got))
			}
		}
	})
}

func TestDelete(t *testing.T) {
	stores(t, func(t *testing.T, b *store.Blobs) {
		kept, gone := put(t, b, []byte("kept")), put(t, b, pattern(5*mib))
		for range 2 {
			if err := b.Delete(gone); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := b.Get(gone, 0, -1); !errors.Is(err, store.ErrNoBlob) {
			t.Errorf("Get of a deleted blob: %v, want ErrNoBlob", err)
		}
		if got := read(t, b, kept, 0, -1); string(got) != "kept" {
			t.Errorf("the other blob is %q", got)
		}
	})
}

func TestSweepKeepsWhatItIsTold(t *testing.T) {
	stores(t, func(t *testing.T, b *store.Blobs) {
		kept, gone := put(t, b, pattern(5*mib)), put(t, b, []byte("x"))
		if err := b.Sweep([]store.Ref{kept}); err != nil {
			t.Fatal(err)
		}
		if got := read(t, b, kept, 0, -1); len(got) != 5*mib {
			t.Errorf("the kept blob has %d bytes", len(got))
		}
		if _, err := b.Get(gone, 0, -1); !errors.Is(err, store.ErrNoBlob) {
			t.Errorf("Get of a swept blob: %v, want ErrNoBlob", err)
		}
	})
}

// A body that fails half-way leaves nothing behind and keeps its error.
func TestFailedPut(t *testing.T) {
	broken := errors.New("checksum does not match")
	for _, cause := range []error{broken, io.ErrUnexpectedEOF} {
		dir := t.TempDir()
		b, err := store.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		body := io.MultiReader(bytes.NewReader(pattern(9*mib)), iotest.ErrReader(cause))
		if _, _, err := b.Put(context.Background(), body); err != cause {
			t.Errorf("Put: %v, want %v", err, cause)
		}
		err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				t.Errorf("left behind: %s", path)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}

func TestPutStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := store.NewMemory().Put(ctx, bytes.NewReader([]byte("x"))); err != context.Canceled {
		t.Errorf("Put: %v, want context.Canceled", err)
	}
}

func TestReopen(t *testing.T) {
	dir := t.TempDir()
	b, err := store.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	first := put(t, b, []byte("first"))
	if b, err = store.Open(dir); err != nil {
		t.Fatal(err)
	}
	second := put(t, b, []byte("other"))
	if first == second {
		t.Fatal("a new blob took the name of an old one")
	}
	if got := read(t, b, first, 1, 3); string(got) != "irs" {
		t.Errorf("read %q after reopening", got)
	}
}

func TestOpenNeedsADirectory(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(file); err == nil {
		t.Error("Open of a file: no error")
	}
}

// A file that somebody cut short is an error, not a short object.
func TestDamage(t *testing.T) {
	dir := t.TempDir()
	b, err := store.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	ref := put(t, b, []byte("hello"))
	files, _ := filepath.Glob(filepath.Join(dir, "blobs", "*"))
	if len(files) != 1 {
		t.Fatalf("files %v, want one", files)
	}
	if err := os.Truncate(files[0], 3); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Get(ref, 0, -1); err == nil || !strings.Contains(err.Error(), "has 3 bytes, want 5") {
		t.Errorf("Get: %v", err)
	}
}

func TestConcurrentUse(t *testing.T) {
	stores(t, func(t *testing.T, b *store.Blobs) {
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				body := bytes.Repeat([]byte{byte(i)}, 100+i)
				for range 20 {
					ref := put(t, b, body)
					if got := read(t, b, ref, 1, 50); !bytes.Equal(got, body[1:51]) {
						t.Errorf("writer %d read another's bytes", i)
					}
					if err := b.Delete(ref); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
	})
}

func FuzzRef(f *testing.F) {
	for _, s := range []string{"1.5", "1.3", "1f.1048576", "", ".", "1.", "-1.2", "1.-2", "01.2", "1.2.3", "x.y"} {
		f.Add(s)
	}
	b := store.NewMemory()
	put(f, b, []byte("hello"))
	f.Fuzz(func(t *testing.T, s string) {
		r, err := b.Get(store.Ref(s), 0, -1)
		if err == nil && s != "1.5" {
			body, rerr := io.ReadAll(r)
			// A reference to an empty blob needs no chunk.
			if rerr == nil && len(body) > 0 {
				t.Errorf("reference %q, which Put never gave, reads %q", s, body)
			}
		}
	})
}

func BenchmarkPut(b *testing.B) {
	for _, size := range []int{1 << 10, 16 * mib} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			body, blobs := pattern(size), store.NewMemory()
			b.SetBytes(int64(size))
			for b.Loop() {
				if err := blobs.Delete(put(b, blobs, body)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkGetTenBytesOf100MB(b *testing.B) {
	blobs := store.NewMemory()
	ref := put(b, blobs, pattern(100*mib))
	for b.Loop() {
		read(b, blobs, ref, 50*mib, 10)
	}
}
