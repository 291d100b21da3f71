package s3

import (
	"github.com/denylab/denylab/emulator/s3/index"
)

var objectEncryptionGrammar = grammarOf(`
ObjectEncryption
	SSE-KMS
		KMSKeyArn
		BucketKeyEnabled? bool
`)

// The further KMS calls of UpdateObjectEncryption.
const (
	encrypt       = "kms:Encrypt"
	reEncryptFrom = "kms:ReEncryptFrom"
	reEncryptTo   = "kms:ReEncryptTo"
)

// updateObjectEncryption puts a stored object under another KMS key, moving no
// byte
// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_UpdateObjectEncryption.html).
func (q *request) updateObjectEncryption() error {
	held, err := q.acquire(q.op.action, "s3:PutObject")
	if err != nil {
		return err
	}
	defer q.release(held)
	if err := q.needsSum(); err != nil {
		return err
	}
	body, err := q.readBody()
	if err != nil {
		return err
	}
	doc, err := objectEncryptionGrammar.parse(body)
	if err != nil {
		return malformedXML()
	}
	if held.Encryption.CustomerKeyMD5 != "" || held.Encryption.Algorithm == sseKMSDual {
		return invalidRequest("The source object's encryption type cannot be updated by this operation.")
	}
	e, err := q.reencrypted(held.Version, doc)
	if err != nil {
		return err
	}
	_, err = q.s.index.Update(q.name, q.key, held.ID, func(v *index.Version) error { v.Encryption = e; return nil })
	if err != nil {
		return q.writeError(err)
	}
	q.tellVersion(held.ID)
	return q.ok()
}

// reencrypted is the encryption that the document asks for, if the caller may
// use both keys.
func (q *request) reencrypted(v *index.Version, doc *node) (index.Encryption, error) {
	named, refusal := q.findKey(doc.at("SSE-KMS/KMSKeyArn"))
	if refusal != nil {
		return index.Encryption{}, refusal
	}
	e := index.Encryption{Algorithm: sseKMS, KeyARN: named.Key.ARN, BucketKey: doc.at("SSE-KMS/BucketKeyEnabled") == "true"}
	on := q.theObject(v)
	for _, action := range []string{decrypt, reEncryptFrom} {
		if err := q.useKey(action, on, v.Encryption); err != nil {
			return e, err
		}
	}
	for _, action := range []string{generateDataKey, encrypt, decrypt, reEncryptTo} {
		if err := q.useKey(action, on, e); err != nil {
			return e, err
		}
	}
	return e, nil
}
