package emulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/denylab/denylab/emulator/jsonplace"
	"github.com/denylab/denylab/emulator/s3/index"
	"github.com/denylab/denylab/emulator/store"
	"github.com/denylab/denylab/emulator/world"
)

// keptName is the file in the data directory that holds what requests made of
// the described world: see kept.
const keptName = "world.json"

// A keeper keeps a world's buckets, keys and principals in a data directory, beside the
// objects, which are the index's.
type keeper struct {
	path string
	// described is the world without anything kept.
	described *world.World
	// starts counts the labs that had the directory: with it, no two of them
	// make the same identifiers.
	starts int
	found  kept   // what was there at the start
	last   []byte // what is in the file
	unlock func() error
}

// openKeeper takes the data directory dir, which is made when it is not there,
// and reads what a former lab kept in it. The error names the file that cannot
// be read, or says that another lab has the directory.
func openKeeper(dir string, described *world.World) (*keeper, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("data directory: %w", err)
	}
	unlock, err := lockDirectory(dir)
	if err != nil {
		return nil, err
	}
	k := &keeper{path: filepath.Join(dir, keptName), described: described, unlock: unlock}
	if err := k.read(); err != nil {
		return nil, errors.Join(err, unlock())
	}
	k.starts = k.found.Starts + 1
	return k, nil
}

func (k *keeper) read() error {
	text, err := os.ReadFile(k.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("data directory: %w", err)
	}
	in := json.NewDecoder(bytes.NewReader(text))
	in.DisallowUnknownFields()
	err = in.Decode(&k.found)
	if err == nil && in.More() {
		err = errors.New("there is something behind the record")
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		err = errors.New("the file ends in the middle")
	}
	if err == nil && k.found.Format != keptFormat {
		err = fmt.Errorf("its format is %d, this denylab reads %d", k.found.Format, keptFormat)
	}
	if err != nil {
		return fmt.Errorf("%s: not what a lab keeps of its world: %w; restore the file, or remove the data directory to start over", jsonplace.Of(k.path, text, err), err)
	}
	return nil
}

// restore puts what was kept over the described world of worlds, and keeps what
// will be made of it from then on.
func (k *keeper) restore(worlds *world.Store) error {
	err := worlds.Change(func(w *world.World) error { return k.found.over(w) })
	if err != nil {
		return fmt.Errorf("%s does not fit the world: %w; start the lab with the world that the data directory was made with, or remove the directory to start over", k.path, err)
	}
	if err := k.save(worlds.Load()); err != nil {
		return err
	}
	worlds.Keep(k.save)
	return nil
}

// save writes what w differs by from the described world, when it is not in the
// file yet. When it returns, that is on the disk.
func (k *keeper) save(w *world.World) error {
	record, err := difference(k.described, w)
	if err != nil {
		return err
	}
	record.Starts = k.starts
	text, err := json.MarshalIndent(record, "", " ")
	if err != nil {
		return err
	}
	text = append(text, '\n')
	if bytes.Equal(text, k.last) {
		return nil
	}
	if err := store.ReplaceFile(k.path, func(w io.Writer) error { _, err := w.Write(text); return err }); err != nil {
		return fmt.Errorf("data directory: %w", err)
	}
	k.last = text
	return nil
}

func (k *keeper) close() error { return k.unlock() }

// dropStrangers removes the buckets of the index that the world does not know.
// An empty one is what a crash in the middle of CreateBucket or DeleteBucket
// leaves; objects without a bucket are somebody's, and an error.
func dropStrangers(ix *index.Index, w *world.World, dir string) error {
	var full []string
	for _, name := range ix.Buckets() {
		if _, known := w.Bucket(name); known {
			continue
		}
		err := ix.DropBucket(name)
		if errors.Is(err, index.ErrBucketNotEmpty) {
			full = append(full, name)
		} else if err != nil {
			return err
		}
	}
	if len(full) > 0 {
		return fmt.Errorf("data directory %s has objects of buckets %q, which the world does not have; start the lab with the world that the directory was made with, or remove the directory to start over", dir, full)
	}
	return nil
}
