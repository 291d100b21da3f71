package index

import (
	"fmt"
	"io"
	"sync"

	"github.com/denylab/denylab/emulator/store"
)

// Head returns a version: the current one for an empty id. A delete marker is
// returned together with its error (ErrNoSuchKey when it is current and no id was
// given, ErrMethodNotAllowed by its id), because S3 tells its id in the refusal;
// with every other error the version is nil: ErrNoSuchBucket, ErrNoSuchKey,
// ErrNoSuchVersion.
func (ix *Index) Head(bucketName, key, id string) (v *Version, err error) {
	err = ix.view(bucketName, func(b *bucket) error {
		v, err = b.find(key, id)
		return err
	})
	return v, err
}

func (b *bucket) find(key, id string) (*Version, error) {
	o, ok := b.objects.get(key)
	if id == "" {
		switch {
		case !ok:
			return nil, ErrNoSuchKey
		case o.versions[0].DeleteMarker:
			return o.versions[0], ErrNoSuchKey
		}
		return o.versions[0], nil
	}
	if ok {
		for _, v := range o.versions {
			switch {
			case v.ID == id && v.DeleteMarker:
				return v, ErrMethodNotAllowed
			case v.ID == id:
				return v, nil
			}
		}
	}
	return nil, ErrNoSuchVersion
}

// current returns the newest version of a key unless it is a delete marker.
func (b *bucket) current(key string) *Version {
	v, err := b.find(key, "")
	if err != nil {
		return nil
	}
	return v
}

// A Held is a version whose bytes stay readable until it is released, whatever
// happens to the object meanwhile.
type Held struct {
	*Version
	ix      *Index
	release sync.Once
	err     error
}

// Acquire is Head for reading or copying an object's bytes. On success the
// caller must Release what it got. The version that belongs to a delete marker's
// error is not returned; ask Head for it.
func (ix *Index) Acquire(bucketName, key, id string) (*Held, error) {
	var h *Held
	err := ix.view(bucketName, func(b *bucket) error {
		v, err := b.find(key, id)
		if err == nil {
			// Counted under the lock, so that no writer can drop the blobs first.
			ix.refs.add(v.Blobs)
			h = &Held{Version: v, ix: ix}
		}
		return err
	})
	return h, err
}

// Release lets go of the bytes. Releasing twice does nothing more.
func (h *Held) Release() error {
	h.release.Do(func() { h.err = h.ix.settle(h.ix.refs.drop(h.Blobs)) })
	return h.err
}

// Open reads n bytes of the object from byte off on; a negative n means up to the
// end. The error is ErrRange for bytes outside the object. The reader must be
// closed, before Release.
func (h *Held) Open(off, n int64) (io.ReadCloser, error) {
	blobs, err := h.Slice(off, n)
	if err != nil {
		return nil, err
	}
	return &blobReader{store: h.ix.blobs, blobs: blobs}, nil
}

// Slice lists the blobs that hold n bytes from byte off on, for a copy that moves
// no bytes: they can be given to Put or PutPart until Release.
func (h *Held) Slice(off, n int64) ([]Blob, error) {
	if n < 0 {
		n = h.Size - off
	}
	if off < 0 || n < 0 || off > h.Size || n > h.Size-off {
		return nil, fmt.Errorf("%w: %d bytes from %d on of %d", ErrRange, n, off, h.Size)
	}
	var slice []Blob
	for _, b := range h.Blobs {
		if off >= b.Size {
			off -= b.Size
			continue
		}
		if n == 0 {
			break
		}
		b.Offset, b.Size = b.Offset+off, min(b.Size-off, n)
		off, n = 0, n-b.Size
		slice = append(slice, b)
	}
	return slice, nil
}

// A blobReader reads blobs one after the other, one open at a time.
type blobReader struct {
	store *store.Blobs
	blobs []Blob
	open  io.ReadCloser
}

func (r *blobReader) Read(p []byte) (int, error) {
	for {
		if r.open == nil {
			if len(r.blobs) == 0 {
				return 0, io.EOF
			}
			b := r.blobs[0]
			open, err := r.store.Get(b.Ref, b.Offset, b.Size)
			if err != nil {
				return 0, err
			}
			r.blobs, r.open = r.blobs[1:], open
		}
		n, err := r.open.Read(p)
		if err != io.EOF {
			return n, err
		}
		if err := r.Close(); err != nil || n > 0 {
			return n, err
		}
	}
}

func (r *blobReader) Close() error {
	if r.open == nil {
		return nil
	}
	open := r.open
	r.open = nil
	return open.Close()
}
