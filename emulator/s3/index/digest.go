package index

import (
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"hash"
	"io"
	"maps"
	"slices"
	"time"
)

// Digest returns the SHA-256, in hex, of everything the index holds: buckets,
// versions in order with all attributes and the MD5s of their contents, and
// uploads in progress with their parts. Equal contents have equal digests; where
// and in how many blobs they are stored does not count, nor do staged blobs. What
// is stored in pieces is read for it, once.
func (ix *Index) Digest() string {
	h := sha256.New()
	for _, name := range ix.Buckets() {
		// A bucket that is dropped meanwhile is simply not there.
		_ = ix.view(name, func(b *bucket) error {
			digestOf(h, name)
			b.objects.all(func(o *object) {
				for _, v := range o.versions {
					digestOf(h, ix.comparable(v))
				}
			})
			for _, u := range b.sortedUploads() {
				digestOf(h, u.comparable())
				for _, n := range slices.Sorted(maps.Keys(u.parts)) {
					p := *u.parts[n]
					p.Blobs, p.Modified = ix.content(p.Blobs, p.ETag), p.Modified.UTC()
					digestOf(h, p)
				}
			}
			return nil
		})
	}
	return hex.EncodeToString(h.Sum(nil))
}

// comparable is v without what two indexes with the same objects may differ in.
func (ix *Index) comparable(v *Version) Version {
	c := *v
	c.Seq, c.Blobs = 0, ix.content(v.Blobs, v.ETag)
	c.Modified, c.RestoredUntil, c.Lock.Until = v.Modified.UTC(), v.RestoredUntil.UTC(), v.Lock.Until.UTC()
	return c
}

// comparable is u without what two indexes may differ in, and without the fields
// of its object that nothing looks at.
func (u *upload) comparable() Upload {
	c := *u.Upload
	c.Seq, c.Started = 0, c.Started.UTC()
	o := &c.Object
	o.Key, o.Blobs, o.Size, o.ETag, o.Modified = "", nil, 0, "", time.Time{}
	o.Lock.Until = o.Lock.Until.UTC()
	return c
}

// content is one blob of the bytes of blobs, without a reference: how they are
// stored does not count. etag is that of whatever they are the content of.
func (ix *Index) content(blobs []Blob, etag string) []Blob {
	if len(blobs) == 0 {
		return nil
	}
	one := Blob{MD5: etag}
	for _, b := range blobs {
		one.Size += b.Size
	}
	if !Whole(blobs, etag) {
		one.MD5 = ix.sum(blobs)
	}
	return []Blob{one}
}

// Whole: the content is one whole blob, so that its ETag is its MD5.
func Whole(blobs []Blob, etag string) bool {
	return len(blobs) == 1 && blobs[0].Offset == 0 && blobs[0].MD5 == etag
}

// sum is the MD5 of the bytes of blobs, which are read once. When they cannot
// be read it says how they are stored.
func (ix *Index) sum(blobs []Blob) string {
	id := ContentID(blobs)
	if known, ok := ix.sums.Load(id); ok {
		return known.(string)
	}
	r := &blobReader{store: ix.blobs, blobs: blobs}
	defer r.Close() //nolint:errcheck // it was read, or is broken
	h := md5.New()
	if _, err := io.Copy(h, r); err != nil {
		return id
	}
	sum := hex.EncodeToString(h.Sum(nil))
	ix.sums.Store(id, sum)
	return sum
}

// ContentID names the bytes of blobs, by what is known of them without reading
// them: blobs with equal names have equal bytes. It is 64 hex digits.
func ContentID(blobs []Blob) string {
	h := sha256.New()
	for _, b := range blobs {
		b.Ref = ""
		digestOf(h, b)
	}
	return hex.EncodeToString(h.Sum(nil))
}

func digestOf(h hash.Hash, record any) {
	text, err := json.Marshal(record)
	if err != nil {
		// Records are plain data; this cannot fail without a change of their types.
		panic("index: a record that is no JSON: " + err.Error())
	}
	h.Write(append(text, '\n'))
}
