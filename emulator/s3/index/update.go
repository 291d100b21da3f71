package index

import (
	"errors"
	"maps"
	"slices"
)

// errIdentity says that an Update touched what only writes may set.
var errIdentity = errors.New("index: Update must not change Key, ID, Seq, DeleteMarker or Blobs")

// Update changes attributes of a version, such as its ACL or tags, and returns
// the new record; the current version for an empty id. change gets a copy that it
// may alter freely, under the bucket's lock; it must not call the index. Readers
// that took the old record keep it. Errors are Head's and change's.
func (ix *Index) Update(bucketName, key, id string, change func(v *Version) error) (*Version, error) {
	var updated *Version
	err := ix.change(bucketName, func(b *bucket) (entry, error) {
		old, err := b.find(key, id)
		if err != nil {
			return entry{}, err
		}
		updated = old.clone()
		if err := change(updated); err != nil {
			return entry{}, err
		}
		if updated.Key != old.Key || updated.ID != old.ID || updated.Seq != old.Seq ||
			updated.DeleteMarker != old.DeleteMarker || !slices.Equal(updated.Blobs, old.Blobs) {
			return entry{}, errIdentity
		}
		return entry{Put: updated}, nil
	})
	if err != nil {
		return nil, err
	}
	return updated, nil
}

// clone copies a version with its maps and slices.
func (v *Version) clone() *Version {
	c := *v
	c.Blobs = slices.Clone(v.Blobs)
	c.PartSizes = slices.Clone(v.PartSizes)
	c.ACL.Grants = slices.Clone(v.ACL.Grants)
	c.Tags = maps.Clone(v.Tags)
	c.Encryption.Context = maps.Clone(v.Encryption.Context)
	c.Metadata = maps.Clone(v.Metadata)
	return &c
}
