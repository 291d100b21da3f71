package index

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/denylab/denylab/emulator/store"
)

// fileName is the journal's name in the data directory.
const fileName = "index.jsonl"

// format is the journal's version; another one cannot be read.
const format = 1

// Open returns the index kept in the directory dir, which is made when it is not
// there, over the blobs that belong to it. What a method has returned survives a
// crash of the process or the machine; what it had not returned yet is there whole
// or not at all. The file dir/index.jsonl is a journal, rewritten without its
// history at each Open; blobs it does not refer to are deleted then. One process
// may have a directory open at a time.
func Open(blobs *store.Blobs, seed, dir string) (*Index, error) {
	ix := New(blobs, seed)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("index: opening %s: %w", dir, err)
	}
	path := filepath.Join(dir, fileName)
	if err := ix.replay(path); err != nil {
		return nil, err
	}
	if err := ix.snapshot(path); err != nil {
		return nil, fmt.Errorf("index: rewriting %s: %w", path, err)
	}
	if err := blobs.Sweep(ix.refs.all()); err != nil {
		return nil, err
	}
	var err error
	if ix.journal, err = openJournal(path); err != nil {
		return nil, fmt.Errorf("index: opening %s: %w", path, err)
	}
	return ix, nil
}

// replay applies the journal at path, if there is one. A last line without its
// line end is an entry that a crash cut short: it never happened.
func (ix *Index) replay(path string) error {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("index: opening %s: %w", path, err)
	}
	defer func() { _ = file.Close() }()
	lines := bufio.NewReader(file)
	for n := 1; ; n++ {
		line, err := lines.ReadBytes('\n')
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("index: reading %s: %w", path, err)
		}
		if err := ix.replayLine(line, n == 1); err != nil {
			return fmt.Errorf("%s:%d: %w; restore the file or remove the data directory", path, n, err)
		}
	}
}

func (ix *Index) replayLine(line []byte, first bool) error {
	var e entry
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&e); err != nil {
		return fmt.Errorf("not a journal entry: %w", err)
	}
	if first && e.Format != format {
		return fmt.Errorf("journal format %d, want %d", e.Format, format)
	}
	// The garbage is not deleted: a later entry may refer to it, and the sweep
	// follows.
	ix.apply(e)
	last := max(ix.last.Load(), e.Last)
	if e.Put != nil {
		last = max(last, e.Put.Seq)
	}
	if e.Begin != nil {
		last = max(last, e.Begin.Seq)
	}
	ix.last.Store(last)
	return nil
}

// snapshot replaces the file at path by one that holds what the index holds, in
// one step.
func (ix *Index) snapshot(path string) error {
	return store.ReplaceFile(path, func(w io.Writer) error {
		out := bufio.NewWriter(w)
		if err := ix.write(json.NewEncoder(out)); err != nil {
			return err
		}
		return out.Flush()
	})
}

// write writes the index as entries, the oldest version of a key first.
func (ix *Index) write(out *json.Encoder) error {
	entries := []entry{{Format: format, Last: ix.last.Load()}}
	for _, name := range ix.Buckets() {
		b := ix.buckets[name]
		entries = append(entries, entry{Bucket: name, Create: true})
		b.objects.all(func(o *object) {
			for _, v := range slices.Backward(o.versions) {
				entries = append(entries, entry{Bucket: name, Put: v})
			}
		})
		for _, u := range b.sortedUploads() {
			entries = append(entries, entry{Bucket: name, Begin: u.Upload})
			for _, n := range slices.Sorted(maps.Keys(u.parts)) {
				entries = append(entries, entry{Bucket: name, UploadID: u.ID, Part: u.parts[n]})
			}
		}
	}
	for _, e := range entries {
		if err := out.Encode(e); err != nil {
			return err
		}
	}
	return nil
}
