package caller_test

import (
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/denylab/denylab/emulator/caller"
)

// A large upload is decoded and verified in constant memory.
func TestLargeBodyInConstantMemory(t *testing.T) {
	const chunks, size = 1024, 64 << 10
	data := strings.Repeat("z", size)
	hash := hashOf(data)
	r, e := chunkedRequest(t, signedPayload, chunks*size, "")
	done := 0
	setBody(r, &generator{next: func() []byte {
		e.out.Reset()
		switch {
		case done < chunks:
			e.hashed(data, hash)
		case done == chunks:
			e.chunk("")
			e.out.WriteString("\r\n")
		}
		done++
		return e.out.Bytes()
	}})
	if _, err := verify(r, "s3"); err != nil {
		t.Fatal(err)
	}
	if err := caller.PayloadOf(r).Compute("CRC64NVME"); err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	n, err := io.Copy(io.Discard, r.Body)
	runtime.ReadMemStats(&after)
	if n != chunks*size || err != nil {
		t.Fatalf("%d bytes, %v", n, err)
	}
	// The encoder's own texts are counted too: a few kilobytes a chunk.
	if used := after.TotalAlloc - before.TotalAlloc; used > 16<<20 {
		t.Errorf("decoding 64 MiB allocated %d bytes", used)
	}
}

type generator struct {
	next func() []byte
	rest []byte
}

func (g *generator) Read(p []byte) (int, error) {
	if len(g.rest) == 0 {
		if g.rest = g.next(); len(g.rest) == 0 {
			return 0, io.EOF
		}
	}
	n := copy(p, g.rest)
	g.rest = g.rest[n:]
	return n, nil
}
