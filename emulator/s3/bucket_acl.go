package s3

import "github.com/denylab/denylab/emulator/world"

func (q *request) getBucketACL() error {
	if err := q.allowBucket(); err != nil {
		return err
	}
	owner := canonicalID(q.x.World, q.bucket.Account)
	grants := cannedGrants("private", owner, owner)
	if ownership(q.bucket) != world.BucketOwnerEnforced {
		grants = grantsOf(q.x.World, q.bucket.ACL, owner, owner)
	}
	return q.reply(q.renderACL(owner, grants))
}

// putBucketACL replaces the bucket's ACL. With BucketOwnerEnforced what the
// rules let through is what holds anyway, and nothing changes.
func (q *request) putBucketACL() error {
	sent, err := q.readACL()
	if err != nil {
		return err
	}
	if err := q.allowBucket(); err != nil {
		return err
	}
	owner := canonicalID(q.x.World, q.bucket.Account)
	if err := q.checkACL(sent, owner); err != nil {
		return err
	}
	if ownership(q.bucket) == world.BucketOwnerEnforced {
		return q.ok()
	}
	acl := worldACL(q.acl.spell(owner, owner))
	if err := q.set(func(b *world.Bucket) error { b.ACL = acl; return nil }); err != nil {
		return err
	}
	return q.ok()
}
