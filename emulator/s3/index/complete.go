package index

import (
	"crypto/md5"
	"encoding/hex"
	"fmt"
	"time"
)

// A Completion makes an object out of an upload's parts.
type Completion struct {
	Bucket, Key, UploadID string
	// Parts are the parts the client names, in its order.
	Parts []CompletedPart
	// Size is x-amz-mp-object-size in bytes; negative when not sent.
	Size int64
	// Checksum is the object checksum that the client names, as a
	// Checksum.Value; empty when not sent.
	Checksum string
	// Versioning, If and Recheck are as in Write; Now is the object's
	// Modified.
	Versioning string
	If         Preconditions
	Recheck    func(current *Version) error
	Now        time.Time
}

// A CompletedPart is a part as CompleteMultipartUpload names it.
type CompletedPart struct {
	Number int
	// ETag without quotes.
	ETag string
	// Checksum is base64; empty when the client named none.
	Checksum string
}

// CompleteUpload publishes the object that the named parts make, without moving a
// byte, and ends the upload; parts that were not named are dropped. Errors:
// ErrNoSuchBucket, ErrNoSuchUpload, ErrNoParts, ErrInvalidPartOrder,
// ErrInvalidPart and ErrEntityTooSmall (*PartError), ErrObjectSize (*SizeError),
// ErrBadDigest, ErrConflict, those of Put. A failed completion leaves the upload as it was.
func (ix *Index) CompleteUpload(c Completion) (*Version, error) {
	var v Version
	err := ix.change(c.Bucket, func(b *bucket) (entry, error) {
		u, err := b.upload(c.Key, c.UploadID)
		if err != nil {
			return entry{}, err
		}
		if err := b.allow(c.Key, c.If, c.Recheck); err != nil {
			return entry{}, err
		}
		if u.overtaken(c.If, b.current(c.Key)) {
			return entry{}, ErrConflict
		}
		parts, err := u.choose(c.Parts)
		if err != nil {
			return entry{}, err
		}
		if v, err = u.assemble(parts, c); err != nil {
			return entry{}, err
		}
		e := ix.place(b, &v, c.Versioning)
		e.End = u.ID
		return e, nil
	})
	if err != nil {
		return nil, err
	}
	return &v, nil
}

// overtaken says whether a precondition that holds now did not hold all the time
// since the upload began: the object was deleted (If-None-Match), or written anew
// with the same ETag (If-Match).
func (u *upload) overtaken(cond Preconditions, current *Version) bool {
	if current == nil {
		return cond.IfNoneMatch != "" && u.Replaces
	}
	return cond.IfMatch != "" && current.Seq > u.Seq
}

// choose looks up the parts the client names and checks them: first the order of
// all, then that each is there, then the sizes.
func (u *upload) choose(named []CompletedPart) ([]*Part, error) {
	if len(named) == 0 {
		return nil, ErrNoParts
	}
	for i, n := range named {
		if i > 0 && n.Number <= named[i-1].Number {
			return nil, ErrInvalidPartOrder
		}
	}
	parts := make([]*Part, len(named))
	for i, n := range named {
		p := u.parts[n.Number]
		if p == nil || p.ETag != n.ETag || n.Checksum != "" && n.Checksum != p.Checksum {
			return nil, &PartError{Err: ErrInvalidPart, UploadID: u.ID, Number: n.Number, ETag: n.ETag}
		}
		parts[i] = p
	}
	for _, p := range parts[:len(parts)-1] {
		if p.Size < MinPartSize {
			return nil, &PartError{Err: ErrEntityTooSmall, UploadID: u.ID, Number: p.Number, ETag: p.ETag, Size: p.Size}
		}
	}
	return parts, nil
}

// assemble makes the object of the parts.
func (u *upload) assemble(parts []*Part, c Completion) (Version, error) {
	v := *u.Object.clone()
	v.Key, v.Modified = u.Key, c.Now
	v.Blobs, v.Size, v.PartSizes = nil, 0, nil
	sums := md5.New()
	for _, p := range parts {
		v.Blobs = append(v.Blobs, p.Blobs...)
		v.Size += p.Size
		v.PartSizes = append(v.PartSizes, PartSize{Number: p.Number, Size: p.Size, Checksum: p.Checksum})
		sum, err := hex.DecodeString(p.ETag)
		if err != nil {
			return v, fmt.Errorf("index: part %d has ETag %q: %w", p.Number, p.ETag, err)
		}
		sums.Write(sum)
	}
	v.ETag = fmt.Sprintf("%x-%d", sums.Sum(nil), len(parts))
	if c.Size >= 0 && c.Size != v.Size {
		return v, &SizeError{Said: c.Size, Is: v.Size}
	}
	var err error
	if v.Checksum, err = combine(u.Object.Checksum, v.PartSizes); err != nil {
		return v, err
	}
	if c.Checksum != "" && c.Checksum != v.Checksum.Value {
		return v, fmt.Errorf("%w: said %s, is %s", ErrBadDigest, c.Checksum, v.Checksum.Value)
	}
	return v, nil
}
