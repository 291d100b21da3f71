package index

import (
	"encoding/hex"
	"fmt"
)

// Preconditions are the conditional headers of a write, evaluated under the
// bucket's lock against the current version
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html).
// ETags are without quotes; "*" is any object.
type Preconditions struct {
	// IfMatch: the current version must have this ETag.
	IfMatch string
	// IfNoneMatch: the current version must not have this ETag; AWS takes
	// only "*", there must be none.
	IfNoneMatch string
}

// check evaluates the preconditions; current is nil when there is no object.
// AWS answers NoSuchKey when If-Match has nothing to be compared with.
func (p Preconditions) check(current *Version) error {
	switch {
	case p.IfMatch != "" && current == nil:
		return ErrNoSuchKey
	case p.IfMatch != "" && p.IfMatch != "*" && p.IfMatch != current.ETag:
		return ErrPreconditionFailed
	case p.IfNoneMatch == "" || current == nil:
		return nil
	case p.IfNoneMatch == "*" || p.IfNoneMatch == current.ETag:
		return ErrPreconditionFailed
	}
	return nil
}

// A Write is an object to publish.
type Write struct {
	Bucket string
	// Version is the object; ID, Seq and Size are assigned.
	Version Version
	// Versioning is the bucket's state: "", Enabled or Suspended.
	Versioning string
	If         Preconditions
	// Recheck, if set, is called under the bucket's lock before the
	// preconditions are evaluated, with the current version (nil when there is
	// none); its error stops the write and is returned as it is. It must not
	// call the index.
	Recheck func(current *Version) error
}

// Put publishes an object and returns it as stored. It becomes the current
// version of its key and replaces what the bucket's versioning says it replaces.
// The blobs must stay referenced by nobody else or be held until Put returns.
// Errors: ErrNoSuchBucket, ErrPreconditionFailed, ErrNoSuchKey (If-Match with an
// ETag and no object), Recheck's, a blob without MD5; the staged blobs are then
// the caller's to Discard.
func (ix *Index) Put(w Write) (*Version, error) {
	v := w.Version
	var err error
	if v.Blobs, v.Size, err = measure(v.Blobs); err != nil {
		return nil, err
	}
	err = ix.change(w.Bucket, func(b *bucket) (entry, error) {
		if err := b.allow(v.Key, w.If, w.Recheck); err != nil {
			return entry{}, err
		}
		return ix.place(b, &v, w.Versioning), nil
	})
	if err != nil {
		return nil, err
	}
	return &v, nil
}

// allow evaluates what stands between a write and its publication.
func (b *bucket) allow(key string, cond Preconditions, recheck func(*Version) error) error {
	current := b.current(key)
	if recheck != nil {
		if err := recheck(current); err != nil {
			return err
		}
	}
	return cond.check(current)
}

// place gives a new version its id and says what publishing it replaces: the null
// version, unless versioning is enabled.
func (ix *Index) place(b *bucket, v *Version, versioning string) entry {
	v.Seq = ix.nextSeq()
	if versioning == VersioningEnabled {
		v.ID = ix.ids.make(versionID, v.Seq)
		return entry{Put: v}
	}
	v.ID = NullVersion
	return entry{Put: v, Remove: b.null(v.Key)}
}

// null lists the null version of a key, if it has one.
func (b *bucket) null(key string) []address {
	if o, ok := b.objects.get(key); ok {
		for _, v := range o.versions {
			if v.ID == NullVersion {
				return []address{{Key: key, ID: NullVersion}}
			}
		}
	}
	return nil
}

// measure adds up blobs and checks that Digest will be able to tell them apart.
// Empty ones are left out, so that an empty object has one form only.
func measure(blobs []Blob) (some []Blob, size int64, err error) {
	for _, b := range blobs {
		if sum, err := hex.DecodeString(b.MD5); err != nil || len(sum) != 16 {
			return nil, 0, fmt.Errorf("index: blob %s has MD5 %q; give the 32 hex digits of the stored blob", b.Ref, b.MD5)
		}
		if b.Size > 0 {
			some = append(some, b)
		}
		size += b.Size
	}
	return some, size, nil
}
