package s3

import (
	"errors"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/s3/index"
)

// putObject decides first and then reads: a refused caller uploads nothing.
func (q *request) putObject() error {
	if err := q.readUpload(); err != nil {
		return err
	}
	conditions, err := q.writeConditions()
	if err != nil {
		return err
	}
	q.compared = q.compare(q.key, conditions.IfMatch)
	encryption, encryptionErr := q.encryption()
	ask := func() error { return q.allowUpload(encryption, encryptionErr) }
	if err := ask(); err != nil {
		return err
	}
	v, err := q.object(encryption)
	if err != nil {
		return err
	}
	body, err := q.stage("")
	if err != nil {
		return err
	}
	v.Blobs, v.ETag, v.Checksum = body.blobs, body.md5, body.wanted
	stored, err := q.s.index.Put(index.Write{
		Bucket: q.name, Version: v, Versioning: q.bucket.Versioning, If: conditions, Recheck: q.again(ask),
	})
	if err != nil {
		return q.discard(body.blobs, q.writeError(err))
	}
	q.w.Header().Set("ETag", quoted(stored.ETag))
	q.tellVersion(stored.ID)
	writeEncryption(q.w.Header(), stored.Encryption)
	writeChecksum(q.w.Header(), stored.Checksum)
	return q.ok()
}

// readUpload reads what an upload's headers want to set and the rules look at.
func (q *request) readUpload() error {
	var refusal *awsproto.Error
	if q.acl, refusal = aclFromHeaders(q.r.Header); refusal != nil {
		return refusal
	}
	if header, sent := q.r.Header["X-Amz-Tagging"]; sent {
		if q.tags, refusal = parseTagHeader(header[0]); refusal != nil {
			return refusal
		}
	}
	if refusal = q.readLock(); refusal != nil {
		return refusal
	}
	return nil
}

// allowUpload asks for everything that writing the request's object needs:
// the object itself, what else the request sets on it, and its KMS key.
func (q *request) allowUpload(e index.Encryption, keyErr error) error {
	if err := q.ask(q.uploadQuestions()...); err != nil {
		return err
	}
	return q.finishUpload(e, keyErr)
}

func (q *request) uploadQuestions() []gate.Question {
	return append(q.each(q.theObject(nil), q.uploadActions()...), q.comparing(q.key, q.compared)...)
}

// finishUpload checks what is told to those only who may write, and asks KMS.
func (q *request) finishUpload(e index.Encryption, keyErr error) error {
	if keyErr != nil {
		return keyErr
	}
	if refusal := q.checkLock(); refusal != nil {
		return refusal
	}
	if refusal := checkGrantees(q.x.World, q.acl.grants, "id"); refusal != nil {
		return refusal
	}
	return q.useKey(generateDataKey, q.theObject(nil), e)
}

// uploadActions are the actions that the headers of an upload need.
func (q *request) uploadActions() []string {
	actions := []string{"s3:PutObject"}
	if q.acl.given() {
		actions = append(actions, "s3:PutObjectAcl")
	}
	if len(q.tags) > 0 {
		actions = append(actions, "s3:PutObjectTagging")
	}
	if q.lock.Mode != "" {
		actions = append(actions, "s3:PutObjectRetention")
	}
	if q.lock.LegalHold != "" {
		actions = append(actions, "s3:PutObjectLegalHold")
	}
	return actions
}

// writeError puts an index's refusal to publish into AWS's words.
func (q *request) writeError(err error) error {
	switch {
	case errors.Is(err, index.ErrPreconditionFailed):
		if q.r.Header.Get("If-Match") != "" {
			return preconditionFailed("If-Match")
		}
		return preconditionFailed("If-None-Match")
	case errors.Is(err, index.ErrNoSuchKey):
		return noSuchKey(q.key)
	case errors.Is(err, index.ErrNoSuchBucket):
		return noSuchBucket(q.name)
	}
	return err
}
