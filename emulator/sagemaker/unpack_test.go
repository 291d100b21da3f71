package sagemaker

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"testing"
)

func packed(t testing.TB, heads ...tar.Header) []byte {
	t.Helper()
	var b bytes.Buffer
	zip := gzip.NewWriter(&b)
	out := tar.NewWriter(zip)
	for _, h := range heads {
		h.Size = 0
		if h.Typeflag == tar.TypeReg {
			h.Size = 4
		}
		h.Mode = 0o644
		if err := out.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
		if h.Size > 0 {
			if _, err := out.Write([]byte("text")); err != nil {
				t.Fatal(err)
			}
		}
	}
	if out.Close() != nil || zip.Close() != nil {
		t.Fatal("cannot pack")
	}
	return b.Bytes()
}

func TestUnpack(t *testing.T) {
	whole := packed(t, tar.Header{Name: "code/inference.py", Typeflag: tar.TypeReg})
	for _, tc := range []struct {
		name    string
		content []byte
		there   string // a file that is there afterwards
		fails   bool
	}{
		{"an archive", whole, "code/inference.py", false},
		{"a directory", packed(t, tar.Header{Name: "code/", Typeflag: tar.TypeDir}, tar.Header{Name: "code/a", Typeflag: tar.TypeReg}), "code/a", false},
		{"a link is left out", packed(t, tar.Header{Name: "l", Linkname: "/etc", Typeflag: tar.TypeSymlink}, tar.Header{Name: "a", Typeflag: tar.TypeReg}), "a", false},
		{"any text", []byte("a trained model"), "model.tar.gz", false},
		{"an archive that ends early", whole[:len(whole)-20], "", true},
		{"a name that climbs", packed(t, tar.Header{Name: "../out", Typeflag: tar.TypeReg}), "", true},
		{"a name from the root", packed(t, tar.Header{Name: "/out", Typeflag: tar.TypeReg}), "", true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "model")
			if err := os.MkdirAll(dir, 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, "model.tar.gz"), tc.content, 0o644); err != nil {
				t.Fatal(err)
			}
			err := unpack(dir, "model.tar.gz")
			if fails := err != nil; fails != tc.fails {
				t.Errorf("fails: %v", err)
			}
			if _, err := os.Stat(filepath.Join(dir, tc.there)); err != nil {
				t.Error(err)
			}
			if all, err := os.ReadDir(filepath.Dir(dir)); err != nil || len(all) != 1 {
				t.Errorf("beside the directory: %v, %v", all, err)
			}
		})
	}
}

func FuzzUnpack(f *testing.F) {
	f.Add([]byte("text"))
	f.Add(packed(f, tar.Header{Name: "a/b", Typeflag: tar.TypeReg}))
	f.Add(packed(f, tar.Header{Name: "../b", Typeflag: tar.TypeReg}))
	f.Fuzz(func(t *testing.T, content []byte) {
		outer := t.TempDir()
		dir := filepath.Join(outer, "model")
		if os.MkdirAll(dir, 0o755) != nil || os.WriteFile(filepath.Join(dir, "m"), content, 0o644) != nil {
			t.Skip()
		}
		_ = unpack(dir, "m") // what matters is what it leaves elsewhere
		if all, err := os.ReadDir(outer); err != nil || len(all) != 1 {
			t.Errorf("beside the directory: %v, %v", all, err)
		}
	})
}
