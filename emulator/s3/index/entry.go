package index

import (
	"slices"

	"github.com/denylab/denylab/emulator/store"
)

// An entry is one change of the index, and one line of the journal. What is
// published when it happens and what is replayed after a restart is the same
// apply.
type entry struct {
	Bucket string `json:"bucket,omitempty"`
	// Create and Drop the bucket.
	Create bool `json:"create,omitempty"`
	Drop   bool `json:"drop,omitempty"`
	// Remove versions; Put then publishes one: it takes the place of the
	// version with its Seq, or becomes the newest of its key.
	Remove []address `json:"remove,omitempty"`
	Put    *Version  `json:"put,omitempty"`
	// Begin an upload; add Part to the upload UploadID; End an upload, which
	// lets go of its parts.
	Begin    *Upload `json:"begin,omitempty"`
	UploadID string  `json:"uploadId,omitempty"`
	Part     *Part   `json:"part,omitempty"`
	End      string  `json:"end,omitempty"`
	// Reset drops every bucket and starts the sequence numbers over.
	Reset bool `json:"reset,omitempty"`
	// Format and Last, the newest sequence number, are a journal's first line.
	Format int    `json:"format,omitempty"`
	Last   uint64 `json:"last,omitempty"`
}

// An address names a version.
type address struct {
	Key string `json:"key"`
	ID  string `json:"id"`
}

func (e *entry) empty() bool {
	return len(e.Remove) == 0 && e.Put == nil && e.Begin == nil && e.Part == nil && e.End == ""
}

// apply applies an entry of any kind and returns the blobs that nothing refers
// to any more. The caller holds the locks.
func (ix *Index) apply(e entry) (garbage []store.Ref) {
	b := ix.buckets[e.Bucket]
	switch {
	case e.Reset:
		for name := range ix.buckets {
			garbage = append(garbage, ix.drop(name)...)
		}
		ix.last.Store(0)
	case e.Create:
		ix.buckets[e.Bucket] = &bucket{uploads: map[string]*upload{}}
	case b == nil:
	case e.Drop:
		garbage = ix.drop(e.Bucket)
	default:
		garbage = e.apply(b, ix.refs)
	}
	return garbage
}

// drop removes a bucket with everything in it.
func (ix *Index) drop(name string) (garbage []store.Ref) {
	b := ix.buckets[name]
	b.dropped = true
	delete(ix.buckets, name)
	b.objects.all(func(o *object) {
		for _, v := range o.versions {
			garbage = append(garbage, ix.refs.drop(v.Blobs)...)
		}
	})
	for _, u := range b.uploads {
		garbage = append(garbage, ix.refs.drop(u.blobs())...)
	}
	return garbage
}

// apply changes what is in a bucket. New references are counted before old ones
// are dropped: an object may be copied onto itself.
func (e *entry) apply(b *bucket, r *refs) (garbage []store.Ref) {
	if e.Put != nil {
		r.add(e.Put.Blobs)
	}
	if e.Part != nil {
		r.add(e.Part.Blobs)
	}
	for _, a := range e.Remove {
		garbage = append(garbage, r.drop(b.remove(a))...)
	}
	if e.Put != nil {
		garbage = append(garbage, r.drop(b.publish(e.Put))...)
	}
	if e.Begin != nil {
		b.uploads[e.Begin.ID] = &upload{Upload: e.Begin, parts: map[int]*Part{}}
	}
	if u := b.uploads[e.UploadID]; u != nil && e.Part != nil {
		if old := u.parts[e.Part.Number]; old != nil {
			garbage = append(garbage, r.drop(old.Blobs)...)
		}
		u.parts[e.Part.Number] = e.Part
	}
	if u := b.uploads[e.End]; u != nil {
		garbage = append(garbage, r.drop(u.blobs())...)
		delete(b.uploads, e.End)
	}
	return garbage
}

// remove takes a version out and returns its blobs.
func (b *bucket) remove(a address) []Blob {
	o, ok := b.objects.get(a.Key)
	if !ok {
		return nil
	}
	i := slices.IndexFunc(o.versions, func(v *Version) bool { return v.ID == a.ID })
	if i < 0 {
		return nil
	}
	blobs := o.versions[i].Blobs
	if len(o.versions) == 1 {
		b.objects.remove(a.Key)
		return blobs
	}
	o.versions = slices.Delete(o.versions, i, i+1)
	return blobs
}

// publish puts a version in its place and returns the blobs of the one it
// replaced, if any.
func (b *bucket) publish(v *Version) []Blob {
	o, ok := b.objects.get(v.Key)
	if !ok {
		b.objects.insert(&object{key: v.Key, versions: []*Version{v}})
		return nil
	}
	for i, old := range o.versions {
		if old.Seq == v.Seq {
			o.versions[i] = v
			return old.Blobs
		}
	}
	o.versions = slices.Insert(o.versions, 0, v)
	return nil
}
