// Package index knows which objects exist: one record per object version, with
// the blobs that hold its bytes and every attribute that S3 keeps beside them.
// Bytes and security attributes are one record and are published by one pointer
// swap, so that no reader ever sees a new body under an old ACL.
//
// The package decides nothing about access and speaks no HTTP. Clock, ids and
// versioning status come in by parameter; equal calls make equal indexes.
//
// Reading an object: Acquire the version, authorize, Open, Release. Writing one:
// store the body with the store's Put, then hand the blob to Put, which evaluates
// preconditions and publishes under the bucket's lock; give a blob that did not
// get published to Discard.
package index

import (
	"time"

	"github.com/denylab/denylab/emulator/store"
	"github.com/denylab/denylab/rego/authz"
)

// NullVersion is the id of the version that is written while versioning is not
// enabled.
const NullVersion = "null"

// The versioning states of a bucket, as GetBucketVersioning spells them. The
// empty string is a bucket whose versioning was never enabled.
const (
	VersioningEnabled   = "Enabled"
	VersioningSuspended = "Suspended"
)

// A Version is one version of an object, or a delete marker. It is immutable
// once published: never change one that this package returned, nor its maps and
// slices; use Update.
type Version struct {
	Key string `json:"key"`
	// ID is assigned by Put: NullVersion, or 32 letters, digits, dots and
	// underscores.
	ID string `json:"id"`
	// Seq orders the versions of a key, newest highest; assigned by Put.
	Seq uint64 `json:"seq,omitempty"`
	// DeleteMarker versions have no bytes and no attributes but Owner and
	// Modified.
	DeleteMarker bool `json:"deleteMarker,omitempty"`
	// Size is the content's length in bytes; Put computes it from Blobs.
	Size int64 `json:"size"`
	// Blobs are the content, in order; none for an empty object.
	Blobs []Blob `json:"blobs,omitempty"`
	// PartSizes are the parts' lengths in bytes of an object made by a
	// multipart upload, for GetObject's partNumber; nil for any other.
	PartSizes []PartSize `json:"partSizes,omitempty"`
	// ETag is without quotes: an MD5 in hex, or "md5-N" for N parts.
	ETag     string   `json:"etag,omitempty"`
	Checksum Checksum `json:"checksum,omitzero"`

	// Owner is the id of the account that owns the object.
	Owner        string            `json:"owner"`
	ACL          ACL               `json:"acl,omitzero"`
	Tags         map[string]string `json:"tags,omitempty"`
	Encryption   Encryption        `json:"encryption,omitzero"`
	StorageClass string            `json:"storageClass,omitempty"`
	Headers      Headers           `json:"headers,omitzero"`
	// Metadata is the user metadata, keys without x-amz-meta-.
	Metadata map[string]string `json:"metadata,omitempty"`
	Modified time.Time         `json:"modified"`
	Lock     Lock              `json:"lock,omitzero"`
	// RestoredUntil is when the restored copy of an archived object goes.
	RestoredUntil time.Time `json:"restoredUntil,omitzero"`
}

// A Blob is a run of bytes of a stored blob.
type Blob struct {
	Ref store.Ref `json:"ref,omitempty"`
	// Offset and Size in bytes select the run; a whole blob has Offset 0.
	Offset int64 `json:"offset,omitempty"`
	Size   int64 `json:"size"`
	// MD5 is that of the whole stored blob, 32 hex digits. Digest relies on
	// it to tell contents apart.
	MD5 string `json:"md5"`
}

// A PartSize is a part of a multipart object.
type PartSize struct {
	// Number is the part number it was uploaded under. GetObject's
	// partNumber counts positions in PartSizes from 1 instead.
	Number   int    `json:"number"`
	Size     int64  `json:"size"`
	Checksum string `json:"checksum,omitempty"`
}

// A Checksum is an object's additional checksum
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html);
// the zero value is none.
type Checksum struct {
	// Algorithm is CRC32, CRC32C, CRC64NVME, SHA1 or SHA256.
	Algorithm string `json:"algorithm,omitempty"`
	// Value is base64; "base64-N" for a composite of N parts.
	Value string `json:"value,omitempty"`
	// Type is FULL_OBJECT or COMPOSITE.
	Type string `json:"type,omitempty"`
}

// The checksum types.
const (
	FullObject = "FULL_OBJECT"
	Composite  = "COMPOSITE"
)

// An ACL is an object's access control list.
type ACL struct {
	// Canned is the canned name it was given by, if any.
	Canned string `json:"canned,omitempty"`
	// Grants are what it amounts to.
	Grants []authz.Grant `json:"grants,omitempty"`
}

// Encryption says how an object is encrypted at rest.
type Encryption struct {
	// Algorithm is AES256, aws:kms or aws:kms:dsse; with CustomerKeyMD5 it is
	// the customer's algorithm, AES256.
	Algorithm string `json:"algorithm,omitempty"`
	// KeyARN is the KMS key's ARN.
	KeyARN string `json:"keyArn,omitempty"`
	// BucketKey: the object uses an S3 Bucket Key.
	BucketKey bool `json:"bucketKey,omitempty"`
	// Context is the additional encryption context of the request.
	Context map[string]string `json:"context,omitempty"`
	// CustomerKeyMD5 is the base64 MD5 of an SSE-C key; empty without SSE-C.
	CustomerKeyMD5 string `json:"customerKeyMd5,omitempty"`
}

// Headers is the system metadata, by response header.
type Headers struct {
	ContentType        string `json:"contentType,omitempty"`
	CacheControl       string `json:"cacheControl,omitempty"`
	ContentDisposition string `json:"contentDisposition,omitempty"`
	ContentEncoding    string `json:"contentEncoding,omitempty"`
	ContentLanguage    string `json:"contentLanguage,omitempty"`
	// Expires is as the client wrote it.
	Expires         string `json:"expires,omitempty"`
	WebsiteRedirect string `json:"websiteRedirect,omitempty"`
}
