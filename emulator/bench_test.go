package emulator_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"github.com/denylab/denylab/emulator"
)

const emptySHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

// benchmarkGet measures one signed GetObject through the handler, without a
// socket: verify, decide, answer, journal.
func benchmarkGet(b *testing.B, as string, want int) {
	still := func() time.Time { return now }
	l := start(b, emulator.Options{Clock: still, SigningClock: still})
	c, err := l.CredentialsAs(as)
	if err != nil {
		b.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodGet, "/data/seeded.txt", nil)
	r.Header.Set("X-Amz-Content-Sha256", emptySHA256)
	signer := v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true })
	credentials := aws.Credentials{AccessKeyID: c.AccessKeyID, SecretAccessKey: c.Secret, SessionToken: c.Token}
	if err := signer.SignHTTP(context.Background(), credentials, r, emptySHA256, "s3", "us-east-1", now); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		w := httptest.NewRecorder()
		l.ServeHTTP(w, r)
		if w.Code != want {
			b.Fatalf("status %d, want %d: %s", w.Code, want, w.Body)
		}
	}
}

func BenchmarkGetObject(b *testing.B) { benchmarkGet(b, "role/Reader", http.StatusOK) }

func BenchmarkGetObjectRefused(b *testing.B) { benchmarkGet(b, "user/bob", http.StatusForbidden) }
