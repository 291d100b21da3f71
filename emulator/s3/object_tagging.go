package s3

import (
	"bytes"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/s3/index"
)

func (q *request) getObjectTagging() error {
	held, err := q.acquire(q.op.actionFor(q.query.Get("versionId")))
	if err != nil {
		return err
	}
	defer q.release(held)
	q.tellVersion(held.ID)
	return q.reply(renderTags(held.Tags))
}

func (q *request) putObjectTagging() error {
	body, err := q.readBody()
	if err != nil {
		return err
	}
	var refusal *awsproto.Error
	if q.tags, refusal = parseTagging(bytes.NewReader(body), onObject); refusal != nil {
		return refusal
	}
	if err := q.retag(q.tags); err != nil {
		return err
	}
	return q.ok()
}

func (q *request) deleteObjectTagging() error {
	if err := q.retag(nil); err != nil {
		return err
	}
	return q.noContent()
}

// retag replaces the tags of the request's object, if the caller may.
func (q *request) retag(tags map[string]string) error {
	held, err := q.acquire(q.op.actionFor(q.query.Get("versionId")))
	if err != nil {
		return err
	}
	defer q.release(held)
	_, err = q.s.index.Update(q.name, q.key, held.ID, func(v *index.Version) error {
		v.Tags = tags
		return nil
	})
	if err != nil {
		return q.writeError(err)
	}
	q.tellVersion(held.ID)
	return nil
}
