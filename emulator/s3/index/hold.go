package index

import (
	"errors"
	"maps"
	"slices"
)

// Contents is everything in a bucket at one moment. Its bytes stay readable
// until it is released.
type Contents struct {
	// Objects has a key's versions, newest first, delete markers included; keys
	// are in the order of their UTF-8 bytes.
	Objects [][]*Held
	// Uploads are in progress, by key, those of one key in the order in which
	// they were begun.
	Uploads []HeldUpload
}

// A HeldUpload is an upload with its parts, by ascending number.
type HeldUpload struct {
	*Upload
	Parts []HeldPart
}

// A HeldPart is a part whose bytes can be read as those of a version.
type HeldPart struct {
	*Part
	Content *Held
}

// Hold returns what is in a bucket. The caller must Release it. The error is
// ErrNoSuchBucket.
func (ix *Index) Hold(bucketName string) (*Contents, error) {
	c := &Contents{}
	err := ix.view(bucketName, func(b *bucket) error {
		b.objects.all(func(o *object) {
			var versions []*Held
			for _, v := range o.versions {
				versions = append(versions, ix.hold(v))
			}
			c.Objects = append(c.Objects, versions)
		})
		for _, u := range b.sortedUploads() {
			held := HeldUpload{Upload: u.Upload}
			for _, n := range slices.Sorted(maps.Keys(u.parts)) {
				p := u.parts[n]
				held.Parts = append(held.Parts, HeldPart{p, ix.hold(&Version{Key: u.Key, Size: p.Size, Blobs: p.Blobs, ETag: p.ETag})})
			}
			c.Uploads = append(c.Uploads, held)
		}
		return nil
	})
	return c, err
}

// hold counts a reference; the caller has the bucket's lock.
func (ix *Index) hold(v *Version) *Held {
	ix.refs.add(v.Blobs)
	return &Held{Version: v, ix: ix}
}

// Release lets go of the bytes.
func (c *Contents) Release() error {
	var errs []error
	for _, versions := range c.Objects {
		for _, v := range versions {
			errs = append(errs, v.Release())
		}
	}
	for _, u := range c.Uploads {
		for _, p := range u.Parts {
			errs = append(errs, p.Content.Release())
		}
	}
	return errors.Join(errs...)
}
