package s3

import (
	"bytes"

	"github.com/denylab/denylab/emulator/s3/index"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// effectiveOwner is the account that owns a version: the bucket's under
// BucketOwnerEnforced, else whoever wrote it.
func effectiveOwner(b *world.Bucket, v *index.Version) string {
	if ownership(b) == world.BucketOwnerEnforced {
		return b.Account
	}
	return v.Owner
}

func (q *request) getObjectACL() error {
	held, err := q.acquire(q.op.actionFor(q.query.Get("versionId")))
	if err != nil {
		return err
	}
	defer q.release(held)
	owner := canonicalID(q.x.World, effectiveOwner(q.bucket, held.Version))
	grants := held.ACL.Grants
	if ownership(q.bucket) == world.BucketOwnerEnforced || len(grants) == 0 && held.ACL.Canned == "" {
		grants = cannedGrants("private", owner, owner)
	}
	q.tellVersion(held.ID)
	return q.reply(q.renderACL(owner, grants))
}

// putObjectACL replaces an object's ACL. With BucketOwnerEnforced what the
// rules let through is what holds anyway, and nothing changes.
func (q *request) putObjectACL() error {
	sent, err := q.readACL()
	if err != nil {
		return err
	}
	held, err := q.acquire(q.op.actionFor(q.query.Get("versionId")))
	if err != nil {
		return err
	}
	defer q.release(held)
	owner := effectiveOwner(q.bucket, held.Version)
	if err := q.checkACL(sent, canonicalID(q.x.World, owner)); err != nil {
		return err
	}
	q.tellVersion(held.ID)
	if ownership(q.bucket) == world.BucketOwnerEnforced {
		return q.ok()
	}
	w := q.x.World
	acl := index.ACL{Canned: q.acl.canned, Grants: q.acl.spell(canonicalID(w, owner), canonicalID(w, q.bucket.Account))}
	_, err = q.s.index.Update(q.name, q.key, held.ID, func(v *index.Version) error {
		v.ACL = acl
		return nil
	})
	if err != nil {
		return q.writeError(err)
	}
	return q.ok()
}

// A sentACL is where the ACL of a Put…Acl request came from.
type sentACL struct {
	// owner is the one that the document names; empty for headers.
	owner string
	// element is the place of a canonical id, for AWS's message.
	element string
}

// readACL reads the ACL of a Put…Acl request into q.acl: from its headers, or
// from its document.
func (q *request) readACL() (sentACL, error) {
	acl, refusal := aclFromHeaders(q.r.Header)
	if refusal != nil {
		return sentACL{}, refusal
	}
	q.acl = acl
	body, err := q.readBody()
	if err != nil {
		return sentACL{}, err
	}
	switch {
	case acl.given() && len(body) > 0:
		return sentACL{}, failure(400, "UnexpectedContent", "This request does not support content")
	case acl.given():
		return sentACL{element: "id"}, nil
	case len(body) == 0:
		return sentACL{}, failure(400, "MissingSecurityHeader", "Your request was missing a required header", "MissingHeaderName", "x-amz-acl")
	}
	owner, grants, refusal := parseACL(bytes.NewReader(body))
	if refusal != nil {
		return sentACL{}, refusal
	}
	q.acl = requestedACL{grants: grants}
	return sentACL{owner: owner, element: "CanonicalUser/ID"}, nil
}

// checkACL refuses unknown grantees, and a document that would give the
// resource another owner.
func (q *request) checkACL(sent sentACL, owner string) error {
	if sent.owner != "" {
		if refusal := checkGrantees(q.x.World, []authz.Grant{{Grantee: sent.owner}}, sent.element); refusal != nil {
			return refusal
		}
		if sent.owner != owner {
			return accessDenied()
		}
	}
	if refusal := checkGrantees(q.x.World, q.acl.grants, sent.element); refusal != nil {
		return refusal
	}
	return nil
}
