package caller_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// An encoder writes aws-chunked content; it shares no code with the decoder.
type encoder struct {
	key      []byte
	previous string
	out      bytes.Buffer
}

func mac(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}

func newEncoder(seed string) *encoder {
	key := mac([]byte("AWS4"+exampleSecret), "20130524")
	for _, part := range []string{"us-east-1", "s3", "aws4_request"} {
		key = mac(key, part)
	}
	return &encoder{key: key, previous: seed}
}

func (e *encoder) sign(kind string, lines ...string) string {
	text := kind + "\n20130524T000000Z\n20130524/us-east-1/s3/aws4_request\n" + e.previous + "\n" + strings.Join(lines, "\n")
	e.previous = e.signText(text)
	return e.previous
}

func (e *encoder) signText(text string) string { return hex.EncodeToString(mac(e.key, text)) }

func (e *encoder) chunk(data string) { e.hashed(data, hashOf(data)) }

func (e *encoder) hashed(data, hash string) {
	fmt.Fprintf(&e.out, "%x;chunk-signature=%s\r\n", len(data), e.sign("AWS4-HMAC-SHA256-PAYLOAD", emptyHash, hash))
	e.out.WriteString(data)
	if data != "" {
		e.out.WriteString("\r\n")
	}
}

func (e *encoder) trailer(name, value string) {
	fmt.Fprintf(&e.out, "%s:%s\r\nx-amz-trailer-signature:%s\r\n", name, value, e.sign("AWS4-HMAC-SHA256-TRAILER", hashOf(name+":"+value+"\n")))
}
