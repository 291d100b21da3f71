package caller_test

import (
	"encoding/base64"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"
)

// exampleForm is the signed form of
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-post-example.html.
func exampleForm() map[string]string {
	policy := strings.Join([]string{
		`{ "expiration": "2015-12-30T12:00:00.000Z",`,
		`  "conditions": [`,
		`    {"bucket": "sigv4examplebucket"},`,
		`    ["starts-with", "$key", "user/user1/"],`,
		`    {"acl": "public-read"},`,
		`    {"success_action_redirect": "http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html"},`,
		`    ["starts-with", "$Content-Type", "image/"],`,
		`    {"x-amz-meta-uuid": "14365123651274"},`,
		`    {"x-amz-server-side-encryption": "AES256"},`,
		`    ["starts-with", "$x-amz-meta-tag", ""],`,
		``,
		`    {"x-amz-credential": "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request"},`,
		`    {"x-amz-algorithm": "AWS4-HMAC-SHA256"},`,
		`    {"x-amz-date": "20151229T000000Z" }`,
		`  ]`,
		`}`,
	}, "\r\n")
	return map[string]string{
		"policy":           base64.StdEncoding.EncodeToString([]byte(policy)),
		"x-amz-algorithm":  "AWS4-HMAC-SHA256",
		"x-amz-credential": "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request",
		"x-amz-date":       "20151229T000000Z",
		"x-amz-signature":  "8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e",
	}
}

func TestExampleForm(t *testing.T) {
	id, err := exampleVerifier().VerifyForm(exampleForm(), exampleKeys())
	if err != nil {
		t.Fatal(err)
	}
	if id.Principal.Caller.ARN != "arn:aws:iam::111122223333:user/alice" || id.AuthType != "POST" || id.SignatureVersion != "AWS4-HMAC-SHA256" ||
		!id.SignedAt.Equal(time.Date(2015, 12, 29, 0, 0, 0, 0, time.UTC)) || id.Region != "us-east-1" || id.Service != "s3" {
		t.Errorf("%+v", id)
	}
}

func TestRefusedForms(t *testing.T) {
	for name, c := range map[string]struct {
		change map[string]string
		want   string
	}{
		"another policy":      {map[string]string{"policy": "e30="}, "403 SignatureDoesNotMatch"},
		"another signature":   {map[string]string{"x-amz-signature": "00"}, "403 SignatureDoesNotMatch"},
		"another key":         {map[string]string{"x-amz-credential": "AKIANOBODY/20151229/us-east-1/s3/aws4_request"}, "403 InvalidAccessKeyId"},
		"another Region":      {map[string]string{"x-amz-credential": "AKIAIOSFODNN7EXAMPLE/20151229/eu-west-1/s3/aws4_request"}, "400 AuthorizationQueryParametersError"},
		"another day":         {map[string]string{"x-amz-date": "20151230T000000Z"}, "400 AuthorizationQueryParametersError"},
		"no credential":       {map[string]string{"x-amz-credential": "AKIAIOSFODNN7EXAMPLE"}, "400 AuthorizationQueryParametersError"},
		"no date":             {map[string]string{"x-amz-date": "yesterday"}, "400 AuthorizationQueryParametersError"},
		"another algorithm":   {map[string]string{"x-amz-algorithm": "AWS4-HMAC-SHA1"}, "400 AuthorizationQueryParametersError"},
		"a token of nobody":   {map[string]string{"x-amz-security-token": "x"}, "400 InvalidToken"},
		"a key without token": {map[string]string{"x-amz-credential": sessionKey + "/20151229/us-east-1/s3/aws4_request"}, "403 InvalidAccessKeyId"},
		"no signature":        {map[string]string{"x-amz-signature": ""}, "400 InvalidArgument"},
		"no policy":           {map[string]string{"policy": ""}, "400 InvalidArgument"},
		"version 2":           {map[string]string{"awsaccesskeyid": "AKIA", "signature": "x"}, "400 InvalidRequest"},
		"half of version 2":   {map[string]string{"signature": "x"}, "400 InvalidArgument"},
	} {
		fields := exampleForm()
		maps.Copy(fields, c.change)
		_, err := exampleVerifier().VerifyForm(fields, exampleKeys())
		if err == nil {
			t.Errorf("%s: accepted", name)
			continue
		}
		if got := fmt.Sprint(err.Status, " ", err.Code); got != c.want {
			t.Errorf("%s: %s (%s), want %s", name, got, err.Message, c.want)
		}
	}
	if id, err := exampleVerifier().VerifyForm(map[string]string{"key": "k"}, exampleKeys()); err != nil || id.AuthType != "" {
		t.Errorf("unsigned: %+v %v", id, err)
	}
}
