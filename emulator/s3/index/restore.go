package index

import (
	"context"
	"encoding/base64"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/denylab/denylab/emulator/world"
)

// restore publishes a version as Put does. One that has an id keeps it, and is
// published beside all others.
func (ix *Index) restore(bucketName string, v Version, versioning string) (*Version, error) {
	if v.ID == "" {
		return ix.Put(Write{Bucket: bucketName, Version: v, Versioning: versioning})
	}
	var err error
	if v.Blobs, v.Size, err = measure(v.Blobs); err != nil {
		return nil, err
	}
	err = ix.change(bucketName, func(b *bucket) (entry, error) {
		v.Seq = ix.seqOf(versionID, v.ID, b.newest(v.Key))
		return entry{Put: &v}, nil
	})
	return &v, err
}

// newest is the sequence number of a key's newest version, 0 when it has none.
func (b *bucket) newest(key string) uint64 {
	if o, ok := b.objects.get(key); ok {
		return o.versions[0].Seq
	}
	return 0
}

// seqOf is the sequence number for something that has its id already: the one in
// the id, so that nothing new ever gets the same id, if it is above the one that
// it must follow. The numbers that are given out go on above it.
func (ix *Index) seqOf(kind, id string, above uint64) uint64 {
	seq, ok := ix.ids.parse(kind, id)
	if ok {
		ix.raise(seq)
	}
	if !ok || seq <= above {
		seq = above + 1
	}
	ix.raise(seq)
	return seq
}

// raise has the numbers that are given out go on above seq.
func (ix *Index) raise(seq uint64) {
	for {
		last := ix.last.Load()
		if last >= seq || ix.last.CompareAndSwap(last, seq) {
			return
		}
	}
}

// SeedUploads puts a world's uploads in progress into a bucket, which must
// exist, in their order. Errors name the upload. What was written to its key
// before counts as older than the upload.
func (ix *Index) SeedUploads(ctx context.Context, bucketName string, uploads []*world.Upload, s Seeding) error {
	last := map[string]uint64{} // by key
	for i, u := range uploads {
		var err error
		if last[u.Key], err = ix.seedUpload(ctx, bucketName, u, s, last[u.Key]); err != nil {
			return fmt.Errorf("upload %d, of %s, in bucket %s: %w", i, u.Key, bucketName, err)
		}
	}
	return nil
}

func (ix *Index) seedUpload(ctx context.Context, bucketName string, u *world.Upload, s Seeding, above uint64) (uint64, error) {
	object, err := s.version(u.Key, u.Object)
	if err != nil {
		return 0, err
	}
	object.ETag = ""
	if u.Object.Checksum == nil {
		object.Checksum.Value = "" // there is nothing yet to have one
	}
	begun := Upload{ID: u.ID, Key: u.Key, Object: object, Initiator: u.Initiator, Started: s.time(u.Started), Replaces: u.Replaces}
	err = ix.change(bucketName, func(*bucket) (entry, error) {
		if u.ID != "" {
			begun.Seq = ix.seqOf(uploadID, u.ID, above)
		} else {
			begun.Seq = ix.nextSeq()
			begun.ID = ix.ids.make(uploadID, begun.Seq)
		}
		return entry{Begin: &begun}, nil
	})
	if err != nil {
		return 0, err
	}
	for _, number := range slices.Sorted(maps.Keys(u.Parts)) {
		if err := ix.seedPart(ctx, bucketName, &begun, number, u.Parts[number], s); err != nil {
			return 0, fmt.Errorf("part %s: %w", number, err)
		}
	}
	return begun.Seq, nil
}

func (ix *Index) seedPart(ctx context.Context, bucketName string, u *Upload, number string, o *world.Object, s Seeding) error {
	n, err := strconv.Atoi(number)
	if err != nil {
		return ErrPartNumber
	}
	blobs, err := ix.seedBlobs(ctx, o.Content)
	if err != nil {
		return err
	}
	p := Part{Number: n, Blobs: blobs, ETag: md5Of(o.Content), Modified: s.time(o.Modified)}
	if o.Checksum != nil {
		p.Checksum = o.Checksum.Value
	} else if h := newHash(u.Object.Checksum.Algorithm); h != nil {
		h.Write(o.Content)
		p.Checksum = base64.StdEncoding.EncodeToString(h.Sum(nil))
	}
	if _, err := ix.PutPart(bucketName, u.Key, u.ID, p); err != nil {
		_ = ix.Discard(blobs...)
		return err
	}
	return nil
}
