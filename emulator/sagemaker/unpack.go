package sagemaker

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
)

// maxUnpacked is how much of an archive is unpacked, in bytes.
const maxUnpacked = 8 << 30

// unpack replaces an archive by the files and directories in it. What is no
// gzip stays as it is: a world's model may be any text. An archive that is
// damaged, or whose names lead out of the directory, is an error.
func unpack(dir, name string) error {
	file, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		return err
	}
	defer file.Close()
	zip, err := gzip.NewReader(file)
	if err != nil {
		return nil
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	if err := root.Remove(name); err != nil {
		return err
	}
	return unpackAll(root, tar.NewReader(io.LimitReader(zip, maxUnpacked)))
}

func unpackAll(root *os.Root, in *tar.Reader) error {
	for {
		head, err := in.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		if err := unpackOne(root, head, in); err != nil {
			return err
		}
	}
}

func unpackOne(root *os.Root, head *tar.Header, in io.Reader) error {
	name := filepath.FromSlash(head.Name)
	switch head.Typeflag {
	case tar.TypeDir:
		return root.MkdirAll(filepath.Clean(name), 0o755)
	case tar.TypeReg:
	default:
		return nil // links and devices are no part of a model
	}
	if err := root.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	file, err := root.OpenFile(name, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, os.FileMode(head.Mode&0o777)|0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, in)
	return errors.Join(err, file.Close())
}
