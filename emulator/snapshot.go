package emulator

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/denylab/denylab/emulator/s3"
	"github.com/denylab/denylab/emulator/store"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/emulator/worldfile"
)

// SnapshotFolder is the folder beside a snapshot's world file that has the
// objects which do not stand in it, and SnapshotWorld the world file's name in
// an archive.
const (
	SnapshotFolder = "objects"
	SnapshotWorld  = "world.yaml"
)

// A Snapshot is a lab at one moment, as the files that make a lab like it: one
// whose LastingDigest is the same. It must be closed.
type Snapshot struct {
	// World is the text of the world file.
	World    []byte
	contents *s3.Contents
}

// Snapshot takes a snapshot. It waits for the requests in flight that could
// change something. Sessions are not in it: who acts with one needs another in
// the new lab. What that lab makes has other ids than what this one made.
//
// The error says what no world file can have: a text that is not UTF-8.
func (l *Lab) Snapshot() (*Snapshot, error) {
	w, contents, err := l.hold()
	if err != nil {
		return nil, err
	}
	s := &Snapshot{contents: contents}
	d, err := w.Describe()
	if err == nil {
		err = contents.Describe(w, d, SnapshotFolder+"/")
	}
	var text bytes.Buffer
	if err == nil {
		err = worldfile.Write(&text, d)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("snapshot: %w", err), s.Close())
	}
	s.World = text.Bytes()
	return s, nil
}

// hold is the world and what is in its buckets at one moment.
func (l *Lab) hold() (*world.World, *s3.Contents, error) {
	l.turn.Lock()
	defer l.turn.Unlock()
	w := l.World()
	contents, err := l.s3.Hold(w)
	return w, contents, err
}

// LastingDigest is Digest without sessions: a lab that starts with a snapshot of
// this one has the same.
func (l *Lab) LastingDigest() string {
	sum := sha256.Sum256([]byte(l.World().LastingDigest() + l.index.Digest()))
	return hex.EncodeToString(sum[:])
}

// Files is how many files there are beside the world file.
func (s *Snapshot) Files() int { return len(s.contents.Files) }

// Close lets go of the bytes of objects.
func (s *Snapshot) Close() error { return s.contents.Release() }

// WriteTar writes the snapshot as a tar archive, the world file last: an archive
// that ends early has none.
func (s *Snapshot) WriteTar(w io.Writer) error {
	out := tar.NewWriter(w)
	for _, c := range s.contents.Files {
		if err := putTar(out, SnapshotFolder+"/"+c.Name, c.Size, c.Open); err != nil {
			return err
		}
	}
	err := putTar(out, SnapshotWorld, int64(len(s.World)), func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(s.World)), nil
	})
	if err != nil {
		return err
	}
	return out.Close()
}

func putTar(out *tar.Writer, name string, size int64, open func() (io.ReadCloser, error)) error {
	r, err := open()
	if err != nil {
		return err
	}
	defer r.Close() //nolint:errcheck // it is only read
	if err := out.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: size, Format: tar.FormatPAX}); err != nil {
		return err
	}
	_, err = io.Copy(out, r)
	return err
}

// Save writes the world file, and what belongs to it into the folder objects
// beside it, which is made when it is needed.
func (s *Snapshot) Save(file string) error {
	folder := filepath.Join(filepath.Dir(file), SnapshotFolder)
	for _, c := range s.contents.Files {
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return err
		}
		if err := saveContent(filepath.Join(folder, c.Name), c); err != nil {
			return err
		}
	}
	return store.ReplaceFile(file, func(w io.Writer) error { _, err := w.Write(s.World); return err })
}

func saveContent(file string, c s3.Content) error {
	r, err := c.Open()
	if err != nil {
		return err
	}
	defer r.Close() //nolint:errcheck // it is only read
	return store.ReplaceFile(file, func(w io.Writer) error { _, err := io.Copy(w, r); return err })
}

// WriteSnapshot takes a snapshot and writes it as WriteTar does. When there can
// be none, nothing is written.
func (l *Lab) WriteSnapshot(w io.Writer) error {
	s, err := l.Snapshot()
	if err != nil {
		return err
	}
	return errors.Join(s.WriteTar(w), s.Close())
}
