package main

import (
	"bytes"
	"flag"
	"io"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

var largeMiB = flag.Int64("large", 512, "size in MiB of the large object, a multiple of 256; 'make large' takes 2048")

// A large object goes up in parts, each larger than the memory that the server
// may use, and comes back whole.
func TestLargeObjectInBoundedMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("a large object is not short")
	}
	const part, bound = 256 << 20, 200_000_000
	s := serveIn(t, build(t), "--data", t.TempDir())
	bucket, key, size := "data", "large", *largeMiB<<20
	s.make(t, bucket)
	made, err := s.CreateMultipartUpload(t.Context(), &s3.CreateMultipartUploadInput{Bucket: &bucket, Key: &key})
	if err != nil {
		t.Fatal(err)
	}
	var parts []types.CompletedPart
	for off := int64(0); off < size; off += part {
		number := int32(1 + off/part)
		sent, err := s.UploadPart(t.Context(), &s3.UploadPartInput{
			Bucket: &bucket, Key: &key, UploadId: made.UploadId, PartNumber: &number, Body: io.NewSectionReader(noise{}, off, part),
		})
		if err != nil {
			t.Fatalf("part %d: %v\n%s", number, err, s.log)
		}
		parts = append(parts, types.CompletedPart{PartNumber: &number, ETag: sent.ETag, ChecksumCRC32: sent.ChecksumCRC32})
	}
	if _, err := s.CompleteMultipartUpload(t.Context(), &s3.CompleteMultipartUploadInput{
		Bucket: &bucket, Key: &key, UploadId: made.UploadId, MultipartUpload: &types.CompletedMultipartUpload{Parts: parts},
	}); err != nil {
		t.Fatal(err)
	}
	out, err := s.GetObject(t.Context(), &s3.GetObjectInput{Bucket: &bucket, Key: &key})
	if err != nil {
		t.Fatal(err)
	}
	sameBytes(t, out.Body, io.NewSectionReader(noise{}, 0, size))
	most := s.memory(t, "VmHWM")
	t.Logf("%d MiB, at most %d bytes in memory", *largeMiB, most)
	if most > bound {
		t.Errorf("the server took %d bytes of memory, want no more than %d", most, bound)
	}
}

func sameBytes(t *testing.T, got, want io.Reader) {
	t.Helper()
	const step = 1 << 20
	a, b := make([]byte, step), make([]byte, step)
	for off := 0; ; off += step {
		n, err := io.ReadFull(got, a)
		m, _ := io.ReadFull(want, b)
		if !bytes.Equal(a[:n], b[:m]) {
			t.Fatalf("the bytes from %d on are not what was sent (%d of them, want %d; %v)", off, n, m, err)
		}
		if n < step {
			return
		}
	}
}

// noise is endless bytes, of which each place has its own.
type noise struct{}

func (noise) ReadAt(p []byte, off int64) (int, error) {
	for i := range p {
		x := uint64(off+int64(i)) * 0x9e3779b97f4a7c15
		p[i] = byte(x >> 40)
	}
	return len(p), nil
}
