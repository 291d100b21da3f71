package index

import (
	"sync"

	"github.com/denylab/denylab/emulator/store"
)

// refs counts how often each blob is referred to: by versions, by parts of
// uploads in progress, and by readers. A staged blob that nothing refers to yet
// is not in it.
type refs struct {
	mu    sync.Mutex
	count map[store.Ref]int
}

func newRefs() *refs { return &refs{count: map[store.Ref]int{}} }

func (r *refs) add(blobs []Blob) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, b := range blobs {
		r.count[b.Ref]++
	}
}

// drop takes references back and returns the blobs that have none left.
func (r *refs) drop(blobs []Blob) (garbage []store.Ref) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, b := range blobs {
		r.count[b.Ref]--
		if r.count[b.Ref] <= 0 {
			delete(r.count, b.Ref)
			garbage = append(garbage, b.Ref)
		}
	}
	return garbage
}

// unreferenced returns those of blobs that nothing refers to.
func (r *refs) unreferenced(blobs []Blob) (loose []store.Ref) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, b := range blobs {
		if r.count[b.Ref] == 0 {
			loose = append(loose, b.Ref)
		}
	}
	return loose
}

// all lists every blob that is referred to.
func (r *refs) all() []store.Ref {
	r.mu.Lock()
	defer r.mu.Unlock()
	list := make([]store.Ref, 0, len(r.count))
	for ref := range r.count {
		list = append(list, ref)
	}
	return list
}

// Discard deletes staged blobs that did not get published: after a failed Put
// or PutPart, hand it the blobs that were meant for it. Blobs that something
// refers to are left alone.
func (ix *Index) Discard(blobs ...Blob) error {
	for _, ref := range ix.refs.unreferenced(blobs) {
		if err := ix.blobs.Delete(ref); err != nil {
			return err
		}
	}
	return nil
}
