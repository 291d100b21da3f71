package index

import (
	"encoding/base64"
	"fmt"
	"hash/crc32"
)

// A continuation token is the last key or common prefix of a page behind a CRC-32
// of it, in URL-safe base64: opaque to clients, and a mistyped one is noticed.

func newToken(last string) string {
	sum := crc32.ChecksumIEEE([]byte(last))
	raw := append([]byte{byte(sum >> 24), byte(sum >> 16), byte(sum >> 8), byte(sum)}, last...)
	return base64.RawURLEncoding.EncodeToString(raw)
}

func parseToken(token string) (last string, err error) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err == nil && len(raw) >= 4 && newToken(string(raw[4:])) == token {
		return string(raw[4:]), nil
	}
	return "", fmt.Errorf("%w: %q", ErrBadToken, token)
}
