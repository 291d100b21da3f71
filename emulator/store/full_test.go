package store_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"

	"github.com/spf13/afero"

	"github.com/denylab/denylab/emulator/store"
)

// A disk has room for a number of bytes, over all the files that were written
// through it; it writes what fits, as a file system does.
type disk struct {
	afero.Fs
	room int
}

func (d *disk) Create(name string) (afero.File, error) {
	f, err := d.Fs.Create(name)
	return &diskFile{f, d}, err
}

type diskFile struct {
	afero.File
	disk *disk
}

func (f *diskFile) Write(p []byte) (int, error) {
	fits := min(len(p), f.disk.room)
	f.disk.room -= fits
	n, err := f.File.Write(p[:fits])
	if err == nil && n < len(p) {
		err = &os.PathError{Op: "write", Path: f.Name(), Err: syscall.ENOSPC}
	}
	return n, err
}

// Wherever the disk is full, the error says so, nothing stays of what did not
// fit, and what was there before is whole.
func TestFullDisk(t *testing.T) {
	const earlier = 5 * mib
	for _, room := range []int{0, 100, 4*mib - 1, 4 * mib, 9 * mib} {
		folder := afero.NewMemMapFs()
		full := &disk{folder, earlier + room}
		b, err := store.OpenOn(full)
		if err != nil {
			t.Fatal(err)
		}
		kept := put(t, b, pattern(earlier))
		before := files(t, folder)
		_, _, err = b.Put(context.Background(), bytes.NewReader(pattern(10*mib)))
		if !errors.Is(err, store.ErrNotWritten) || !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("room for %d: Put: %v, want ErrNotWritten because of ENOSPC", room, err)
		}
		if after := files(t, folder); !slices.Equal(after, before) {
			t.Errorf("room for %d: the files were %q and are %q", room, before, after)
		}
		if got := read(t, b, kept, 0, -1); !bytes.Equal(got, pattern(earlier)) {
			t.Errorf("room for %d: the earlier blob has changed", room)
		}
		full.room = mib
		if got := read(t, b, put(t, b, []byte("fits")), 0, -1); string(got) != "fits" {
			t.Errorf("room for %d: once there is room again, a blob reads %q", room, got)
		}
	}
}

// Beside its chunks, which nobody refers to before they are whole, a blob has
// nothing on the disk that a crash could cut short.
func TestABlobIsItsChunks(t *testing.T) {
	folder := afero.NewMemMapFs()
	b, err := store.OpenOn(folder)
	if err != nil {
		t.Fatal(err)
	}
	ref := put(t, b, pattern(9*mib))
	chunks := files(t, folder)
	if len(chunks) != 3 {
		t.Errorf("9 MiB are the files %q, want three", chunks)
	}
	if b, err = store.OpenOn(folder); err != nil {
		t.Fatal(err)
	}
	if got := read(t, b, ref, 0, -1); !bytes.Equal(got, pattern(9*mib)) {
		t.Error("the blob has changed")
	}
	if after := files(t, folder); !slices.Equal(after, chunks) {
		t.Errorf("reading it made the files %q", after)
	}
}

// files lists the files of a folder.
func files(t *testing.T, folder afero.Fs) []string {
	t.Helper()
	var names []string
	err := afero.Walk(folder, ".", func(path string, info os.FileInfo, err error) error {
		if err == nil && !info.IsDir() {
			names = append(names, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// A file that cannot be replaced is what it was, and nothing lies beside it.
func TestReplaceFileThatFails(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "file")
	write := func(text string, err error) func(io.Writer) error {
		return func(w io.Writer) error {
			_, werr := io.WriteString(w, text)
			return errors.Join(werr, err)
		}
	}
	if err := store.ReplaceFile(path, write("old", nil)); err != nil {
		t.Fatal(err)
	}
	if err := store.ReplaceFile(path, write("half", syscall.ENOSPC)); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("ReplaceFile: %v, want ENOSPC", err)
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != "old" {
		t.Errorf("the file is %q, %v", text, err)
	}
	if all, err := os.ReadDir(dir); err != nil || len(all) != 1 {
		t.Errorf("the folder holds %v, %v, want the file alone", all, err)
	}
}
