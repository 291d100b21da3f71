package kms

import (
	"encoding/binary"
	"io"
)

// A stream is endless bytes that look random and follow from the lab's seed, a
// key, a purpose and a salt. The standard library's own ways to make keys do
// not listen to a given source of randomness.
type stream struct {
	block func(i uint32) []byte
	next  uint32
	rest  []byte
}

func (h *Handler) stream(keyARN, purpose, salt string) io.Reader {
	return &stream{block: func(i uint32) []byte {
		return h.derive(keyARN, purpose, []byte(salt), binary.BigEndian.AppendUint32(nil, i))
	}}
}

// Read implements io.Reader; it never fails.
func (s *stream) Read(p []byte) (int, error) {
	for n := 0; n < len(p); {
		if len(s.rest) == 0 {
			s.rest = s.block(s.next)
			s.next++
		}
		copied := copy(p[n:], s.rest)
		s.rest = s.rest[copied:]
		n += copied
	}
	return len(p), nil
}

func take(r io.Reader, n int) []byte {
	b := make([]byte, n)
	_, _ = io.ReadFull(r, b) // a stream has no end
	return b
}

// random is n bytes that look random and are the same for the same request.
func (h *Handler) random(n int, keyARN, purpose, salt string) []byte {
	return take(h.stream(keyARN, purpose, salt), n)
}
