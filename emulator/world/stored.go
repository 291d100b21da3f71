package world

import "time"

// A Stored is what a bucket keeps of a version of an object beside what a
// fixture usually says of it. Absent fields are what an upload gets that says
// nothing about them.
type Stored struct {
	// VersionID is the version's id; absent means a new one, or null where
	// versioning is not enabled.
	VersionID string `yaml:"versionId,omitempty"`
	// DeleteMarker: this is a delete marker, which has an owner and no more.
	DeleteMarker bool `yaml:"deleteMarker,omitempty"`
	// Modified is when it was written; absent means when the lab starts.
	Modified time.Time `yaml:"modified,omitempty"`
	// Parts make it an object that was uploaded in parts of these sizes.
	Parts []StoredPart `yaml:"parts,omitempty"`
	// ETag is without quotes; absent means the MD5 of the content, or what
	// follows from its parts.
	ETag string `yaml:"etag,omitempty"`
	// Checksum is the additional checksum; absent means CRC64NVME over the
	// content, {} that there is none.
	Checksum *Checksum `yaml:"checksum,omitempty"`
	// EncryptionContext is the additional one of SSE-KMS.
	EncryptionContext map[string]string `yaml:"encryptionContext,omitempty"`
	// CustomerKeyMD5 is the base64 MD5 of the client's own key (SSE-C), which
	// clients must send to read the object.
	CustomerKeyMD5 string `yaml:"customerKeyMd5,omitempty"`

	// The other headers that S3 keeps, as they were sent.
	CacheControl            string `yaml:"cacheControl,omitempty"`
	ContentDisposition      string `yaml:"contentDisposition,omitempty"`
	ContentEncoding         string `yaml:"contentEncoding,omitempty"`
	ContentLanguage         string `yaml:"contentLanguage,omitempty"`
	Expires                 string `yaml:"expires,omitempty"`
	WebsiteRedirectLocation string `yaml:"websiteRedirectLocation,omitempty"`
	// RestoredUntil is when the restored copy of an archived object goes.
	RestoredUntil time.Time `yaml:"restoredUntil,omitempty"`
}

// A StoredPart is a part of an object that was uploaded in parts.
type StoredPart struct {
	// Number is the part's number; absent means its place in the list.
	Number int `yaml:"number,omitempty"`
	// Size in bytes.
	Size int64 `yaml:"size"`
	// Checksum is base64, of the object's algorithm.
	Checksum string `yaml:"checksum,omitempty"`
}

// A Checksum is an additional checksum
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html).
type Checksum struct {
	// Algorithm is CRC32, CRC32C, CRC64NVME, SHA1 or SHA256.
	Algorithm string `yaml:"algorithm,omitempty"`
	// Value is base64; "base64-N" for a composite of N parts.
	Value string `yaml:"value,omitempty"`
	// Type is FULL_OBJECT (default) or COMPOSITE.
	Type string `yaml:"type,omitempty"`
}

// An Upload is a multipart upload in progress.
type Upload struct {
	Key string `yaml:"key"`
	// ID is its id; absent means a new one.
	ID string `yaml:"id,omitempty"`
	// Initiator is the ARN of who began it; absent means the account's root
	// user.
	Initiator string `yaml:"initiator,omitempty"`
	// Started is when it was begun; absent means when the lab starts.
	Started time.Time `yaml:"started,omitempty"`
	// Replaces: there was an object of this key when it was begun.
	Replaces bool `yaml:"replaces,omitempty"`
	// Object has the attributes that the object will have; its checksum names
	// an algorithm and a type.
	Object *Object `yaml:"object,omitempty"`
	// Parts are those that were uploaded, by part number.
	Parts map[string]*Object `yaml:"parts,omitempty"`
}
