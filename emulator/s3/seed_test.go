package s3_test

import (
	"crypto/md5"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/denylab/denylab/emulator/world"
)

func contentOf(t *testing.T, r io.Reader) string {
	t.Helper()
	return string(must(io.ReadAll(r))(t))
}

// etagOfParts is the MD5 of the MD5s of the parts, and how many there are.
func etagOfParts(parts ...string) string {
	var sums []byte
	for _, p := range parts {
		sum := md5.Sum([]byte(p))
		sums = append(sums, sum[:]...)
	}
	return fmt.Sprintf("%x-%d", md5.Sum(sums), len(parts))
}

// What a fixture says of versions, parts and uploads is what clients find.
func TestAFixtureHasVersionsPartsAndUploads(t *testing.T) {
	w := openWorld()
	when := time.Date(2025, 1, 2, 3, 4, 5, 0, time.UTC)
	w.Accounts[owner].Buckets["kept"] = &world.Bucket{Versioning: "Enabled",
		Objects: map[string]*world.Object{
			"k": {Body: "new", Older: []*world.Object{
				{Stored: world.Stored{DeleteMarker: true, VersionID: "marker"}},
				{Body: "old", Stored: world.Stored{VersionID: "null", Modified: when}},
			}},
			"parts": {Body: "hello, lab", Stored: world.Stored{Parts: []world.StoredPart{{Size: 5}, {Number: 7, Size: 5}}}},
			"none":  {Body: "x", Stored: world.Stored{Checksum: &world.Checksum{}, Expires: "never"}},
		},
		Uploads: []*world.Upload{{Key: "later", Object: &world.Object{ContentType: "text/x"}, Parts: map[string]*world.Object{"1": {Body: "one"}, "12": {Body: "twelve"}}}},
	}
	l := start(t, w)
	c, b := l.as("user/alice"), aws.String("kept")

	list := must(c.ListObjectVersions(ctx, &awss3.ListObjectVersionsInput{Bucket: b, Prefix: aws.String("k")}))(t)
	if len(list.Versions) != 2 || len(list.DeleteMarkers) != 1 || *list.DeleteMarkers[0].VersionId != "marker" ||
		*list.Versions[1].VersionId != "null" || !list.Versions[1].LastModified.Equal(when) || !*list.Versions[0].IsLatest {
		t.Errorf("versions %+v %+v", list.Versions, list.DeleteMarkers)
	}
	part := must(c.GetObject(ctx, &awss3.GetObjectInput{Bucket: b, Key: aws.String("parts"), PartNumber: aws.Int32(2)}))(t)
	if got := contentOf(t, part.Body); got != ", lab" || *part.ETag != `"`+etagOfParts("hello", ", lab")+`"` || *part.PartsCount != 2 {
		t.Errorf("part %q, ETag %s of %d parts", got, *part.ETag, *part.PartsCount)
	}
	none := must(c.HeadObject(ctx, &awss3.HeadObjectInput{Bucket: b, Key: aws.String("none"), ChecksumMode: types.ChecksumModeEnabled}))(t)
	if none.ChecksumCRC64NVME != nil || aws.ToString(none.ExpiresString) != "never" {
		t.Errorf("checksum %v, expires %v", none.ChecksumCRC64NVME, none.ExpiresString)
	}

	uploads := must(c.ListMultipartUploads(ctx, &awss3.ListMultipartUploadsInput{Bucket: b}))(t).Uploads
	if len(uploads) != 1 || *uploads[0].Key != "later" {
		t.Fatalf("uploads %+v", uploads)
	}
	id := uploads[0].UploadId
	parts := must(c.ListParts(ctx, &awss3.ListPartsInput{Bucket: b, Key: aws.String("later"), UploadId: id}))(t).Parts
	if len(parts) != 2 || *parts[1].PartNumber != 12 || *parts[1].Size != 6 {
		t.Fatalf("parts %+v", parts)
	}
	done := []types.CompletedPart{{PartNumber: parts[1].PartNumber, ETag: parts[1].ETag}}
	must(c.CompleteMultipartUpload(ctx, &awss3.CompleteMultipartUploadInput{Bucket: b, Key: aws.String("later"), UploadId: id, MultipartUpload: &types.CompletedMultipartUpload{Parts: done}}))(t)
	made := must(c.GetObject(ctx, &awss3.GetObjectInput{Bucket: b, Key: aws.String("later")}))(t)
	if got := contentOf(t, made.Body); got != "twelve" || *made.ContentType != "text/x" {
		t.Errorf("made %q of type %s", got, *made.ContentType)
	}
}
