package job

import (
	"runtime"
	"strings"
	"testing"
)

func TestALogKeepsItsLastLines(t *testing.T) {
	l := newLog()
	line := strings.Repeat("x", 63) + "\n"
	for range maxLog/len(line) + 1 {
		_, _ = l.Write([]byte(line))
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	const more = 2000
	for range more {
		_, _ = l.Write([]byte(line))
	}
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; used > 64<<20 {
		t.Errorf("%d lines took %d bytes to keep", more, used)
	}
	text, next, _, _ := l.From(0)
	if len(text) > maxLog || len(text)%len(line) != 0 || len(text) < maxLog/2 {
		t.Errorf("%d bytes are kept", len(text))
	}
	if want := int64((maxLog/len(line) + 1 + more) * len(line)); next != want {
		t.Errorf("the log goes on at %d, want %d", next, want)
	}
}
