package s3

import (
	"encoding/xml"
	"net/http"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/iampolicy"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// ownerOnly refuses what even a permitted principal of another account cannot
// do (https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html).
func (q *request) ownerOnly() error {
	if q.x.Identity.Principal.Caller.Account != q.bucket.Account {
		return methodNotAllowed(q.r.Method, "BUCKETPOLICY")
	}
	return nil
}

func (q *request) noSuchPolicy() error {
	return failure(404, "NoSuchBucketPolicy", "The bucket policy does not exist", "BucketName", q.name)
}

// getBucketPolicy returns the policy's JSON as it is kept.
func (q *request) getBucketPolicy() error {
	if err := q.allowBucket(); err != nil {
		return err
	}
	if err := q.ownerOnly(); err != nil {
		return err
	}
	if q.bucket.Policy == nil {
		return q.noSuchPolicy()
	}
	q.w.Header().Set("Content-Type", "application/json")
	q.w.Header().Set("Content-Length", itoa(len(q.bucket.Policy.JSON)))
	q.w.WriteHeader(http.StatusOK)
	_, _ = q.w.Write(q.bucket.Policy.JSON)
	return nil
}

// putBucketPolicy replaces the policy. The rules see the new one, because
// BlockPublicPolicy has a say in it, unless AWS would not take it at all; that
// is told to those only who may set it.
func (q *request) putBucketPolicy() error {
	body, err := q.readBody()
	if err != nil {
		return err
	}
	doc, malformed := readPolicy(q.x.World, q.name, body)
	q.policy = doc
	if err := q.allowBucket(); err != nil {
		return err
	}
	if err := q.ownerOnly(); err != nil {
		return err
	}
	if malformed != nil {
		return malformed
	}
	policy := &world.Policy{Document: doc, JSON: body}
	if err := q.set(func(b *world.Bucket) error { b.Policy = policy; return nil }); err != nil {
		return err
	}
	return q.noContent()
}

// readPolicy reads a policy for a bucket; the document is nil when AWS would
// refuse it.
func readPolicy(w *world.World, bucket string, text []byte) (*authz.Document, *awsproto.Error) {
	doc, problems := iampolicy.Check(text, "", iampolicy.Bucket(bucket))
	if len(problems) > 0 {
		p := problems[0]
		e := failure(400, p.Code, p.Message)
		if p.Detail != "" {
			e = withField(e, "Detail", p.Detail)
		}
		return nil, e
	}
	if stranger := unknownPrincipal(w, doc); stranger != "" {
		return nil, failure(400, "MalformedPolicy", "Invalid principal in policy", "Detail", stranger)
	}
	return doc, nil
}

func (q *request) deleteBucketPolicy() error {
	if err := q.allowBucket(); err != nil {
		return err
	}
	if err := q.ownerOnly(); err != nil {
		return err
	}
	if q.bucket.Policy != nil {
		if err := q.set(func(b *world.Bucket) error { b.Policy = nil; return nil }); err != nil {
			return err
		}
	}
	return q.noContent()
}

type policyStatusXML struct {
	XMLName xml.Name `xml:"PolicyStatus"`
	Xmlns   string   `xml:"xmlns,attr"`
	Public  bool     `xml:"IsPublic"`
}

func (q *request) getBucketPolicyStatus() error {
	if err := q.allowBucket(); err != nil {
		return err
	}
	if q.bucket.Policy == nil {
		return q.noSuchPolicy()
	}
	public, err := q.isPublic(q.bucket.Policy.Document)
	if err != nil {
		return err
	}
	return q.reply(policyStatusXML{Xmlns: namespace, Public: public})
}

// isPublic asks the rules, which alone know what a public policy is: one that
// BlockPublicPolicy would refuse.
func (q *request) isPublic(doc *authz.Document) (bool, error) {
	question := q.question("s3:PutBucketPolicy", q.theBucket())
	question.S3.RequestPolicy = doc
	question.S3.PublicAccess = authz.PublicAccessBlock{BlockPublicPolicy: true}
	question.Probe = true
	_, decision, err := q.x.Ask(q.r.Context(), question)
	return decision.Verdicts[authz.S3BlockPublicAccess] == authz.ExplicitDeny, err
}
