package job

import (
	"bytes"
	"slices"
	"sync"
)

// maxLog is how many bytes of its output a job's log keeps: the last ones.
const maxLog = 4 << 20

// A Log is what a job's code printed. It may be written and read at once.
type Log struct {
	mu      sync.Mutex
	text    []byte
	dropped int64
	ended   bool
	grown   chan struct{}
}

func newLog() *Log { return &Log{grown: make(chan struct{})} }

// Write implements io.Writer; it never fails.
func (l *Log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.text = append(l.text, p...)
	// What is dropped is dropped by the half: moving the rest costs as much as
	// keeping it, and programs print byte by byte.
	if len(l.text) > maxLog {
		over := len(l.text) - maxLog/2
		if line := bytes.IndexByte(l.text[over:], '\n'); line >= 0 {
			over += line + 1
		}
		l.text, l.dropped = slices.Clone(l.text[over:]), l.dropped+int64(over)
	}
	l.wake()
	return len(p), nil
}

func (l *Log) wake() {
	close(l.grown)
	l.grown = make(chan struct{})
}

// End says that nothing more will be printed.
func (l *Log) End() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.ended {
		l.ended = true
		l.wake()
	}
}

// From is what was printed from byte offset on, where to go on reading, and
// whether more can come; grown is closed when there is more to read.
func (l *Log) From(offset int64) (text []byte, next int64, ended bool, grown <-chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	start := min(max(offset-l.dropped, 0), int64(len(l.text)))
	return slices.Clone(l.text[start:]), l.dropped + int64(len(l.text)), l.ended, l.grown
}
