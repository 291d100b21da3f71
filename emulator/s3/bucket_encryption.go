package s3

import (
	"encoding/xml"

	"github.com/denylab/denylab/emulator/world"
)

type encryptionXML struct {
	XMLName xml.Name            `xml:"ServerSideEncryptionConfiguration"`
	Xmlns   string              `xml:"xmlns,attr,omitempty"`
	Rules   []encryptionRuleXML `xml:"Rule"`
}

type encryptionRuleXML struct {
	Default *struct {
		Algorithm string `xml:"SSEAlgorithm"`
		Key       string `xml:"KMSMasterKeyID,omitempty"`
	} `xml:"ApplyServerSideEncryptionByDefault"`
	BucketKey bool `xml:"BucketKeyEnabled"`
	Blocked   *struct {
		Types []string `xml:"EncryptionType"`
	} `xml:"BlockedEncryptionTypes"`
}

// getBucketEncryption always has an answer: every bucket encrypts.
func (q *request) getBucketEncryption() error {
	if err := q.allowBucket(); err != nil {
		return err
	}
	e := bucketEncryption(q.bucket)
	rule := encryptionRuleXML{BucketKey: e.BucketKey}
	rule.Default = &struct {
		Algorithm string `xml:"SSEAlgorithm"`
		Key       string `xml:"KMSMasterKeyID,omitempty"`
	}{e.Algorithm, e.Key}
	rule.Blocked = &struct {
		Types []string `xml:"EncryptionType"`
	}{q.bucket.BlockedEncryptionTypes}
	return q.reply(encryptionXML{Xmlns: namespace, Rules: []encryptionRuleXML{rule}})
}

func (q *request) putBucketEncryption() error {
	if err := q.allowBucket(); err != nil {
		return err
	}
	var doc encryptionXML
	if err := q.readXML(&doc); err != nil {
		return err
	}
	e, err := doc.encryption()
	if err != nil {
		return err
	}
	err = q.set(func(b *world.Bucket) error {
		b.Encryption = &e
		if blocked := doc.Rules[0].Blocked; blocked != nil {
			b.BlockedEncryptionTypes = blocked.Types
		}
		return nil
	})
	if err != nil {
		return err
	}
	return q.ok()
}

// encryption is the default that the document sets. S3 takes any key that
// looks like one; whether it exists is found out when it is used.
func (d *encryptionXML) encryption() (world.Encryption, error) {
	if len(d.Rules) != 1 {
		return world.Encryption{}, malformedXML()
	}
	rule := d.Rules[0]
	e := world.Encryption{Algorithm: sseS3, BucketKey: rule.BucketKey}
	if rule.Blocked != nil {
		if len(rule.Blocked.Types) != 1 || rule.Blocked.Types[0] != world.BlockedSSEC && rule.Blocked.Types[0] != world.BlockedNone {
			return e, malformedXML()
		}
	}
	if rule.Default == nil {
		if rule.Blocked == nil {
			return e, malformedXML()
		}
		return e, nil
	}
	e.Algorithm, e.Key = rule.Default.Algorithm, rule.Default.Key
	switch {
	case e.Algorithm != sseS3 && !isKMS(e.Algorithm):
		return e, malformedXML()
	case e.Algorithm == sseS3 && e.Key != "":
		return e, failure(400, "InvalidArgument", "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse", "ArgumentName", "ApplyServerSideEncryptionByDefault")
	}
	return e, nil
}

// deleteBucketEncryption goes back to SSE-S3, and to no keys of others.
func (q *request) deleteBucketEncryption() error {
	if err := q.allowBucket(); err != nil {
		return err
	}
	err := q.set(func(b *world.Bucket) error {
		b.Encryption, b.BlockedEncryptionTypes = &world.Encryption{Algorithm: sseS3}, []string{world.BlockedSSEC}
		return nil
	})
	if err != nil {
		return err
	}
	return q.noContent()
}
