package world

import (
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
)

// Identifiers that nobody wrote are hashes of what they identify, so that the
// same fixture always has the same ones.

func hash(parts ...string) [32]byte {
	return sha256.Sum256([]byte(strings.Join(parts, "\x00")))
}

// uniqueID is an IAM unique id: prefix (AIDA, AROA, AGPA) and 17 characters.
func uniqueID(prefix string, parts ...string) string {
	return prefix + letters(17, append([]string{prefix}, parts...)...)
}

func letters(n int, parts ...string) string {
	sum := hash(parts...)
	return base32.StdEncoding.EncodeToString(sum[:])[:n]
}

// accessKey is a long-term key pair: AKIA and 16 characters, and a secret of
// 40 characters.
func accessKey(of string) AccessKey {
	return AccessKey{ID: "AKIA" + letters(16, "access key", of), Secret: secret("access key", of)}
}

func secret(parts ...string) string {
	sum := hash(append([]string{"secret"}, parts...)...)
	return base64.StdEncoding.EncodeToString(sum[:30])
}

// token is a session token. AWS's are opaque and several hundred characters
// long, which clients must cope with.
func token(parts ...string) string {
	var all []byte
	for i := range 4 {
		sum := sha512.Sum512([]byte(fmt.Sprint(i, "\x00", strings.Join(parts, "\x00"))))
		all = append(all, sum[:]...)
	}
	return "IQoJb3JpZ2luX2Vj" + base64.StdEncoding.EncodeToString(all)
}

// canonicalID is an account's S3 canonical user id: 64 hexadecimal digits.
func canonicalID(account string) string {
	sum := hash("canonical", account)
	return hex.EncodeToString(sum[:])
}

// uuid is a KMS key id.
func uuid(parts ...string) string {
	sum := hash(parts...)
	h := hex.EncodeToString(sum[:16])
	return h[:8] + "-" + h[8:12] + "-4" + h[13:16] + "-a" + h[17:20] + "-" + h[20:32]
}

// hexadecimal is n hexadecimal digits.
func hexadecimal(n int, parts ...string) string {
	sum := hash(parts...)
	return hex.EncodeToString(sum[:])[:n]
}

// lowercase is n lower-case letters and digits, for organization ids.
func lowercase(n int, parts ...string) string { return strings.ToLower(letters(n, parts...)) }

func upper(s string) string { return strings.ToUpper(s) }
