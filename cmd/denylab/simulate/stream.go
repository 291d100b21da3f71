package simulate

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"runtime"
)

// A result is the answer to one line; ok is false for one that cannot be read.
type result struct {
	out []byte
	ok  bool
}

// Stream answers every line of in on out, in order, on all processors, and
// reports how many lines could not be read. It holds a bounded number of lines
// at a time. An empty line is skipped.
func (s *Simulator) Stream(ctx context.Context, in io.Reader, out io.Writer) (unreadable int, err error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	// Results wait in the order of their lines; each comes when it is ready.
	waiting := make(chan chan result, 4*runtime.GOMAXPROCS(0))
	var readErr error
	go func() {
		defer close(waiting)
		readErr = s.read(ctx, in, waiting)
	}()
	w := bufio.NewWriter(out)
	for next := range waiting {
		r := <-next
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
	return unreadable, errors.Join(readErr, w.Flush())
}

// read has every line of in answered by one of as many workers as there are
// processors, until in or ctx ends.
func (s *Simulator) read(ctx context.Context, in io.Reader, waiting chan<- chan result) error {
	work := make(chan func())
	defer close(work)
	for range runtime.GOMAXPROCS(0) {
		go func() {
			for answer := range work {
				answer()
			}
		}()
	}
	lines := bufio.NewReaderSize(in, 1<<16)
	for number := 1; ; number++ {
		text, err := lines.ReadBytes('\n')
		if text := bytes.TrimSpace(text); len(text) > 0 {
			next := make(chan result, 1)
			select {
			case waiting <- next:
			case <-ctx.Done():
				return ctx.Err()
			}
			work <- func() {
				out, ok := s.line(ctx, number, text)
				next <- result{out, ok}
			}
		}
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		}
	}
}
