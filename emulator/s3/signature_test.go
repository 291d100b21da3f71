package s3_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
)

// signatureOf signs the policy of a form, for a day such as 20260304
// (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-authentication-HTTPPOST.html).
func signatureOf(secret, day, policy string) string {
	key := []byte("AWS4" + secret)
	for _, part := range []string{day, "us-east-1", "s3", "aws4_request", policy} {
		h := hmac.New(sha256.New, key)
		h.Write([]byte(part))
		key = h.Sum(nil)
	}
	return hex.EncodeToString(key)
}
