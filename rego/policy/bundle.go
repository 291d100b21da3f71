package policy

import (
	"archive/tar"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"
)

// Manifest is a bundle's .manifest: what it is responsible for, and which.
// (https://www.openpolicyagent.org/docs/management-bundles#bundle-file-format)
type Manifest struct {
	// Revision is a digest of the files: OPA reports it in its status.
	Revision string `json:"revision"`
	// Roots are the documents that the bundle owns.
	Roots []string `json:"roots"`
	// RegoVersion is the version of the language.
	RegoVersion int `json:"rego_version"`
}

// WriteBundle writes the rules, with their tests if asked, as a bundle for any
// OPA: a gzipped tar archive of a .manifest and the files under their names. The
// same rules give the same bytes. The error is w's.
func WriteBundle(w io.Writer, tests bool) error {
	files := Modules()
	if tests {
		maps.Copy(files, Tests())
	}
	manifest, err := json.Marshal(Manifest{Revision: digest(files), Roots: []string{"denylab"}, RegoVersion: 1})
	if err != nil {
		return fmt.Errorf("policy: the bundle's manifest: %w", err)
	}
	zip := gzip.NewWriter(w)
	archive := tar.NewWriter(zip)
	if err := add(archive, ".manifest", string(manifest)); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := add(archive, name, files[name]); err != nil {
			return err
		}
	}
	if err := archive.Close(); err != nil {
		return err
	}
	return zip.Close()
}

// add is the same for everybody: no owner, and the time at which time begins.
func add(archive *tar.Writer, name, text string) error {
	err := archive.WriteHeader(&tar.Header{
		Typeflag: tar.TypeReg, Name: name, Size: int64(len(text)), Mode: 0o644, ModTime: time.Unix(0, 0),
	})
	if err != nil {
		return err
	}
	_, err = io.WriteString(archive, text)
	return err
}

// digest tells one set of files from another.
func digest(files map[string]string) string {
	sum := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(sum, "%s %d\n%s", name, len(files[name]), files[name])
	}
	return hex.EncodeToString(sum.Sum(nil))[:16]
}
