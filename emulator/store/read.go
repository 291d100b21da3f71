package store

import (
	"errors"
	"fmt"
	"io"

	"github.com/johannesboyne/gofakes3"
)

// Get returns n bytes of a blob from byte off on; a negative n, or one past the
// end, means up to the end. Chunks are opened as the reader reaches them: the
// blob must not be deleted before the reader is closed. Errors are ErrNoBlob,
// at once or while reading, an off outside the blob, and a chunk on the disk that
// does not have its size.
func (b *Blobs) Get(ref Ref, off, n int64) (io.ReadCloser, error) {
	id, size, err := ref.parse()
	if err != nil {
		return nil, err
	}
	if off < 0 || off > size {
		return nil, fmt.Errorf("store: offset %d is outside blob %s of %d bytes", off, ref, size)
	}
	if n < 0 || n > size-off {
		n = size - off
	}
	r := &reader{blobs: b, id: id, size: size, off: off, left: n}
	if n > 0 {
		if err := r.open(); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// A reader reads a range of a blob, one open chunk at a time.
type reader struct {
	blobs *Blobs
	id    uint64
	size  int64
	// off is the next byte's place in the blob, left how many are wanted.
	off, left int64
	// chunk is the open chunk's rest; nil between chunks.
	chunk io.ReadCloser
}

func (r *reader) Read(p []byte) (int, error) {
	if r.left == 0 {
		return 0, io.EOF
	}
	if r.chunk == nil {
		if err := r.open(); err != nil {
			return 0, err
		}
	}
	n, err := r.chunk.Read(p)
	r.off += int64(n)
	r.left -= int64(n)
	if err == io.EOF && n == 0 {
		return 0, fmt.Errorf("store: blob %x is cut short at byte %d: %w", r.id, r.off, io.ErrUnexpectedEOF)
	}
	if err != nil && err != io.EOF {
		return n, fmt.Errorf("store: reading blob %x: %w", r.id, err)
	}
	if n > 0 && (r.left == 0 || r.off%chunkSize == 0) {
		return n, r.closeChunk()
	}
	return n, nil
}

// open opens the chunk that holds byte off, from there on.
func (r *reader) open() error {
	n, within := r.off/chunkSize, r.off%chunkSize
	length := min(chunkSize-within, r.left)
	obj, err := r.blobs.backend.GetObject(bucket, chunkKey(r.id, n),
		&gofakes3.ObjectRangeRequest{Start: within, End: within + length - 1})
	if gofakes3.HasErrorCode(err, gofakes3.ErrNoSuchKey) {
		return fmt.Errorf("%w: chunk %d of blob %x", ErrNoBlob, n, r.id)
	}
	if err != nil {
		return fmt.Errorf("store: reading blob %x: %w", r.id, err)
	}
	r.chunk = obj.Contents
	if want := min(chunkSize, r.size-n*chunkSize); obj.Size != want {
		return errors.Join(r.closeChunk(),
			fmt.Errorf("store: chunk %d of blob %x has %d bytes, want %d", n, r.id, obj.Size, want))
	}
	return nil
}

func (r *reader) closeChunk() error {
	if r.chunk == nil {
		return nil
	}
	chunk := r.chunk
	r.chunk = nil
	return chunk.Close()
}

// Close releases the open chunk. Reading afterwards yields io.EOF.
func (r *reader) Close() error {
	r.left = 0
	return r.closeChunk()
}
