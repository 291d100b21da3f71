package s3

import (
	"slices"
	"strings"

	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// A headerKey is a condition key that takes its value from a request header,
// for calls to some actions. A header that is absent leaves the key absent
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html).
type headerKey struct {
	key, header string
	actions     []string
}

var (
	setsACL  = []string{"s3:PutObject", "s3:PutObjectAcl", "s3:PutObjectVersionAcl", "s3:CreateBucket", "s3:PutBucketAcl"}
	puts     = []string{"s3:PutObject"}
	storage  = []string{"s3:PutObject", "s3:PutObjectAcl", "s3:PutObjectVersionAcl"}
	existing = []string{
		"s3:GetObject", "s3:GetObjectVersion",
		"s3:GetObjectTagging", "s3:GetObjectVersionTagging", "s3:PutObjectTagging", "s3:PutObjectVersionTagging",
		"s3:DeleteObjectTagging", "s3:DeleteObjectVersionTagging",
		"s3:GetObjectAcl", "s3:GetObjectVersionAcl", "s3:PutObjectAcl", "s3:PutObjectVersionAcl",
	}
	requested = []string{"s3:PutObject", "s3:PutObjectTagging", "s3:PutObjectVersionTagging"}
	// uploadActions are those that an upload asks about at its destination.
	uploadActions = []string{"s3:PutObject", "s3:PutObjectAcl", "s3:PutObjectTagging", "s3:PutObjectRetention", "s3:PutObjectLegalHold"}
	listing       = []string{"s3:ListBucket", "s3:ListBucketVersions"}
)

var headerKeys = []headerKey{
	{"s3:x-amz-acl", "X-Amz-Acl", setsACL},
	{"s3:x-amz-grant-read", "X-Amz-Grant-Read", setsACL},
	{"s3:x-amz-grant-write", "X-Amz-Grant-Write", setsACL},
	{"s3:x-amz-grant-read-acp", "X-Amz-Grant-Read-Acp", setsACL},
	{"s3:x-amz-grant-write-acp", "X-Amz-Grant-Write-Acp", setsACL},
	{"s3:x-amz-grant-full-control", "X-Amz-Grant-Full-Control", setsACL},
	{"s3:x-amz-copy-source", "X-Amz-Copy-Source", puts},
	{"s3:x-amz-metadata-directive", "X-Amz-Metadata-Directive", puts},
	{"s3:x-amz-server-side-encryption", "X-Amz-Server-Side-Encryption", puts},
	{"s3:x-amz-server-side-encryption-customer-algorithm", "X-Amz-Server-Side-Encryption-Customer-Algorithm", puts},
	{"s3:x-amz-storage-class", "X-Amz-Storage-Class", storage},
	{"s3:x-amz-website-redirect-location", "X-Amz-Website-Redirect-Location", storage},
	{"s3:if-match", "If-Match", []string{"s3:PutObject", "s3:DeleteObject"}},
	{"s3:if-none-match", "If-None-Match", puts},
	{"s3:x-amz-object-ownership", "X-Amz-Object-Ownership", []string{"s3:CreateBucket"}},
}

// contextOf gathers S3's own condition keys of a call. The gate adds those of
// the principal, the connection and the signature.
func (q *request) contextOf(action string, on subject) authz.Context {
	c := authz.Context{"s3:ResourceAccount": authz.One(on.bucket.Account)}
	for _, k := range headerKeys {
		if vs, sent := q.r.Header[k.header]; sent && slices.Contains(k.actions, action) {
			c[k.key] = authz.One(strings.Join(vs, ","))
		}
	}
	if q.op.listsObjects() && slices.Contains(listing, action) {
		for _, name := range []string{"prefix", "delimiter", "max-keys"} {
			if q.query.Has(name) {
				c["s3:"+name] = authz.One(q.query.Get(name))
			}
		}
	}
	if on.versionID != "" && strings.Contains(action, "Version") {
		c["s3:VersionId"] = authz.One(on.versionID)
	}
	if slices.Contains(puts, action) {
		q.creation(c)
	}
	q.lockFacts(action, c)
	bucketTags(on.bucket, c)
	accessPointFacts(on.point, c)
	if slices.Contains(requested, action) && q.tags != nil {
		tagKeys := sortedKeys(q.tags)
		for _, k := range tagKeys {
			c["s3:RequestObjectTag/"+k] = authz.One(q.tags[k])
		}
		c["s3:RequestObjectTagKeys"] = authz.Many(tagKeys...)
	}
	if on.version != nil && slices.Contains(existing, action) && q.seesTags() {
		for k, v := range on.version.Tags {
			c["s3:ExistingObjectTag/"+k] = authz.One(v)
		}
	}
	return c
}

// creation adds the keys of a call that stores bytes: the KMS key as the ARN
// it resolves to, and whether an object comes into being by it
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html).
func (q *request) creation(c authz.Context) {
	if id := q.r.Header.Get(keyIDHeader); id != "" {
		if named, refusal := q.findKey(id); refusal == nil {
			id = named.Key.ARN
		}
		c["s3:x-amz-server-side-encryption-aws-kms-key-id"] = authz.One(id)
	}
	if q.upload != nil && q.upload.Object.Encryption.Algorithm != "" && q.upload.Object.Encryption.CustomerKeyMD5 == "" {
		// Parts are encrypted as their upload was started.
		c["s3:x-amz-server-side-encryption"] = authz.One(q.upload.Object.Encryption.Algorithm)
		if arn := q.upload.Object.Encryption.KeyARN; arn != "" {
			c["s3:x-amz-server-side-encryption-aws-kms-key-id"] = authz.One(arn)
		}
	}
	switch q.op.name {
	case "PutObject", "PostObject", "CopyObject", "CompleteMultipartUpload":
		c["s3:ObjectCreationOperation"] = authz.One("true")
	default:
		c["s3:ObjectCreationOperation"] = authz.One("false")
	}
}

// listsObjects: the operation has the listing's query parameters.
func (o *operation) listsObjects() bool {
	return o.name == "ListObjects" || o.name == "ListObjectsV2" || o.name == "ListObjectVersions"
}

// uploads: the operation writes an object or a part of one.
func (o *operation) uploads() bool {
	switch o.name {
	case "PutObject", "PostObject", "CopyObject", "CreateMultipartUpload", "UploadPart", "UploadPartCopy", "CompleteMultipartUpload":
		return true
	}
	return false
}

// seesTags: the tags of a stored object are evaluated for every operation but
// these two, on which such a condition never matches.
func (q *request) seesTags() bool {
	return q.op.name != "CopyObject" && q.op.name != "GetObjectAttributes"
}

// settingsOf gathers the settings of the bucket and the object of a call.
func (q *request) settingsOf(action string, on subject) *authz.S3 {
	w, b := q.x.World, on.bucket
	owner := canonicalID(w, b.Account)
	s := &authz.S3{
		BucketOwner:            b.Account,
		BucketOwnerCanonicalID: owner,
		Ownership:              ownership(b),
		BucketACL:              grantsOf(w, b.ACL, owner, owner),
		PublicAccess:           publicAccess(w, on),
		Payer:                  payer(b),
		PayerConfirmed:         q.confirmsPayment(),
	}
	s.Upload = q.op.uploads() && slices.Contains(uploadActions, action)
	if action == "s3:PutBucketPolicy" {
		s.RequestPolicy = q.policy
	}
	if slices.Contains(setsACL, action) {
		s.RequestCannedACL, s.RequestGrants = q.acl.canned, q.acl.grants
	}
	if v := on.version; v != nil {
		s.ObjectOwner, s.ObjectACL = v.Owner, v.ACL.Grants
	}
	return s
}

// publicAccess is the effective Block Public Access of a call: the setting of
// the bucket, of its account or of the access point, whichever is strictest
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-bpa-settings.html).
func publicAccess(w *world.World, on subject) authz.PublicAccessBlock {
	own, account, point := bucketPublicAccess(on.bucket), world.PublicAccessBlock{}, world.PublicAccessBlock{}
	if a, ok := w.Account(on.bucket.Account); ok && a.PublicAccessBlock != nil {
		account = *a.PublicAccessBlock
	}
	if on.point != nil && on.point.PublicAccessBlock != nil {
		point = *on.point.PublicAccessBlock
	}
	return authz.PublicAccessBlock{
		BlockPublicAcls:       own.BlockPublicAcls || account.BlockPublicAcls || point.BlockPublicAcls,
		IgnorePublicAcls:      own.IgnorePublicAcls || account.IgnorePublicAcls || point.IgnorePublicAcls,
		BlockPublicPolicy:     own.BlockPublicPolicy || account.BlockPublicPolicy || point.BlockPublicPolicy,
		RestrictPublicBuckets: own.RestrictPublicBuckets || account.RestrictPublicBuckets || point.RestrictPublicBuckets,
	}
}

func payer(b *world.Bucket) string {
	if b.RequesterPays {
		return "Requester"
	}
	return "BucketOwner"
}
