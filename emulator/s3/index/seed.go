package index

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/denylab/denylab/emulator/world"
)

// Seeding says how the objects of a world become objects of an index.
type Seeding struct {
	// Account owns the bucket, and the objects that name no owner.
	Account string
	// Versioning is the bucket's state.
	Versioning string
	// Now is the Modified of every object that names none.
	Now time.Time
	// Encryption resolves an object's encryption; the argument's Encryption is
	// nil for the bucket's default. Without a callback, AES256.
	Encryption func(o *world.Object) (Encryption, error)
	// ACL turns an object's ACL (nil for the default) into grants; owner is the
	// object's account. Without a callback objects have no grants.
	ACL func(owner string, acl *world.ACL) (ACL, error)
}

// Seed puts a world's objects into a bucket, which must exist, in the order of
// their keys, the versions of one key oldest first. Errors name the object.
func (ix *Index) Seed(ctx context.Context, bucketName string, objects map[string]*world.Object, s Seeding) error {
	for _, key := range slices.Sorted(maps.Keys(objects)) {
		if err := ix.seedKey(ctx, bucketName, key, objects[key], s); err != nil {
			return fmt.Errorf("object %s of bucket %s: %w", key, bucketName, err)
		}
	}
	return nil
}

func (ix *Index) seedKey(ctx context.Context, bucketName, key string, newest *world.Object, s Seeding) error {
	if newest == nil {
		newest = &world.Object{}
	}
	for _, o := range slices.Backward(newest.Older) {
		if err := ix.seedOne(ctx, bucketName, key, o, s); err != nil {
			return err
		}
	}
	return ix.seedOne(ctx, bucketName, key, newest, s)
}

func (ix *Index) seedOne(ctx context.Context, bucketName, key string, o *world.Object, s Seeding) error {
	if o.DeleteMarker {
		_, err := ix.restore(bucketName, s.marker(key, o), s.Versioning)
		return err
	}
	v, err := s.version(key, o)
	if err != nil {
		return err
	}
	if v.Blobs, err = ix.seedBlobs(ctx, o.Content); err != nil {
		return err
	}
	if _, err := ix.restore(bucketName, v, s.Versioning); err != nil {
		_ = ix.Discard(v.Blobs...)
		return err
	}
	return nil
}

func (ix *Index) seedBlobs(ctx context.Context, content []byte) ([]Blob, error) {
	ref, size, err := ix.blobs.Put(ctx, bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	return []Blob{{Ref: ref, Size: size, MD5: md5Of(content)}}, nil
}

func (s *Seeding) marker(key string, o *world.Object) Version {
	return Version{Key: key, ID: o.VersionID, DeleteMarker: true, Owner: s.owner(o), Modified: s.time(o.Modified)}
}

// version is an object's record but for its blobs.
func (s *Seeding) version(key string, o *world.Object) (v Version, err error) {
	v = s.attributes(key, o)
	v.PartSizes = partSizes(o.Parts)
	if v.ETag = o.ETag; v.ETag == "" {
		v.ETag = etagOf(o.Content, v.PartSizes)
	}
	v.Checksum = checksumOf(o)
	if v.Lock, err = seededLock(o.Lock); err != nil {
		return v, err
	}
	v.Encryption = Encryption{Algorithm: "AES256"}
	if s.Encryption != nil {
		if v.Encryption, err = s.Encryption(o); err != nil {
			return v, err
		}
	}
	if s.ACL != nil {
		v.ACL, err = s.ACL(v.Owner, o.ACL)
	}
	return v, err
}

// attributes are those that stand in the description as they are.
func (s *Seeding) attributes(key string, o *world.Object) Version {
	v := Version{
		Key: key, ID: o.VersionID, Owner: s.owner(o), Tags: maps.Clone(o.Tags), Metadata: maps.Clone(o.Metadata),
		Modified: s.time(o.Modified), RestoredUntil: o.RestoredUntil,
		Headers: Headers{
			ContentType: o.ContentType, CacheControl: o.CacheControl, ContentDisposition: o.ContentDisposition,
			ContentEncoding: o.ContentEncoding, ContentLanguage: o.ContentLanguage, Expires: o.Expires,
			WebsiteRedirect: o.WebsiteRedirectLocation,
		},
	}
	if o.StorageClass != "STANDARD" {
		v.StorageClass = o.StorageClass
	}
	if v.Headers.ContentType == "" {
		v.Headers.ContentType = "binary/octet-stream"
	}
	return v
}

func (s *Seeding) owner(o *world.Object) string {
	if o.Owner == "" {
		return s.Account
	}
	return o.Owner
}

func (s *Seeding) time(t time.Time) time.Time {
	if t.IsZero() {
		return s.Now
	}
	return t
}

func partSizes(parts []world.StoredPart) (sizes []PartSize) {
	for i, p := range parts {
		if p.Number == 0 {
			p.Number = i + 1
		}
		sizes = append(sizes, PartSize{Number: p.Number, Size: p.Size, Checksum: p.Checksum})
	}
	return sizes
}

// etagOf is the ETag of a content that was uploaded in parts, or whole.
func etagOf(content []byte, parts []PartSize) string {
	if len(parts) == 0 {
		return md5Of(content)
	}
	sums := md5.New()
	for _, p := range parts {
		n := min(p.Size, int64(len(content)))
		sum := md5.Sum(content[:n])
		sums.Write(sum[:])
		content = content[n:]
	}
	return fmt.Sprintf("%x-%d", sums.Sum(nil), len(parts))
}

// checksumOf is an object's checksum. As S3 does today for every upload without
// one, it gets a CRC64NVME.
func checksumOf(o *world.Object) Checksum {
	if o.Checksum != nil {
		return Checksum(*o.Checksum)
	}
	return Summed(o.Content)
}

// Summed is the checksum of a content that S3 makes by itself.
func Summed(content []byte) Checksum {
	crc := newHash("CRC64NVME")
	crc.Write(content)
	return Checksum{Algorithm: "CRC64NVME", Value: base64.StdEncoding.EncodeToString(crc.Sum(nil)), Type: FullObject}
}

func md5Of(content []byte) string {
	sum := md5.Sum(content)
	return hex.EncodeToString(sum[:])
}

func seededLock(l *world.Lock) (Lock, error) {
	if l == nil {
		return Lock{}, nil
	}
	lock := Lock{Mode: l.Mode}
	switch {
	case l.LegalHold:
		lock.LegalHold = "ON"
	case l.LegalHoldReleased:
		lock.LegalHold = "OFF"
	}
	if l.Until == "" {
		return lock, nil
	}
	until, err := time.Parse(time.RFC3339, l.Until)
	lock.Until = until.UTC()
	return lock, err
}
