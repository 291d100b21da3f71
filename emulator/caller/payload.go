package caller

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"hash"
	"net/http"

	"github.com/denylab/denylab/emulator/awsproto"
)

// A Payload is what is known of an S3 request's body.
type Payload struct {
	// Algorithm is that of the checksum which the client sends in a header or
	// a trailer: CRC32, CRC32C, CRC64NVME, SHA1 or SHA256. Empty when it sends
	// none. Known before the body is read.
	Algorithm string
	// Value is that checksum in base64, verified; empty until the body has
	// been read up to io.EOF.
	Value string
	// Length is how many bytes the body yields, without chunk framing; -1
	// when the client does not say. Known before the body is read.
	Length int64

	sums map[string]hash.Hash
	done bool
}

// PayloadOf returns the payload of an S3 request that Verify accepted, or nil
// for any other. It looks at r.Body, which must still be the one that Verify
// left there.
func PayloadOf(r *http.Request) *Payload {
	if b, ok := r.Body.(*body); ok {
		return b.payload
	}
	return nil
}

// Compute has a checksum of the payload computed while the body is read,
// whether or not the client sends it. It must be called before the first Read.
func (p *Payload) Compute(algorithm string) error {
	if _, ok := p.sums[algorithm]; ok {
		return nil
	}
	h, ok := NewChecksum(algorithm)
	if !ok {
		return fmt.Errorf("checksum algorithm %q is unknown; S3 has CRC32, CRC32C, CRC64NVME, SHA1 and SHA256", algorithm)
	}
	p.sums[algorithm] = h
	return nil
}

// Checksum returns, in base64, the payload's checksum that the client sent or
// Compute asked for. It is empty for another algorithm, and until the body has
// been read up to io.EOF.
func (p *Payload) Checksum(algorithm string) string {
	h, ok := p.sums[algorithm]
	if !ok || !p.done {
		return ""
	}
	return base64.StdEncoding.EncodeToString(h.Sum(nil))
}

// Values of x-amz-content-sha256 other than a hash.
//
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html
const (
	unsignedPayload       = "UNSIGNED-PAYLOAD"
	unsignedTrailer       = "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
	signedChunks          = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
	signedChunksTrailer   = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"
	asymmetricChunks      = "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD"
	asymmetricChunksTrail = "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER"
)

// checkPayloadHash refuses what x-amz-content-sha256 cannot be.
func checkPayloadHash(v string) *awsproto.Error {
	switch v {
	case unsignedPayload, unsignedTrailer, signedChunks, signedChunksTrailer:
		return nil
	case asymmetricChunks, asymmetricChunksTrail:
		return notImplemented("x-amz-content-sha256")
	}
	if b, err := hex.DecodeString(v); err == nil && len(b) == sha256.Size {
		return nil
	}
	return invalidArgument("x-amz-content-sha256", v, "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER or a valid sha256 value.")
}

// aboutBody reports whether a request's checksum headers speak of its own
// body. CompleteMultipartUpload names the object's checksum, and a copy has no
// body.
func aboutBody(r *http.Request) bool {
	if r.Method != http.MethodPut && r.Method != http.MethodPost || r.Header.Get("X-Amz-Copy-Source") != "" {
		return false
	}
	_, rawQuery := wireTarget(r)
	return !(r.Method == http.MethodPost && parseQuery(rawQuery).has("uploadId"))
}
