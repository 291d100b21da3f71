package s3_test

import (
	"net/http"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
)

// The first two are the examples of
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html.
func TestMetadataBeyondASCIIIsMailSafe(t *testing.T) {
	l := start(t, testWorld())
	c := l.as("user/alice")
	for sent, want := range map[string]string{
		"ÄMÄZÕÑ S3": "=?UTF-8?B?w4PChE3Dg8KEWsODwpXDg8KRIFMz?=",
		"AMAZONS3":  "AMAZONS3",
		"=?UTF-8?B?w4PChE3Dg8KEWsODwpXDg8KRIFMz?=":    "=?UTF-8?B?w4PChE3Dg8KEWsODwpXDg8KRIFMz?=",
		"=?ISO-8859-1?Q?caf=E9?=":                     "=?UTF-8?B?Y2Fmw6k=?=",
		"=?UTF-8?Q?plain?=":                           "plain",
		"=?UTF-8?B?not base64?=":                      "=?UTF-8?B?not base64?=",
		"=?KOI8-R?Q?=C1?=":                            "=?KOI8-R?Q?=C1?=",
		"=?UTF-8?Q?two=0D=0ASet-Cookie:_lines?=":      "=?UTF-8?B?dHdvDQpTZXQtQ29va2llOiBsaW5lcw==?=",
		"a  b, with=?signs? and (all) that's allowed": "a  b, with=?signs? and (all) that's allowed",
	} {
		must(c.PutObject(ctx, &awss3.PutObjectInput{Bucket: aws.String("data"), Key: aws.String("k"), Metadata: map[string]string{"a": sent}}))(t)
		if got := must(c.HeadObject(ctx, &awss3.HeadObjectInput{Bucket: aws.String("data"), Key: aws.String("k")}))(t).Metadata["a"]; got != want {
			t.Errorf("%q came back as %q, want %q", sent, got, want)
		}
	}
}

// A form's fields are UTF-8, so they are not taken byte by byte.
func TestMetadataOfFormsIsUTF8(t *testing.T) {
	l := start(t, testWorld())
	fields := l.signed("user/alice", "data", "k", []any{[]any{"starts-with", "$x-amz-meta-a", ""}}, "x-amz-meta-a", "café", "file", "x")
	if res, body := l.post("data", fields...); res.StatusCode != http.StatusNoContent {
		t.Fatalf("%s: %s", res.Status, body)
	}
	h := must(l.as("user/alice").HeadObject(ctx, &awss3.HeadObjectInput{Bucket: aws.String("data"), Key: aws.String("k")}))(t)
	if got, want := h.Metadata["a"], "=?UTF-8?B?Y2Fmw6k=?="; got != want {
		t.Errorf("came back as %q, want %q", got, want)
	}
}
