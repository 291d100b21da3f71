package index

import "time"

// A Removal is an object or version to delete.
type Removal struct {
	Bucket, Key string
	// VersionID deletes that version for good; empty deletes the object as the
	// bucket's versioning says.
	VersionID string
	// Versioning is the bucket's state: "", Enabled or Suspended.
	Versioning string
	// If is evaluated against the current version.
	If Preconditions
	// Recheck is as in Write; current is the version that goes: the one named
	// by VersionID (also a delete marker), else the current one.
	Recheck func(current *Version) error
	// Owner and Now are the account and time of a delete marker.
	Owner string
	Now   time.Time
}

// A Removed is what a Delete did.
type Removed struct {
	// VersionID is the delete marker's, when one was made, or the version's
	// that was named; empty otherwise.
	VersionID string
	// DeleteMarker: a delete marker was made, or the version that was deleted
	// for good was one. It is the x-amz-delete-marker header.
	DeleteMarker bool
}

// Delete deletes an object or a version. As in S3, what is not there is deleted
// successfully. Errors: ErrNoSuchBucket, those of the preconditions (see Put),
// Recheck's.
func (ix *Index) Delete(r Removal) (Removed, error) {
	var done Removed
	err := ix.change(r.Bucket, func(b *bucket) (e entry, err error) {
		// The error of a delete marker does not matter: it can be deleted.
		v, _ := b.find(r.Key, r.VersionID)
		if r.VersionID == "" {
			v = b.current(r.Key)
		}
		if r.Recheck != nil {
			if err := r.Recheck(v); err != nil {
				return entry{}, err
			}
		}
		if err := r.If.check(b.current(r.Key)); err != nil {
			return entry{}, err
		}
		if r.VersionID != "" {
			e, done = removeVersion(v, r.VersionID)
		} else {
			e, done = ix.removeObject(b, r)
		}
		return e, nil
	})
	if err != nil {
		return Removed{}, err
	}
	return done, nil
}

func removeVersion(v *Version, id string) (entry, Removed) {
	if v == nil {
		return entry{}, Removed{VersionID: id}
	}
	return entry{Remove: []address{{Key: v.Key, ID: v.ID}}}, Removed{VersionID: id, DeleteMarker: v.DeleteMarker}
}

func (ix *Index) removeObject(b *bucket, r Removal) (entry, Removed) {
	if r.Versioning == "" {
		return entry{Remove: b.null(r.Key)}, Removed{}
	}
	marker := &Version{Key: r.Key, DeleteMarker: true, Owner: r.Owner, Modified: r.Now}
	e := ix.place(b, marker, r.Versioning)
	return e, Removed{VersionID: marker.ID, DeleteMarker: true}
}
