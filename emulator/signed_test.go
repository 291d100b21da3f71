package emulator_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"github.com/denylab/denylab/emulator"
)

// Signatures of another time, and bodies that are not what was signed: the SDK
// does not send these.
func TestRequestsSignedForAnotherTimeOrBodyChangeNothing(t *testing.T) {
	still := func() time.Time { return now }
	l := start(t, emulator.Options{Clock: still, SigningClock: still})
	c, err := l.CredentialsAs("user/alice")
	if err != nil {
		t.Fatal(err)
	}
	credentials := aws.Credentials{AccessKeyID: c.AccessKeyID, SecretAccessKey: c.Secret}
	signer := v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true })
	const target = "http://lab.test/data/seeded.txt"

	header := func(method, body, sent string, at time.Time) *http.Request {
		r, err := http.NewRequestWithContext(t.Context(), method, target, strings.NewReader(sent))
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256([]byte(body))
		hash := hex.EncodeToString(sum[:])
		r.Header.Set("X-Amz-Content-Sha256", hash)
		if err := signer.SignHTTP(context.Background(), credentials, r, hash, "s3", "us-east-1", at); err != nil {
			t.Fatal(err)
		}
		return r
	}
	query := func(method, expires, add string, at time.Time) *http.Request {
		r, err := http.NewRequestWithContext(t.Context(), method, target+"?X-Amz-Expires="+expires, strings.NewReader("x"))
		if err != nil {
			t.Fatal(err)
		}
		signed, _, err := signer.PresignHTTP(context.Background(), credentials, r, "UNSIGNED-PAYLOAD", "s3", "us-east-1", at)
		if err != nil {
			t.Fatal(err)
		}
		r, err = http.NewRequestWithContext(t.Context(), method, signed+add, strings.NewReader("x"))
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	for _, tc := range []struct {
		name string
		r    *http.Request
		want string // "" for success
	}{
		{"early", header("PUT", "x", "x", now.Add(-16*time.Minute)), "RequestTimeTooSkewed"},
		{"late", header("DELETE", "", "", now.Add(16*time.Minute)), "RequestTimeTooSkewed"},
		{"another body", header("PUT", "x", "y", now), "XAmzContentSHA256Mismatch"},
		{"a longer body", header("PUT", "x", "xy", now), "XAmzContentSHA256Mismatch"},
		{"an expired URL", query("PUT", "60", "", now.Add(-61*time.Second)), "AccessDenied"},
		{"an expired URL to delete", query("DELETE", "60", "", now.Add(-61*time.Second)), "AccessDenied"},
		{"a URL with more in it", query("DELETE", "60", "&versionId=null", now), "SignatureDoesNotMatch"},
		{"a URL of another method", asMethod(query("GET", "60", "", now), "DELETE"), "SignatureDoesNotMatch"},
		{"the right time and body", header("PUT", "x", "x", now.Add(14*time.Minute)), ""},
		{"a URL", query("DELETE", "60", "", now.Add(-59*time.Second)), ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			before := l.Digest()
			response, err := l.RoundTrip(tc.r)
			if err != nil {
				t.Fatal(err)
			}
			body, _ := io.ReadAll(response.Body)
			if e := l.last(); e.Code != tc.want {
				t.Errorf("%d %s, want %q", response.StatusCode, body, tc.want)
			}
			if changed := l.Digest() != before; changed != (tc.want == "") {
				t.Errorf("changed something: %v", changed)
			}
		})
	}
}

func asMethod(r *http.Request, method string) *http.Request {
	r.Method = method
	return r
}
