package store

import (
	"fmt"
	"path/filepath"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3afero"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
	"github.com/spf13/afero"
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
// Put returns; dir/meta holds gofakes3's own notes about them. One process may
// have a directory open at a time.
func Open(dir string) (*Blobs, error) {
	blobs, err := s3afero.FsPath(filepath.Join(dir, "blobs"), s3afero.FsPathCreateAll)
	if err != nil {
		return nil, fmt.Errorf("store: opening %s: %w", dir, err)
	}
	meta, err := s3afero.FsPath(filepath.Join(dir, "meta"), s3afero.FsPathCreateAll)
	if err != nil {
		return nil, fmt.Errorf("store: opening %s: %w", dir, err)
	}
	backend, err := s3afero.SingleBucket(bucket, durable{blobs}, meta)
	if err != nil {
		return nil, fmt.Errorf("store: opening %s: %w", dir, err)
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
