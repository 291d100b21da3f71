package simulate

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"runtime"
)

// Stream answers every line of in on out, in order, on all processors, and
// reports how many lines could not be read. It holds a bounded number of lines
// at a time. An empty line is skipped.
func (s *Simulator) Stream(ctx context.Context, in io.Reader, out io.Writer) (unreadable int, err error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	type result struct {
		out []byte
		ok  bool
	}
	waiting := make(chan chan result, 4*runtime.GOMAXPROCS(0))
	work := make(chan func())
	for range runtime.GOMAXPROCS(0) {
		go func() {
			for f := range work {
				f()
			}
		}()
	}
	var readErr error
	go func() {
		defer close(waiting)
		defer close(work)
		r := bufio.NewReaderSize(in, 1<<16)
		for number := 1; ctx.Err() == nil; number++ {
			text, err := r.ReadBytes('\n')
			if text := bytes.TrimSpace(text); len(text) > 0 {
				done := make(chan result, 1)
				select {
				case waiting <- done:
				case <-ctx.Done():
					return
				}
				work <- func() {
					out, ok := s.line(ctx, number, text)
					done <- result{out, ok}
				}
			}
			if err != nil {
				if err != io.EOF {
					readErr = err
				}
				return
			}
		}
	}()
	w := bufio.NewWriter(out)
	for done := range waiting {
		r := <-done
		if !r.ok {
			unreadable++
		}
		if _, err := w.Write(r.out); err != nil {
			return unreadable, err
		}
		if len(waiting) == 0 { // nothing else is ready: whoever waits gets it now
			if err := w.Flush(); err != nil {
				return unreadable, err
			}
		}
	}
	if readErr != nil {
		return unreadable, readErr
	}
	return unreadable, w.Flush()
}
