package s3

import (
	"crypto/md5"
	"encoding/base64"
	"net/http"
	"slices"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/s3/index"
	"github.com/denylab/denylab/emulator/world"
)

// Encryption with keys that requests bring (SSE-C). The lab keeps no secrets:
// what it keeps of a key is the MD5, by which it tells the right one from
// others, and the bytes are stored as they are
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html).
const (
	customerPrefix   = "X-Amz-Server-Side-Encryption-Customer-"
	copySourcePrefix = "X-Amz-Copy-Source-Server-Side-Encryption-Customer-"
)

// blocksCustomerKeys: uploads to b must not bring their own keys. Since April
// 2026 that is so until a bucket's owner says otherwise
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/blocking-unblocking-s3-c-encryption-gpb.html).
func blocksCustomerKeys(b *world.Bucket) bool {
	return len(b.BlockedEncryptionTypes) == 0 || slices.Contains(b.BlockedEncryptionTypes, world.BlockedSSEC)
}

// bringsKey: the request has headers of SSE-C that begin with prefix.
func bringsKey(h http.Header, prefix string) bool {
	return h.Get(prefix+"Algorithm") != "" || h.Get(prefix+"Key") != "" || h.Get(prefix+"Key-Md5") != ""
}

// customerKeyOf checks the key that a request brings in headers that begin with
// prefix and returns its MD5 in base64; empty when it brings none.
func (q *request) customerKeyOf(prefix string) (string, *awsproto.Error) {
	h := q.r.Header
	if !bringsKey(h, prefix) {
		return "", nil
	}
	const opening = "Requests specifying Server Side Encryption with Customer provided keys must "
	algorithm, encoded, claimed := h.Get(prefix+"Algorithm"), h.Get(prefix+"Key"), h.Get(prefix+"Key-Md5")
	key, err := base64.StdEncoding.DecodeString(encoded)
	sum := md5.Sum(key)
	name := "x-amz-server-side-encryption-customer-"
	switch {
	case !q.x.Secure:
		return "", invalidRequest(opening + "be made over a secure connection.")
	case algorithm == "":
		return "", invalidArgument(opening+"provide a valid encryption algorithm.", name+"algorithm", "null")
	case algorithm != sseS3:
		return "", withField(withField(failure(400, "InvalidEncryptionAlgorithmError", "The Encryption request you specified is not valid. Supported value: AES256."),
			"ArgumentName", name+"algorithm"), "ArgumentValue", algorithm)
	case encoded == "":
		return "", invalidArgument(opening+"provide an appropriate secret key.", name+"key", "null")
	case claimed == "":
		return "", invalidArgument(opening+"provide the client calculated MD5 of the secret key.", name+"key-MD5", "null")
	case err != nil || len(key) != 32:
		return "", invalidArgument("The secret key was invalid for the specified algorithm.", name+"key", "null")
	case claimed != base64.StdEncoding.EncodeToString(sum[:]):
		return "", invalidArgument("The calculated MD5 hash of the key did not match the hash that was provided.", name+"key-MD5", claimed)
	}
	return claimed, nil
}

// unlock checks that the request brings the key that v was stored with, and
// none for an object without one.
func (q *request) unlock(v *index.Version, prefix string) *awsproto.Error {
	brings, stored := bringsKey(q.r.Header, prefix), v.Encryption.CustomerKeyMD5
	switch {
	case stored == "" && brings:
		return invalidRequest("The encryption parameters are not applicable to this object.")
	case stored != "" && !brings:
		return invalidRequest("The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.")
	}
	sum, refusal := q.customerKeyOf(prefix)
	if refusal == nil && sum != stored {
		return failure(403, "AccessDenied", "Requests specifying Server Side Encryption with Customer provided keys must provide the correct secret key.")
	}
	return refusal
}

// unlockPart checks that a part comes with the key of its upload.
func (q *request) unlockPart() *awsproto.Error {
	brings, stored := bringsKey(q.r.Header, customerPrefix), q.upload.Object.Encryption.CustomerKeyMD5
	switch {
	case stored == "" && brings:
		return invalidRequest("The multipart upload initiate did not request encryption. Please resend the request without sending encryption parameters.")
	case stored != "" && !brings:
		return invalidRequest("The multipart upload initiate requested encryption. Subsequent part requests must include the appropriate encryption parameters.")
	}
	sum, refusal := q.customerKeyOf(customerPrefix)
	if refusal == nil && sum != stored {
		return invalidRequest("The provided encryption parameters did not match the ones used originally.")
	}
	return refusal
}
