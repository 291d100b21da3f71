package s3

import (
	"errors"
	"net/http"
	"strconv"
	"syscall"

	"github.com/denylab/denylab/emulator/awsproto"
)

// failure is an S3 error; fields are pairs of element name and value that
// follow <Message>. Codes, statuses and sentences are those of
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html.
func failure(status int, code, message string, fields ...string) *awsproto.Error {
	e := &awsproto.Error{Status: status, Code: code, Message: message}
	for i := 0; i+1 < len(fields); i += 2 {
		e.Fields = append(e.Fields, awsproto.Field{Name: fields[i], Value: fields[i+1]})
	}
	return e
}

func noSuchBucket(name string) *awsproto.Error {
	return failure(404, "NoSuchBucket", "The specified bucket does not exist", "BucketName", name)
}

func noSuchKey(key string) *awsproto.Error {
	return failure(404, "NoSuchKey", "The specified key does not exist.", "Key", key)
}

func noSuchVersion(key, version string) *awsproto.Error {
	return failure(404, "NoSuchVersion", "The specified version does not exist.", "Key", key, "VersionId", version)
}

func noSuchUpload(id string) *awsproto.Error {
	return failure(404, "NoSuchUpload", "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.", "UploadId", id)
}

func noSuchTagSet(bucket string) *awsproto.Error {
	return failure(404, "NoSuchTagSet", "The TagSet does not exist", "BucketName", bucket)
}

func invalidArgument(message, name, value string) *awsproto.Error {
	return failure(400, "InvalidArgument", message, "ArgumentName", name, "ArgumentValue", value)
}

func invalidRequest(message string) *awsproto.Error {
	return failure(400, "InvalidRequest", message)
}

func malformedXML() *awsproto.Error {
	return failure(400, "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema")
}

func preconditionFailed(condition string) *awsproto.Error {
	return failure(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold", "Condition", condition)
}

// methodNotAllowed is also what AWS answers for a sub-resource that exists,
// but not with this method.
func methodNotAllowed(method, resource string) *awsproto.Error {
	return failure(405, "MethodNotAllowed", "The specified method is not allowed against this resource.", "Method", method, "ResourceType", resource)
}

func accessDenied() *awsproto.Error {
	return failure(403, "AccessDenied", "Access Denied")
}

// notImplemented refuses an operation or a sub-resource by its name, in AWS's
// words for functionality it does not have.
func notImplemented(field, name string) *awsproto.Error {
	return failure(501, "NotImplemented", "A header or query you provided implies functionality that is not implemented.", field, name)
}

func headerNotImplemented(header, value string) *awsproto.Error {
	return failure(501, "NotImplemented", "A header you provided implies functionality that is not implemented", "Header", header, "Value", value)
}

func invalidRange(rng string, size int64) *awsproto.Error {
	e := failure(416, "InvalidRange", "The requested range is not satisfiable", "RangeRequested", rng, "ActualObjectSize", strconv.FormatInt(size, 10))
	e.Header = http.Header{"Content-Range": {"bytes */" + strconv.FormatInt(size, 10)}}
	return e
}

func invalidTag(message string) *awsproto.Error {
	return failure(400, "InvalidTag", message)
}

// internal is the answer to a failure of the lab itself. A full disk is named:
// trying again does not help before somebody makes room.
func internal(cause error) *awsproto.Error {
	if errors.Is(cause, syscall.ENOSPC) {
		return failure(500, "InternalError", "We encountered an internal error: the disk that holds the lab's data is full. Make room, then try again.")
	}
	return failure(500, "InternalError", "We encountered an internal error. Please try again.")
}

func badToken(token string) *awsproto.Error {
	return invalidArgument("The continuation token provided is incorrect", "continuation-token", token)
}

func badVersion(parameter, value string) *awsproto.Error {
	return invalidArgument("Invalid version id specified", parameter, value)
}

func badPartNumber(value string) *awsproto.Error {
	return invalidArgument("Part number must be an integer between 1 and 10000, inclusive", "partNumber", value)
}

func unknownChecksum() *awsproto.Error {
	return invalidRequest("Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]")
}

func sourceTooLarge() *awsproto.Error {
	return invalidRequest("The specified copy source is larger than the maximum allowable size for a copy source: " + itoa(int64(maxUpload)))
}

func archived(class string) *awsproto.Error {
	return failure(403, "InvalidObjectState", "The operation is not valid for the object's storage class", "StorageClass", class)
}

func keyTooLong(key string) *awsproto.Error {
	return failure(400, "KeyTooLongError", "Your key is too long", "Size", itoa(len(key)), "MaxSizeAllowed", itoa(maxKey))
}

func keyWithoutKMS(algorithm string) *awsproto.Error {
	return invalidArgument("Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms", "x-amz-server-side-encryption", algorithm)
}

func missingLength() *awsproto.Error {
	return failure(411, "MissingContentLength", "You must provide the Content-Length HTTP header.")
}

// Texts that no recording of AWS confirms. UNVERIFIED, every one of them: they
// stand together so that a recording corrects them in one place.
var unverified = struct{ anonymousUpload, kmsUnsigned, kmsInsecure string }{
	anonymousUpload: "Anonymous users cannot initiate multipart uploads.  Please authenticate.",
	kmsUnsigned:     "Requests specifying Server Side Encryption with AWS KMS managed keys require AWS Signature Version 4.",
	kmsInsecure:     "Requests specifying Server Side Encryption with AWS KMS managed keys must be made over a secure connection.",
}
