package caller_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/caller"
)

const (
	goodSignature = "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
	goodHeader    = "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, Signature=" + goodSignature
	goodQuery     = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=" + presignedSignature

	presignedSignature = "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
)

// Nobody who does not know the secret gets in, whatever the header says.
func FuzzAuthorizationHeader(f *testing.F) {
	for _, seed := range []string{goodHeader, "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 ,=,", "AWS a:b", "Bearer", "AWS4-HMAC-SHA256 Credential=////,SignedHeaders=;,Signature=="} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, authorization string) {
		for _, service := range []string{"s3", "sts", "kms"} {
			r := incoming("GET", "http://examplebucket.s3.amazonaws.com/test.txt", "")
			r.Header = http.Header{
				"Range": {"bytes=0-9"}, "X-Amz-Content-Sha256": {emptyHash}, "X-Amz-Date": {"20130524T000000Z"}, "Authorization": {authorization},
			}
			id, err := verify(r, service)
			accepted(t, id, err, strings.Contains(authorization, goodSignature))
			caller.ScopeOf(r)
		}
	})
}

func FuzzPresignedQuery(f *testing.F) {
	for _, seed := range []string{goodQuery, "X-Amz-Algorithm", "X-Amz-Credential=%&X-Amz-Signature=;", "AWSAccessKeyId=a&Signature=b&Expires=1", "&&=&=%zz", "X-Amz-Expires=-9223372036854775809"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		for _, service := range []string{"s3", "sts"} {
			r := incoming("GET", "http://examplebucket.s3.amazonaws.com/test.txt", "")
			r.RequestURI = "/test.txt?" + query
			id, err := verify(r, service)
			accepted(t, id, err, strings.Contains(query, presignedSignature))
			caller.ScopeOf(r)
		}
	})
}

func accepted(t *testing.T, id *caller.Identity, err *awsproto.Error, good bool) {
	t.Helper()
	switch {
	case (id == nil) == (err == nil):
		t.Fatalf("neither accepted nor refused: %v %v", id, err)
	case err != nil && (err.Code == "" || err.Message == "" || err.Status < 400):
		t.Fatalf("refused without words: %+v", err)
	case id != nil && id.Credential != nil && !good:
		t.Fatalf("accepted without the signature: %+v", id)
	}
}

// What the decoder lets through is as long as announced and, where chunks are
// signed, what was signed.
func FuzzChunks(f *testing.F) {
	const first, second = "hello", " world"
	signed := func(t testing.TB, kind, trailer string) (*http.Request, []byte) {
		r, e := chunkedRequest(t, kind, len(first+second), trailer)
		e.chunk(first + second)
		e.chunk("")
		if trailer != "" {
			e.trailer(trailer, "DUoRhQ==")
		}
		e.out.WriteString("\r\n")
		return r, e.out.Bytes()
	}
	_, plain := signed(f, signedPayload, "")
	_, trailed := signed(f, signedTrailer, "x-amz-checksum-crc32")
	f.Add(plain, uint8(0))
	f.Add(trailed, uint8(1))
	f.Add([]byte("b\r\nhello world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n"), uint8(2))
	f.Add([]byte("5;chunk-signature=\r\n"), uint8(0))
	f.Add([]byte("0\r\n\r\n"), uint8(2))
	f.Fuzz(func(t *testing.T, body []byte, form uint8) {
		var r *http.Request
		switch form % 3 {
		case 0:
			r, _ = signed(t, signedPayload, "")
		case 1:
			r, _ = signed(t, signedTrailer, "x-amz-checksum-crc32")
		default:
			r, _ = chunkedRequest(t, unsignedTrailer, len(first+second), "x-amz-checksum-crc32")
		}
		setBody(r, bytes.NewReader(body))
		if _, err := verify(r, "s3"); err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(r.Body)
		if err != nil {
			if aerr, ok := err.(*awsproto.Error); !ok || aerr.Code == "" {
				t.Fatalf("%T %v", err, err)
			}
			return
		}
		if form%3 != 2 && string(got) != first+second || len(got) != len(first+second) {
			t.Fatalf("let %q through", got)
		}
	})
}

func BenchmarkVerifyHeader(b *testing.B) {
	v, k := exampleVerifier(), exampleKeys()
	r := incoming("GET", "http://examplebucket.s3.amazonaws.com/test.txt", "")
	r.Header = http.Header{
		"Range": {"bytes=0-9"}, "X-Amz-Content-Sha256": {emptyHash}, "X-Amz-Date": {"20130524T000000Z"}, "Authorization": {goodHeader},
	}
	b.ReportAllocs()
	for b.Loop() {
		r.Body = http.NoBody
		if _, err := v.Verify(r, k, "s3"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSignedChunks(b *testing.B) {
	b.SetBytes(66560)
	for b.Loop() {
		r := publishedChunks(b)
		if _, err := verify(r, "s3"); err != nil {
			b.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			b.Fatal(err)
		}
	}
}
