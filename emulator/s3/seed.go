package s3

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/denylab/denylab/emulator/s3/index"
	"github.com/denylab/denylab/emulator/world"
)

// Seed makes the buckets of w in the index and puts their objects in, dated
// now. A bucket that the index already has keeps what is in it.
func (s *Service) Seed(ctx context.Context, w *world.World, now time.Time) error {
	for _, id := range slices.Sorted(maps.Keys(w.Accounts)) {
		buckets := w.Accounts[id].Buckets
		for _, name := range slices.Sorted(maps.Keys(buckets)) {
			if s.index.HasBucket(name) {
				continue
			}
			if err := s.seedBucket(ctx, w, buckets[name], now); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Service) seedBucket(ctx context.Context, w *world.World, b *world.Bucket, now time.Time) error {
	if err := s.index.CreateBucket(b.Name); err != nil {
		return fmt.Errorf("bucket %s: %w", b.Name, err)
	}
	seeding := index.Seeding{
		Account: b.Account, Versioning: b.Versioning, Now: now,
		Encryption: func(o *world.Object) (index.Encryption, error) { return seedEncryption(w, b, o) },
		ACL:        func(owner string, acl *world.ACL) (index.ACL, error) { return seedACL(w, b, owner, acl), nil },
	}
	if err := s.index.Seed(ctx, b.Name, b.Objects, seeding); err != nil {
		return err
	}
	return s.index.SeedUploads(ctx, b.Name, b.Uploads, seeding)
}

// seedACL spells out the ACL of an object that owner wrote.
func seedACL(w *world.World, b *world.Bucket, owner string, acl *world.ACL) index.ACL {
	out := index.ACL{Grants: grantsOf(w, acl, canonicalID(w, owner), canonicalID(w, b.Account))}
	if acl != nil {
		out.Canned = acl.Canned
	}
	return out
}

// seedEncryption is an object's own encryption or its bucket's default. Its
// key is looked up in the account that wrote the object, as for an upload.
func seedEncryption(w *world.World, b *world.Bucket, o *world.Object) (index.Encryption, error) {
	e := bucketEncryption(b)
	if o.Encryption != nil {
		e = *o.Encryption
	}
	out := index.Encryption{Algorithm: e.Algorithm, Context: o.EncryptionContext, CustomerKeyMD5: o.CustomerKeyMD5}
	if !isKMS(e.Algorithm) {
		return out, nil
	}
	owner := o.Owner
	if owner == "" || owner == anonymousOwner {
		owner = b.Account
	}
	ref := e.Key
	if ref == "" {
		ref = "alias/aws/s3"
	}
	key, err := w.ResolveKey(ref, b.Region, owner)
	if err != nil {
		return out, errors.Join(fmt.Errorf("encryption key %s", ref), err)
	}
	out.KeyARN, out.BucketKey = key.ARN, e.BucketKey
	return out, nil
}
