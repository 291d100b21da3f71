package index

import (
	"errors"
	"fmt"
)

// The errors a caller can tell apart, with errors.Is, to answer as AWS does.
var (
	ErrNoSuchBucket = errors.New("index: no such bucket")
	// ErrBucketExists: CreateBucket found the name taken.
	ErrBucketExists = errors.New("index: the bucket exists already")
	// ErrBucketNotEmpty: DropBucket found versions or delete markers.
	ErrBucketNotEmpty = errors.New("index: the bucket is not empty")
	// ErrNoSuchKey: no such object, or its current version is a delete marker.
	ErrNoSuchKey = errors.New("index: no such key")
	// ErrNoSuchVersion: the key has no version of that id.
	ErrNoSuchVersion = errors.New("index: no such version")
	// ErrMethodNotAllowed: the version asked for by its id is a delete marker.
	ErrMethodNotAllowed = errors.New("index: the version is a delete marker")
	// ErrPreconditionFailed: If-Match or If-None-Match does not hold.
	ErrPreconditionFailed = errors.New("index: a precondition failed")
	// ErrConflict: the object of a conditional CompleteUpload changed since the
	// upload began, S3's ConditionalRequestConflict.
	ErrConflict = errors.New("index: the object changed during a conditional upload")
	// ErrNoSuchUpload: the upload never was, or is completed or aborted.
	ErrNoSuchUpload = errors.New("index: no such upload")
	// ErrPartNumber: a part number outside 1 to 10000.
	ErrPartNumber = errors.New("index: part numbers are 1 to 10000")
	// ErrNoParts: CompleteUpload was given no parts.
	ErrNoParts = errors.New("index: an upload is completed with at least one part")
	// ErrInvalidPart: a part to complete is not there, or has another ETag or
	// checksum; see PartError.
	ErrInvalidPart = errors.New("index: no such part")
	// ErrInvalidPartOrder: the parts to complete are not in ascending order.
	ErrInvalidPartOrder = errors.New("index: parts are not in ascending order")
	// ErrEntityTooSmall: a part but the last is under MinPartSize; see PartError.
	ErrEntityTooSmall = errors.New("index: a part is too small")
	// ErrObjectSize: the parts do not add up to the size the client named;
	// see SizeError.
	ErrObjectSize = errors.New("index: the object has another size than was said")
	// ErrBadDigest: the object's checksum is not the one the client named.
	ErrBadDigest = errors.New("index: the object has another checksum than was said")
	// ErrBadToken: a continuation token that List did not make.
	ErrBadToken = errors.New("index: not a continuation token")
	// ErrBadMarker: a version or upload id marker that is not an id.
	ErrBadMarker = errors.New("index: not an id marker")
	// ErrRange: bytes outside an object were asked for.
	ErrRange = errors.New("index: the range is outside the object")
)

// A PartError is an ErrInvalidPart or ErrEntityTooSmall with the part at fault.
type PartError struct {
	Err      error
	UploadID string
	Number   int
	// ETag is the one the client named, without quotes.
	ETag string
	// Size is the part's size in bytes, for ErrEntityTooSmall.
	Size int64
}

func (e *PartError) Error() string {
	return fmt.Sprintf("%v: part %d of upload %s (ETag %q, %d bytes)", e.Err, e.Number, e.UploadID, e.ETag, e.Size)
}

// Unwrap returns the kind of error.
func (e *PartError) Unwrap() error { return e.Err }

// A SizeError is an ErrObjectSize with both sizes in bytes.
type SizeError struct{ Said, Is int64 }

func (e *SizeError) Error() string {
	return fmt.Sprintf("%v: said %d bytes, is %d", ErrObjectSize, e.Said, e.Is)
}

// Unwrap returns ErrObjectSize.
func (e *SizeError) Unwrap() error { return ErrObjectSize }
