package emulator_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/s3/transfermanager"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

const mebibyte = 1 << 20

// makeTree is a directory with what is awkward: names, an empty file, one that
// goes up in three parts.
func makeTree(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, body := range map[string]string{
		"empty": "", "a b+c=ü.txt": "odd", "100%25 %.txt": "odder", "deep/er/x": "v1", "deep/big": strings.Repeat("0123456789abcdef", 11*mebibyte/16),
	} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func (c *cycle) transfers() *transfermanager.Client {
	return transfermanager.New(c.s3, func(o *transfermanager.Options) {
		o.PartSizeBytes, o.MultipartUploadThreshold = 5*mebibyte, 5*mebibyte
	})
}

func (c *cycle) syncUp() error {
	_, err := c.transfers().UploadDirectory(c.t.Context(), &transfermanager.UploadDirectoryInput{
		Bucket: ptr("tree"), Source: &c.source, Recursive: aws.Bool(true), KeyPrefix: ptr("in"),
	})
	return err
}

func (c *cycle) syncDown() error {
	into := c.t.TempDir()
	_, err := c.transfers().DownloadDirectory(c.t.Context(), &transfermanager.DownloadDirectoryInput{Bucket: ptr("tree"), Destination: &into, KeyPrefix: ptr("in")})
	if err != nil {
		return err
	}
	return same(c.source, into)
}

// same compares two trees, byte by byte.
func same(want, got string) error {
	var differ error
	seen := map[string]bool{}
	differ = errors.Join(differ, filepath.WalkDir(want, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, _ := filepath.Rel(want, path)
		seen[name] = true
		a, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		b, err := os.ReadFile(filepath.Join(got, name))
		if err == nil && !bytes.Equal(a, b) {
			err = fmt.Errorf("%s: %d bytes went up and %d others came down", name, len(a), len(b))
		}
		return err
	}))
	return errors.Join(differ, filepath.WalkDir(got, func(path string, d fs.DirEntry, err error) error {
		if name, _ := filepath.Rel(got, path); err == nil && !d.IsDir() && !seen[name] {
			return fmt.Errorf("%s came down and never went up", name)
		}
		return err
	}))
}

// readPart reads the last of the three parts in which the big file went up.
func (c *cycle) readPart() error {
	out, err := c.s3.GetObject(c.t.Context(), &s3.GetObjectInput{Bucket: ptr("tree"), Key: ptr("in/deep/big"), PartNumber: aws.Int32(3)})
	if err != nil {
		return err
	}
	body, err := io.ReadAll(out.Body)
	if err == nil && (len(body) != mebibyte || aws.ToInt32(out.PartsCount) != 3 || !strings.HasSuffix(*out.ETag, `-3"`)) {
		err = fmt.Errorf("part 3 of %d has %d bytes, and the ETag is %s", aws.ToInt32(out.PartsCount), len(body), *out.ETag)
	}
	return err
}

func (c *cycle) begin() error {
	out, err := c.s3.CreateMultipartUpload(c.t.Context(), &s3.CreateMultipartUploadInput{Bucket: ptr("tree"), Key: ptr("parts")})
	if err == nil {
		c.upload = *out.UploadId
	}
	return err
}

func (c *cycle) uploadParts() error {
	for n, size := range []int{5 * mebibyte, 1} {
		if _, err := c.s3.UploadPart(c.t.Context(), &s3.UploadPartInput{Bucket: ptr("tree"), Key: ptr("parts"), UploadId: &c.upload,
			PartNumber: aws.Int32(int32(n + 1)), Body: bytes.NewReader(make([]byte, size))}); err != nil {
			return err
		}
	}
	return nil
}

func (c *cycle) listUploads() error {
	out, err := c.s3.ListMultipartUploads(c.t.Context(), &s3.ListMultipartUploadsInput{Bucket: ptr("tree")})
	if err == nil && (len(out.Uploads) != 1 || *out.Uploads[0].UploadId != c.upload) {
		err = fmt.Errorf("%d uploads are under way", len(out.Uploads))
	}
	return err
}

// complete names the parts as ListParts does.
func (c *cycle) complete() error {
	in := &s3.CompleteMultipartUploadInput{Bucket: ptr("tree"), Key: ptr("parts"), UploadId: &c.upload, MultipartUpload: &types.CompletedMultipartUpload{}}
	listed, err := c.s3.ListParts(c.t.Context(), &s3.ListPartsInput{Bucket: in.Bucket, Key: in.Key, UploadId: in.UploadId})
	if err != nil {
		return err
	}
	for _, p := range listed.Parts {
		in.MultipartUpload.Parts = append(in.MultipartUpload.Parts, types.CompletedPart{PartNumber: p.PartNumber, ETag: p.ETag})
	}
	out, err := c.s3.CompleteMultipartUpload(c.t.Context(), in)
	if err == nil && !strings.HasSuffix(*out.ETag, `-2"`) {
		err = fmt.Errorf("the ETag is %s", *out.ETag)
	}
	return err
}
