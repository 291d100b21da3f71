package caller_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/caller"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// The access key of AWS's documentation.
const (
	exampleKey    = "AKIAIOSFODNN7EXAMPLE"
	exampleSecret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
	sessionKey    = "ASIAIOSFODNN7EXAMPLE"
	sessionToken  = "IQoJb3JpZ2luX2VjEXAMPLE//////////wEaCXVz=="
)

var exampleTime = time.Date(2013, 5, 24, 0, 0, 0, 0, time.UTC)

type keys map[string]*world.Credential

func (k keys) Credential(id string) (*world.Credential, bool) {
	c, ok := k[id]
	return c, ok
}

func user(name string) *world.Principal {
	arn := "arn:aws:iam::111122223333:user/" + name
	return &world.Principal{Caller: authz.Caller{Kind: authz.User, ARN: arn, PrincipalARN: arn, Account: "111122223333"}}
}

func exampleKeys() keys {
	return keys{
		exampleKey: {AccessKeyID: exampleKey, Secret: exampleSecret, Principal: user("alice")},
		sessionKey: {AccessKeyID: sessionKey, Secret: exampleSecret, Token: sessionToken,
			ExpiresAt: exampleTime.Add(time.Hour), Principal: user("session")},
		"ASIAEXPIREDEXAMPLE": {AccessKeyID: "ASIAEXPIREDEXAMPLE", Secret: exampleSecret, Token: "expired",
			ExpiresAt: exampleTime, Principal: user("late")},
		"ASIAORPHANEXAMPLE": {AccessKeyID: "ASIAORPHANEXAMPLE", Secret: exampleSecret, Token: "orphan",
			ExpiresAt: exampleTime.Add(time.Hour)},
		"ASIAORPHANEXPIRED": {AccessKeyID: "ASIAORPHANEXPIRED", Secret: exampleSecret, Token: "orphan",
			ExpiresAt: exampleTime},
	}
}

func exampleVerifier() *caller.Verifier {
	return &caller.Verifier{Now: func() time.Time { return exampleTime }, Region: "us-east-1"}
}

func longTerm() aws.Credentials {
	return aws.Credentials{AccessKeyID: exampleKey, SecretAccessKey: exampleSecret}
}

func temporary() aws.Credentials {
	return aws.Credentials{AccessKeyID: sessionKey, SecretAccessKey: exampleSecret, SessionToken: sessionToken}
}

// signer returns the SDK's signer, set up for a service as its clients do.
func signer(service string) *v4.Signer {
	return v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = service == "s3" })
}

const emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

// incoming is a request as a handler sees it, built without a server.
func incoming(method, target, body string) *http.Request {
	return httptest.NewRequest(method, target, strings.NewReader(body))
}

// sdkSigned is an incoming request signed by the SDK.
func sdkSigned(t *testing.T, creds aws.Credentials, method, target, body, hash, service, region string, header map[string]string) *http.Request {
	t.Helper()
	out, err := http.NewRequest(method, target, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for k, v := range header {
		out.Header.Set(k, v)
	}
	if service == "s3" {
		out.Header.Set("X-Amz-Content-Sha256", hash)
	}
	if err := signer(service).SignHTTP(context.Background(), creds, out, hash, service, region, exampleTime); err != nil {
		t.Fatal(err)
	}
	in := incoming(method, out.URL.String(), body)
	in.Header = out.Header
	return in
}

// presigned is a request to a URL that the SDK presigned for S3.
func presigned(t *testing.T, creds aws.Credentials, method, target, expires string) *http.Request {
	t.Helper()
	out, err := http.NewRequest(method, target, nil)
	if err != nil {
		t.Fatal(err)
	}
	q := out.URL.Query()
	q.Set("X-Amz-Expires", expires)
	out.URL.RawQuery = q.Encode()
	signed, _, err := signer("s3").PresignHTTP(context.Background(), creds, out, "UNSIGNED-PAYLOAD", "s3", "us-east-1", exampleTime)
	if err != nil {
		t.Fatal(err)
	}
	return incoming(method, signed, "")
}

func verify(r *http.Request, service string) (*caller.Identity, *awsproto.Error) {
	return exampleVerifier().Verify(r, exampleKeys(), service)
}

// readAll reads a verified body and gives its error as AWS's.
func readAll(t *testing.T, r *http.Request) (string, *awsproto.Error) {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err == nil {
		return string(b), nil
	}
	aerr, ok := err.(*awsproto.Error)
	if !ok {
		t.Fatalf("the body's error is a %T, not an *awsproto.Error: %v", err, err)
	}
	return string(b), aerr
}
