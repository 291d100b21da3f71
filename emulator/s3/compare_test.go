package s3_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/denylab/denylab/emulator/world"
)

// blind is a world in which user/blind may do all that the operations need but
// read what "k" is.
func blind() *world.World {
	w := testWorld()
	write := allow("s3:PutObject s3:DeleteObject", "arn:aws:s3:::data/*")
	w.Accounts[owner].Users["blind"] = user(write, allow("s3:GetObject", "arn:aws:s3:::data/seeded.txt"))
	return w
}

// A request whose ETag is compared with the object's reads the object, too.
func TestIfMatchTakesGetObject(t *testing.T) {
	data, k, etag := aws.String("data"), aws.String("k"), aws.String("x")
	for _, tt := range []struct {
		name string
		call func(l *lab, c *awss3.Client) error
		want string
	}{
		{"put", func(_ *lab, c *awss3.Client) error {
			_, err := c.PutObject(ctx, &awss3.PutObjectInput{Bucket: data, Key: k, IfMatch: etag, Body: strings.NewReader("new")})
			return err
		}, "403 AccessDenied"},
		{"copy", func(_ *lab, c *awss3.Client) error {
			_, err := c.CopyObject(ctx, &awss3.CopyObjectInput{Bucket: data, Key: k, IfMatch: etag, CopySource: aws.String("data/seeded.txt")})
			return err
		}, "403 AccessDenied"},
		{"multipart upload", func(l *lab, c *awss3.Client) error {
			id := must(c.CreateMultipartUpload(ctx, &awss3.CreateMultipartUploadInput{Bucket: data, Key: k}))(l.t).UploadId
			part := must(c.UploadPart(ctx, &awss3.UploadPartInput{Bucket: data, Key: k, UploadId: id, PartNumber: aws.Int32(1), Body: strings.NewReader("new")}))(l.t)
			_, err := c.CompleteMultipartUpload(ctx, &awss3.CompleteMultipartUploadInput{Bucket: data, Key: k, UploadId: id, IfMatch: etag,
				MultipartUpload: &types.CompletedMultipartUpload{Parts: []types.CompletedPart{{PartNumber: aws.Int32(1), ETag: part.ETag}}}})
			return err
		}, "403 AccessDenied"},
		{"delete", func(_ *lab, c *awss3.Client) error {
			_, err := c.DeleteObject(ctx, &awss3.DeleteObjectInput{Bucket: data, Key: k, IfMatch: etag})
			return err
		}, "403 AccessDenied"},
		{"put if there is none", func(_ *lab, c *awss3.Client) error {
			_, err := c.PutObject(ctx, &awss3.PutObjectInput{Bucket: data, Key: k, IfNoneMatch: aws.String("*"), Body: strings.NewReader("new")})
			return err
		}, "412 PreconditionFailed"},
		{"delete if there is one", func(_ *lab, c *awss3.Client) error {
			_, err := c.DeleteObject(ctx, &awss3.DeleteObjectInput{Bucket: data, Key: k, IfMatch: aws.String("*")})
			return err
		}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := start(t, blind())
			put(t, l.as("user/alice"), "data", "k", "old")
			var err error
			asked := l.asks(func() { err = tt.call(l, l.as("user/blind")) })
			wantCode(t, err, tt.want)
			if got := slices.Contains(asked, "s3:GetObject arn:aws:s3:::data/k refused"); got != (tt.want == "403 AccessDenied") {
				t.Errorf("asked %q", asked)
			}
			if tt.want != "" && get(t, l.as("user/alice"), "data", "k") != "old" {
				t.Error("the object was changed")
			}
		})
	}
}

func TestIfMatchTakesGetObjectOfEachListed(t *testing.T) {
	l := start(t, blind())
	etag := put(t, l.as("user/alice"), "data", "k", "old").ETag
	put(t, l.as("user/alice"), "data", "any", "old")
	put(t, l.as("user/alice"), "data", "plain", "old")
	out := must(l.as("user/blind").DeleteObjects(ctx, &awss3.DeleteObjectsInput{Bucket: aws.String("data"),
		Delete: &types.Delete{Objects: []types.ObjectIdentifier{
			{Key: aws.String("k"), ETag: etag}, {Key: aws.String("any"), ETag: aws.String("*")},
			{Key: aws.String("seeded.txt"), ETag: aws.String("x")}, {Key: aws.String("plain")},
		}}}))(t)
	var codes []string
	for _, e := range out.Errors {
		codes = append(codes, *e.Key+" "+*e.Code)
	}
	if want := []string{"k AccessDenied", "seeded.txt PreconditionFailed"}; !slices.Equal(codes, want) {
		t.Errorf("refused %q, want %q", codes, want)
	}
}

// The tags that a policy looks at are those of the object that is compared.
func TestIfMatchReadsTheCurrentObjectsTags(t *testing.T) {
	l := start(t, testWorld())
	alice := l.as("user/alice")
	must(alice.PutObject(ctx, &awss3.PutObjectInput{Bucket: aws.String("data"), Key: aws.String("k"), Tagging: aws.String("a=1")}))(t)
	_, err := alice.PutObject(ctx, &awss3.PutObjectInput{Bucket: aws.String("data"), Key: aws.String("k"), IfMatch: aws.String("x")})
	wantCode(t, err, "412 PreconditionFailed")
	if got := l.lastContext("s3:GetObject")["s3:ExistingObjectTag/a"].Values; !slices.Equal(got, []string{"1"}) {
		t.Errorf("s3:ExistingObjectTag/a is %q", got)
	}
}
