package s3

import (
	"net"
	"slices"
	"strings"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// throughAccessPoints are the operations that access points have
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-service-api-support.html).
var throughAccessPoints = []string{
	"AbortMultipartUpload", "CompleteMultipartUpload", "CopyObject", "CreateMultipartUpload", "DeleteObject", "DeleteObjects",
	"DeleteObjectTagging", "GetBucketAcl", "GetBucketCors", "GetBucketLocation", "GetBucketNotificationConfiguration",
	"GetBucketPolicy", "GetObject", "GetObjectAcl", "GetObjectAttributes", "GetObjectLegalHold", "GetObjectRetention",
	"GetObjectTagging", "HeadBucket", "HeadObject", "ListMultipartUploads", "ListObjects", "ListObjectsV2", "ListObjectVersions",
	"ListParts", "PutObject", "PutObjectAcl", "PutObjectLegalHold", "PutObjectRetention", "PutObjectTagging", "RestoreObject",
	"UploadPart", "UploadPartCopy",
}

// accessPointOf is the access point that a bucket name stands for: an alias,
// or NAME-ACCOUNT at the front of the host name, which SDKs make of its ARN. A
// bucket of that name goes first, but for hosts that only access points have.
// It is nil where the name is a bucket's.
func accessPointOf(w *world.World, host, name string) (*world.AccessPoint, *awsproto.Error) {
	own := strings.Contains(strings.ToLower(host), ".s3-accesspoint.")
	if strings.HasSuffix(name, world.AliasSuffix) {
		p, ok := w.AccessPointByAlias(name)
		if !ok {
			return nil, noSuchAccessPoint(name)
		}
		return p, nil
	}
	if !own && (findBucket(w, name) != nil || !strings.HasPrefix(strings.ToLower(host), name+".")) {
		return nil, nil
	}
	if i := strings.LastIndexByte(name, '-'); i > 0 && isAccountID(name[i+1:]) {
		if p, ok := w.AccessPoint(name[i+1:], name[:i]); ok {
			return p, nil
		}
	}
	if own {
		return nil, noSuchAccessPoint(name)
	}
	return nil, nil
}

// accessPointBase is what follows an access point's NAME-ACCOUNT in a host
// name: SDKs put that before whatever host their endpoint has.
func accessPointBase(w *world.World, host string) []string {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	label, base, _ := strings.Cut(strings.ToLower(host), ".")
	if i := strings.LastIndexByte(label, '-'); i > 0 && base != "" {
		if _, ok := w.AccessPoint(label[i+1:], label[:i]); ok {
			return []string{base}
		}
	}
	return nil
}

// parseAccessPoint reads the ARN of an access point or of an object behind
// it: arn:aws:s3:REGION:ACCOUNT:accesspoint/NAME[/object/KEY].
func parseAccessPoint(w *world.World, arn string) (p *world.AccessPoint, key string, ok bool) {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) < 6 || parts[0] != "arn" || parts[2] != "s3" {
		return nil, "", false
	}
	rest, found := strings.CutPrefix(parts[5], "accesspoint/")
	name, rest, deeper := strings.Cut(rest, "/")
	key, isObject := strings.CutPrefix(rest, "object/")
	p, exists := w.AccessPoint(parts[4], name)
	return p, key, found && exists && p.Region == parts[3] && deeper == isObject
}

// enterThrough makes of the name in a request the bucket behind its access
// point, if it is one's.
func (q *request) enterThrough() *awsproto.Error {
	p, refusal := accessPointOf(q.x.World, q.r.Host, q.name)
	switch {
	case q.op != nil && q.op.name == "CreateBucket" && p == nil: // it says itself what is wrong with the name
		return nil
	case refusal != nil:
		return refusal
	case p == nil:
		return nil
	}
	q.alias = q.name == p.Alias
	q.name, q.point = p.Bucket, p
	if q.op != nil && !slices.Contains(throughAccessPoints, q.op.name) {
		return methodNotAllowed(q.r.Method, "ACCESSPOINT")
	}
	return nil
}

// questions put an action on a subject to the rules: about the access point
// that it is reached through, and about the bucket behind it. Both have to
// allow.
func (q *request) questions(action string, on subject) []gate.Question {
	if on.point == nil {
		return []gate.Question{q.question(action, on)}
	}
	return []gate.Question{q.pointQuestion(action, on), q.question(action, on)}
}

// pointQuestion asks about the access point. Its policy takes the place of the
// bucket's. ACLs and who pays are the bucket's business.
func (q *request) pointQuestion(action string, on subject) gate.Question {
	p := on.point
	s := &authz.S3{
		BucketOwner: p.Account, BucketOwnerCanonicalID: canonicalID(q.x.World, p.Account),
		Ownership: world.BucketOwnerEnforced, Payer: payer(&world.Bucket{}),
		PublicAccess: publicAccess(q.x.World, on), AccessPointVPC: p.VPC,
	}
	if e := q.x.Endpoint; e != nil && p.VPC != "" {
		s.SourceVPC = e.VPC
	}
	return gate.Question{
		Action:          action,
		Resource:        on.pointARN(),
		ResourceAccount: p.Account,
		Context:         q.contextOf(action, on),
		ResourcePolicy:  accessPointPolicy(p),
		S3:              s,
	}
}

// pointARN is the ARN that access point policies name the subject by.
func (s subject) pointARN() string {
	if s.key == "" {
		return s.point.ARN
	}
	return s.point.ARN + "/object/" + s.key
}

// accessPointPolicy is an access point's policy as the rules take it; nil for
// none.
func accessPointPolicy(p *world.AccessPoint) []authz.Attached {
	if p.Policy == nil {
		return nil
	}
	return []authz.Attached{{Name: p.Name, Document: p.Policy.Document}}
}

// accessPointFacts adds the keys of requests through an access point
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html#access-points-condition-keys).
func accessPointFacts(p *world.AccessPoint, c authz.Context) {
	if p == nil {
		return
	}
	c["s3:DataAccessPointAccount"] = authz.One(p.Account)
	c["s3:DataAccessPointArn"] = authz.One(p.ARN)
	c["s3:AccessPointNetworkOrigin"] = authz.One(p.NetworkOrigin())
}

func noSuchAccessPoint(name string) *awsproto.Error {
	return failure(404, "NoSuchAccessPoint", "The specified accesspoint does not exist", "AccessPointName", name)
}

// hasAccessPoints: access points lead to the bucket, which cannot be deleted
// before them.
func hasAccessPoints(w *world.World, bucket string) bool {
	for _, a := range w.Accounts {
		for _, p := range a.AccessPoints {
			if p.Bucket == bucket {
				return true
			}
		}
	}
	return false
}
