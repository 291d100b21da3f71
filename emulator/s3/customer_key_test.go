package s3_test

import (
	"bytes"
	"crypto/md5"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/denylab/denylab/emulator/world"
)

// A secret is a key of a client's own, as headers have it.
type secret struct{ key, md5 *string }

func secretOf(letter string) secret {
	key := bytes.Repeat([]byte(letter), 32)
	sum := md5.Sum(key)
	return secret{aws.String(base64.StdEncoding.EncodeToString(key)), aws.String(base64.StdEncoding.EncodeToString(sum[:]))}
}

func ownKeysWorld() *world.World {
	w := openWorld()
	w.Accounts[owner].Buckets["own"] = &world.Bucket{BlockedEncryptionTypes: []string{"NONE"}}
	w.Accounts[owner].Buckets["legacy"].BlockedEncryptionTypes = []string{"NONE"}
	return w
}

func TestOwnKeys(t *testing.T) {
	l := start(t, ownKeysWorld())
	c := l.as("user/alice")
	b, k, aes := aws.String("own"), aws.String("k"), aws.String("AES256")
	right, wrong := secretOf("a"), secretOf("b")
	out := must(c.PutObject(ctx, &awss3.PutObjectInput{Bucket: b, Key: k, Body: strings.NewReader("secret"), SSECustomerAlgorithm: aes, SSECustomerKey: right.key, SSECustomerKeyMD5: right.md5}))(t)
	if out.ServerSideEncryption != "" || aws.ToString(out.SSECustomerAlgorithm) != "AES256" || aws.ToString(out.SSECustomerKeyMD5) != *right.md5 {
		t.Errorf("%+v", out)
	}
	if got := l.lastContext("s3:PutObject"); got["s3:x-amz-server-side-encryption-customer-algorithm"].Values[0] != "AES256" || got["s3:x-amz-server-side-encryption"].Values != nil {
		t.Errorf("context %v", got)
	}
	read := func(s secret) (string, error) {
		in := &awss3.GetObjectInput{Bucket: b, Key: k, SSECustomerKey: s.key, SSECustomerKeyMD5: s.md5}
		if s.key != nil {
			in.SSECustomerAlgorithm = aes
		}
		_, err := c.GetObject(ctx, in)
		return messageOf(err), err
	}
	_, err := read(right)
	wantCode(t, err, "")
	message, err := read(wrong)
	wantCode(t, err, "403 AccessDenied")
	if message != "Requests specifying Server Side Encryption with Customer provided keys must provide the correct secret key." {
		t.Error(message)
	}
	_, err = read(secret{})
	wantCode(t, err, "400 InvalidRequest")
	_, err = read(secret{right.key, wrong.md5})
	wantCode(t, err, "400 InvalidArgument")
	wantCode(t, second(c.HeadObject(ctx, &awss3.HeadObjectInput{Bucket: b, Key: k})), "400 BadRequest")
	wantCode(t, second(c.HeadObject(ctx, &awss3.HeadObjectInput{Bucket: b, Key: k, SSECustomerAlgorithm: aes, SSECustomerKey: wrong.key, SSECustomerKeyMD5: wrong.md5})), "403 Forbidden")
	wantCode(t, second(c.GetObject(ctx, &awss3.GetObjectInput{Bucket: aws.String("data"), Key: aws.String("seeded.txt"), SSECustomerAlgorithm: aes, SSECustomerKey: right.key, SSECustomerKeyMD5: right.md5})), "400 InvalidRequest")
	wantCode(t, second(c.GetObjectAttributes(ctx, &awss3.GetObjectAttributesInput{Bucket: b, Key: k, ObjectAttributes: []types.ObjectAttributes{"ETag"}})), "400 InvalidRequest")

	// A copy reads with the source's key and writes with another one, or none.
	clone := func(source, destination secret) error {
		in := &awss3.CopyObjectInput{Bucket: b, Key: aws.String("copy"), CopySource: aws.String("own/k"), CopySourceSSECustomerKey: source.key, CopySourceSSECustomerKeyMD5: source.md5, SSECustomerKey: destination.key, SSECustomerKeyMD5: destination.md5}
		if source.key != nil {
			in.CopySourceSSECustomerAlgorithm = aes
		}
		if destination.key != nil {
			in.SSECustomerAlgorithm = aes
		}
		return second(c.CopyObject(ctx, in))
	}
	wantCode(t, clone(secret{}, secret{}), "400 InvalidRequest")
	wantCode(t, clone(wrong, secret{}), "403 AccessDenied")
	wantCode(t, clone(right, wrong), "")
	wantCode(t, clone(right, secret{}), "")
	if got := get(t, c, "own", "copy"); got != "secret" {
		t.Errorf("the copy is %q", got)
	}
}

func TestOwnKeysOfParts(t *testing.T) {
	l := start(t, ownKeysWorld())
	c := l.as("user/alice")
	b, k, aes, one := aws.String("own"), aws.String("k"), aws.String("AES256"), aws.Int32(1)
	right, wrong := secretOf("a"), secretOf("b")
	upload := must(c.CreateMultipartUpload(ctx, &awss3.CreateMultipartUploadInput{Bucket: b, Key: k, SSECustomerAlgorithm: aes, SSECustomerKey: right.key, SSECustomerKeyMD5: right.md5}))(t)
	plain := must(c.CreateMultipartUpload(ctx, &awss3.CreateMultipartUploadInput{Bucket: b, Key: k}))(t)
	part := func(id *string, s secret) (*awss3.UploadPartOutput, error) {
		in := &awss3.UploadPartInput{Bucket: b, Key: k, UploadId: id, PartNumber: one, Body: strings.NewReader("part"), SSECustomerKey: s.key, SSECustomerKeyMD5: s.md5}
		if s.key != nil {
			in.SSECustomerAlgorithm = aes
		}
		return c.UploadPart(ctx, in)
	}
	for _, c := range []struct {
		id   *string
		with secret
		want string
	}{
		{upload.UploadId, secret{}, "400 InvalidRequest The multipart upload initiate requested encryption. Subsequent part requests must include the appropriate encryption parameters."},
		{upload.UploadId, wrong, "400 InvalidRequest The provided encryption parameters did not match the ones used originally."},
		{plain.UploadId, right, "400 InvalidRequest The multipart upload initiate did not request encryption. Please resend the request without sending encryption parameters."},
	} {
		_, err := part(c.id, c.with)
		if got := codeOf(err) + " " + messageOf(err); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
	out := must(part(upload.UploadId, right))(t)
	must(c.CompleteMultipartUpload(ctx, &awss3.CompleteMultipartUploadInput{Bucket: b, Key: k, UploadId: upload.UploadId, MultipartUpload: &types.CompletedMultipartUpload{Parts: []types.CompletedPart{{PartNumber: one, ETag: out.ETag}}}}))(t)
	wantCode(t, second(c.GetObject(ctx, &awss3.GetObjectInput{Bucket: b, Key: k})), "400 InvalidRequest")
	wantCode(t, second(c.GetObject(ctx, &awss3.GetObjectInput{Bucket: b, Key: k, SSECustomerAlgorithm: aes, SSECustomerKey: right.key, SSECustomerKeyMD5: right.md5})), "")
}

// What is wrong with the headers, in AWS's words.
func TestOwnKeyHeaders(t *testing.T) {
	l := start(t, ownKeysWorld())
	right := secretOf("a")
	const prefix = "X-Amz-Server-Side-Encryption-Customer-"
	for _, c := range []struct{ algorithm, key, md5, sse, want string }{
		{"AES256", *right.key, *right.md5, "", ""},
		{"", *right.key, *right.md5, "", "400 InvalidArgument: Requests specifying Server Side Encryption with Customer provided keys must provide a valid encryption algorithm."},
		{"AES128", *right.key, *right.md5, "", "400 InvalidEncryptionAlgorithmError: The Encryption request you specified is not valid. Supported value: AES256."},
		{"AES256", "", *right.md5, "", "400 InvalidArgument: Requests specifying Server Side Encryption with Customer provided keys must provide an appropriate secret key."},
		{"AES256", *right.key, "", "", "400 InvalidArgument: Requests specifying Server Side Encryption with Customer provided keys must provide the client calculated MD5 of the secret key."},
		{"AES256", "c2hvcnQ=", *right.md5, "", "400 InvalidArgument: The secret key was invalid for the specified algorithm."},
		{"AES256", *right.key, "c2hvcnQ=", "", "400 InvalidArgument: The calculated MD5 hash of the key did not match the hash that was provided."},
		{"AES256", *right.key, *right.md5, "AES256", "400 InvalidArgument: Server Side Encryption with Customer provided key is incompatible with the encryption method specified"},
	} {
		var headers []string
		for name, value := range map[string]string{prefix + "Algorithm": c.algorithm, prefix + "Key": c.key, prefix + "Key-MD5": c.md5, "X-Amz-Server-Side-Encryption": c.sse} {
			if value != "" {
				headers = append(headers, name, value)
			}
		}
		if got := refusalOf(l.send("PUT", "/legacy/k", "x", headers...)); got != c.want {
			t.Errorf("%+v: got %s", c, got)
		}
	}
	l.insecure = true
	got := refusalOf(l.send("PUT", "/legacy/k", "x", prefix+"Algorithm", "AES256", prefix+"Key", *right.key, prefix+"Key-MD5", *right.md5))
	if got != "400 InvalidRequest: Requests specifying Server Side Encryption with Customer provided keys must be made over a secure connection." {
		t.Errorf("over http: %s", got)
	}
}

// A bucket blocks them until its owner unblocks them, which the encryption
// configuration says.
func TestUnblockingOwnKeys(t *testing.T) {
	l := start(t, testWorld())
	c := l.as("user/alice")
	b, right := aws.String("data"), secretOf("a")
	upload := func() error {
		return second(c.PutObject(ctx, &awss3.PutObjectInput{Bucket: b, Key: aws.String("k"), SSECustomerAlgorithm: aws.String("AES256"), SSECustomerKey: right.key, SSECustomerKeyMD5: right.md5}))
	}
	set := func(kinds ...types.EncryptionType) error {
		return second(c.PutBucketEncryption(ctx, &awss3.PutBucketEncryptionInput{Bucket: b, ServerSideEncryptionConfiguration: &types.ServerSideEncryptionConfiguration{Rules: []types.ServerSideEncryptionRule{{
			ApplyServerSideEncryptionByDefault: &types.ServerSideEncryptionByDefault{SSEAlgorithm: "AES256"}, BlockedEncryptionTypes: &types.BlockedEncryptionTypes{EncryptionType: kinds}}}}}))
	}
	blocked := func() types.EncryptionType {
		out := must(c.GetBucketEncryption(ctx, &awss3.GetBucketEncryptionInput{Bucket: b}))(t)
		return out.ServerSideEncryptionConfiguration.Rules[0].BlockedEncryptionTypes.EncryptionType[0]
	}
	wantCode(t, upload(), "403 AccessDenied")
	wantCode(t, set("NONE", "SSE-C"), "400 MalformedXML")
	wantCode(t, set("NONE"), "")
	if blocked() != "NONE" {
		t.Errorf("blocked: %s", blocked())
	}
	wantCode(t, upload(), "")
	wantCode(t, set("SSE-C"), "")
	wantCode(t, upload(), "403 AccessDenied")
	wantCode(t, second(c.GetObject(ctx, &awss3.GetObjectInput{Bucket: b, Key: aws.String("k"), SSECustomerAlgorithm: aws.String("AES256"), SSECustomerKey: right.key, SSECustomerKeyMD5: right.md5})), "")
	wantCode(t, set("NONE"), "")
	wantCode(t, second(c.DeleteBucketEncryption(ctx, &awss3.DeleteBucketEncryptionInput{Bucket: b})), "")
	if blocked() != "SSE-C" {
		t.Errorf("after deletion: %s", blocked())
	}
}
