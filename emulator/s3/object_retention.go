package s3

import (
	"github.com/denylab/denylab/emulator/s3/index"
)

var (
	retentionGrammar = grammarOf(`
Retention
	Mode? GOVERNANCE|COMPLIANCE
	RetainUntilDate? date
`)
	legalHoldGrammar = grammarOf(`
LegalHold
	Status ON|OFF
`)
)

// getObjectRetention and its like answer in the same way when there is nothing
// to be told.
func (q *request) getObjectRetention() error {
	return q.getLock(func(l index.Lock) *node {
		if l.Mode == "" {
			return nil
		}
		doc := &node{name: "Retention"}
		doc.set("Mode", l.Mode)
		doc.set("RetainUntilDate", iso(l.Until))
		return doc
	})
}

func (q *request) getObjectLegalHold() error {
	return q.getLock(func(l index.Lock) *node {
		if l.LegalHold == "" {
			return nil
		}
		doc := &node{name: "LegalHold"}
		doc.set("Status", l.LegalHold)
		return doc
	})
}

func (q *request) getLock(show func(index.Lock) *node) error {
	held, err := q.acquire(q.op.action)
	if err != nil {
		return err
	}
	defer q.release(held)
	if q.bucket.ObjectLock == nil {
		return lockMissing()
	}
	doc := show(held.Lock)
	if doc == nil {
		return failure(404, "NoSuchObjectLockConfiguration", "The specified object does not have a ObjectLock configuration", "Key", q.key)
	}
	q.tellVersion(held.ID)
	return q.replyText(doc.String())
}

// putObjectRetention sets, extends, shortens or with an empty document ends a
// retention
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html).
func (q *request) putObjectRetention() error {
	refusal := q.readRetention()
	actions := []string{q.op.action}
	if q.bypasses() {
		actions = append(actions, "s3:BypassGovernanceRetention")
	}
	return q.putLock(refusal, actions, func(l *index.Lock) error {
		if l.Retains(q.x.Now) && q.loosens(*l) && (l.Mode == index.Compliance || !q.bypasses()) {
			return protected()
		}
		l.Mode, l.Until = q.lock.Mode, q.lock.Until
		return nil
	})
}

// loosens: the request's retention is another mode than l or ends sooner.
func (q *request) loosens(l index.Lock) bool {
	return q.lock.Mode != l.Mode || q.lock.Until.Before(l.Until)
}

// readRetention reads the document before anybody is asked, because condition
// keys are in it.
func (q *request) readRetention() error {
	body, err := q.readBody()
	if err != nil {
		return err
	}
	doc, err := retentionGrammar.parse(body)
	if err != nil || doc.has("Mode") != doc.has("RetainUntilDate") {
		return malformedXML()
	}
	if !doc.has("Mode") {
		return nil
	}
	q.lock.Mode = doc.at("Mode")
	q.lock.Until, _ = parseDate(doc.at("RetainUntilDate")) // the grammar has looked
	if !q.lock.Until.After(q.x.Now) {
		return invalidArgument("The retain until date must be in the future!", "RetainUntilDate", doc.at("RetainUntilDate"))
	}
	return nil
}

func (q *request) putObjectLegalHold() error {
	return q.putLock(q.readLegalHold(), []string{q.op.action}, func(l *index.Lock) error {
		l.LegalHold = q.lock.LegalHold
		return nil
	})
}

func (q *request) readLegalHold() error {
	body, err := q.readBody()
	if err != nil {
		return err
	}
	doc, err := legalHoldGrammar.parse(body)
	if err != nil {
		return malformedXML()
	}
	q.lock.LegalHold = doc.at("Status")
	return nil
}

// putLock changes the lock of the request's version for a caller who may.
// faulty is what is wrong with the request, which only such a caller is told.
func (q *request) putLock(faulty error, actions []string, change func(*index.Lock) error) error {
	held, err := q.acquire(actions...)
	if err != nil {
		return err
	}
	defer q.release(held)
	if err := q.needsSum(); err != nil {
		return err
	}
	switch {
	case q.bucket.ObjectLock == nil:
		return lockMissing()
	case faulty != nil:
		return faulty
	}
	_, err = q.s.index.Update(q.name, q.key, held.ID, func(v *index.Version) error { return change(&v.Lock) })
	if err != nil {
		return q.writeError(err)
	}
	return q.ok()
}
