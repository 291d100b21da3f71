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
	// Now is every object's Modified.
	Now time.Time
	// Encryption resolves an object's encryption; the argument's Encryption is
	// nil for the bucket's default. Without a callback, AES256.
	Encryption func(o *world.Object) (Encryption, error)
	// ACL turns an object's ACL (nil for the default) into grants; owner is the
	// object's account. Without a callback objects have no grants.
	ACL func(owner string, acl *world.ACL) (ACL, error)
}

// Seed puts a world's objects into a bucket, which must exist, in the order of
// their keys. Errors name the object.
func (ix *Index) Seed(ctx context.Context, bucketName string, objects map[string]*world.Object, s Seeding) error {
	for _, key := range slices.Sorted(maps.Keys(objects)) {
		if err := ix.seedOne(ctx, bucketName, key, objects[key], s); err != nil {
			return fmt.Errorf("object %s of bucket %s: %w", key, bucketName, err)
		}
	}
	return nil
}

func (ix *Index) seedOne(ctx context.Context, bucketName, key string, o *world.Object, s Seeding) error {
	if o == nil {
		o = &world.Object{}
	}
	v, err := s.version(key, o)
	if err != nil {
		return err
	}
	ref, size, err := ix.blobs.Put(ctx, bytes.NewReader(o.Content))
	if err != nil {
		return err
	}
	v.Blobs = []Blob{{Ref: ref, Size: size, MD5: v.ETag}}
	if _, err := ix.Put(Write{Bucket: bucketName, Version: v, Versioning: s.Versioning}); err != nil {
		_ = ix.Discard(v.Blobs...)
		return err
	}
	return nil
}

// version is an object's record but for its blobs. As S3 does today for every
// upload without a checksum, it gets a CRC64NVME.
func (s *Seeding) version(key string, o *world.Object) (v Version, err error) {
	sum := md5.Sum(o.Content)
	crc := newHash("CRC64NVME")
	crc.Write(o.Content)
	v = Version{
		Key:        key,
		ETag:       hex.EncodeToString(sum[:]),
		Checksum:   Checksum{Algorithm: "CRC64NVME", Value: base64.StdEncoding.EncodeToString(crc.Sum(nil)), Type: FullObject},
		Owner:      o.Owner,
		Tags:       maps.Clone(o.Tags),
		Metadata:   maps.Clone(o.Metadata),
		Headers:    Headers{ContentType: o.ContentType},
		Encryption: Encryption{Algorithm: "AES256"},
		Modified:   s.Now,
	}
	if o.StorageClass != "STANDARD" {
		v.StorageClass = o.StorageClass
	}
	if v.Lock, err = seededLock(o.Lock); err != nil {
		return v, err
	}
	if v.Owner == "" {
		v.Owner = s.Account
	}
	if v.Headers.ContentType == "" {
		v.Headers.ContentType = "binary/octet-stream"
	}
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

func seededLock(l *world.Lock) (Lock, error) {
	if l == nil {
		return Lock{}, nil
	}
	lock := Lock{Mode: l.Mode}
	if l.LegalHold {
		lock.LegalHold = "ON"
	}
	if l.Until == "" {
		return lock, nil
	}
	until, err := time.Parse(time.RFC3339, l.Until)
	lock.Until = until.UTC()
	return lock, err
}
