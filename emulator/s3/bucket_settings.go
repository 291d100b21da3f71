package s3

import (
	"bytes"
	"encoding/xml"

	"github.com/denylab/denylab/emulator/s3/index"
	"github.com/denylab/denylab/emulator/world"
)

type versioningXML struct {
	XMLName   xml.Name `xml:"VersioningConfiguration"`
	Xmlns     string   `xml:"xmlns,attr,omitempty"`
	Status    string   `xml:"Status,omitempty"`
	MFADelete string   `xml:"MfaDelete,omitempty"`
}

func (q *request) getBucketVersioning() error {
	if err := q.allowBucket(); err != nil {
		return err
	}
	return q.reply(versioningXML{Xmlns: namespace, Status: q.bucket.Versioning})
}

func (q *request) putBucketVersioning() error {
	if err := q.allowBucket(); err != nil {
		return err
	}
	var doc versioningXML
	if err := q.readXML(&doc); err != nil {
		return err
	}
	switch {
	case doc.Status == "":
		return failure(400, "IllegalVersioningConfigurationException", "The Versioning element must be specified")
	case doc.Status != index.VersioningEnabled && doc.Status != index.VersioningSuspended:
		return malformedXML()
	case doc.MFADelete == "Enabled":
		return notImplemented("MfaDelete", doc.MFADelete)
	}
	err := q.set(func(b *world.Bucket) error {
		if b.ObjectLock != nil && doc.Status != index.VersioningEnabled {
			return failure(409, "InvalidBucketState", "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.")
		}
		b.Versioning = doc.Status
		return nil
	})
	if err != nil {
		return err
	}
	return q.ok()
}

type paymentXML struct {
	XMLName xml.Name `xml:"RequestPaymentConfiguration"`
	Xmlns   string   `xml:"xmlns,attr,omitempty"`
	Payer   string   `xml:"Payer"`
}

func (q *request) getBucketRequestPayment() error {
	if err := q.allowBucket(); err != nil {
		return err
	}
	return q.reply(paymentXML{Xmlns: namespace, Payer: payer(q.bucket)})
}

func (q *request) putBucketRequestPayment() error {
	if err := q.allowBucket(); err != nil {
		return err
	}
	if err := q.ownerOnly(); err != nil {
		return err
	}
	var doc paymentXML
	if err := q.readXML(&doc); err != nil {
		return err
	}
	if doc.Payer != "Requester" && doc.Payer != "BucketOwner" {
		return malformedXML()
	}
	if err := q.set(func(b *world.Bucket) error { b.RequesterPays = doc.Payer == "Requester"; return nil }); err != nil {
		return err
	}
	return q.ok()
}

func (q *request) getBucketTagging() error {
	if err := q.allowBucket(); err != nil {
		return err
	}
	if len(q.bucket.Tags) == 0 {
		return noSuchTagSet(q.name)
	}
	return q.reply(renderTags(q.bucket.Tags))
}

func (q *request) putBucketTagging() error {
	if err := q.allowBucket(); err != nil {
		return err
	}
	body, err := q.readBody()
	if err != nil {
		return err
	}
	tags, refusal := parseTagging(bytes.NewReader(body), onBucket)
	if refusal != nil {
		return refusal
	}
	if err := q.retagBucket(tags); err != nil {
		return err
	}
	return q.ok()
}

func (q *request) deleteBucketTagging() error {
	if err := q.allowBucket(); err != nil {
		return err
	}
	if err := q.retagBucket(nil); err != nil {
		return err
	}
	return q.noContent()
}

func (q *request) retagBucket(tags map[string]string) error {
	return q.set(func(b *world.Bucket) error {
		if b.ABAC {
			return tagsDecide()
		}
		b.Tags = tags
		return nil
	})
}
