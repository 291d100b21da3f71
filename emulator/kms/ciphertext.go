package kms

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"maps"
	"slices"
	"strings"
)

// A ciphertext is what Encrypt returns: the key's ARN, so that Decrypt needs
// no key id, and AES-256-GCM over the plaintext, bound to the ARN and the
// encryption context.
//
//	"DLK1" | length of ARN (2 bytes, big endian) | ARN | nonce (12) | sealed
type ciphertext struct {
	keyARN string
	nonce  []byte
	sealed []byte
}

const (
	magic     = "DLK1"
	nonceSize = 12
	tagSize   = 16
	// maxCiphertext is AWS's limit for CiphertextBlob, in bytes.
	maxCiphertext = 6144
)

// parseCiphertext reads a ciphertext; ok is false for bytes that are none.
func parseCiphertext(blob []byte) (c ciphertext, ok bool) {
	rest, found := bytes.CutPrefix(blob, []byte(magic))
	if !found || len(rest) < 2 {
		return ciphertext{}, false
	}
	n := int(binary.BigEndian.Uint16(rest))
	rest = rest[2:]
	if len(rest) < n+nonceSize+tagSize {
		return ciphertext{}, false
	}
	c = ciphertext{keyARN: string(rest[:n]), nonce: rest[n : n+nonceSize], sealed: rest[n+nonceSize:]}
	return c, strings.HasPrefix(c.keyARN, "arn:")
}

func (c ciphertext) bytes() []byte {
	out := binary.BigEndian.AppendUint16([]byte(magic), uint16(len(c.keyARN)))
	out = append(out, c.keyARN...)
	out = append(out, c.nonce...)
	return append(out, c.sealed...)
}

// seal encrypts plaintext under the key's secret. The nonce depends on
// everything that goes in, and on salt, so that it never serves twice for
// different bytes and two requests never give the same ciphertext.
func (h *Handler) seal(keyARN, salt string, plaintext []byte, context map[string]string) []byte {
	bound := boundData(keyARN, context)
	nonce := h.derive(keyARN, "nonce", []byte(salt), bound, plaintext)[:nonceSize]
	c := ciphertext{keyARN: keyARN, nonce: nonce}
	c.sealed = h.aead(keyARN).Seal(nil, nonce, plaintext, bound)
	return c.bytes()
}

// open decrypts c; ok is false when it was changed, or sealed under another
// secret or encryption context.
func (h *Handler) open(c ciphertext, context map[string]string) (plaintext []byte, ok bool) {
	plaintext, err := h.aead(c.keyARN).Open(nil, c.nonce, c.sealed, boundData(c.keyARN, context))
	return plaintext, err == nil
}

func (h *Handler) aead(keyARN string) cipher.AEAD {
	block, err := aes.NewCipher(h.derive(keyARN, "secret"))
	if err != nil { // 32 bytes are always an AES key
		panic(err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	return gcm
}

// derive makes 32 bytes of a key, a purpose and further parts, under the lab's
// seed.
func (h *Handler) derive(keyARN, purpose string, parts ...[]byte) []byte {
	mac := hmac.New(sha256.New, []byte(h.seed))
	for _, part := range append([][]byte{[]byte(keyARN), []byte(purpose)}, parts...) {
		mac.Write(framed(part))
	}
	return mac.Sum(nil)
}

// random is n bytes that look random and are the same for the same request.
func (h *Handler) random(n int, keyARN, purpose, salt string) []byte {
	var out []byte
	for i := uint32(0); len(out) < n; i++ {
		out = append(out, h.derive(keyARN, purpose, []byte(salt), binary.BigEndian.AppendUint32(nil, i))...)
	}
	return out[:n]
}

// boundData is the additional authenticated data: the key and the encryption
// context, whose pairs have no order.
func boundData(keyARN string, context map[string]string) []byte {
	out := framed([]byte(keyARN))
	for _, name := range slices.Sorted(maps.Keys(context)) {
		out = append(out, framed([]byte(name))...)
		out = append(out, framed([]byte(context[name]))...)
	}
	return out
}

// framed puts a part's length before it: no two lists of parts look alike.
func framed(part []byte) []byte {
	return append(binary.BigEndian.AppendUint64(nil, uint64(len(part))), part...)
}
