package s3_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/google/go-cmp/cmp"
)

func TestListObjects(t *testing.T) {
	l := start(t, testWorld())
	c := l.as("user/alice")
	for _, k := range []string{"a/1", "a/2", "b", "c/x/y", "new\nline", "pl+us and space", "日本"} {
		put(t, c, "data", k, "x")
	}
	b := aws.String("data")
	keys := func(cs []types.Object, ps []types.CommonPrefix) string {
		var all []string
		for _, o := range cs {
			all = append(all, *o.Key)
		}
		for _, p := range ps {
			all = append(all, *p.Prefix)
		}
		return strings.Join(all, "|")
	}
	for _, in := range []struct {
		in   awss3.ListObjectsV2Input
		want string
	}{
		{awss3.ListObjectsV2Input{}, "a/1|a/2|b|c/x/y|new\nline|pl+us and space|seeded.txt|日本"},
		{awss3.ListObjectsV2Input{Delimiter: aws.String("/")}, "b|new\nline|pl+us and space|seeded.txt|日本|a/|c/"},
		{awss3.ListObjectsV2Input{Prefix: aws.String("a/")}, "a/1|a/2"},
		{awss3.ListObjectsV2Input{Prefix: aws.String("c/"), Delimiter: aws.String("/")}, "c/x/"},
		{awss3.ListObjectsV2Input{StartAfter: aws.String("n")}, "new\nline|pl+us and space|seeded.txt|日本"},
		{awss3.ListObjectsV2Input{MaxKeys: aws.Int32(2)}, "a/1|a/2"},
		{awss3.ListObjectsV2Input{MaxKeys: aws.Int32(0)}, ""},
	} {
		in.in.Bucket = b
		out := must(c.ListObjectsV2(ctx, &in.in))(t)
		if got := keys(out.Contents, out.CommonPrefixes); got != in.want {
			t.Errorf("%+v: %q, want %q", in.in, got, in.want)
		}
		if want := len(out.Contents) + len(out.CommonPrefixes); int(aws.ToInt32(out.KeyCount)) != want {
			t.Errorf("KeyCount %v of %d", out.KeyCount, want)
		}
	}

	var paged []string
	pages := awss3.NewListObjectsV2Paginator(c, &awss3.ListObjectsV2Input{Bucket: b, MaxKeys: aws.Int32(3)})
	for pages.HasMorePages() {
		page := must(pages.NextPage(ctx))(t)
		paged = append(paged, keys(page.Contents, nil))
	}
	if got := strings.Join(paged, " "); got != "a/1|a/2|b c/x/y|new\nline|pl+us and space seeded.txt|日本" {
		t.Errorf("pages %q", got)
	}

	v1 := must(c.ListObjects(ctx, &awss3.ListObjectsInput{Bucket: b, MaxKeys: aws.Int32(1), Delimiter: aws.String("/"), EncodingType: types.EncodingTypeUrl}))(t)
	if aws.ToString(v1.NextMarker) != "a/" || !aws.ToBool(v1.IsTruncated) || v1.CommonPrefixes[0].Prefix == nil {
		t.Errorf("marker %v", v1.NextMarker)
	}
	v1 = must(c.ListObjects(ctx, &awss3.ListObjectsInput{Bucket: b, Marker: aws.String("c/x/y"), EncodingType: types.EncodingTypeUrl}))(t)
	if v1 := must(c.ListObjects(ctx, &awss3.ListObjectsInput{Bucket: b, Prefix: aws.String("new\n"), EncodingType: types.EncodingTypeUrl}))(t); *v1.Prefix != "new\n" || *v1.Contents[0].Key != "new%0Aline" {
		t.Errorf("prefix %q, key %q", *v1.Prefix, *v1.Contents[0].Key)
	}
	// An empty token asks for the first page.
	if first := must(c.ListObjectsV2(ctx, &awss3.ListObjectsV2Input{Bucket: b, ContinuationToken: aws.String("")}))(t); len(first.Contents) != 8 || first.ContinuationToken == nil {
		t.Errorf("an empty token: %d objects, token %v", len(first.Contents), first.ContinuationToken)
	}
	var decoded []string
	for _, o := range v1.Contents {
		decoded = append(decoded, must(url.QueryUnescape(*o.Key))(t))
		if o.Owner == nil || len(*o.Owner.ID) != 64 {
			t.Errorf("owner %+v", o.Owner)
		}
	}
	if want := []string{"new\nline", "pl+us and space", "seeded.txt", "日本"}; !cmp.Equal(decoded, want) {
		t.Errorf("decoded %q (%q)", decoded, *v1.Contents[1].Key)
	}

	for name, in := range map[string]awss3.ListObjectsV2Input{
		"token": {ContinuationToken: aws.String("nonsense")}, "max": {MaxKeys: aws.Int32(-1)}, "encoding": {EncodingType: "base64"},
	} {
		in.Bucket = b
		_, err := c.ListObjectsV2(ctx, &in)
		if got := codeOf(err); got != "400 InvalidArgument" {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestListingKeys(t *testing.T) {
	l := start(t, testWorld())
	must(l.as("user/alice").ListObjectsV2(ctx, &awss3.ListObjectsV2Input{Bucket: aws.String("data"), Prefix: aws.String("p/"), MaxKeys: aws.Int32(7)}))(t)
	c := l.lastContext("s3:ListBucket")
	if got := fmt.Sprint(c["s3:prefix"].Values, c["s3:max-keys"].Values, c["s3:delimiter"].Values, c["s3:ResourceAccount"].Values); got != "[p/] [7] [] ["+owner+"]" {
		t.Errorf("context %s", got)
	}
	if _, there := c["s3:delimiter"]; there {
		t.Error("s3:delimiter is there although the request has none")
	}
	must(l.as("user/alice").HeadBucket(ctx, &awss3.HeadBucketInput{Bucket: aws.String("data")}))(t)
	if _, there := l.lastContext("s3:ListBucket")["s3:prefix"]; there {
		t.Error("HeadBucket has s3:prefix")
	}
}

func TestListVersionsPages(t *testing.T) {
	l := start(t, testWorld())
	c := l.as("user/alice")
	for i := range 3 {
		put(t, c, "vers", "k", fmt.Sprint(i))
		put(t, c, "vers", "l", fmt.Sprint(i))
	}
	must(c.DeleteObject(ctx, &awss3.DeleteObjectInput{Bucket: aws.String("vers"), Key: aws.String("k")}))(t)
	seen := map[string]bool{}
	pages := 0
	p := awss3.NewListObjectVersionsPaginator(c, &awss3.ListObjectVersionsInput{Bucket: aws.String("vers"), MaxKeys: aws.Int32(2)})
	for p.HasMorePages() {
		out := must(p.NextPage(ctx))(t)
		pages++
		for _, v := range out.Versions {
			seen[*v.Key+*v.VersionId] = true
		}
		for _, v := range out.DeleteMarkers {
			seen[*v.Key+*v.VersionId] = true
		}
	}
	if len(seen) != 7 || pages != 4 {
		t.Errorf("%d versions on %d pages", len(seen), pages)
	}
	_, err := c.ListObjectVersions(ctx, &awss3.ListObjectVersionsInput{Bucket: aws.String("vers"), VersionIdMarker: aws.String("null")})
	wantCode(t, err, "400 InvalidArgument")
	// s3:ListBucket alone is not enough for versions.
	_, err = l.as("user/rob").ListObjectVersions(ctx, &awss3.ListObjectVersionsInput{Bucket: aws.String("vers")})
	if !strings.Contains(messageOf(err), "s3:ListBucketVersions") {
		t.Errorf("message %q", messageOf(err))
	}
}
