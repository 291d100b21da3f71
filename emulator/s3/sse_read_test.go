package s3_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// A read that brings the header of an encryption by S3's keys is a bad request.
func TestEncryptionHeaderOnARead(t *testing.T) {
	l := start(t, testWorld())
	must(l.as("user/alice").PutObject(ctx, &awss3.PutObjectInput{Bucket: aws.String("legacy"), Key: aws.String("k"),
		Body: strings.NewReader("public"), ACL: types.ObjectCannedACLPublicRead}))(t)
	for _, method := range []string{"GET", "HEAD"} {
		for header, want := range map[string]int{"x-amz-meta-none": 200, "x-amz-server-side-encryption": 400} {
			if res, body := l.send(method, "/legacy/k", "", header, "AES256"); res.StatusCode != want {
				t.Errorf("%s with %s: %d %s", method, header, res.StatusCode, body)
			}
		}
	}
}
