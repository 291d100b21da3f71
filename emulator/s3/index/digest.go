package index

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"hash"
	"maps"
	"slices"
)

// Digest returns the SHA-256, in hex, of everything the index holds: buckets,
// versions in order with all attributes and the MD5s of their contents, and
// uploads in progress with their parts. Equal contents have equal digests; where
// blobs are stored does not count, nor do staged blobs.
func (ix *Index) Digest() string {
	h := sha256.New()
	for _, name := range ix.Buckets() {
		// A bucket that is dropped meanwhile is simply not there.
		_ = ix.view(name, func(b *bucket) error {
			digestOf(h, name)
			b.objects.all(func(o *object) {
				for _, v := range o.versions {
					c := *v
					c.Seq, c.Blobs = 0, contents(v.Blobs)
					digestOf(h, c)
				}
			})
			for _, u := range b.sortedUploads() {
				c := *u.Upload
				c.Seq, c.Object.Blobs = 0, nil
				digestOf(h, c)
				for _, n := range slices.Sorted(maps.Keys(u.parts)) {
					p := *u.parts[n]
					p.Blobs = contents(p.Blobs)
					digestOf(h, p)
				}
			}
			return nil
		})
	}
	return hex.EncodeToString(h.Sum(nil))
}

// contents is blobs without their references.
func contents(blobs []Blob) []Blob {
	c := slices.Clone(blobs)
	for i := range c {
		c[i].Ref = ""
	}
	return c
}

func digestOf(h hash.Hash, record any) {
	text, err := json.Marshal(record)
	if err != nil {
		// Records are plain data; this cannot fail without a change of their types.
		panic("index: a record that is no JSON: " + err.Error())
	}
	h.Write(append(text, '\n'))
}
