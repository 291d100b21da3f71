package s3

import (
	"encoding/xml"

	"github.com/denylab/denylab/emulator/world"
)

type publicAccessXML struct {
	XMLName xml.Name `xml:"PublicAccessBlockConfiguration"`
	Xmlns   string   `xml:"xmlns,attr,omitempty"`
	BlockA  *bool    `xml:"BlockPublicAcls"`
	IgnoreA *bool    `xml:"IgnorePublicAcls"`
	BlockP  *bool    `xml:"BlockPublicPolicy"`
	Limit   *bool    `xml:"RestrictPublicBuckets"`
}

func (q *request) getPublicAccessBlock() error {
	if err := q.allowBucket(); err != nil {
		return err
	}
	if q.bucket.PublicAccessBlockDeleted {
		return failure(404, "NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found", "BucketName", q.name)
	}
	p := bucketPublicAccess(q.bucket)
	return q.reply(publicAccessXML{
		Xmlns: namespace, BlockA: &p.BlockPublicAcls, IgnoreA: &p.IgnorePublicAcls,
		BlockP: &p.BlockPublicPolicy, Limit: &p.RestrictPublicBuckets,
	})
}

// putPublicAccessBlock replaces all four settings; one that is not sent is off.
func (q *request) putPublicAccessBlock() error {
	if err := q.allowBucket(); err != nil {
		return err
	}
	var doc publicAccessXML
	if err := q.readXML(&doc); err != nil {
		return err
	}
	if doc.BlockA == nil && doc.IgnoreA == nil && doc.BlockP == nil && doc.Limit == nil {
		return invalidRequest("Must specify at least one configuration.")
	}
	on := func(b *bool) bool { return b != nil && *b }
	p := world.PublicAccessBlock{
		BlockPublicAcls: on(doc.BlockA), IgnorePublicAcls: on(doc.IgnoreA),
		BlockPublicPolicy: on(doc.BlockP), RestrictPublicBuckets: on(doc.Limit),
	}
	if err := q.setPublicAccess(p, false); err != nil {
		return err
	}
	return q.ok()
}

func (q *request) deletePublicAccessBlock() error {
	if err := q.allowBucket(); err != nil {
		return err
	}
	if err := q.setPublicAccess(world.PublicAccessBlock{}, true); err != nil {
		return err
	}
	return q.noContent()
}

func (q *request) setPublicAccess(p world.PublicAccessBlock, deleted bool) error {
	return q.set(func(b *world.Bucket) error {
		b.PublicAccessBlock, b.PublicAccessBlockDeleted = &p, deleted
		return nil
	})
}

type ownershipXML struct {
	XMLName xml.Name `xml:"OwnershipControls"`
	Xmlns   string   `xml:"xmlns,attr,omitempty"`
	Rules   []struct {
		Ownership string `xml:"ObjectOwnership"`
	} `xml:"Rule"`
}

func (q *request) getBucketOwnershipControls() error {
	if err := q.allowBucket(); err != nil {
		return err
	}
	if q.bucket.OwnershipDeleted {
		return failure(404, "OwnershipControlsNotFoundError", "The bucket ownership controls were not found", "BucketName", q.name)
	}
	doc := ownershipXML{Xmlns: namespace}
	doc.Rules = append(doc.Rules, struct {
		Ownership string `xml:"ObjectOwnership"`
	}{ownership(q.bucket)})
	return q.reply(doc)
}

// putBucketOwnershipControls changes who owns objects. ACLs cannot be turned
// off while the bucket's own still grants something to somebody else.
func (q *request) putBucketOwnershipControls() error {
	if err := q.allowBucket(); err != nil {
		return err
	}
	var doc ownershipXML
	if err := q.readXML(&doc); err != nil {
		return err
	}
	if len(doc.Rules) != 1 {
		return malformedXML()
	}
	wanted := doc.Rules[0].Ownership
	if wanted != world.BucketOwnerEnforced && wanted != world.BucketOwnerPreferred && wanted != world.ObjectWriter {
		return malformedXML()
	}
	err := q.set(func(b *world.Bucket) error {
		owner := canonicalID(q.x.World, b.Account)
		if wanted == world.BucketOwnerEnforced && grantsOthers(grantsOf(q.x.World, b.ACL, owner, owner), owner) {
			return failure(400, "InvalidBucketAclWithObjectOwnership", "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting")
		}
		b.Ownership, b.OwnershipDeleted = wanted, false
		return nil
	})
	if err != nil {
		return err
	}
	return q.ok()
}

// deleteBucketOwnershipControls leaves the bucket as buckets were before there
// were ownership controls.
func (q *request) deleteBucketOwnershipControls() error {
	if err := q.allowBucket(); err != nil {
		return err
	}
	err := q.set(func(b *world.Bucket) error {
		b.Ownership, b.OwnershipDeleted = world.ObjectWriter, true
		return nil
	})
	if err != nil {
		return err
	}
	return q.noContent()
}
