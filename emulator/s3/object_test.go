package s3_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

var ctx = context.Background()

func put(t *testing.T, c *awss3.Client, bucket, key, body string) *awss3.PutObjectOutput {
	t.Helper()
	return must(c.PutObject(ctx, &awss3.PutObjectInput{Bucket: &bucket, Key: &key, Body: strings.NewReader(body)}))(t)
}

func get(t *testing.T, c *awss3.Client, bucket, key string) string {
	t.Helper()
	out := must(c.GetObject(ctx, &awss3.GetObjectInput{Bucket: &bucket, Key: &key}))(t)
	return string(must(io.ReadAll(out.Body))(t))
}

func TestObjectRoundTrip(t *testing.T) {
	l := start(t, testWorld())
	alice := l.as("user/alice")
	for _, key := range []string{"plain", "a b+c", "line\nbreak", "ünïcode/日本", "//double//slash", "%41", "trailing/", "?query=1&x#y"} {
		body := "body of " + key
		out := put(t, alice, "data", key, body)
		if got := get(t, alice, "data", key); got != body {
			t.Errorf("%q came back as %q", key, got)
		}
		if aws.ToString(out.ChecksumCRC32) == "" || out.ChecksumType != types.ChecksumTypeFullObject {
			t.Errorf("%q: checksum %v %v is not echoed", key, out.ChecksumCRC32, out.ChecksumType)
		}
	}
	empty := put(t, alice, "data", "empty", "")
	if got := aws.ToString(empty.ETag); got != `"d41d8cd98f00b204e9800998ecf8427e"` {
		t.Errorf("ETag of the empty object is %s", got)
	}
	if got := get(t, alice, "data", "empty"); got != "" {
		t.Errorf("the empty object came back as %q", got)
	}
}

func TestObjectHeadersComeBack(t *testing.T) {
	l := start(t, testWorld())
	alice := l.as("user/alice")
	must(alice.PutObject(ctx, &awss3.PutObjectInput{
		Bucket: aws.String("data"), Key: aws.String("k"), Body: strings.NewReader("x"),
		ContentType: aws.String("text/plain"), CacheControl: aws.String("no-store"), ContentLanguage: aws.String("ko"),
		ContentDisposition: aws.String("inline"), ContentEncoding: aws.String("gzip"),
		Metadata: map[string]string{"Epoch": "3"}, Tagging: aws.String("a=1&b=2"), StorageClass: types.StorageClassStandardIa,
	}))(t)
	h := must(alice.HeadObject(ctx, &awss3.HeadObjectInput{Bucket: aws.String("data"), Key: aws.String("k"), ChecksumMode: types.ChecksumModeEnabled}))(t)
	got := []string{*h.ContentType, *h.CacheControl, *h.ContentLanguage, *h.ContentDisposition, *h.ContentEncoding,
		h.Metadata["epoch"], string(h.StorageClass), string(h.ServerSideEncryption), *h.AcceptRanges, *h.ETag, h.LastModified.Format(http.TimeFormat)}
	want := "text/plain no-store ko inline gzip 3 STANDARD_IA AES256 bytes \"9dd4e461268c8034f5c8564e155c67a6\" " + now.Format(http.TimeFormat)
	if strings.Join(got, " ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, " "), want)
	}
	if *h.ContentLength != 1 || aws.ToInt32(h.TagCount) != 2 || aws.ToString(h.ChecksumCRC32) == "" {
		t.Errorf("length %d, tags %v, checksum %v", *h.ContentLength, h.TagCount, h.ChecksumCRC32)
	}
	over := must(alice.GetObject(ctx, &awss3.GetObjectInput{Bucket: aws.String("data"), Key: aws.String("k"),
		ResponseContentType: aws.String("text/csv"), ResponseCacheControl: aws.String("private")}))(t)
	if *over.ContentType != "text/csv" || *over.CacheControl != "private" {
		t.Errorf("overrides are ignored: %s, %s", *over.ContentType, *over.CacheControl)
	}
}

func TestReadConditionsAndRanges(t *testing.T) {
	l := start(t, testWorld())
	alice := l.as("user/alice")
	etag := aws.ToString(put(t, alice, "data", "k", "0123456789").ETag)
	for _, c := range []struct {
		name string
		in   awss3.GetObjectInput
		code string
		body string
	}{
		{"range", awss3.GetObjectInput{Range: aws.String("bytes=2-4")}, "", "234"},
		{"suffix", awss3.GetObjectInput{Range: aws.String("bytes=-3")}, "", "789"},
		{"open end", awss3.GetObjectInput{Range: aws.String("bytes=8-")}, "", "89"},
		{"bad syntax is ignored", awss3.GetObjectInput{Range: aws.String("bites=1-2")}, "", "0123456789"},
		{"beyond", awss3.GetObjectInput{Range: aws.String("bytes=10-")}, "416 InvalidRange", ""},
		{"part 1", awss3.GetObjectInput{PartNumber: aws.Int32(1)}, "", "0123456789"},
		{"part 2", awss3.GetObjectInput{PartNumber: aws.Int32(2)}, "416 InvalidPartNumber", ""},
		{"range and part", awss3.GetObjectInput{PartNumber: aws.Int32(1), Range: aws.String("bytes=0-1")}, "400 InvalidRequest", ""},
		{"match", awss3.GetObjectInput{IfMatch: &etag}, "", "0123456789"},
		{"no match", awss3.GetObjectInput{IfMatch: aws.String(`"x"`)}, "412 PreconditionFailed", ""},
		{"none match", awss3.GetObjectInput{IfNoneMatch: &etag}, "304 NotModified", ""},
		{"unmodified", awss3.GetObjectInput{IfUnmodifiedSince: aws.Time(now.Add(-1e9))}, "412 PreconditionFailed", ""},
		{"modified", awss3.GetObjectInput{IfModifiedSince: aws.Time(now)}, "304 NotModified", ""},
		{"match wins", awss3.GetObjectInput{IfMatch: &etag, IfUnmodifiedSince: aws.Time(now.Add(-1e9))}, "", "0123456789"},
		{"bad version", awss3.GetObjectInput{VersionId: aws.String("nope")}, "400 InvalidArgument", ""},
	} {
		c.in.Bucket, c.in.Key = aws.String("data"), aws.String("k")
		out, err := alice.GetObject(ctx, &c.in)
		if codeOf(err) != c.code {
			t.Errorf("%s: got %q, want %q", c.name, codeOf(err), c.code)
			continue
		}
		if err == nil {
			if body := string(must(io.ReadAll(out.Body))(t)); body != c.body {
				t.Errorf("%s: got %q, want %q", c.name, body, c.body)
			}
		}
	}
}

func TestWriteConditions(t *testing.T) {
	l := start(t, testWorld())
	alice := l.as("user/alice")
	etag := aws.ToString(put(t, alice, "data", "k", "one").ETag)
	try := func(in awss3.PutObjectInput) error {
		in.Bucket, in.Body = aws.String("data"), strings.NewReader("two")
		if in.Key == nil {
			in.Key = aws.String("k")
		}
		_, err := alice.PutObject(ctx, &in)
		return err
	}
	wantCode(t, try(awss3.PutObjectInput{IfNoneMatch: aws.String("*")}), "412 PreconditionFailed")
	wantCode(t, try(awss3.PutObjectInput{IfNoneMatch: &etag}), "501 NotImplemented")
	wantCode(t, try(awss3.PutObjectInput{IfMatch: aws.String("x")}), "412 PreconditionFailed")
	wantCode(t, try(awss3.PutObjectInput{IfMatch: aws.String("x"), Key: aws.String("absent")}), "404 NoSuchKey")
	wantCode(t, try(awss3.PutObjectInput{IfMatch: aws.String("*"), Key: aws.String("absent")}), "404 NoSuchKey")
	wantCode(t, try(awss3.PutObjectInput{IfMatch: &etag}), "")
	wantCode(t, try(awss3.PutObjectInput{IfNoneMatch: aws.String("*"), Key: aws.String("fresh")}), "")
	wantCode(t, try(awss3.PutObjectInput{ContentMD5: aws.String("1B2M2Y8AsgTpgAmY7PhCfg==")}), "400 BadDigest")
	if got := get(t, alice, "data", "k"); got != "two" {
		t.Errorf("the object is %q", got)
	}
}

func TestMissingObjectIs403WithoutListBucket(t *testing.T) {
	l := start(t, testWorld())
	in := &awss3.GetObjectInput{Bucket: aws.String("data"), Key: aws.String("absent")}
	_, err := l.as("user/alice").GetObject(ctx, in)
	wantCode(t, err, "404 NoSuchKey")
	_, err = l.as("user/rob").GetObject(ctx, in)
	wantCode(t, err, "403 AccessDenied")
	if want := `User: arn:aws:iam::111122223333:user/rob is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::data" because no identity-based policy allows the s3:ListBucket action`; messageOf(err) != want {
		t.Errorf("message %q", messageOf(err))
	}
	_, err = l.as("user/bob").GetObject(ctx, in)
	if !strings.Contains(messageOf(err), "s3:GetObject on resource") {
		t.Errorf("who may not read is told %q", messageOf(err))
	}
	for ref, want := range map[string]string{"user/alice": "404 NotFound", "user/rob": "403 Forbidden", "user/bob": "403 Forbidden"} {
		_, err := l.as(ref).HeadObject(ctx, &awss3.HeadObjectInput{Bucket: aws.String("data"), Key: aws.String("absent")})
		if got := codeOf(err); got != want {
			t.Errorf("HEAD as %s: %q, want %q", ref, got, want)
		}
	}
	_, err = l.as("user/bob").GetObject(ctx, &awss3.GetObjectInput{Bucket: aws.String("nowhere"), Key: aws.String("k")})
	wantCode(t, err, "404 NoSuchBucket")
	put(t, l.as("user/rob"), "data", "new", "x")
}

func TestLargeUpload(t *testing.T) {
	l := start(t, testWorld())
	alice := l.as("user/alice")
	body := bytes.Repeat([]byte("0123456789abcdef"), 1<<20) // 16 MiB: Expect: 100-continue, several chunks
	must(alice.PutObject(ctx, &awss3.PutObjectInput{Bucket: aws.String("data"), Key: aws.String("big"), Body: bytes.NewReader(body)}))(t)
	if got := get(t, alice, "data", "big"); got != string(body) {
		t.Errorf("%d bytes came back as %d", len(body), len(got))
	}
	before := l.digest()
	_, err := l.as("user/bob").PutObject(ctx, &awss3.PutObjectInput{Bucket: aws.String("data"), Key: aws.String("big"), Body: bytes.NewReader(body)})
	wantCode(t, err, "403 AccessDenied")
	if l.digest() != before {
		t.Error("a refused upload changed the lab")
	}
}

func TestVersions(t *testing.T) {
	l := start(t, testWorld())
	alice := l.as("user/alice")
	first := aws.ToString(put(t, alice, "vers", "k", "one").VersionId)
	second := aws.ToString(put(t, alice, "vers", "k", "two").VersionId)
	marker := must(alice.DeleteObject(ctx, &awss3.DeleteObjectInput{Bucket: aws.String("vers"), Key: aws.String("k")}))(t)
	if first == second || first == "" || !aws.ToBool(marker.DeleteMarker) {
		t.Fatalf("versions %q, %q, marker %v", first, second, marker.DeleteMarker)
	}
	read := func(version string) error {
		in := &awss3.GetObjectInput{Bucket: aws.String("vers"), Key: aws.String("k")}
		if version != "" {
			in.VersionId = &version
		}
		_, err := alice.GetObject(ctx, in)
		return err
	}
	wantCode(t, read(""), "404 NoSuchKey")
	wantCode(t, read(*marker.VersionId), "405 MethodNotAllowed")
	wantCode(t, read(first), "")
	wantCode(t, read("null"), "404 NoSuchVersion")
	list := must(alice.ListObjectVersions(ctx, &awss3.ListObjectVersionsInput{Bucket: aws.String("vers")}))(t)
	if len(list.Versions) != 2 || len(list.DeleteMarkers) != 1 || !aws.ToBool(list.DeleteMarkers[0].IsLatest) {
		t.Errorf("%d versions, %d markers", len(list.Versions), len(list.DeleteMarkers))
	}
	_, err := alice.DeleteBucket(ctx, &awss3.DeleteBucketInput{Bucket: aws.String("vers")})
	wantCode(t, err, "409 BucketNotEmpty")
	// The version's own action is asked for, and the plain one does not do.
	_, err = l.as("user/rob").GetObject(ctx, &awss3.GetObjectInput{Bucket: aws.String("vers"), Key: aws.String("k"), VersionId: &first})
	if !strings.Contains(messageOf(err), "s3:GetObjectVersion") {
		t.Errorf("message %q", messageOf(err))
	}
	if got := l.lastContext("s3:GetObjectVersion")["s3:VersionId"].Values; len(got) != 1 || got[0] != first {
		t.Errorf("s3:VersionId is %v", got)
	}
	gone := must(alice.DeleteObject(ctx, &awss3.DeleteObjectInput{Bucket: aws.String("vers"), Key: aws.String("k"), VersionId: marker.VersionId}))(t)
	if !aws.ToBool(gone.DeleteMarker) {
		t.Error("deleting a delete marker does not say so")
	}
	wantCode(t, read(""), "")
}
