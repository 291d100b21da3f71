package store

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3afero"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
	"github.com/spf13/afero"
	"github.com/spf13/afero/mem"
)

// NewMemory returns an empty store that lives in memory.
func NewMemory() *Blobs {
	// The backend's clock and version ids are never looked at; they are fixed
	// so that nothing depends on the time of day.
	backend := s3mem.New(
		s3mem.WithTimeSource(gofakes3.FixedTimeSource(time.Unix(0, 0).UTC())),
		s3mem.WithVersionSeed(1),
	)
	if err := backend.CreateBucket(bucket); err != nil {
		panic("store: a new memory backend refused its first bucket: " + err.Error())
	}
	return newBlobs(backend)
}

// Open returns the store kept in the directory dir, which is made when it is
// not there. Chunks are plain files under dir/blobs, on the disk (fsync) when
// Put returns. One process may have a directory open at a time.
func Open(dir string) (*Blobs, error) {
	files, err := s3afero.FsPath(filepath.Join(dir, "blobs"), s3afero.FsPathCreateAll)
	if err != nil {
		return nil, fmt.Errorf("store: opening %s: %w", dir, err)
	}
	b, err := openOn(files)
	if err != nil {
		return nil, fmt.Errorf("store: opening %s: %w", dir, err)
	}
	return b, nil
}

// openOn returns the store whose chunks are files of a file system.
func openOn(files afero.Fs) (*Blobs, error) {
	backend, err := s3afero.SingleBucket(bucket, durable{files}, forgetful{afero.NewMemMapFs()})
	if err != nil {
		return nil, err
	}
	b := newBlobs(backend)
	err = b.eachChunk(func(_ string, id uint64) error {
		b.last.Store(max(b.last.Load(), id))
		return nil
	})
	return b, err
}

// durable is a file system whose new files are on the disk once closed.
type durable struct{ afero.Fs }

func (d durable) Create(name string) (afero.File, error) {
	f, err := d.Fs.Create(name)
	if err != nil {
		return nil, err
	}
	return syncedFile{f}, nil
}

type syncedFile struct{ afero.File }

func (f syncedFile) Close() error {
	if err := f.Sync(); err != nil {
		_ = f.File.Close()
		return err
	}
	return f.File.Close()
}

// forgetful is a file system for gofakes3's notes about chunks, of which nobody
// reads anything: whatever is written, a file is empty. On a disk, a note that a
// crash cut short would make its chunk unreadable.
type forgetful struct{ afero.Fs }

func (forgetful) Open(name string) (afero.File, error) {
	return mem.NewFileHandle(mem.CreateFile(name)), nil
}

func (f forgetful) OpenFile(name string, _ int, _ os.FileMode) (afero.File, error) {
	return f.Open(name)
}

func (forgetful) MkdirAll(string, os.FileMode) error { return nil }

func (forgetful) Remove(string) error { return nil }
