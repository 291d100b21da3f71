package index_test

import (
	"errors"
	"testing"

	"github.com/denylab/denylab/emulator/s3/index"
)

const (
	on  = index.VersioningEnabled
	off = index.VersioningSuspended
)

func (l *lab) delete(key, id, versioning string) index.Removed {
	l.Helper()
	done, err := l.Delete(index.Removal{
		Bucket: bucket, Key: key, VersionID: id, Versioning: versioning, Owner: "111122223333", Now: noon,
	})
	l.must(err)
	return done
}

func TestDeleteWithoutVersioning(t *testing.T) {
	l := newLab(t)
	v := l.put("k", "x", "")
	if done := l.delete("k", "", ""); done != (index.Removed{}) {
		t.Errorf("Delete = %+v", done)
	}
	if empty, err := l.BucketEmpty(bucket); err != nil || !empty {
		t.Errorf("BucketEmpty = %v, %v", empty, err)
	}
	if !l.gone(v.Blobs[0]) {
		t.Error("the blob is still there")
	}
	l.delete("k", "", "") // what is not there is deleted too
	_, err := l.Head(bucket, "k", "")
	wantErr(t, "Head", err, index.ErrNoSuchKey)
}

func TestDeleteMarker(t *testing.T) {
	l := newLab(t)
	v := l.put("k", "x", on)
	done := l.delete("k", "", on)
	if !done.DeleteMarker || done.VersionID == "" || done.VersionID == v.ID {
		t.Fatalf("Delete = %+v", done)
	}
	marker, err := l.Head(bucket, "k", "")
	wantErr(t, "Head", err, index.ErrNoSuchKey)
	if marker == nil || !marker.DeleteMarker || marker.ID != done.VersionID || marker.Owner != "111122223333" {
		t.Errorf("Head of a deleted object = %+v", marker)
	}
	_, err = l.Head(bucket, "k", done.VersionID)
	wantErr(t, "Head of the marker", err, index.ErrMethodNotAllowed)
	_, err = l.Acquire(bucket, "k", done.VersionID)
	wantErr(t, "Acquire of the marker", err, index.ErrMethodNotAllowed)
	_, err = l.Update(bucket, "k", done.VersionID, func(*index.Version) error { return nil })
	wantErr(t, "Update of the marker", err, index.ErrMethodNotAllowed)
	if got := l.body("k", v.ID); got != "x" {
		t.Errorf("the old version reads %q", got)
	}
	// Deleting the marker brings the object back.
	if again := l.delete("k", done.VersionID, on); again != (index.Removed{VersionID: done.VersionID, DeleteMarker: true}) {
		t.Errorf("Delete of the marker = %+v", again)
	}
	if got := l.body("k", ""); got != "x" {
		t.Errorf("the object reads %q", got)
	}
	if done := l.delete("k", v.ID, on); done != (index.Removed{VersionID: v.ID}) {
		t.Errorf("Delete of the version = %+v", done)
	}
	_, err = l.Head(bucket, "k", v.ID)
	wantErr(t, "Head of a deleted version", err, index.ErrNoSuchVersion)
}

func TestDeleteWhileSuspended(t *testing.T) {
	l := newLab(t)
	kept := l.put("k", "kept", on)
	null := l.put("k", "null", off)
	if done := l.delete("k", "", off); done != (index.Removed{VersionID: index.NullVersion, DeleteMarker: true}) {
		t.Errorf("Delete = %+v", done)
	}
	if !l.gone(null.Blobs[0]) || l.gone(kept.Blobs[0]) {
		t.Error("the marker did not replace exactly the null version")
	}
	_, err := l.Head(bucket, "k", index.NullVersion)
	wantErr(t, "Head of the null marker", err, index.ErrMethodNotAllowed)
	l.delete("k", index.NullVersion, off)
	if got := l.body("k", ""); got != "kept" {
		t.Errorf("the object reads %q", got)
	}
}

func TestDeleteOfAMissingKeyMakesAMarker(t *testing.T) {
	l := newLab(t)
	if done := l.delete("k", "", on); !done.DeleteMarker {
		t.Errorf("Delete = %+v", done)
	}
	if done := l.delete("other", "null", on); done != (index.Removed{VersionID: "null"}) {
		t.Errorf("Delete of a missing version = %+v", done)
	}
	wantErr(t, "DropBucket", l.DropBucket(bucket), index.ErrBucketNotEmpty)
}

func TestDeleteConditions(t *testing.T) {
	l := newLab(t)
	v := l.put("k", "x", "")
	refused := errors.New("refused")
	before := l.Digest()
	_, err := l.Delete(index.Removal{Bucket: bucket, Key: "k", If: index.Preconditions{IfMatch: "y"}})
	wantErr(t, "If-Match of another ETag", err, index.ErrPreconditionFailed)
	_, err = l.Delete(index.Removal{Bucket: bucket, Key: "k", Recheck: func(current *index.Version) error {
		if current == nil || current.ETag != v.ETag {
			t.Errorf("the hook saw %v", current)
		}
		return refused
	}})
	wantErr(t, "Recheck", err, refused)
	_, err = l.Delete(index.Removal{Bucket: "none", Key: "k"})
	wantErr(t, "no bucket", err, index.ErrNoSuchBucket)
	if l.Digest() != before {
		t.Error("a failed Delete changed the index")
	}
	_, err = l.Delete(index.Removal{Bucket: bucket, Key: "k", If: index.Preconditions{IfMatch: v.ETag}})
	l.must(err)
}

func TestBuckets(t *testing.T) {
	l := newLab(t)
	wantErr(t, "CreateBucket twice", l.CreateBucket(bucket), index.ErrBucketExists)
	wantErr(t, "DropBucket", l.DropBucket("none"), index.ErrNoSuchBucket)
	u, err := l.CreateUpload(bucket, index.Upload{Key: "k"})
	l.must(err)
	part := l.part(u, 1, []byte("x"))
	// An upload in progress does not keep a bucket.
	l.must(l.DropBucket(bucket))
	if l.HasBucket(bucket) || len(l.Buckets()) != 0 {
		t.Error("the bucket is still there")
	}
	if !l.gone(part.Blobs[0]) {
		t.Error("the part's blob is still there")
	}
	_, err = l.Put(l.write("k", "x", ""))
	wantErr(t, "Put", err, index.ErrNoSuchBucket)
}

// What is being read stays readable, whatever happens to the object.
func TestHeldBytesSurvive(t *testing.T) {
	for name, end := range map[string]func(l *lab){
		"overwritten": func(l *lab) { l.put("k", "new", "") },
		"deleted":     func(l *lab) { l.delete("k", "", "") },
		"reset":       func(l *lab) { l.must(l.Reset()) },
	} {
		t.Run(name, func(t *testing.T) {
			l := newLab(t)
			v := l.put("k", "old", "")
			h, err := l.Acquire(bucket, "k", "")
			l.must(err)
			end(l)
			l.must(l.Discard(v.Blobs...))
			if l.gone(v.Blobs[0]) {
				t.Error("the bytes went while they were held")
			}
			l.must(h.Release())
			l.must(h.Release())
			if !l.gone(v.Blobs[0]) {
				t.Error("the bytes stayed after their release")
			}
		})
	}
}
