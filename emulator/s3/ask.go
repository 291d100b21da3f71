package s3

import (
	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/s3/index"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// A subject is the bucket or object that a question is about.
type subject struct {
	bucket *world.Bucket
	// point is the access point that the request goes through; nil when it
	// names the bucket.
	point *world.AccessPoint
	// key is empty for the bucket itself.
	key string
	// versionID is the version the request names, if any.
	versionID string
	// version is the stored object that the call reads or changes; nil when
	// there is none, or when it does not matter.
	version *index.Version
}

func (s subject) arn() string {
	if s.key == "" {
		return bucketARN(s.bucket.Name)
	}
	return objectARN(s.bucket.Name, s.key)
}

// theBucket is the request's bucket as a subject.
func (q *request) theBucket() subject { return subject{bucket: q.bucket, point: q.point} }

// theObject is the request's object as a subject; v is the stored version that
// the operation reads or changes.
func (q *request) theObject(v *index.Version) subject {
	return subject{bucket: q.bucket, point: q.point, key: q.key, versionID: q.query.Get("versionId"), version: v}
}

// allow asks whether the caller may do every one of actions on a subject, and
// returns the refusal of the first one that is refused. All of them are asked:
// curing the first refusal is no use while the next one still says no.
func (q *request) allow(on subject, actions ...string) error {
	return q.ask(q.each(on, actions...)...)
}

// each is a question for every one of actions on a subject.
func (q *request) each(on subject, actions ...string) []gate.Question {
	questions := make([]gate.Question, 0, len(actions))
	for _, a := range actions {
		questions = append(questions, q.questions(a, on)...)
	}
	return questions
}

// allowBucket asks for the operation's own action on the bucket.
func (q *request) allowBucket() error { return q.allow(q.theBucket(), q.op.action) }

// ask has every question answered and returns the first refusal.
func (q *request) ask(questions ...gate.Question) error {
	var first error
	for _, question := range questions {
		call, decision, err := q.x.Ask(q.r.Context(), question)
		if err != nil {
			return err
		}
		if !decision.Allowed && first == nil {
			first = awsproto.Denial(awsproto.S3, call, decision)
		}
	}
	return first
}

// may asks a question whose refusal does not refuse the request.
func (q *request) may(on subject, action string) (bool, error) {
	for _, question := range q.questions(action, on) {
		question.Probe = true
		_, decision, err := q.x.Ask(q.r.Context(), question)
		if err != nil || !decision.Allowed {
			return false, err
		}
	}
	return true, nil
}

// missing answers a read of an object that is not there: a caller who may list
// the bucket is told so, anybody else is refused the listing
// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html).
func (q *request) missing(on subject, absent error) error {
	if err := q.allow(subject{bucket: on.bucket, point: on.point}, "s3:ListBucket"); err != nil {
		return err
	}
	return absent
}

// question puts an action on a subject to the rules with every fact S3 knows.
// The access point that the subject is reached through is a question of its
// own (see questions).
func (q *request) question(action string, on subject) gate.Question {
	return gate.Question{
		Action:          action,
		Resource:        on.arn(),
		ResourceAccount: on.bucket.Account,
		Context:         q.contextOf(action, on),
		ResourcePolicy:  bucketPolicy(on.bucket),
		S3:              q.settingsOf(action, on),
	}
}

// bucketPolicy is a bucket's policy as the rules take it; nil for none.
func bucketPolicy(b *world.Bucket) []authz.Attached {
	if b.Policy == nil || b.Policy.Document == nil {
		return nil
	}
	return []authz.Attached{{Name: b.Name, Document: b.Policy.Document}}
}
