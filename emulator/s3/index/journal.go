package index

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"sync"
)

// A journal is the file of entries behind a persistent index: one JSON object a
// line, in the order in which the entries were published. An entry is durable once
// a sync that began after its append has returned; many appends share one fsync.
// A nil journal keeps nothing.
type journal struct {
	file *os.File

	mu sync.Mutex
	// written is the file's length in bytes.
	written int64
	// failed is set when the file may hold half an entry; nothing can follow it.
	failed error

	syncing sync.Mutex
	// synced is the length that is known to be on the disk.
	synced int64
}

// openJournal continues the file at path, which holds complete lines only.
func openJournal(path string) (*journal, error) {
	file, err := os.OpenFile(path, os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	end, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		_ = file.Close()
		return nil, err
	}
	return &journal{file: file, written: end, synced: end}, nil
}

// append writes an entry. The caller holds the lock of what the entry changes, so
// that entries of one bucket stand in the order of their publication.
func (j *journal) append(e entry) error {
	if j == nil {
		return nil
	}
	line, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("index: writing the journal: %w", err)
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.failed != nil {
		return j.failed
	}
	if _, err := j.file.WriteAt(append(line, '\n'), j.written); err != nil {
		err = fmt.Errorf("index: writing the journal: %w", err)
		if terr := j.file.Truncate(j.written); terr != nil {
			j.failed = err
		}
		return err
	}
	j.written += int64(len(line)) + 1
	return nil
}

// sync returns once everything appended so far is on the disk.
func (j *journal) sync() error {
	if j == nil {
		return nil
	}
	target := j.length()
	j.syncing.Lock()
	defer j.syncing.Unlock()
	if j.synced >= target {
		return nil
	}
	target = j.length()
	if err := j.file.Sync(); err != nil {
		return fmt.Errorf("index: writing the journal: %w", err)
	}
	j.synced = target
	return nil
}

func (j *journal) length() int64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.written
}

func (j *journal) close() error {
	if j == nil {
		return nil
	}
	err := j.sync()
	if cerr := j.file.Close(); err == nil {
		err = cerr
	}
	return err
}
