package caller

import (
	"bytes"
	"crypto/md5"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/denylab/denylab/emulator/awsproto"
)

// A body decodes and verifies a payload while it is read. Everything wrong
// with it, even what the headers show, is said by Read, so that a service can
// refuse the caller first.
type body struct {
	src     io.Reader
	closer  io.Closer
	payload *Payload
	claim   claim
	// chunks is set when the payload is in chunks.
	chunks *chunkReader
	// md5 and sha256 are nil when the client claims nothing about them.
	md5, sha256 hash.Hash
	wantMD5     []byte
	wantSHA256  string
	err         error
}

// newBody replaces an S3 request's body. signer signs chunks; it is nil for an
// anonymous request, and may be for a payload without signed chunks.
func newBody(r *http.Request, payloadHash string, signer *chunkSigner) *body {
	raw := r.Body
	if raw == nil {
		raw = http.NoBody
	}
	b := &body{src: raw, closer: raw, payload: &Payload{Length: r.ContentLength, sums: map[string]hash.Hash{}}}
	if err := b.prepare(r, payloadHash, signer); err != nil {
		b.err = err
	}
	return b
}

func (b *body) prepare(r *http.Request, payloadHash string, signer *chunkSigner) *awsproto.Error {
	var err *awsproto.Error
	if aboutBody(r) {
		if b.claim, err = parseClaim(r.Header); err != nil {
			return err
		}
	}
	if b.wantMD5, err = parseContentMD5(r.Header); err != nil {
		return err
	}
	if b.wantMD5 != nil {
		b.md5 = md5.New()
	}
	if b.claim.algorithm != "" {
		b.payload.Algorithm = b.claim.algorithm
		b.payload.sums[b.claim.algorithm], _ = NewChecksum(b.claim.algorithm)
	}
	switch payloadHash {
	case unsignedPayload:
	case unsignedTrailer:
		return b.decode(r, nil, true)
	case signedChunks, signedChunksTrailer:
		if signer == nil {
			return badRequest("InvalidRequest", "The value of x-amz-content-sha256 header is invalid.")
		}
		return b.decode(r, signer, payloadHash == signedChunksTrailer)
	default:
		b.wantSHA256, b.sha256 = strings.ToLower(payloadHash), sha256.New()
	}
	return nil
}

// decode has the chunk framing removed.
func (b *body) decode(r *http.Request, signer *chunkSigner, trailer bool) *awsproto.Error {
	length, err := strconv.ParseInt(r.Header.Get("X-Amz-Decoded-Content-Length"), 10, 64)
	if err != nil || length < 0 {
		return &awsproto.Error{Status: http.StatusLengthRequired, Code: "MissingContentLength",
			Message: "You must provide the Content-Length HTTP header."}
	}
	b.payload.Length = length
	b.chunks = newChunkReader(b.src, length, signer, trailer, b.claim.trailers)
	b.src = b.chunks
	return nil
}

func (b *body) Read(p []byte) (int, error) {
	if b.err != nil {
		return 0, b.err
	}
	n, err := b.src.Read(p)
	for _, h := range b.payload.sums {
		h.Write(p[:n])
	}
	if b.md5 != nil {
		b.md5.Write(p[:n])
	}
	if b.sha256 != nil {
		b.sha256.Write(p[:n])
	}
	switch {
	case err == io.EOF:
		b.err = b.finish()
	case errors.Is(err, io.ErrUnexpectedEOF):
		b.err = badRequest("IncompleteBody", "The request body terminated unexpectedly")
	case err != nil:
		b.err = err
	}
	return n, b.err
}

func (b *body) Close() error { return b.closer.Close() }

// finish compares what was received with what was claimed. It returns io.EOF
// when all of it holds.
func (b *body) finish() error {
	if b.sha256 != nil {
		if got := hex.EncodeToString(b.sha256.Sum(nil)); got != b.wantSHA256 {
			return badRequest("XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed.",
				awsproto.Field{Name: "ClientComputedContentSHA256", Value: b.wantSHA256},
				awsproto.Field{Name: "S3ComputedContentSHA256", Value: got})
		}
	}
	if b.md5 != nil {
		if got := b.md5.Sum(nil); !bytes.Equal(got, b.wantMD5) {
			return badRequest("BadDigest", "The Content-MD5 you specified did not match what we received.",
				awsproto.Field{Name: "CalculatedDigest", Value: base64.StdEncoding.EncodeToString(got)},
				awsproto.Field{Name: "ExpectedDigest", Value: hex.EncodeToString(b.wantMD5)})
		}
	}
	b.payload.done = true
	if err := b.finishChecksum(); err != nil {
		b.payload.done = false
		return err
	}
	return io.EOF
}

func (b *body) finishChecksum() error {
	algorithm, want := b.claim.algorithm, b.claim.value
	if algorithm == "" {
		return nil
	}
	if len(b.claim.trailers) > 0 {
		name := b.claim.trailers[0]
		if b.chunks == nil || b.chunks.trailers[name] == "" {
			// Announced as a trailer of a payload that has none.
			return malformedTrailer()
		}
		if want = b.chunks.trailers[name]; !validChecksum(algorithm, want) {
			return badRequest("InvalidRequest", "Value for "+name+" trailing header is invalid.")
		}
	}
	got := b.payload.Checksum(algorithm)
	if got != want {
		return badRequest("BadDigest", "The "+algorithm+" you specified did not match the calculated checksum.")
	}
	b.payload.Value = got
	return nil
}

// hashBody reads the body of a request to a service other than S3, leaves a
// copy in its place and returns its hash.
func (v *Verifier) hashBody(r *http.Request) (string, *awsproto.Error) {
	if r.Body == nil || r.Body == http.NoBody {
		return emptySHA256, nil
	}
	limit := v.MaxRequest
	if limit <= 0 {
		limit = 1 << 20
	}
	b, err := io.ReadAll(io.LimitReader(r.Body, limit+1))
	switch {
	case err != nil:
		return "", badRequest("IncompleteBody", "The request body terminated unexpectedly")
	case int64(len(b)) > limit:
		return "", &awsproto.Error{Status: http.StatusRequestEntityTooLarge, Code: "RequestEntityTooLarge",
			Message: "Request size exceeded " + strconv.FormatInt(limit, 10) + " bytes"}
	}
	r.Body = io.NopCloser(bytes.NewReader(b))
	return sha256Hex(b), nil
}
