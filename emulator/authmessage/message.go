// Package authmessage makes and reads encoded authorization messages: what a
// service such as EC2 appends to a refusal, and what
// sts:DecodeAuthorizationMessage turns into the details of the decision
// (https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html).
package authmessage

import (
	"bytes"
	"compress/flate"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"

	"github.com/denylab/denylab/rego/authz"
)

const (
	nonceSize = 12
	// MaxSize is the longest message that DecodeAuthorizationMessage takes, in
	// characters.
	MaxSize = 10240
	// maxText bounds what a message unpacks to, in bytes.
	maxText = 1 << 20
)

// encoding is the base64 that does not need escaping in a form or a URL, in one
// spelling only.
var encoding = base64.RawURLEncoding.Strict()

// Encode is the encoded message of a refused call: opaque, and readable for
// whoever has the same seed. Equal arguments give equal messages.
func Encode(seed string, call *authz.Call, d authz.Decision) string {
	text, err := json.Marshal(describe(call, d))
	if err != nil { // texts and lists of them always marshal
		panic(err)
	}
	packed := pack(text)
	nonce := derive(seed, "nonce", packed)[:nonceSize]
	return encoding.EncodeToString(aead(seed).Seal(nonce, nonce, packed, nil))
}

// Decode is the JSON text in a message; false for one that Encode did not make
// with this seed.
func Decode(seed, message string) (text string, ok bool) {
	sealed, err := encoding.DecodeString(message)
	if err != nil || len(sealed) < nonceSize {
		return "", false
	}
	packed, err := aead(seed).Open(nil, sealed[:nonceSize], sealed[nonceSize:], nil)
	if err != nil {
		return "", false
	}
	unpacked, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), maxText))
	return string(unpacked), err == nil
}

func pack(text []byte) []byte {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err == nil {
		_, _ = w.Write(text) // a buffer takes everything
		err = w.Close()
	}
	if err != nil {
		panic(err)
	}
	return b.Bytes()
}

// derive makes 32 bytes for a purpose. The nonce follows from the message, so
// that it never serves for two.
func derive(seed, purpose string, of []byte) []byte {
	mac := hmac.New(sha256.New, []byte("authorization message\x00"+seed))
	mac.Write([]byte(purpose + "\x00"))
	mac.Write(of)
	return mac.Sum(nil)
}

func aead(seed string) cipher.AEAD {
	block, err := aes.NewCipher(derive(seed, "key", nil))
	if err != nil { // 32 bytes are always an AES key
		panic(err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	return gcm
}
