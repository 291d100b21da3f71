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
//	"DLK2" | length of ARN | ARN | number of the material (4, big endian) | nonce | sealed
//
// The second form is that of a key that has rotated.
type ciphertext struct {
	keyARN   string
	material uint32 // 0 for the first
	nonce    []byte
	sealed   []byte
}

const (
	magic        = "DLK1"
	rotatedMagic = "DLK2"
	nonceSize    = 12
	tagSize      = 16
	// maxCiphertext is AWS's limit for CiphertextBlob, in bytes.
	maxCiphertext = 6144
)

// parseCiphertext reads a ciphertext; ok is false for bytes that are none.
func parseCiphertext(blob []byte) (c ciphertext, ok bool) {
	rest, first := bytes.CutPrefix(blob, []byte(magic))
	if !first {
		if rest, ok = bytes.CutPrefix(blob, []byte(rotatedMagic)); !ok {
			return ciphertext{}, false
		}
	}
	if len(rest) < 2 {
		return ciphertext{}, false
	}
	n := int(binary.BigEndian.Uint16(rest))
	if rest = rest[2:]; len(rest) < n {
		return ciphertext{}, false
	}
	c.keyARN, rest = string(rest[:n]), rest[n:]
	if !first && len(rest) >= 4 {
		c.material, rest = binary.BigEndian.Uint32(rest), rest[4:]
	}
	if len(rest) < nonceSize+tagSize || first != (c.material == 0) {
		return ciphertext{}, false
	}
	c.nonce, c.sealed = rest[:nonceSize], rest[nonceSize:]
	return c, strings.HasPrefix(c.keyARN, "arn:")
}

func (c ciphertext) bytes() []byte {
	begin := magic
	if c.material > 0 {
		begin = rotatedMagic
	}
	out := binary.BigEndian.AppendUint16([]byte(begin), uint16(len(c.keyARN)))
	out = append(out, c.keyARN...)
	if c.material > 0 {
		out = binary.BigEndian.AppendUint32(out, c.material)
	}
	out = append(out, c.nonce...)
	return append(out, c.sealed...)
}

// seal encrypts plaintext under a key's secret. The nonce depends on
// everything that goes in, and on salt, so that it never serves twice for
// different bytes and two requests never give the same ciphertext.
func (h *Handler) seal(keyARN string, material uint32, salt string, plaintext []byte, context map[string]string) []byte {
	bound := boundData(keyARN, context)
	nonce := h.derive(keyARN, "nonce", []byte(salt), bound, plaintext)[:nonceSize]
	c := ciphertext{keyARN: keyARN, material: material, nonce: nonce}
	c.sealed = h.aead(keyARN, material).Seal(nil, nonce, plaintext, bound)
	return c.bytes()
}

// open decrypts c; ok is false when it was changed, or sealed under another
// secret or encryption context.
func (h *Handler) open(c ciphertext, context map[string]string) (plaintext []byte, ok bool) {
	plaintext, err := h.aead(c.keyARN, c.material).Open(nil, c.nonce, c.sealed, boundData(c.keyARN, context))
	return plaintext, err == nil
}

func (h *Handler) aead(keyARN string, material uint32) cipher.AEAD {
	var parts [][]byte
	if material > 0 {
		parts = append(parts, binary.BigEndian.AppendUint32(nil, material))
	}
	block, err := aes.NewCipher(h.derive(keyARN, "secret", parts...))
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
