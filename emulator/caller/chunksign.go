package caller

import (
	"crypto/subtle"
	"encoding/hex"

	"github.com/denylab/denylab/emulator/awsproto"
)

// A chunkSigner follows the chain of signatures through a payload: each chunk
// signs the signature before it, the first one the request's.
type chunkSigner struct {
	accessKeyID, timestamp, scope string
	key                           []byte
	previous                      string
}

// chunkSigner follows the chain that s begins; nil for a payload that has none.
func (s *signature) chunkSigner(key []byte, payloadHash string) *chunkSigner {
	if payloadHash != signedChunks && payloadHash != signedChunksTrailer {
		return nil
	}
	return &chunkSigner{accessKeyID: s.accessKeyID, key: key, scope: s.scope.String(), timestamp: s.timestamp(), previous: s.provided}
}

func (c *chunkSigner) verifyChunk(hash []byte, provided string) *awsproto.Error {
	return c.verify("AWS4-HMAC-SHA256-PAYLOAD\n"+c.timestamp+"\n"+c.scope+"\n"+c.previous+"\n"+
		emptySHA256+"\n"+hex.EncodeToString(hash), provided)
}

// verifyTrailer checks the signature over "name:value\n" lines.
func (c *chunkSigner) verifyTrailer(canonical, provided string) *awsproto.Error {
	return c.verify("AWS4-HMAC-SHA256-TRAILER\n"+c.timestamp+"\n"+c.scope+"\n"+c.previous+"\n"+
		sha256Hex([]byte(canonical)), provided)
}

func (c *chunkSigner) verify(toSign, provided string) *awsproto.Error {
	want := sign(c.key, toSign)
	if subtle.ConstantTimeCompare([]byte(want), []byte(provided)) != 1 {
		return chunkMismatch(c.accessKeyID, toSign, provided)
	}
	c.previous = want
	return nil
}
