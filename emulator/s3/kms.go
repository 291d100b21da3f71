package s3

import (
	"maps"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/kms"
	"github.com/denylab/denylab/emulator/s3/index"
	"github.com/denylab/denylab/rego/authz"
)

// principalS3 is the service that calls KMS with the caller's own permissions.
const principalS3 = "s3.amazonaws.com"

// awsManagedKey encrypts what asks for KMS and names no key: that of the
// requester's account, whosever the bucket is.
const awsManagedKey = "alias/aws/s3"

// The KMS calls that S3 makes.
const (
	generateDataKey = "kms:GenerateDataKey"
	decrypt         = "kms:Decrypt"
)

// encryption settles how a new object is encrypted, looking its key up but
// asking nobody.
func (q *request) encryption() (index.Encryption, error) {
	c, err := q.chooseEncryption()
	if err != nil {
		return index.Encryption{}, err
	}
	e := index.Encryption{Algorithm: c.algorithm, BucketKey: c.bucketKey, Context: c.context, CustomerKeyMD5: c.customerKey}
	if !isKMS(c.algorithm) {
		return e, nil
	}
	if err := q.kmsNeeds(); err != nil {
		return e, err
	}
	named, refusal := q.findKey(c.key)
	if refusal != nil {
		return e, refusal
	}
	e.KeyARN = named.Key.ARN
	return e, nil
}

// findKey finds the key that an id, ARN or alias means to the caller.
func (q *request) findKey(id string) (kms.Named, *awsproto.Error) {
	if id == "" {
		id = awsManagedKey
	}
	return kms.Find(q.x, awsproto.S3, id)
}

// kmsNeeds: S3 passes on to KMS only signed requests over TLS.
func (q *request) kmsNeeds() error {
	if q.x.Identity.Principal.Caller.Kind == authz.Anonymous {
		return invalidArgument(unverified.kmsUnsigned, "Authorization", "null")
	}
	if !q.x.Secure {
		return invalidArgument(unverified.kmsInsecure, "x-amz-server-side-encryption", q.r.Header.Get(sseHeader))
	}
	return nil
}

// useKey asks KMS, on the caller's behalf, for action with the key of an
// object's encryption, and then looks whether the key can be used. An object
// without a KMS key needs nothing.
func (q *request) useKey(action string, on subject, e index.Encryption) error {
	if !isKMS(e.Algorithm) {
		return nil
	}
	if err := q.kmsNeeds(); err != nil {
		return err
	}
	named, refusal := q.findKey(e.KeyARN)
	if refusal != nil {
		return refusal
	}
	use := kms.Use{
		Named: named, Action: action, Via: principalS3, Cryptographic: true,
		EncryptionContext: boundContext(on, e),
	}
	if refusal := kms.Check(q.r.Context(), q.x, awsproto.S3, use); refusal != nil {
		return refusal
	}
	if refusal := kms.Fits(awsproto.S3, use); refusal != nil {
		return refusal
	}
	return nil
}

// boundContext is the encryption context that binds a data key to its object,
// or with S3 Bucket Keys to the bucket, beside what the client added
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#encryption-context).
func boundContext(on subject, e index.Encryption) map[string]string {
	context := map[string]string{"aws:s3:arn": on.arn()}
	if e.BucketKey {
		context["aws:s3:arn"] = bucketARN(on.bucket.Name)
	}
	maps.Copy(context, e.Context)
	return context
}
