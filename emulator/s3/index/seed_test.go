package index_test

import (
	"context"
	"encoding/base64"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/s3/index"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

func TestSeed(t *testing.T) {
	l := newLab(t)
	objects := map[string]*world.Object{
		"train/1.csv": {
			Content: []byte("123456789"), Owner: "444455556666", ContentType: "text/csv",
			Tags: map[string]string{"a": "b"}, Metadata: map[string]string{"m": "n"},
			Encryption: &world.Encryption{Algorithm: "aws:kms", Key: "alias/training"},
			ACL:        &world.ACL{Canned: "bucket-owner-full-control"},
		},
		"train/empty": {},
		"train/nil":   nil,
	}
	s := index.Seeding{
		Account: "111122223333", Now: noon, Versioning: on,
		Encryption: func(o *world.Object) (index.Encryption, error) {
			if o.Encryption == nil {
				return index.Encryption{Algorithm: "AES256"}, nil
			}
			return index.Encryption{Algorithm: o.Encryption.Algorithm, KeyARN: "arn of " + o.Encryption.Key}, nil
		},
		ACL: func(owner string, acl *world.ACL) (index.ACL, error) {
			if acl == nil {
				return index.ACL{}, nil
			}
			return index.ACL{Canned: acl.Canned, Grants: []authz.Grant{{Grantee: owner, Permission: "FULL_CONTROL"}}}, nil
		},
	}
	l.must(l.Seed(context.Background(), bucket, objects, s))
	v, err := l.Head(bucket, "train/1.csv", "")
	l.must(err)
	got := *v
	got.ID, got.Seq, got.Blobs = "", 0, nil
	// The CRC-64/NVME of "123456789" is the one of the algorithm's catalogue entry.
	crc := base64.StdEncoding.EncodeToString([]byte{0xae, 0x8b, 0x14, 0x86, 0x0a, 0x79, 0x98, 0x88})
	want := index.Version{
		Key: "train/1.csv", Size: 9, ETag: "25f9e794323b453885f5181f1b624d0b",
		Checksum: index.Checksum{Algorithm: "CRC64NVME", Value: crc, Type: index.FullObject},
		Owner:    "444455556666",
		ACL:      index.ACL{Canned: "bucket-owner-full-control", Grants: []authz.Grant{{Grantee: "444455556666", Permission: "FULL_CONTROL"}}},
		Tags:     map[string]string{"a": "b"}, Metadata: map[string]string{"m": "n"},
		Encryption: index.Encryption{Algorithm: "aws:kms", KeyARN: "arn of alias/training"},
		Headers:    index.Headers{ContentType: "text/csv"}, Modified: noon,
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if empty, err := l.Head(bucket, "train/empty", ""); err != nil || empty.Owner != "111122223333" || empty.Size != 0 {
		t.Errorf("empty object: %+v, %v", empty, err)
	}
	if got := l.body("train/1.csv", ""); got != "123456789" {
		t.Errorf("the object reads %q", got)
	}

	// The same world makes the same index.
	other := newLab(t)
	other.must(other.Seed(context.Background(), bucket, objects, s))
	if other.Digest() != l.Digest() {
		t.Error("equal worlds give other digests")
	}
	objects["train/1.csv"].Content = []byte("other")
	changed := newLab(t)
	changed.must(changed.Seed(context.Background(), bucket, objects, s))
	if changed.Digest() == l.Digest() {
		t.Error("another content gives the same digest")
	}
}

func TestSeedNamesTheObject(t *testing.T) {
	l := newLab(t)
	noKey := errors.New("no such key: alias/x")
	err := l.Seed(context.Background(), bucket, map[string]*world.Object{"k": {}}, index.Seeding{
		Encryption: func(*world.Object) (index.Encryption, error) { return index.Encryption{}, noKey },
	})
	if !errors.Is(err, noKey) || !strings.Contains(err.Error(), "object k of bucket "+bucket) {
		t.Errorf("error %v", err)
	}
	err = l.Seed(context.Background(), "none", map[string]*world.Object{"k": {}}, index.Seeding{})
	wantErr(t, "Seed", err, index.ErrNoSuchBucket)
}

// Contents count by themselves: under SSE-KMS an ETag says nothing about them.
func TestDigestTellsContentsApart(t *testing.T) {
	digest := func(body string) string {
		l := newLab(t)
		w := l.write("k", body, "")
		w.Version.ETag = "same"
		_, err := l.Put(w)
		l.must(err)
		return l.Digest()
	}
	one, again, two := digest("one"), digest("one"), digest("two")
	if one == two {
		t.Error("two contents of equal length and ETag have one digest")
	}
	if one != again {
		t.Error("one content has two digests")
	}
}

// An object of parts that a snapshot gives back whole is the same object.
func TestDigestDoesNotCountBlobs(t *testing.T) {
	digest := func(pieces ...string) string {
		l := newLab(t)
		v := index.Version{Key: "k", ETag: "0123456789abcdef0123456789abcdef-2", Modified: noon}
		for _, piece := range pieces {
			v.Blobs = append(v.Blobs, l.stage([]byte(piece)))
		}
		_, err := l.Put(index.Write{Bucket: bucket, Version: v})
		l.must(err)
		return l.Digest()
	}
	whole := digest("hello, lab")
	if digest("hello", ", lab") != whole || digest("hello, l", "ab") != whole {
		t.Error("where a content is cut gives it another digest")
	}
	if digest("hello", ", bal") == whole {
		t.Error("another content gives the same digest")
	}
}
