package world

import "time"

// A Bucket is a general purpose S3 bucket. Absent settings are what AWS gives
// a bucket created today: BucketOwnerEnforced, all four public access blocks
// on, SSE-S3.
type Bucket struct {
	Region string  `yaml:"region,omitempty"`
	Policy *Policy `yaml:"policy,omitempty"`
	// Ownership is BucketOwnerEnforced (default), BucketOwnerPreferred or
	// ObjectWriter.
	Ownership string `yaml:"ownership,omitempty"`
	// ACL needs an Ownership that has ACLs.
	ACL *ACL `yaml:"acl,omitempty"`
	// PublicAccessBlock absent means all four on.
	PublicAccessBlock *PublicAccessBlock `yaml:"publicAccessBlock,omitempty"`
	Encryption        *Encryption        `yaml:"encryption,omitempty"`
	// BlockedEncryptionTypes is [SSE-C] (default), which refuses uploads that
	// bring their own keys, or [NONE].
	BlockedEncryptionTypes []string `yaml:"blockedEncryptionTypes,omitempty"`
	// RequesterPays turns Requester Pays on.
	RequesterPays bool `yaml:"requesterPays,omitempty"`
	// Versioning is "" (never enabled), Enabled or Suspended.
	Versioning string             `yaml:"versioning,omitempty"`
	Tags       map[string]string  `yaml:"tags,omitempty"`
	Objects    map[string]*Object `yaml:"objects,omitempty"`
	// Uploads are the multipart uploads in progress, in the order in which
	// they were begun.
	Uploads []*Upload `yaml:"uploads,omitempty"`
	// ABAC has the bucket's tags count in policies (aws:ResourceTag,
	// s3:BucketTag).
	ABAC bool `yaml:"abac,omitempty"`
	// ObjectLock present turns Object Lock on, which needs versions.
	ObjectLock *ObjectLock `yaml:"objectLock,omitempty"`

	// Documents are the configurations that S3 keeps for the owner, as XML,
	// by sub-resource ("cors") or sub-resource and id ("inventory/weekly").
	Documents map[string]string `yaml:"documents,omitempty"`
	// Created is when it was made; default 2024-01-01.
	Created time.Time `yaml:"created,omitempty"`
	// OwnershipDeleted and PublicAccessBlockDeleted: the configuration was
	// deleted, so that reading it finds none. What follows from that is in
	// Ownership (ObjectWriter) and PublicAccessBlock (all off).
	OwnershipDeleted         bool `yaml:"ownershipDeleted,omitempty"`
	PublicAccessBlockDeleted bool `yaml:"publicAccessBlockDeleted,omitempty"`

	Name    string `yaml:"-"`
	Account string `yaml:"-"`
}

// The values of Bucket.BlockedEncryptionTypes.
const (
	BlockedSSEC = "SSE-C"
	BlockedNone = "NONE"
)

// An ACL is an access control list: a canned name, or grants.
type ACL struct {
	// Canned is private, public-read, public-read-write, authenticated-read,
	// bucket-owner-read, bucket-owner-full-control, aws-exec-read or
	// log-delivery-write.
	Canned string     `yaml:"canned,omitempty"`
	Grants []ACLGrant `yaml:"grants,omitempty"`
}

// An ACLGrant gives one grantee one permission. Exactly one of Account,
// CanonicalID and Group is set.
type ACLGrant struct {
	Account     string `yaml:"account,omitempty"`
	CanonicalID string `yaml:"canonicalId,omitempty"`
	// Group is AllUsers, AuthenticatedUsers or LogDelivery.
	Group string `yaml:"group,omitempty"`
	// Permission is READ, WRITE, READ_ACP, WRITE_ACP or FULL_CONTROL.
	Permission string `yaml:"permission"`
}

// PublicAccessBlock are the four settings of Block Public Access. Absent
// fields are false.
type PublicAccessBlock struct {
	BlockPublicAcls       bool `yaml:"blockPublicAcls,omitempty"`
	IgnorePublicAcls      bool `yaml:"ignorePublicAcls,omitempty"`
	BlockPublicPolicy     bool `yaml:"blockPublicPolicy,omitempty"`
	RestrictPublicBuckets bool `yaml:"restrictPublicBuckets,omitempty"`
}

// Encryption is a server-side encryption choice: a bucket's default or an
// object's own.
type Encryption struct {
	// Algorithm is AES256, aws:kms or aws:kms:dsse.
	Algorithm string `yaml:"algorithm"`
	// Key is a key id, ARN or alias; empty with aws:kms means the account's
	// AWS managed key aws/s3.
	Key string `yaml:"key,omitempty"`
	// BucketKey turns S3 Bucket Keys on.
	BucketKey bool `yaml:"bucketKey,omitempty"`
}

// ObjectLock is a bucket's Object Lock: its default retention, if it has one.
type ObjectLock struct {
	// Mode is GOVERNANCE or COMPLIANCE; absent for no default retention.
	Mode string `yaml:"mode,omitempty"`
	// Days or Years are how long a new object is retained.
	Days  int `yaml:"days,omitempty"`
	Years int `yaml:"years,omitempty"`
}

// A Lock keeps an object that is in a bucket when the world begins.
type Lock struct {
	// Mode is GOVERNANCE or COMPLIANCE, Until the time, as RFC 3339, up to
	// which the object is retained; both or neither.
	Mode  string `yaml:"mode,omitempty"`
	Until string `yaml:"until,omitempty"`
	// LegalHold turns a legal hold on. LegalHoldReleased: one was turned off,
	// which reads otherwise than none.
	LegalHold         bool `yaml:"legalHold,omitempty"`
	LegalHoldReleased bool `yaml:"legalHoldReleased,omitempty"`
}

// An Object is an object that is in a bucket when the world begins.
type Object struct {
	// Body is the content as text; File reads it from a file beside the
	// fixture; Size makes that many bytes of a fixed pattern. One of the three.
	Body string `yaml:"body,omitempty"`
	File string `yaml:"file,omitempty"`
	Size int64  `yaml:"size,omitempty"`
	// Owner is the account that wrote it; absent means the bucket's.
	Owner       string            `yaml:"owner,omitempty"`
	ACL         *ACL              `yaml:"acl,omitempty"`
	Encryption  *Encryption       `yaml:"encryption,omitempty"`
	Tags        map[string]string `yaml:"tags,omitempty"`
	Metadata    map[string]string `yaml:"metadata,omitempty"`
	ContentType string            `yaml:"contentType,omitempty"`
	// StorageClass is STANDARD (default), GLACIER, DEEP_ARCHIVE, …
	StorageClass string `yaml:"storageClass,omitempty"`
	// Lock needs a bucket with Object Lock.
	Lock *Lock `yaml:"lock,omitempty"`
	Stored
	// Older are the versions before this one, newest first.
	Older []*Object `yaml:"older,omitempty"`

	// Content is what Body, File or Size stand for.
	Content []byte `yaml:"-"`
}
