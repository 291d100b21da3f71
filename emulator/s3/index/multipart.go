package index

import (
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
)

// CreateUpload begins a multipart upload and returns it with its ID. The error is
// ErrNoSuchBucket.
func (ix *Index) CreateUpload(bucketName string, u Upload) (*Upload, error) {
	err := ix.change(bucketName, func(b *bucket) (entry, error) {
		u.Replaces = b.current(u.Key) != nil
		u.Seq = ix.nextSeq()
		u.ID = ix.ids.make(uploadID, u.Seq)
		return entry{Begin: &u}, nil
	})
	if err != nil {
		return nil, err
	}
	return &u, nil
}

// GetUpload returns an upload in progress. Errors are ErrNoSuchBucket and
// ErrNoSuchUpload, also for an upload of another key.
func (ix *Index) GetUpload(bucketName, key, id string) (u *Upload, err error) {
	err = ix.view(bucketName, func(b *bucket) error {
		found, err := b.upload(key, id)
		if err == nil {
			u = found.Upload
		}
		return err
	})
	return u, err
}

func (b *bucket) upload(key, id string) (*upload, error) {
	if u := b.uploads[id]; u != nil && u.Key == key {
		return u, nil
	}
	return nil, ErrNoSuchUpload
}

// PutPart stores a part, in place of one with the same number, and returns it.
// Errors: ErrNoSuchBucket, ErrNoSuchUpload, ErrPartNumber, a blob or ETag that is
// no MD5; the staged blobs are then the caller's to Discard.
func (ix *Index) PutPart(bucketName, key, id string, p Part) (*Part, error) {
	if p.Number < 1 || p.Number > MaxPartNumber {
		return nil, ErrPartNumber
	}
	if sum, err := hex.DecodeString(p.ETag); err != nil || len(sum) != 16 {
		return nil, fmt.Errorf("index: part %d has ETag %q; give 32 hex digits", p.Number, p.ETag)
	}
	var err error
	if p.Blobs, p.Size, err = measure(p.Blobs); err != nil {
		return nil, err
	}
	err = ix.change(bucketName, func(b *bucket) (entry, error) {
		u, err := b.upload(key, id)
		if err != nil {
			return entry{}, err
		}
		return entry{UploadID: u.ID, Part: &p}, nil
	})
	if err != nil {
		return nil, err
	}
	return &p, nil
}

// AbortUpload ends an upload and lets go of its parts. Errors are ErrNoSuchBucket
// and ErrNoSuchUpload.
func (ix *Index) AbortUpload(bucketName, key, id string) error {
	return ix.change(bucketName, func(b *bucket) (entry, error) {
		u, err := b.upload(key, id)
		if err != nil {
			return entry{}, err
		}
		return entry{End: u.ID}, nil
	})
}

// A PartPage is a part of a listing of parts, by ascending number.
type PartPage struct {
	Upload *Upload
	Parts  []*Part
	// Truncated: there is more, after part number Next.
	Truncated bool
	Next      int
}

// ListParts lists up to limit parts whose number is above after. Errors are
// ErrNoSuchBucket and ErrNoSuchUpload.
func (ix *Index) ListParts(bucketName, key, id string, after, limit int) (PartPage, error) {
	var p PartPage
	err := ix.view(bucketName, func(b *bucket) error {
		u, err := b.upload(key, id)
		if err != nil {
			return err
		}
		p.Upload = u.Upload
		for _, n := range slices.Sorted(maps.Keys(u.parts)) {
			if n <= after {
				continue
			}
			if len(p.Parts) >= limit {
				p.Truncated = limit > 0
				break
			}
			p.Parts, p.Next = append(p.Parts, u.parts[n]), n
		}
		return nil
	})
	return p, err
}
