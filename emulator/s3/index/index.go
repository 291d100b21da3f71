package index

import (
	"maps"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/denylab/denylab/emulator/store"
)

// An Index is the set of buckets and the objects and uploads in them. It is safe
// for concurrent use; each bucket has a lock of its own.
type Index struct {
	blobs *store.Blobs
	refs  *refs
	ids   ids
	// last is the newest sequence number given to a version or upload.
	last atomic.Uint64
	// journal is nil for an index that lives in memory.
	journal *journal
	// sums are the MD5s of contents that were read for a digest, by ContentID.
	sums sync.Map

	mu      sync.RWMutex
	buckets map[string]*bucket
}

// A bucket's lock guards everything in it, but not what the versions point to:
// those are immutable.
type bucket struct {
	mu      sync.RWMutex
	dropped bool
	objects table
	uploads map[string]*upload
}

// An object is a key's versions, newest first; never empty.
type object struct {
	key      string
	versions []*Version
}

// New returns an empty index in memory over blobs. The seed makes version and
// upload ids: equal seeds and equal calls give equal ids.
func New(blobs *store.Blobs, seed string) *Index {
	return &Index{
		blobs:   blobs,
		refs:    newRefs(),
		ids:     ids{seed: seed},
		buckets: map[string]*bucket{},
	}
}

// Close writes what is not on the disk yet. An index in memory needs no Close.
func (ix *Index) Close() error { return ix.journal.close() }

// Buckets lists the buckets' names, sorted.
func (ix *Index) Buckets() []string {
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	return slices.Sorted(maps.Keys(ix.buckets))
}

// HasBucket says whether the bucket exists.
func (ix *Index) HasBucket(name string) bool {
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	return ix.buckets[name] != nil
}

// BucketEmpty says whether a bucket holds no version and no delete marker;
// uploads in progress do not count. The error is ErrNoSuchBucket.
func (ix *Index) BucketEmpty(name string) (bool, error) {
	empty := false
	err := ix.view(name, func(b *bucket) error {
		empty = b.objects.count == 0
		return nil
	})
	return empty, err
}

// CreateBucket adds an empty bucket. The error is ErrBucketExists.
func (ix *Index) CreateBucket(name string) error {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	if ix.buckets[name] != nil {
		return ErrBucketExists
	}
	if _, err := ix.commit(entry{Bucket: name, Create: true}); err != nil {
		return err
	}
	return ix.journal.sync()
}

// DropBucket removes a bucket and aborts its uploads in progress, which AWS does
// not count as contents. Errors are ErrNoSuchBucket and ErrBucketNotEmpty.
func (ix *Index) DropBucket(name string) error {
	garbage, err := func() ([]store.Ref, error) {
		ix.mu.Lock()
		defer ix.mu.Unlock()
		b := ix.buckets[name]
		if b == nil {
			return nil, ErrNoSuchBucket
		}
		b.mu.Lock()
		defer b.mu.Unlock()
		if b.objects.count > 0 {
			return nil, ErrBucketNotEmpty
		}
		return ix.commit(entry{Bucket: name, Drop: true})
	}()
	if err != nil {
		return err
	}
	return ix.settle(garbage)
}

// Reset removes every bucket and starts the ids over. Objects that are being
// read stay readable until they are released.
func (ix *Index) Reset() error {
	garbage, err := func() ([]store.Ref, error) {
		ix.mu.Lock()
		defer ix.mu.Unlock()
		for _, b := range ix.buckets {
			b.mu.Lock()
			defer b.mu.Unlock()
		}
		return ix.commit(entry{Reset: true})
	}()
	if err != nil {
		return err
	}
	return ix.settle(garbage)
}

// commit journals an entry and then publishes it. The caller holds the locks.
func (ix *Index) commit(e entry) ([]store.Ref, error) {
	if err := ix.journal.append(e); err != nil {
		return nil, err
	}
	return ix.apply(e), nil
}

// bucket finds a bucket; the caller locks it and looks at dropped.
func (ix *Index) bucket(name string) (*bucket, error) {
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	if b := ix.buckets[name]; b != nil {
		return b, nil
	}
	return nil, ErrNoSuchBucket
}

// view runs read with the bucket locked for reading.
func (ix *Index) view(name string, read func(b *bucket) error) error {
	b, err := ix.bucket(name)
	if err != nil {
		return err
	}
	b.mu.RLock()
	defer b.mu.RUnlock()
	if b.dropped {
		return ErrNoSuchBucket
	}
	return read(b)
}

// change runs decide with the bucket locked, then journals and publishes the
// entry it returns, all before another change of the bucket is looked at. The
// zero entry changes nothing.
func (ix *Index) change(name string, decide func(b *bucket) (entry, error)) error {
	b, err := ix.bucket(name)
	if err != nil {
		return err
	}
	garbage, err := func() ([]store.Ref, error) {
		b.mu.Lock()
		defer b.mu.Unlock()
		if b.dropped {
			return nil, ErrNoSuchBucket
		}
		e, err := decide(b)
		if err != nil || e.empty() {
			return nil, err
		}
		e.Bucket = name
		if err := ix.journal.append(e); err != nil {
			return nil, err
		}
		return e.apply(b, ix.refs), nil
	}()
	if err != nil {
		return err
	}
	return ix.settle(garbage)
}

// settle waits until everything published is on the disk and only then deletes
// the blobs that nothing refers to any more: a crash in between must not leave
// records without bytes.
func (ix *Index) settle(garbage []store.Ref) error {
	if err := ix.journal.sync(); err != nil {
		return err
	}
	for _, ref := range garbage {
		if err := ix.blobs.Delete(ref); err != nil {
			return err
		}
	}
	return nil
}

// nextSeq gives out the next sequence number.
func (ix *Index) nextSeq() uint64 { return ix.last.Add(1) }
