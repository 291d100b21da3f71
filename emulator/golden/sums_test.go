package golden_test

import (
	"crypto/md5" //nolint:gosec // S3's sum of a body
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
)

func base64Of(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }

func md5Of(text string) [md5.Size]byte { return md5.Sum([]byte(text)) }

// sumOf is the Content-MD5 of a body.
func sumOf(text string) string {
	sum := md5Of(text)
	return base64Of(string(sum[:]))
}

func sha256Of(text string) string {
	sum := sha256.Sum256([]byte(text))
	return base64Of(string(sum[:]))
}

// quoted is a text as JSON has it.
func quoted(text string) string {
	b, _ := json.Marshal(text)
	return string(b)
}
