package caller_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/caller"
)

const (
	unsignedTrailer = "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
	signedPayload   = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
	signedTrailer   = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"
)

// chunkedRequest is an accepted request of a kind of payload, without its body,
// and an encoder to write one.
func chunkedRequest(t testing.TB, kind string, decoded int, trailer string) (*http.Request, *encoder) {
	t.Helper()
	out, err := http.NewRequest("PUT", "http://127.0.0.1:4566/b/k", nil)
	if err != nil {
		t.Fatal(err)
	}
	out.Header.Set("X-Amz-Content-Sha256", kind)
	out.Header.Set("Content-Encoding", "aws-chunked")
	if decoded >= 0 {
		out.Header.Set("X-Amz-Decoded-Content-Length", fmt.Sprint(decoded))
	}
	if trailer != "" {
		out.Header.Set("X-Amz-Trailer", trailer)
	}
	if err := signer("s3").SignHTTP(context.Background(), longTerm(), out, kind, "s3", "us-east-1", exampleTime); err != nil {
		t.Fatal(err)
	}
	r := incoming("PUT", "http://127.0.0.1:4566/b/k", "")
	r.Header = out.Header
	authorization := r.Header.Get("Authorization")
	return r, newEncoder(authorization[strings.LastIndex(authorization, "=")+1:])
}

func setBody(r *http.Request, body io.Reader) {
	r.Body = io.NopCloser(body)
	r.ContentLength = -1
}

const (
	incomplete = "Bad Request|IncompleteBody|The request body terminated unexpectedly"
	badLength  = "Bad Request|IncompleteBody|You did not provide the number of bytes specified by the Content-Length HTTP header|NumberBytesExpected NumberBytesProvided"
	badTrailer = "Bad Request|MalformedTrailerError|The request contained trailing data that was not well-formed or did not conform to our published schema."
	badChunk   = "Forbidden|SignatureDoesNotMatch|The request signature we calculated does not match the signature you provided. Check your key and signing method.|" +
		"AWSAccessKeyId StringToSign SignatureProvided StringToSignBytes"
)

func TestUnsignedChunks(t *testing.T) {
	const crc = "x-amz-checksum-crc32"
	tests := []struct {
		name, trailer string
		decoded       int
		body          string
		want          string
	}{
		{"one chunk", crc, 5, "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n", "accepted"},
		{"several chunks", crc, 5, "2\r\nhe\r\n3\r\nllo\r\n0\r\nx-amz-checksum-crc32: NhCmhg== \r\n\r\n", "accepted"},
		{"nothing", crc, 0, "0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n", "accepted"},
		{"no trailer at all", "", 5, "5\r\nhello\r\n0\r\n\r\n", "accepted"},
		{"wrong checksum", crc, 5, "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n", "Bad Request|BadDigest|The CRC32 you specified did not match the calculated checksum."},
		{"illegible checksum", crc, 5, "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:hello\r\n\r\n", "Bad Request|InvalidRequest|Value for x-amz-checksum-crc32 trailing header is invalid."},
		{"trailer missing", crc, 5, "5\r\nhello\r\n0\r\n\r\n", badTrailer},
		{"trailer not announced", "", 5, "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n", badTrailer},
		{"another trailer", crc, 5, "5\r\nhello\r\n0\r\nx-amz-checksum-sha1:NhCmhg==\r\n\r\n", badTrailer},
		{"trailer twice", crc, 5, "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n", badTrailer},
		{"trailer without a colon", crc, 5, "5\r\nhello\r\n0\r\nx-amz-checksum-crc32\r\n\r\n", badTrailer},
		{"unknown trailer", "x-amz-meta-a", 5, "5\r\nhello\r\n0\r\n\r\n", "Bad Request|InvalidRequest|The value specified in the x-amz-trailer header is not supported"},
		{"too short", crc, 6, "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n", badLength},
		{"too long", crc, 4, "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n", badLength},
		{"no length", crc, -1, "5\r\nhello\r\n0\r\n\r\n", "Length Required|MissingContentLength|You must provide the Content-Length HTTP header."},
		{"truncated in a chunk", crc, 5, "5\r\nhel", incomplete},
		{"truncated after a chunk", crc, 5, "5\r\nhello\r\n", incomplete},
		{"truncated in a size", crc, 5, "5", incomplete},
		{"truncated after the last size", crc, 5, "5\r\nhello\r\n0\r\n", incomplete},
		{"no empty line", crc, 5, "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n", incomplete},
		{"chunk longer than its size", crc, 5, "3\r\nhello\r\n0\r\n\r\n", incomplete},
		{"size is no number", crc, 5, "five\r\nhello\r\n0\r\n\r\n", incomplete},
		{"size is negative", crc, 5, "-5\r\nhello\r\n0\r\n\r\n", incomplete},
		{"size overflows", crc, 5, "ffffffffffffffff\r\nhello\r\n0\r\n\r\n", incomplete},
		{"size is huge", crc, 5, "7fffffffffffffff\r\nhello\r\n0\r\n\r\n", badLength},
		{"endless line", crc, 5, strings.Repeat("0", 10000) + "5\r\nhello\r\n0\r\n\r\n", incomplete},
		{"bare line feed", crc, 5, "5\nhello\r\n0\r\n\r\n", incomplete},
		{"something follows", crc, 5, "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\nGET / HTTP/1.1\r\n", incomplete},
		{"nothing sent", crc, 5, "", incomplete},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, _ := chunkedRequest(t, unsignedTrailer, tt.decoded, tt.trailer)
			setBody(r, strings.NewReader(tt.body))
			if _, err := verify(r, "s3"); err != nil {
				t.Fatalf("a bad body is for Read to report, not Verify: %v", err)
			}
			got, err := readAll(t, r)
			if diff := cmp.Diff(tt.want, describe(err)); diff != "" {
				t.Error(diff)
			}
			if err == nil && len(got) != tt.decoded {
				t.Errorf("decoded to %q", got)
			}
			if p := caller.PayloadOf(r); err != nil && p.Value != "" {
				t.Errorf("and yet the checksum is verified: %+v", p)
			}
		})
	}
}

func TestWrongLengthIsCounted(t *testing.T) {
	r, e := chunkedRequest(t, signedPayload, 3, "")
	e.chunk("hello")
	e.chunk("")
	e.out.WriteString("\r\n")
	setBody(r, &e.out)
	if _, err := verify(r, "s3"); err != nil {
		t.Fatal(err)
	}
	_, err := readAll(t, r)
	if err == nil || field(err, "NumberBytesExpected") != "3" || field(err, "NumberBytesProvided") != "5" {
		t.Errorf("%s %v", describe(err), err)
	}
}

func TestSignedChunks(t *testing.T) {
	first, second := strings.Repeat("a", 8192), "and the rest"
	encode := func(e *encoder) {
		e.chunk(first)
		e.chunk(second)
		e.chunk("")
		e.out.WriteString("\r\n")
	}
	tests := []struct {
		name   string
		encode func(*encoder)
		damage func([]byte) []byte
		want   string
	}{
		{"good", encode, nil, "accepted"},
		{"bad data", encode, func(b []byte) []byte { return bytes.Replace(b, []byte("and"), []byte("or "), 1) }, badChunk},
		{"bad first signature", encode, func(b []byte) []byte { return flip(b, bytes.Index(b, []byte("signature="))+10) }, badChunk},
		{"bad last signature", encode, func(b []byte) []byte { return flip(b, bytes.LastIndex(b, []byte("signature="))+10) }, badChunk},
		{"last chunk cut off", encode, func(b []byte) []byte { return b[:bytes.LastIndex(b, []byte("0;chunk"))] }, incomplete},
		{"end of the body cut off", encode, func(b []byte) []byte { return b[:len(b)-2] }, incomplete},
		{"cut in the middle", encode, func(b []byte) []byte { return b[:len(b)/2] }, incomplete},
		{"chunks swapped", func(e *encoder) { e.chunk(second); e.chunk(first); e.chunk(""); e.out.WriteString("\r\n") }, nil,
			"Bad Request|InvalidChunkSizeError|Only the last chunk is allowed to have a size less than 8192 bytes|Chunk BadChunkSize"},
		{"a chunk left out", encode, func(b []byte) []byte {
			i := bytes.Index(b, []byte("c;chunk"))
			return append(b[:i:i], b[bytes.LastIndex(b, []byte("0;chunk")):]...)
		}, badChunk},
		{"not signed", func(e *encoder) { e.out.WriteString("5\r\nhello\r\n0\r\n\r\n") }, nil, incomplete},
		{"signed by another key", func(e *encoder) { e.key = []byte("another"); encode(e) }, nil, badChunk},
		{"another seed", func(e *encoder) { e.previous = emptyHash; encode(e) }, nil, badChunk},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, e := chunkedRequest(t, signedPayload, len(first+second), "")
			tt.encode(e)
			b := e.out.Bytes()
			if tt.damage != nil {
				b = tt.damage(bytes.Clone(b))
			}
			setBody(r, bytes.NewReader(b))
			if _, err := verify(r, "s3"); err != nil {
				t.Fatal(err)
			}
			got, err := readAll(t, r)
			if diff := cmp.Diff(tt.want, describe(err)); diff != "" {
				t.Error(diff)
			}
			if err == nil && got != first+second {
				t.Errorf("decoded to %d bytes", len(got))
			}
		})
	}
}

func flip(b []byte, i int) []byte {
	if b[i] == '0' {
		b[i] = '1'
	} else {
		b[i] = '0'
	}
	return b
}

func TestSignedTrailer(t *testing.T) {
	tests := []struct {
		name   string
		encode func(*encoder)
		want   string
	}{
		{"good", func(e *encoder) { e.trailer("x-amz-checksum-crc32", "NhCmhg==") }, "accepted"},
		{"wrong checksum, rightly signed", func(e *encoder) { e.trailer("x-amz-checksum-crc32", "AAAAAA==") },
			"Bad Request|BadDigest|The CRC32 you specified did not match the calculated checksum."},
		{"not signed", func(e *encoder) { e.out.WriteString("x-amz-checksum-crc32:NhCmhg==\r\n\r\n\r\n") }, incomplete},
		{"wrongly signed", func(e *encoder) { e.previous = emptyHash; e.trailer("x-amz-checksum-crc32", "NhCmhg==") }, badChunk},
		{"something after the signature", func(e *encoder) {
			e.trailer("x-amz-checksum-crc32", "NhCmhg==")
			e.out.WriteString("x-amz-checksum-crc32:NhCmhg==\r\n")
		}, badTrailer},
		{"missing", func(*encoder) {}, badTrailer},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, e := chunkedRequest(t, signedTrailer, 5, "x-amz-checksum-crc32")
			e.chunk("hello")
			e.chunk("")
			tt.encode(e)
			e.out.WriteString("\r\n")
			setBody(r, &e.out)
			if _, err := verify(r, "s3"); err != nil {
				t.Fatal(err)
			}
			_, err := readAll(t, r)
			if diff := cmp.Diff(tt.want, describe(err)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAnonymousCannotSignChunks(t *testing.T) {
	r := incoming("PUT", "http://127.0.0.1/b/k", "5;chunk-signature=x\r\nhello\r\n")
	r.Header.Set("X-Amz-Content-Sha256", signedPayload)
	if _, err := verify(r, "s3"); err != nil {
		t.Fatal(err)
	}
	if _, err := readAll(t, r); describe(err) != "Bad Request|InvalidRequest|The value of x-amz-content-sha256 header is invalid." {
		t.Error(describe(err))
	}
}

// A connection that breaks is not the client's malformed body.
func TestBrokenConnection(t *testing.T) {
	broken := errors.New("connection reset by peer")
	r, _ := chunkedRequest(t, unsignedTrailer, 5, "")
	setBody(r, io.MultiReader(strings.NewReader("5\r\nhel"), failing{broken}))
	if _, err := verify(r, "s3"); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(r.Body); !errors.Is(err, broken) {
		t.Error(err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }
