package s3

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/s3/index"
)

const (
	sseHeader       = "X-Amz-Server-Side-Encryption"
	keyIDHeader     = "X-Amz-Server-Side-Encryption-Aws-Kms-Key-Id"
	bucketKeyHeader = "X-Amz-Server-Side-Encryption-Bucket-Key-Enabled"
	contextHeader   = "X-Amz-Server-Side-Encryption-Context"
)

// The algorithms of server-side encryption.
const (
	sseS3      = "AES256"
	sseKMS     = "aws:kms"
	sseKMSDual = "aws:kms:dsse"
)

func isKMS(algorithm string) bool { return algorithm == sseKMS || algorithm == sseKMSDual }

// An encryptionChoice is the server-side encryption that a new object is to
// have, before its key is looked up.
type encryptionChoice struct {
	algorithm string
	// key is an id, ARN or alias; empty with a KMS algorithm for aws/s3.
	key       string
	bucketKey bool
	context   map[string]string
	// customerKey is the MD5 of the key that the request brings.
	customerKey string
}

// chooseEncryption takes the request's headers or else the bucket's default
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-bucket-encryption.html).
func (q *request) chooseEncryption() (encryptionChoice, error) {
	h := q.r.Header
	c := encryptionChoice{algorithm: h.Get(sseHeader), key: h.Get(keyIDHeader)}
	if bringsKey(h, customerPrefix) {
		return q.chooseCustomerKey()
	}
	def := bucketEncryption(q.bucket)
	switch {
	case c.algorithm == "" && c.key != "":
		return c, keyWithoutKMS("")
	case c.algorithm == "":
		c.algorithm, c.key, c.bucketKey = def.Algorithm, def.Key, def.BucketKey
	case c.algorithm != sseS3 && !isKMS(c.algorithm):
		return c, invalidArgument("The encryption method specified is not supported", "x-amz-server-side-encryption", c.algorithm)
	case c.algorithm == sseS3 && c.key != "":
		return c, keyWithoutKMS(c.algorithm)
	case c.algorithm == def.Algorithm && isKMS(c.algorithm):
		c.bucketKey = def.BucketKey
		if c.key == "" {
			c.key = def.Key
		}
	}
	if v := h.Get(bucketKeyHeader); v != "" {
		c.bucketKey = strings.EqualFold(v, "true")
	}
	c.bucketKey = c.bucketKey && c.algorithm == sseKMS
	var err error
	if c.context, err = encryptionContext(h); err != nil {
		return c, err
	}
	return c, nil
}

// encryptionContext reads the additional encryption context: base64 of a JSON
// object of strings.
func encryptionContext(h http.Header) (map[string]string, error) {
	header := h.Get(contextHeader)
	if header == "" {
		return nil, nil
	}
	raw, err := base64.StdEncoding.DecodeString(header)
	var context map[string]string
	if err != nil || json.Unmarshal(raw, &context) != nil {
		return nil, invalidArgument("The header 'x-amz-server-side-encryption-context' shall be Base64-encoded UTF-8 string holding JSON which represents a string-string map", "x-amz-server-side-encryption-context", header)
	}
	if _, reserved := context["aws:s3:arn"]; reserved && !isKMS(h.Get(sseHeader)) {
		return nil, invalidArgument("The header 'x-amz-server-side-encryption-context' requires x-amz-server-side-encryption : aws:kms", "x-amz-server-side-encryption-context", header)
	}
	return context, nil
}

// chooseCustomerKey answers SSE-C on a write, which the bucket may block.
func (q *request) chooseCustomerKey() (encryptionChoice, error) {
	if blocksCustomerKeys(q.bucket) {
		return encryptionChoice{}, q.customerKeysBlocked()
	}
	if v := q.r.Header.Get(sseHeader); v != "" {
		return encryptionChoice{}, invalidArgument("Server Side Encryption with Customer provided key is incompatible with the encryption method specified", "x-amz-server-side-encryption", v)
	}
	sum, refusal := q.customerKeyOf(customerPrefix)
	if refusal != nil {
		return encryptionChoice{}, refusal
	}
	return encryptionChoice{algorithm: sseS3, customerKey: sum}, nil
}

func (q *request) customerKeysBlocked() *awsproto.Error {
	return failure(403, "AccessDenied", "User: "+q.x.Identity.Principal.Caller.ARN+
		` is not authorized to perform: s3:PutObject on resource: "`+objectARN(q.name, q.key)+
		`" because this bucket has blocked upload requests that specify Server Side Encryption with Customer provided keys (SSE-C). Please specify a different server-side encryption type`)
}

// refuseKeyHeaders answers encryption headers on a read: S3 decrypts by itself
// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html).
func refuseKeyHeaders(h http.Header) *awsproto.Error {
	if v := h.Get(sseHeader); v != "" {
		return invalidArgument("x-amz-server-side-encryption header is not supported for this operation.", "x-amz-server-side-encryption", v)
	}
	return nil
}

// writeEncryption sets the response headers that tell of an encryption.
func writeEncryption(h http.Header, e index.Encryption) {
	if e.Algorithm == "" {
		return
	}
	if e.CustomerKeyMD5 != "" {
		h.Set("x-amz-server-side-encryption-customer-algorithm", e.Algorithm)
		h.Set("x-amz-server-side-encryption-customer-key-MD5", e.CustomerKeyMD5)
		return
	}
	h.Set("x-amz-server-side-encryption", e.Algorithm)
	if e.KeyARN != "" {
		h.Set("x-amz-server-side-encryption-aws-kms-key-id", e.KeyARN)
	}
	if e.BucketKey {
		h.Set("x-amz-server-side-encryption-bucket-key-enabled", "true")
	}
}
