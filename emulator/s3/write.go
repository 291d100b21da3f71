package s3

import (
	"errors"
	"slices"
	"strings"

	"github.com/denylab/denylab/emulator/caller"
	"github.com/denylab/denylab/emulator/s3/index"
	"github.com/denylab/denylab/emulator/store"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// maxUpload is the largest object or part of one request, in bytes.
const maxUpload = 5 << 30

// serverChecksum is what S3 computes for an upload that brings no checksum.
const serverChecksum = "CRC64NVME"

// A staged body is stored, but not published.
type staged struct {
	blobs []index.Blob
	// md5 is in hex.
	md5 string
	// sent is the checksum the client sent, in base64; wanted the one of the
	// algorithm that stage was asked for.
	sent, wanted index.Checksum
}

// stage streams the request's body into the store, verifying its checksums on
// the way, in constant memory. algorithm names the checksum to compute; empty
// means the client's, or S3's own when it sends none.
func (q *request) stage(algorithm string) (staged, error) {
	var s staged
	payload := caller.PayloadOf(q.r)
	if payload == nil {
		return s, missingLength()
	}
	switch {
	case payload.Length < 0:
		return s, missingLength()
	case payload.Length > maxUpload:
		return s, failure(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", "ProposedSize", itoa(payload.Length), "MaxSizeAllowed", itoa(int64(maxUpload)))
	}
	if algorithm == "" {
		algorithm = payload.Algorithm
	}
	if algorithm == "" {
		algorithm = serverChecksum
	}
	if err := payload.Compute(algorithm); err != nil {
		return s, unknownChecksum()
	}
	blob, err := q.s.index.Stage(q.r.Context(), q.r.Body)
	switch {
	case errors.Is(err, store.ErrNotWritten):
		return s, err
	case err != nil:
		return s, bodyError(err)
	}
	s.md5 = blob.MD5
	if blob.Size > 0 {
		s.blobs = []index.Blob{blob}
	} else if err := q.s.index.Discard(blob); err != nil {
		return s, err
	}
	s.wanted = index.Checksum{Algorithm: algorithm, Value: payload.Checksum(algorithm), Type: index.FullObject}
	if payload.Algorithm != "" {
		s.sent = index.Checksum{Algorithm: payload.Algorithm, Value: payload.Value, Type: index.FullObject}
	}
	return s, nil
}

// discard lets go of blobs that did not get published, and keeps err.
func (q *request) discard(blobs []index.Blob, err error) error {
	if derr := q.s.index.Discard(blobs...); derr != nil {
		q.s.logger.Error("s3: discarding a staged blob", "request", q.x.IDs.RequestID, "error", derr)
	}
	return err
}

// object is the record of an object that the request writes, without content:
// what its headers say, who owns it, and how it is encrypted.
func (q *request) object(e index.Encryption) (index.Version, error) {
	h := q.r.Header
	v := index.Version{
		Key: q.key, Owner: q.newOwner(), Tags: q.tags, Encryption: e,
		StorageClass: h.Get("X-Amz-Storage-Class"), Modified: q.x.Now, Lock: q.newLock(),
		Headers: systemHeaders(h),
	}
	if v.StorageClass != "" && !slices.Contains(world.StorageClasses, v.StorageClass) {
		return v, failure(400, "InvalidStorageClass", "The storage class you specified is not valid", "StorageClassRequested", v.StorageClass)
	}
	var err error
	if v.Metadata, err = q.userMetadata(h); err != nil {
		return v, err
	}
	owner, bucketOwner := canonicalID(q.x.World, v.Owner), canonicalID(q.x.World, q.bucket.Account)
	v.ACL = index.ACL{Canned: q.acl.canned, Grants: q.acl.spell(owner, bucketOwner)}
	return v, nil
}

// newOwner is the account that will own an object this request writes
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html).
func (q *request) newOwner() string {
	switch ownership(q.bucket) {
	case world.BucketOwnerEnforced:
		return q.bucket.Account
	case world.BucketOwnerPreferred:
		if q.acl.canned == "bucket-owner-full-control" {
			return q.bucket.Account
		}
	}
	c := q.x.Identity.Principal.Caller
	switch {
	case c.Kind == authz.Anonymous:
		return anonymousOwner
	case c.Account == "": // a service writes for the bucket's owner
		return q.bucket.Account
	}
	return c.Account
}

// writeConditions reads If-Match and If-None-Match of a write; S3 takes only
// "*" in the latter.
func (q *request) writeConditions() (index.Preconditions, error) {
	p := index.Preconditions{IfMatch: trimETag(q.r.Header.Get("If-Match")), IfNoneMatch: strings.TrimSpace(q.r.Header.Get("If-None-Match"))}
	if p.IfNoneMatch != "" && p.IfNoneMatch != "*" {
		return p, headerNotImplemented("If-None-Match", p.IfNoneMatch)
	}
	if p.IfMatch != "" && p.IfNoneMatch != "" {
		return p, headerNotImplemented("If-Match,If-None-Match", p.IfMatch)
	}
	return p, nil
}

// again returns a check for the moment of publication: if the world has
// changed since the request was decided, ask decides once more on the world as
// it is now.
func (q *request) again(ask func() error) func(*index.Version) error {
	return func(*index.Version) error {
		now := q.s.worlds.Load()
		if now.Revision == q.x.World.Revision {
			return nil
		}
		b := findBucket(now, q.name)
		if b == nil {
			return noSuchBucket(q.name)
		}
		if q.point != nil {
			name := q.point.Name
			if q.point, _ = now.AccessPoint(q.point.Account, name); q.point == nil {
				return noSuchAccessPoint(name)
			}
		}
		q.x.World, q.bucket = now, b
		if id := q.x.Identity; id.Credential != nil {
			if c, ok := now.Credential(id.Credential.AccessKeyID); ok && c.Principal != nil {
				current := *id
				current.Credential, current.Principal = c, c.Principal
				q.x.Identity = &current
			}
		}
		return ask()
	}
}
