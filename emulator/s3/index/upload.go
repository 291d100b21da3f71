package index

import (
	"maps"
	"slices"
	"time"
)

// The limits of multipart uploads
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html).
const (
	MaxPartNumber = 10000
	// MinPartSize in bytes is that of every part but the last.
	MinPartSize = 5 << 20
)

// An Upload is a multipart upload in progress. It is immutable.
type Upload struct {
	// ID is assigned by CreateUpload, and so is Seq, which orders the uploads
	// of a key.
	ID  string `json:"id"`
	Seq uint64 `json:"seq,omitempty"`
	Key string `json:"key"`
	// Object holds the attributes that the object will have; its Key, Blobs,
	// Size, ETag and Modified are not looked at. Object.Checksum.Algorithm and
	// .Type say which checksum CompleteUpload computes; none without an
	// Algorithm.
	Object Version `json:"object"`
	// Initiator is the ARN of the principal that began the upload.
	Initiator string    `json:"initiator,omitempty"`
	Started   time.Time `json:"started"`
	// Replaces: there was an object of this key when the upload began; set by
	// CreateUpload.
	Replaces bool `json:"replaces,omitempty"`
}

// A Part is an uploaded part. It is immutable once stored.
type Part struct {
	Number int `json:"number"`
	// Size in bytes is computed from Blobs.
	Size  int64  `json:"size"`
	Blobs []Blob `json:"blobs,omitempty"`
	// ETag is the part's MD5 in hex, without quotes.
	ETag string `json:"etag"`
	// Checksum is base64, of the upload's algorithm; empty without one.
	Checksum string    `json:"checksum,omitempty"`
	Modified time.Time `json:"modified"`
}

// An upload in a bucket, guarded by the bucket's lock.
type upload struct {
	*Upload
	parts map[int]*Part
}

// blobs lists the blobs of all parts.
func (u *upload) blobs() (all []Blob) {
	for _, n := range slices.Sorted(maps.Keys(u.parts)) {
		all = append(all, u.parts[n].Blobs...)
	}
	return all
}
