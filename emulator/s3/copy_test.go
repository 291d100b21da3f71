package s3_test

import (
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/google/go-cmp/cmp"
)

func TestCopyObject(t *testing.T) {
	l := start(t, testWorld())
	c := l.as("user/alice")
	must(c.PutObject(ctx, &awss3.PutObjectInput{Bucket: aws.String("data"), Key: aws.String("src +é"), Body: strings.NewReader("copied"),
		ContentType: aws.String("text/plain"), Metadata: map[string]string{"a": "1"}, Tagging: aws.String("t=1")}))(t)
	source := aws.String("data/src%20%2B%C3%A9")
	var out *awss3.CopyObjectOutput
	asked := l.asks(func() {
		out = must(c.CopyObject(ctx, &awss3.CopyObjectInput{Bucket: aws.String("vers"), Key: aws.String("dst"), CopySource: source}))(t)
	})
	want := []string{
		"s3:GetObject arn:aws:s3:::data/src +é allowed", "s3:GetObjectTagging arn:aws:s3:::data/src +é allowed",
		"s3:PutObject arn:aws:s3:::vers/dst allowed", "s3:PutObjectTagging arn:aws:s3:::vers/dst allowed",
	}
	if diff := cmp.Diff(want, asked); diff != "" {
		t.Error(diff)
	}
	if got := l.lastContext("s3:PutObject")["s3:x-amz-copy-source"].Values; !cmp.Equal(got, []string{*source}) {
		t.Errorf("s3:x-amz-copy-source is %q", got)
	}
	if _, there := l.lastContext("s3:GetObject")["s3:x-amz-copy-source"]; there {
		t.Error("the source's read has s3:x-amz-copy-source")
	}
	if _, there := l.lastContext("s3:GetObject")["s3:ExistingObjectTag/t"]; there {
		t.Error("the source's read has s3:ExistingObjectTag")
	}
	if aws.ToString(out.VersionId) == "" || out.CopyObjectResult.ETag == nil || out.CopyObjectResult.ChecksumCRC32 == nil {
		t.Errorf("answer %+v", out.CopyObjectResult)
	}
	h := must(c.HeadObject(ctx, &awss3.HeadObjectInput{Bucket: aws.String("vers"), Key: aws.String("dst")}))(t)
	if *h.ContentType != "text/plain" || h.Metadata["a"] != "1" || aws.ToInt32(h.TagCount) != 1 {
		t.Errorf("copied %s %v %v", *h.ContentType, h.Metadata, h.TagCount)
	}
	must(c.CopyObject(ctx, &awss3.CopyObjectInput{Bucket: aws.String("vers"), Key: aws.String("dst"), CopySource: source,
		MetadataDirective: types.MetadataDirectiveReplace, Metadata: map[string]string{"b": "2"}, TaggingDirective: types.TaggingDirectiveReplace}))(t)
	h = must(c.HeadObject(ctx, &awss3.HeadObjectInput{Bucket: aws.String("vers"), Key: aws.String("dst")}))(t)
	if *h.ContentType != "binary/octet-stream" || h.Metadata["a"] != "" || h.Metadata["b"] != "2" || h.TagCount != nil {
		t.Errorf("replaced %s %v %v", *h.ContentType, h.Metadata, h.TagCount)
	}
	if got := get(t, c, "vers", "dst"); got != "copied" {
		t.Errorf("the copy is %q", got)
	}
}

func TestCopyObjectRefusals(t *testing.T) {
	l := start(t, testWorld())
	c := l.as("user/alice")
	for name, x := range map[string]struct {
		in   awss3.CopyObjectInput
		want string
	}{
		"itself":           {awss3.CopyObjectInput{Key: aws.String("seeded.txt"), CopySource: aws.String("data/seeded.txt")}, "400 InvalidRequest"},
		"itself, new meta": {awss3.CopyObjectInput{Key: aws.String("seeded.txt"), CopySource: aws.String("data/seeded.txt"), MetadataDirective: "REPLACE"}, ""},
		"missing":          {awss3.CopyObjectInput{CopySource: aws.String("data/absent")}, "404 NoSuchKey"},
		"no bucket":        {awss3.CopyObjectInput{CopySource: aws.String("nowhere/x")}, "404 NoSuchBucket"},
		"bad source":       {awss3.CopyObjectInput{CopySource: aws.String("data")}, "400 InvalidArgument"},
		"bad directive":    {awss3.CopyObjectInput{CopySource: aws.String("data/seeded.txt"), MetadataDirective: "MERGE"}, "400 InvalidArgument"},
		"if-match":         {awss3.CopyObjectInput{CopySource: aws.String("data/seeded.txt"), CopySourceIfMatch: aws.String("x")}, "412 PreconditionFailed"},
		"modified since":   {awss3.CopyObjectInput{CopySource: aws.String("data/seeded.txt"), CopySourceIfModifiedSince: aws.Time(now.Add(time.Hour))}, "412 PreconditionFailed"},
		"source owner":     {awss3.CopyObjectInput{CopySource: aws.String("data/seeded.txt"), ExpectedSourceBucketOwner: aws.String(other)}, "403 AccessDenied"},
	} {
		before := l.digest()
		x.in.Bucket = aws.String("data")
		if x.in.Key == nil {
			x.in.Key = aws.String("copy")
		}
		_, err := c.CopyObject(ctx, &x.in)
		if got := codeOf(err); got != x.want {
			t.Errorf("%s: %q, want %q", name, got, x.want)
		}
		if x.want != "" && l.digest() != before {
			t.Errorf("%s changed the lab", name)
		}
	}
	// rob may read and write, but not list: a missing source is a refusal.
	_, err := l.as("user/rob").CopyObject(ctx, &awss3.CopyObjectInput{Bucket: aws.String("data"), Key: aws.String("k"), CopySource: aws.String("data/absent")})
	wantCode(t, err, "403 AccessDenied")
}
