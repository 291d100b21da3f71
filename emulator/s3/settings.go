package s3

import (
	"errors"

	"github.com/denylab/denylab/emulator/world"
)

// ownership is a bucket's Object Ownership; what AWS gives a new bucket when
// nobody says otherwise.
func ownership(b *world.Bucket) string {
	if b.Ownership == "" {
		return world.BucketOwnerEnforced
	}
	return b.Ownership
}

// bucketPublicAccess is the bucket's own Block Public Access: all four
// settings on when nobody says otherwise.
func bucketPublicAccess(b *world.Bucket) world.PublicAccessBlock {
	if b.PublicAccessBlock == nil {
		return world.PublicAccessBlock{BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true}
	}
	return *b.PublicAccessBlock
}

// bucketEncryption is a bucket's default encryption: SSE-S3 when nobody says
// otherwise.
func bucketEncryption(b *world.Bucket) world.Encryption {
	if b.Encryption == nil {
		return world.Encryption{Algorithm: sseS3}
	}
	return *b.Encryption
}

// set changes the configuration of the request's bucket in the world as it is
// now, not as it was when the request was decided.
func (q *request) set(change func(b *world.Bucket) error) error {
	return q.changeWorld(func(w *world.World) error {
		b := ownBucket(w, q.name)
		if b == nil {
			return noSuchBucket(q.name)
		}
		return change(b)
	})
}

// changeWorld changes the world. What the world refuses is the request's
// fault, such as a key that is not there.
func (q *request) changeWorld(change func(w *world.World) error) error {
	err := q.s.worlds.Change(change)
	var reference *world.RefError
	var policy *world.PolicyError
	switch {
	case errors.As(err, &policy):
		return failure(400, policy.Problem.Code, policy.Problem.Message)
	case errors.As(err, &reference):
		return failure(400, "InvalidArgument", reference.Message, "ArgumentName", reference.Path, "ArgumentValue", reference.Value)
	}
	return err
}
