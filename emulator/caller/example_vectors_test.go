package caller_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/denylab/denylab/emulator/caller"
)

// The examples that AWS publishes with their signatures.
//
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
func TestPublishedHeaderExamples(t *testing.T) {
	const credential = "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
	tests := []struct {
		name, method, target, body string
		header                     map[string]string
		authorization              string
	}{
		{
			"GET Object", "GET", "http://examplebucket.s3.amazonaws.com/test.txt", "",
			map[string]string{"Range": "bytes=0-9", "X-Amz-Content-Sha256": emptyHash, "X-Amz-Date": "20130524T000000Z"},
			"SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
		},
		{
			"PUT Object", "PUT", "http://examplebucket.s3.amazonaws.com/test$file.text", "Welcome to Amazon S3.",
			map[string]string{
				"Date": "Fri, 24 May 2013 00:00:00 GMT", "X-Amz-Date": "20130524T000000Z", "X-Amz-Storage-Class": "REDUCED_REDUNDANCY",
				"X-Amz-Content-Sha256": "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072",
			},
			"SignedHeaders=date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class,Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
		},
		{
			"GET Bucket Lifecycle", "GET", "http://examplebucket.s3.amazonaws.com/?lifecycle", "",
			map[string]string{"X-Amz-Content-Sha256": emptyHash, "X-Amz-Date": "20130524T000000Z"},
			"SignedHeaders=host;x-amz-content-sha256;x-amz-date,Signature=fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
		},
		{
			"List Objects", "GET", "http://examplebucket.s3.amazonaws.com/?max-keys=2&prefix=J", "",
			map[string]string{"X-Amz-Content-Sha256": emptyHash, "X-Amz-Date": "20130524T000000Z"},
			"SignedHeaders=host;x-amz-content-sha256;x-amz-date,Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := incoming(tt.method, tt.target, tt.body)
			for k, v := range tt.header {
				r.Header.Set(k, v)
			}
			r.Header.Set("Authorization", credential+tt.authorization)
			id, err := verify(r, "s3")
			if err != nil {
				t.Fatalf("%v %v", err, err.Fields)
			}
			if id.AuthType != "REST-HEADER" || id.Credential.AccessKeyID != exampleKey || !id.SignedAt.Equal(exampleTime) || id.Region != "us-east-1" || id.Service != "s3" {
				t.Errorf("identity is %+v", id)
			}
			if got, err := readAll(t, r); got != tt.body || err != nil {
				t.Errorf("the body is %q, %v; want %q", got, err, tt.body)
			}
		})
	}
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
func TestPublishedPresignedExample(t *testing.T) {
	r := incoming("GET", "http://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256"+
		"&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z"+
		"&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404", "")
	id, err := verify(r, "s3")
	if err != nil {
		t.Fatalf("%v %v", err, err.Fields)
	}
	if id.AuthType != "REST-QUERY-STRING" || id.SignatureVersion != "AWS4-HMAC-SHA256" {
		t.Errorf("identity is %+v", id)
	}
}

// The chunked uploads that AWS publishes: 65 KB of the letter a in chunks of
// 64 KB, with and without a signed trailer.
//
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
func TestPublishedChunkedExamples(t *testing.T) {
	t.Run("payload", func(t *testing.T) {
		r := publishedChunks(t)
		if _, err := verify(r, "s3"); err != nil {
			t.Fatalf("%v %v", err, err.Fields)
		}
		if got, err := readAll(t, r); err != nil || got != strings.Repeat("a", 66560) {
			t.Errorf("%d bytes, %v", len(got), err)
		}
	})
	t.Run("trailer", func(t *testing.T) {
		r := publishedTrailer(t)
		if _, err := verify(r, "s3"); err != nil {
			t.Fatalf("%v %v", err, err.Fields)
		}
		p := caller.PayloadOf(r)
		if p.Algorithm != "CRC32C" || p.Value != "" || p.Length != 66560 {
			t.Errorf("before reading, the payload is %+v", p)
		}
		if got, err := readAll(t, r); err != nil || got != strings.Repeat("a", 66560) {
			t.Errorf("%d bytes, %v", len(got), err)
		}
		if p.Value != "sOO8/Q==" {
			t.Errorf("the checksum is %q", p.Value)
		}
	})
}

func publishedChunks(t testing.TB) *http.Request {
	t.Helper()
	body := "10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n" + strings.Repeat("a", 65536) + "\r\n" +
		"400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n" + strings.Repeat("a", 1024) + "\r\n" +
		"0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n"
	r := incoming("PUT", "http://s3.amazonaws.com/examplebucket/chunkObject.txt", body)
	r.Header.Set("Content-Encoding", "aws-chunked")
	r.Header.Set("Content-Length", "66824")
	r.Header.Set("X-Amz-Content-Sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD")
	r.Header.Set("X-Amz-Date", "20130524T000000Z")
	r.Header.Set("X-Amz-Decoded-Content-Length", "66560")
	r.Header.Set("X-Amz-Storage-Class", "REDUCED_REDUNDANCY")
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"+
		"SignedHeaders=content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class,"+
		"Signature=4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9")
	return r
}

func publishedTrailer(t testing.TB) *http.Request {
	t.Helper()
	body := "10000;chunk-signature=b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2\r\n" + strings.Repeat("a", 65536) + "\r\n" +
		"400;chunk-signature=1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7\r\n" + strings.Repeat("a", 1024) + "\r\n" +
		"0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\r\n" +
		"x-amz-checksum-crc32c:sOO8/Q==\n\r\n" +
		"x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n"
	r := incoming("PUT", "http://s3.amazonaws.com/examplebucket/chunkObject.txt", body)
	r.Header.Set("Content-Encoding", "aws-chunked")
	r.Header.Set("X-Amz-Content-Sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER")
	r.Header.Set("X-Amz-Date", "20130524T000000Z")
	r.Header.Set("X-Amz-Decoded-Content-Length", "66560")
	r.Header.Set("X-Amz-Storage-Class", "REDUCED_REDUNDANCY")
	r.Header.Set("X-Amz-Trailer", "x-amz-checksum-crc32c")
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"+
		"SignedHeaders=content-encoding;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class;x-amz-trailer,"+
		"Signature=106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e")
	return r
}
