package main

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// A write is one of those that the server is killed in the middle of: what the
// key held before it, and holds after it; nil is no object.
type write struct {
	key           string
	before, after []byte
	send          func(ctx context.Context, s *server) error
	answered      bool
}

const many = 200

// kill -9 in the middle of many concurrent writes loses none that was answered,
// and shows no half of one.
func TestKilledServerKeepsItsWord(t *testing.T) {
	data := t.TempDir()
	for round := range uint64(2) {
		t.Run(fmt.Sprint(round), func(t *testing.T) {
			s := serveIn(t, "denylab", "--data", data)
			bucket := fmt.Sprint("round-", round)
			s.make(t, bucket)
			writes := prepare(t, s, bucket)
			moment := int64(1 + rand.New(rand.NewPCG(round, 9)).IntN(many*3/4))
			var answers atomic.Int64
			var all sync.WaitGroup
			for _, w := range writes {
				all.Go(func() {
					if w.answered = w.send(t.Context(), s) == nil; w.answered && answers.Add(1) == moment {
						s.kill()
					}
				})
			}
			all.Wait()
			if n := answers.Load(); n < moment || n == many {
				t.Fatalf("%d of %d writes were answered, want no less than %d and not all\n%s", n, many, moment, s.log)
			}
			s = serveIn(t, "denylab", "--data", data)
			listed := keys(t, s, bucket)
			for _, w := range writes {
				w.check(t, s, bucket, listed)
			}
			s.kill()
		})
	}
}

// prepare makes the bucket what it is before the writes.
func prepare(t *testing.T, s *server, bucket string) []*write {
	t.Helper()
	var writes []*write
	for i := range many {
		w := &write{key: fmt.Sprintf("%03d", i), after: body(i, 500*i)}
		w.send = func(ctx context.Context, s *server) error { return s.put(ctx, bucket, w.key, w.after) }
		if i%20 == 0 { // of several chunks
			w.after = body(i, 9<<20)
		}
		switch i % 10 {
		case 1:
			w.before = body(-i, 1000)
		case 2:
			w.before, w.after, w.send = body(-i, 1000), nil, func(ctx context.Context, s *server) error {
				_, err := s.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &bucket, Key: &w.key})
				return err
			}
		case 3:
			w.send = upload(t, s, bucket, w)
		}
		if w.before != nil {
			if err := s.put(t.Context(), bucket, w.key, w.before); err != nil {
				t.Fatal(err)
			}
		}
		writes = append(writes, w)
	}
	return writes
}

// upload sends the parts of what a write writes, all but the request that
// completes them.
func upload(t *testing.T, s *server, bucket string, w *write) func(ctx context.Context, s *server) error {
	t.Helper()
	made, err := s.CreateMultipartUpload(t.Context(), &s3.CreateMultipartUploadInput{Bucket: &bucket, Key: &w.key})
	if err != nil {
		t.Fatal(err)
	}
	number := int32(1)
	part, err := s.UploadPart(t.Context(), &s3.UploadPartInput{Bucket: &bucket, Key: &w.key, UploadId: made.UploadId, PartNumber: &number, Body: bytes.NewReader(w.after)})
	if err != nil {
		t.Fatal(err)
	}
	return func(ctx context.Context, s *server) error {
		_, err := s.CompleteMultipartUpload(ctx, &s3.CompleteMultipartUploadInput{Bucket: &bucket, Key: &w.key, UploadId: made.UploadId,
			MultipartUpload: &types.CompletedMultipartUpload{Parts: []types.CompletedPart{{PartNumber: &number, ETag: part.ETag}}}})
		return err
	}
}

// check looks at what a write left behind. One that did not happen can happen
// now.
func (w *write) check(t *testing.T, s *server, bucket string, listed map[string]bool) {
	t.Helper()
	got, err := s.get(t.Context(), bucket, w.key)
	if err != nil {
		if codeOf(err) != "NoSuchKey" {
			t.Errorf("%s: %v", w.key, err)
		}
		got = nil
	}
	is := func(want []byte) bool { return (got == nil) == (want == nil) && bytes.Equal(got, want) }
	if listed[w.key] != (got != nil) {
		t.Errorf("%s: listed: %t, there: %t", w.key, listed[w.key], got != nil)
	}
	switch {
	case is(w.after):
	case w.answered:
		t.Errorf("%s: the write was answered, and the object has %d bytes, want %d", w.key, len(got), len(w.after))
	case !is(w.before):
		t.Errorf("%s: the object has %d bytes that are neither the %d before the write nor the %d after", w.key, len(got), len(w.before), len(w.after))
	default:
		if err := w.send(t.Context(), s); err != nil {
			t.Errorf("%s: sent again: %v", w.key, err)
		}
	}
}

func keys(t *testing.T, s *server, bucket string) map[string]bool {
	t.Helper()
	listed, err := s.ListObjectsV2(t.Context(), &s3.ListObjectsV2Input{Bucket: &bucket})
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]bool{}
	for _, o := range listed.Contents {
		all[*o.Key] = true
	}
	return all
}

// body is n bytes of which no two numbers have the same.
func body(number, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(number ^ number>>8 ^ i ^ i>>8 ^ i>>16)
	}
	return b
}
