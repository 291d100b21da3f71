package s3_test

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/google/go-cmp/cmp"
)

func TestMultipartUpload(t *testing.T) {
	l := start(t, testWorld())
	c := l.as("user/alice")
	b, k := aws.String("vers"), aws.String("big/ö")
	created := must(c.CreateMultipartUpload(ctx, &awss3.CreateMultipartUploadInput{Bucket: b, Key: k, ContentType: aws.String("text/plain"), ChecksumAlgorithm: types.ChecksumAlgorithmCrc32,
		Tagging: aws.String("t=1"), Metadata: map[string]string{"m": "1"}}))(t)
	five := bytes.Repeat([]byte("x"), 5<<20)
	part := func(n int32, body []byte) types.CompletedPart {
		out := must(c.UploadPart(ctx, &awss3.UploadPartInput{Bucket: b, Key: k, UploadId: created.UploadId, PartNumber: &n, Body: bytes.NewReader(body)}))(t)
		return types.CompletedPart{PartNumber: &n, ETag: out.ETag, ChecksumCRC32: out.ChecksumCRC32}
	}
	parts := []types.CompletedPart{part(1, five), part(2, []byte("tail"))}
	n := int32(3)
	copied := must(c.UploadPartCopy(ctx, &awss3.UploadPartCopyInput{Bucket: b, Key: k, UploadId: created.UploadId, PartNumber: &n,
		CopySource: aws.String("data/seeded.txt"), CopySourceRange: aws.String("bytes=0-4")}))(t)

	list := must(c.ListParts(ctx, &awss3.ListPartsInput{Bucket: b, Key: k, UploadId: created.UploadId}))(t)
	if len(list.Parts) != 3 || aws.ToInt64(list.Parts[2].Size) != 5 || aws.ToString(list.Parts[2].ETag) != *copied.CopyPartResult.ETag {
		t.Errorf("parts %+v", list.Parts)
	}
	uploads := must(c.ListMultipartUploads(ctx, &awss3.ListMultipartUploadsInput{Bucket: b}))(t)
	if len(uploads.Uploads) != 1 || *uploads.Uploads[0].Key != *k {
		t.Errorf("uploads %+v", uploads.Uploads)
	}
	complete := func(parts []types.CompletedPart) error {
		_, err := c.CompleteMultipartUpload(ctx, &awss3.CompleteMultipartUploadInput{Bucket: b, Key: k, UploadId: created.UploadId,
			MultipartUpload: &types.CompletedMultipartUpload{Parts: parts}})
		return err
	}
	wantCode(t, complete([]types.CompletedPart{parts[1], parts[0]}), "400 InvalidPartOrder")
	wantCode(t, complete([]types.CompletedPart{{PartNumber: aws.Int32(1), ETag: aws.String("x")}}), "400 InvalidPart")
	wantCode(t, complete(nil), "400 InvalidRequest")
	// Part 2 is too small to have one after it.
	wantCode(t, complete([]types.CompletedPart{parts[0], parts[1], {PartNumber: &n, ETag: copied.CopyPartResult.ETag}}), "400 EntityTooSmall")
	wantCode(t, complete(parts), "")
	wantCode(t, complete(parts), "404 NoSuchUpload")

	if got := get(t, c, "vers", *k); got != string(five)+"tail" {
		t.Errorf("%d bytes came back", len(got))
	}
	head := must(c.HeadObject(ctx, &awss3.HeadObjectInput{Bucket: b, Key: k, PartNumber: aws.Int32(2)}))(t)
	if aws.ToInt32(head.PartsCount) != 2 || *head.ContentLength != 4 || !strings.HasSuffix(*head.ETag, `-2"`) || *head.ContentType != "text/plain" || head.Metadata["m"] != "1" {
		t.Errorf("head %v %v %v %v %v", head.PartsCount, *head.ContentLength, *head.ETag, *head.ContentType, head.Metadata)
	}
	ranged := must(c.GetObject(ctx, &awss3.GetObjectInput{Bucket: b, Key: k, Range: aws.String("bytes=5242878-5242881")}))(t)
	if got := string(must(io.ReadAll(ranged.Body))(t)); got != "xxta" {
		t.Errorf("across parts: %q", got)
	}
	attributes := must(c.GetObjectAttributes(ctx, &awss3.GetObjectAttributesInput{Bucket: b, Key: k,
		ObjectAttributes: []types.ObjectAttributes{"ETag", "ObjectSize", "ObjectParts", "Checksum", "StorageClass"}}))(t)
	if aws.ToInt64(attributes.ObjectSize) != 5<<20+4 || aws.ToInt32(attributes.ObjectParts.TotalPartsCount) != 2 || len(attributes.ObjectParts.Parts) != 2 {
		t.Errorf("attributes size %v, parts %+v, count %v", *attributes.ObjectSize, attributes.ObjectParts, aws.ToInt32(attributes.ObjectParts.TotalPartsCount))
	}
	// A copy of it is an object in one piece, with the MD5 of its bytes.
	dst := must(c.CopyObject(ctx, &awss3.CopyObjectInput{Bucket: b, Key: aws.String("copy"), CopySource: aws.String("vers/big/%C3%B6")}))(t)
	if strings.Contains(*dst.CopyObjectResult.ETag, "-") {
		t.Errorf("the copy's ETag is %s", *dst.CopyObjectResult.ETag)
	}
}

func TestFullObjectChecksumOfMultipart(t *testing.T) {
	l := start(t, testWorld())
	c := l.as("user/alice")
	b, k := aws.String("data"), aws.String("k")
	created := must(c.CreateMultipartUpload(ctx, &awss3.CreateMultipartUploadInput{Bucket: b, Key: k, ChecksumAlgorithm: types.ChecksumAlgorithmCrc32, ChecksumType: types.ChecksumTypeFullObject}))(t)
	out := must(c.UploadPart(ctx, &awss3.UploadPartInput{Bucket: b, Key: k, UploadId: created.UploadId, PartNumber: aws.Int32(1), Body: strings.NewReader("hello, lab")}))(t)
	done := must(c.CompleteMultipartUpload(ctx, &awss3.CompleteMultipartUploadInput{Bucket: b, Key: k, UploadId: created.UploadId,
		MultipartUpload: &types.CompletedMultipartUpload{Parts: []types.CompletedPart{{PartNumber: aws.Int32(1), ETag: out.ETag, ChecksumCRC32: out.ChecksumCRC32}}}}))(t)
	one := put(t, c, "data", "one", "hello, lab")
	if aws.ToString(done.ChecksumCRC32) != aws.ToString(one.ChecksumCRC32) || done.ChecksumType != types.ChecksumTypeFullObject {
		t.Errorf("%v (%s), want %v", aws.ToString(done.ChecksumCRC32), done.ChecksumType, aws.ToString(one.ChecksumCRC32))
	}
	_, err := c.CreateMultipartUpload(ctx, &awss3.CreateMultipartUploadInput{Bucket: b, Key: k, ChecksumAlgorithm: types.ChecksumAlgorithmSha256, ChecksumType: types.ChecksumTypeFullObject})
	wantCode(t, err, "400 InvalidRequest")
}

func TestMultipartPermissions(t *testing.T) {
	l := start(t, testWorld())
	b, k := aws.String("data"), aws.String("k")
	rob, bob, alice := l.as("user/rob"), l.as("user/bob"), l.as("user/alice")
	created := must(rob.CreateMultipartUpload(ctx, &awss3.CreateMultipartUploadInput{Bucket: b, Key: k}))(t)
	abort := func(c *awss3.Client, id *string) error {
		_, err := c.AbortMultipartUpload(ctx, &awss3.AbortMultipartUploadInput{Bucket: b, Key: k, UploadId: id})
		return err
	}
	wantCode(t, abort(bob, created.UploadId), "403 AccessDenied")
	_, err := bob.UploadPart(ctx, &awss3.UploadPartInput{Bucket: b, Key: k, UploadId: created.UploadId, PartNumber: aws.Int32(1), Body: strings.NewReader("x")})
	wantCode(t, err, "403 AccessDenied")
	// Whoever began it needs no permission of its own to look at or end it.
	_, err = rob.ListParts(ctx, &awss3.ListPartsInput{Bucket: b, Key: k, UploadId: created.UploadId})
	wantCode(t, err, "")
	asked := l.asks(func() { wantCode(t, abort(rob, created.UploadId), "") })
	if want := []string{"s3:AbortMultipartUpload arn:aws:s3:::data/k refused", "s3:PutObject arn:aws:s3:::data/k allowed"}; !cmp.Equal(asked, want) {
		t.Errorf("asked %q", asked)
	}
	// An upload of somebody else's is another matter.
	theirs := must(alice.CreateMultipartUpload(ctx, &awss3.CreateMultipartUploadInput{Bucket: b, Key: k}))(t)
	wantCode(t, abort(rob, theirs.UploadId), "403 AccessDenied")
	wantCode(t, abort(alice, theirs.UploadId), "")
	wantCode(t, abort(alice, theirs.UploadId), "404 NoSuchUpload")
	_, err = alice.UploadPart(ctx, &awss3.UploadPartInput{Bucket: b, Key: k, UploadId: theirs.UploadId, PartNumber: aws.Int32(10001), Body: strings.NewReader("x")})
	wantCode(t, err, "400 InvalidArgument")
}

// An account that begins an upload is shown as owners are, any other
// principal by its ARN.
func TestInitiators(t *testing.T) {
	l := start(t, testWorld())
	b := aws.String("data")
	for _, who := range []string{owner + ":root", owner + ":user/alice"} {
		must(l.as(who).CreateMultipartUpload(ctx, &awss3.CreateMultipartUploadInput{Bucket: b, Key: aws.String(who)}))(t)
	}
	list := must(l.as("user/alice").ListMultipartUploads(ctx, &awss3.ListMultipartUploadsInput{Bucket: b}))(t).Uploads
	if got := *list[0].Initiator.ID; got != *list[0].Owner.ID {
		t.Errorf("root is shown as %q", got)
	}
	if got := *list[1].Initiator.ID; got != "arn:aws:iam::"+owner+":user/alice" {
		t.Errorf("a user is shown as %q", got)
	}
}
