// Package store keeps immutable blobs: bytes under an opaque reference, written
// once, read in ranges, deleted. It knows nothing of buckets, keys or owners;
// emulator/s3/index does.
//
// The bytes lie in a gofakes3 backend, and this package is the only importer of
// gofakes3. A blob is cut into chunks of 4 MiB, each of them one object of the
// backend with a fresh key and no metadata, because gofakes3's backends hold
// their one lock while they read a body and take bodies of known size only:
// chunk by chunk, a slow upload stops nobody, memory use is bounded, and a range
// costs only the chunks it touches.
package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"

	"github.com/johannesboyne/gofakes3"
)

// chunkSize is part of the layout on disk: changing it makes stored blobs
// unreadable.
const chunkSize = 4 << 20

// littleSize is the room, in bytes, that a body gets at first.
const littleSize = 64 << 10

// bucket is the backend's bucket that holds every chunk.
const bucket = "blobs"

// ErrNoBlob says that a reference names no blob: it was deleted, or another
// store made it.
var ErrNoBlob = errors.New("store: no such blob")

// ErrNotWritten says that the store could not keep what it was given, a full
// disk for example; the error that wraps it says why.
var ErrNotWritten = errors.New("store: a chunk could not be written")

// Blobs is a set of immutable blobs. It is safe for concurrent use.
type Blobs struct {
	backend gofakes3.Backend
	// last is the number of the newest blob.
	last atomic.Uint64
	// buffers are chunk-sized scratch buffers for Put, little those of bodies
	// that turn out to be small.
	buffers, little sync.Pool
}

func newBlobs(backend gofakes3.Backend) *Blobs {
	return &Blobs{
		backend: backend,
		buffers: sync.Pool{New: func() any { b := make([]byte, chunkSize); return &b }},
		little:  sync.Pool{New: func() any { b := make([]byte, littleSize); return &b }},
	}
}

// Put stores everything r yields and returns the new blob's reference and its
// size in bytes. When r fails or ctx ends, nothing stays stored and the error is
// r's or ctx's, unchanged, so that a caller can recognize its own. When the store
// fails, nothing stays stored either and the error is ErrNotWritten.
func (b *Blobs) Put(ctx context.Context, r io.Reader) (Ref, int64, error) {
	id := b.last.Add(1)
	size, err := b.putChunks(ctx, id, r)
	if err != nil {
		if derr := b.Delete(newRef(id, size)); derr != nil {
			return "", 0, errors.Join(err, derr)
		}
		return "", 0, err
	}
	return newRef(id, size), size, nil
}

// putChunks returns how many bytes it has stored, also when it fails; a chunk
// that could be written in part only is counted whole.
func (b *Blobs) putChunks(ctx context.Context, id uint64, r io.Reader) (size int64, err error) {
	if err := ctx.Err(); err != nil {
		return size, err
	}
	little := b.little.Get().(*[]byte)
	defer b.little.Put(little)
	scratch := *little
	got, err := readChunk(r, scratch)
	if err == nil { // it is not small
		full := b.buffers.Get().(*[]byte)
		defer b.buffers.Put(full)
		scratch = *full
		copy(scratch, *little)
		var more int
		more, err = readChunk(r, scratch[got:])
		got += more
	}
	for n := int64(0); ; n++ {
		if err != nil && err != io.EOF {
			return size, err
		}
		if got > 0 {
			body := bytes.NewReader(scratch[:got])
			size += int64(got)
			if _, perr := b.backend.PutObject(bucket, chunkKey(id, n), map[string]string{}, body, int64(got), nil); perr != nil {
				return size, fmt.Errorf("%w: %w", ErrNotWritten, perr)
			}
		}
		if err == io.EOF {
			return size, nil
		}
		if err := ctx.Err(); err != nil {
			return size, err
		}
		got, err = readChunk(r, scratch)
	}
}

// readChunk fills buf from r. It returns io.EOF at r's clean end only, also
// together with the last bytes; io.ReadFull would hide an ErrUnexpectedEOF of r
// itself, which means a body cut short.
func readChunk(r io.Reader, buf []byte) (n int, err error) {
	for n < len(buf) && err == nil {
		var m int
		m, err = r.Read(buf[n:])
		n += m
	}
	return n, err
}

// Delete removes a blob. Deleting one that is not there is no error.
func (b *Blobs) Delete(ref Ref) error {
	id, size, err := ref.parse()
	if err != nil {
		return err
	}
	for n := range chunks(size) {
		if _, err := b.backend.DeleteObject(bucket, chunkKey(id, n)); err != nil {
			return fmt.Errorf("store: deleting blob %s: %w", ref, err)
		}
	}
	return nil
}

// Sweep deletes every blob that keep does not list, such as the leavings of
// uploads that a crash cut short. Nothing may be written meanwhile.
func (b *Blobs) Sweep(keep []Ref) error {
	kept := make(map[uint64]bool, len(keep))
	for _, ref := range keep {
		id, _, err := ref.parse()
		if err != nil {
			return err
		}
		kept[id] = true
	}
	return b.eachChunk(func(key string, id uint64) error {
		if kept[id] {
			return nil
		}
		_, err := b.backend.DeleteObject(bucket, key)
		return err
	})
}

// eachChunk visits every stored chunk.
func (b *Blobs) eachChunk(visit func(key string, id uint64) error) error {
	list, err := b.backend.ListBucket(bucket, nil, gofakes3.ListBucketPage{})
	if err != nil {
		return fmt.Errorf("store: listing blobs: %w", err)
	}
	for _, c := range list.Contents {
		if id, ok := parseChunkKey(c.Key); ok {
			if err := visit(c.Key, id); err != nil {
				return fmt.Errorf("store: chunk %s: %w", c.Key, err)
			}
		}
	}
	return nil
}
