package caller

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"
)

// algorithm is the one signing algorithm the lab verifies.
const algorithm = "AWS4-HMAC-SHA256"

// asymmetric is SigV4a, which AWS accepts and the lab does not verify.
const asymmetric = "AWS4-ECDSA-P256-SHA256"

// terminal ends every credential scope.
const terminal = "aws4_request"

// timestampFormat is the ISO 8601 basic format of X-Amz-Date.
const timestampFormat = "20060102T150405Z"

// A scope is what a signing key is good for.
type scope struct {
	Date, Region, Service, Terminal string
}

func (s scope) String() string {
	return s.Date + "/" + s.Region + "/" + s.Service + "/" + s.Terminal
}

// parseCredential splits AKID/YYYYMMDD/REGION/SERVICE/aws4_request.
func parseCredential(s string) (accessKeyID string, sc scope, ok bool) {
	parts := strings.Split(s, "/")
	if len(parts) != 5 || parts[0] == "" {
		return "", scope{}, false
	}
	return parts[0], scope{parts[1], parts[2], parts[3], parts[4]}, true
}

// validDate reports whether the scope's date is a day, as YYYYMMDD.
func (s scope) validDate() bool {
	_, err := time.Parse("20060102", s.Date)
	return err == nil
}

// signingKey derives the key that signs requests and chunks in a scope.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
func signingKey(secret string, s scope) []byte {
	key := sum([]byte("AWS4"+secret), s.Date)
	key = sum(key, s.Region)
	key = sum(key, s.Service)
	return sum(key, s.Terminal)
}

func sum(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}

// sign returns the signature of a string to sign, in hexadecimal.
func sign(key []byte, stringToSign string) string {
	return hex.EncodeToString(sum(key, stringToSign))
}

func sha256Hex(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

// emptySHA256 is the SHA-256 of nothing.
const emptySHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
