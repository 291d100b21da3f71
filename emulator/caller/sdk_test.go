package caller_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
)

func hashOf(body string) string {
	h := sha256.Sum256([]byte(body))
	return hex.EncodeToString(h[:])
}

// What the SDK's signer signs is what the verifier verifies, whatever the path,
// the query and the headers look like.
func TestSDKSignatures(t *testing.T) {
	tests := []struct {
		name, method, target, body, service, region string
		header                                      map[string]string
	}{
		{"plain key", "GET", "http://127.0.0.1:4566/b/key", "", "s3", "us-east-1", nil},
		{"no path", "GET", "http://127.0.0.1:4566", "", "s3", "us-east-1", nil},
		{"virtual host", "PUT", "http://b.localhost:4566/a/b.txt", "hello", "s3", "us-east-1", nil},
		{"escaped key", "GET", "http://127.0.0.1:4566/b/a%20b%2Bc%3Dd%26%C3%A9%25~%21%27%28%29%2A", "", "s3", "us-east-1", nil},
		{"empty segments stay", "GET", "http://127.0.0.1:4566/b//a/../c/./d//", "", "s3", "us-east-1", nil},
		{"behind an endpoint's path", "GET", "http://127.0.0.1:4566/_denylab/vpce/vpce-0abc/b/k", "", "s3", "us-east-1", nil},
		{"query", "GET", "http://127.0.0.1:4566/b?list-type=2&prefix=a%20b%2F&delimiter=%2F&max-keys=", "", "s3", "us-east-1", nil},
		{"query without value", "GET", "http://127.0.0.1:4566/b?versioning", "", "s3", "us-east-1", nil},
		{"query sorted after encoding", "GET", "http://127.0.0.1:4566/b?p=a-b&p=a%2Fb&p=a.b&P=1&p2=x%2By", "", "s3", "us-east-1", nil},
		{"plus is a space", "GET", "http://127.0.0.1:4566/b?prefix=a+b", "", "s3", "us-east-1", nil},
		{"headers", "PUT", "http://127.0.0.1:4566/b/k", "x", "s3", "us-east-1", map[string]string{
			"Content-Type": "text/plain", "X-Amz-Meta-A": "one  two   three ", "X-Amz-Tagging": "a=b&c=d", "Content-Md5": "ndTkYSaMgDT1yFZOFVxnpg=="}},
		{"STS", "POST", "http://127.0.0.1:4566/", "Action=GetCallerIdentity&Version=2011-06-15", "sts", "us-east-1", map[string]string{"Content-Type": "application/x-www-form-urlencoded"}},
		{"STS in its own Region", "POST", "http://127.0.0.1:4566/", "Action=GetCallerIdentity", "sts", "us-east-1", nil},
		{"STS behind an endpoint's path", "POST", "http://127.0.0.1:4566/_denylab/vpce/vpce-0abc/", "Action=X", "sts", "us-east-1", nil},
		{"STS path is encoded twice", "POST", "http://127.0.0.1:4566/a%20b/c", "Action=X", "sts", "us-east-1", nil},
		{"IAM without a Region", "POST", "http://127.0.0.1:4566/", "Action=GetUser", "iam", "", nil},
		{"STS without a Region", "POST", "http://127.0.0.1:4566/", "Action=GetCallerIdentity", "sts", "", nil},
		{"KMS", "POST", "http://127.0.0.1:4566/", `{"KeyId":"alias/a"}`, "kms", "us-east-1", map[string]string{
			"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "TrentService.DescribeKey"}},
		{"KMS without a body", "POST", "http://127.0.0.1:4566/", "", "kms", "us-east-1", nil},
	}
	for _, tt := range tests {
		for _, creds := range []aws.Credentials{longTerm(), temporary()} {
			t.Run(tt.name+" "+creds.AccessKeyID, func(t *testing.T) {
				r := sdkSigned(t, creds, tt.method, tt.target, tt.body, hashOf(tt.body), tt.service, tt.region, tt.header)
				id, err := verify(r, tt.service)
				if err != nil {
					t.Fatalf("%v %v", err, err.Fields)
				}
				if id.Credential.AccessKeyID != creds.AccessKeyID {
					t.Errorf("signed by %s, not %s", id.Credential.AccessKeyID, creds.AccessKeyID)
				}
				if got, err := readAll(t, r); got != tt.body || err != nil {
					t.Errorf("the body is %q, %v; want %q", got, err, tt.body)
				}
			})
		}
	}
}

func TestSDKPresigned(t *testing.T) {
	for _, creds := range []aws.Credentials{longTerm(), temporary()} {
		for _, target := range []string{
			"http://127.0.0.1:4566/b/key", "http://b.localhost:4566/a%20b%2B?versionId=x%2F%2B&response-content-type=text%2Fplain",
		} {
			r := presigned(t, creds, "GET", target, "60")
			id, err := verify(r, "s3")
			if err != nil {
				t.Errorf("%s: %v %v", target, err, err.Fields)
			} else if id.AuthType != "REST-QUERY-STRING" {
				t.Errorf("%s: %s", target, id.AuthType)
			}
		}
	}
}

// A presigned GetCallerIdentity is what EKS takes for a token: no
// X-Amz-Expires, the hash of an empty body, a header of its own signed.
func TestSDKPresignedSTS(t *testing.T) {
	out, err := http.NewRequest("GET", "http://127.0.0.1:4566/?Action=GetCallerIdentity&Version=2011-06-15", nil)
	if err != nil {
		t.Fatal(err)
	}
	out.Header.Set("X-K8s-Aws-Id", "cluster")
	url, header, err := signer("sts").PresignHTTP(context.Background(), temporary(), out, emptyHash, "sts", "us-east-1", exampleTime)
	if err != nil {
		t.Fatal(err)
	}
	r := incoming("GET", url, "")
	r.Header = header
	if _, err := verify(r, "sts"); err != nil {
		t.Fatal(err)
	}
}
