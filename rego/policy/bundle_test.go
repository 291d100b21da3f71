package policy

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"testing"
)

func TestBundleHoldsTheRulesAndNothingThatChanges(t *testing.T) {
	for _, tests := range []bool{false, true} {
		text := bundled(t, tests)
		if !bytes.Equal(text, bundled(t, tests)) {
			t.Error("two bundles of the same rules differ")
		}
		names, files := unpack(t, text)
		if names[0] != ".manifest" || !slices.IsSorted(names) {
			t.Errorf("the files are %v", names)
		}
		want := Modules()
		if tests {
			for name, text := range Tests() {
				want[name] = text
			}
		}
		if len(files) != len(want)+1 {
			t.Errorf("%d files for %d rules", len(files), len(want))
		}
		for name := range want {
			if files[name] != want[name] {
				t.Errorf("%s is not what the engine runs", name)
			}
		}
	}
}

func TestManifestTellsBundlesApart(t *testing.T) {
	of := func(tests bool) (m Manifest) {
		_, files := unpack(t, bundled(t, tests))
		if err := json.Unmarshal([]byte(files[".manifest"]), &m); err != nil {
			t.Fatal(err)
		}
		return m
	}
	rules, all := of(false), of(true)
	if rules.RegoVersion != 1 || !slices.Equal(rules.Roots, []string{"denylab"}) {
		t.Errorf("manifest %+v", rules)
	}
	if len(rules.Revision) != 16 || rules.Revision == all.Revision {
		t.Errorf("revisions %q and %q", rules.Revision, all.Revision)
	}
}

func TestBundleReportsTheWritersError(t *testing.T) {
	broken := errors.New("disk full")
	for _, room := range []int64{0, 20, 4096} {
		err := WriteBundle(&full{room: room, err: broken}, true)
		if !errors.Is(err, broken) {
			t.Errorf("after %d bytes: %v", room, err)
		}
	}
}

// A full writer takes room bytes.
type full struct {
	room int64
	err  error
}

func (f *full) Write(p []byte) (int, error) {
	if f.room -= int64(len(p)); f.room < 0 {
		return 0, f.err
	}
	return len(p), nil
}

func bundled(t *testing.T, tests bool) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WriteBundle(&b, tests); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func unpack(t *testing.T, text []byte) (names []string, files map[string]string) {
	t.Helper()
	zip, err := gzip.NewReader(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	files = map[string]string{}
	for archive := tar.NewReader(zip); ; {
		h, err := archive.Next()
		if err == io.EOF {
			return names, files
		}
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(archive)
		if err != nil {
			t.Fatal(err)
		}
		if h.ModTime.Unix() != 0 || h.Uname != "" || h.Uid != 0 {
			t.Errorf("%s says when or by whom it was packed: %+v", h.Name, h)
		}
		names = append(names, h.Name)
		files[h.Name] = string(content)
	}
}
