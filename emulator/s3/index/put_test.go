package index_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/s3/index"
	"github.com/denylab/denylab/rego/authz"
)

func TestPreconditionsOfAPut(t *testing.T) {
	etag := sum([]byte("old"))
	for _, c := range []struct {
		name   string
		exists bool
		cond   index.Preconditions
		want   error
	}{
		{"none", true, index.Preconditions{}, nil},
		{"If-None-Match * without object", false, index.Preconditions{IfNoneMatch: "*"}, nil},
		{"If-None-Match * with object", true, index.Preconditions{IfNoneMatch: "*"}, index.ErrPreconditionFailed},
		{"If-None-Match same ETag", true, index.Preconditions{IfNoneMatch: etag}, index.ErrPreconditionFailed},
		{"If-None-Match other ETag", true, index.Preconditions{IfNoneMatch: "x"}, nil},
		{"If-Match same ETag", true, index.Preconditions{IfMatch: etag}, nil},
		{"If-Match other ETag", true, index.Preconditions{IfMatch: "x"}, index.ErrPreconditionFailed},
		{"If-Match without object", false, index.Preconditions{IfMatch: etag}, index.ErrNoSuchKey},
		{"If-Match * with object", true, index.Preconditions{IfMatch: "*"}, nil},
		{"If-Match * without object", false, index.Preconditions{IfMatch: "*"}, index.ErrNoSuchKey},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := newLab(t)
			if c.exists {
				l.put("k", "old", "")
			}
			before := l.Digest()
			w := l.write("k", "new", "")
			w.If = c.cond
			_, err := l.Put(w)
			wantErr(t, "Put", err, c.want)
			if err == nil {
				if got := l.body("k", ""); got != "new" {
					t.Errorf("the object reads %q", got)
				}
				return
			}
			if l.Digest() != before {
				t.Error("a failed Put changed the index")
			}
			l.must(l.Discard(w.Version.Blobs...))
			if !l.gone(w.Version.Blobs[0]) {
				t.Error("the discarded blob is still there")
			}
		})
	}
}

// A delete marker is no object for a precondition.
func TestIfNoneMatchAfterADeleteMarker(t *testing.T) {
	l := newLab(t)
	l.put("k", "old", index.VersioningEnabled)
	_, err := l.Delete(index.Removal{Bucket: bucket, Key: "k", Versioning: index.VersioningEnabled, Now: noon})
	l.must(err)
	w := l.write("k", "new", index.VersioningEnabled)
	w.If.IfNoneMatch = "*"
	if _, err := l.Put(w); err != nil {
		t.Error(err)
	}
}

func TestRecheckStopsAPut(t *testing.T) {
	l := newLab(t)
	refused := errors.New("refused")
	old := l.put("k", "old", "")
	var saw *index.Version
	w := l.write("k", "new", "")
	w.Recheck = func(current *index.Version) error { saw = current; return refused }
	before := l.Digest()
	if _, err := l.Put(w); err != refused {
		t.Errorf("Put: %v, want the hook's own error", err)
	}
	if saw != old && cmp.Diff(saw, old) != "" {
		t.Errorf("the hook saw %v", saw)
	}
	if l.Digest() != before {
		t.Error("a refused Put changed the index")
	}
}

func TestWhatAPutReplaces(t *testing.T) {
	const on, off = index.VersioningEnabled, index.VersioningSuspended
	for _, c := range []struct {
		name   string
		states []string // versioning at each of the puts "0", "1", …
		want   []string // bodies left, newest first
	}{
		{"never versioned", []string{"", "", ""}, []string{"2"}},
		{"enabled", []string{on, on, on}, []string{"2", "1", "0"}},
		{"enabled later keeps the null version", []string{"", on, on}, []string{"2", "1", "0"}},
		{"suspended replaces the null version only", []string{"", on, off, off}, []string{"3", "1"}},
		{"enabled again", []string{on, off, on}, []string{"2", "1", "0"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := newLab(t)
			var all []*index.Version
			for i, state := range c.states {
				all = append(all, l.put("k", string(rune('0'+i)), state))
			}
			page, err := l.ListVersions(bucket, index.VersionQuery{Max: 10})
			l.must(err)
			var got []string
			left := map[string]bool{}
			for i, v := range page.Versions {
				body := l.body("k", v.ID)
				got, left[body] = append(got, body), true
				if v.Latest != (i == 0) {
					t.Errorf("version %d: Latest is %v", i, v.Latest)
				}
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Errorf("versions (-want +got):\n%s", d)
			}
			for i, v := range all {
				if body := string(rune('0' + i)); left[body] == l.gone(v.Blobs[0]) {
					t.Errorf("body %s: left %v, blob gone %v", body, left[body], l.gone(v.Blobs[0]))
				}
			}
		})
	}
}

func TestVersionIDs(t *testing.T) {
	ids := func(seed string) (all []string) {
		l := newLab(t)
		l.Index = index.New(l.blobs, seed)
		l.must(l.CreateBucket(bucket))
		for range 3 {
			all = append(all, l.put("k", "x", index.VersioningEnabled).ID)
		}
		return all
	}
	first := ids("a")
	if d := cmp.Diff(first, ids("a")); d != "" {
		t.Errorf("equal seeds give other ids:\n%s", d)
	}
	if first[0] == ids("b")[0] || first[0] == first[1] {
		t.Error("ids repeat")
	}
	for _, id := range append(first, "null") {
		if !index.ValidVersionID(id) {
			t.Errorf("%q is not valid", id)
		}
	}
	for _, id := range []string{"", "Null", first[0][1:], first[0][1:] + "-"} {
		if index.ValidVersionID(id) {
			t.Errorf("%q is valid", id)
		}
	}
}

func TestPutWantsMD5s(t *testing.T) {
	l := newLab(t)
	w := l.write("k", "x", "")
	w.Version.Blobs[0].MD5 = "not hex"
	if _, err := l.Put(w); err == nil {
		t.Error("Put without the blob's MD5: no error")
	}
}

func TestUpdateCopies(t *testing.T) {
	l := newLab(t)
	w := l.write("k", "x", "")
	w.Version.Tags = map[string]string{"team": "ml"}
	old, err := l.Put(w)
	l.must(err)
	now, err := l.Update(bucket, "k", "", func(v *index.Version) error {
		v.Tags["team"] = "etl"
		v.ACL = index.ACL{Grants: []authz.Grant{{Grantee: "canon", Permission: "READ"}}}
		return nil
	})
	l.must(err)
	if old.Tags["team"] != "ml" || now.Tags["team"] != "etl" {
		t.Errorf("tags: old record %v, new record %v", old.Tags, now.Tags)
	}
	head, err := l.Head(bucket, "k", old.ID)
	l.must(err)
	if d := cmp.Diff(now, head); d != "" {
		t.Errorf("Head after Update (-want +got):\n%s", d)
	}
	if got := l.body("k", ""); got != "x" {
		t.Errorf("the object reads %q", got)
	}

	before := l.Digest()
	refused := errors.New("refused")
	for _, change := range []func(*index.Version) error{
		func(v *index.Version) error { v.Tags["x"] = "y"; return refused },
		func(v *index.Version) error { v.Key = "other"; return nil },
		func(v *index.Version) error { v.Blobs = nil; return nil },
	} {
		if _, err := l.Update(bucket, "k", "", change); err == nil {
			t.Error("Update: no error")
		}
	}
	if l.Digest() != before {
		t.Error("a failed Update changed the index")
	}
	_, err = l.Update(bucket, "none", "", func(*index.Version) error { return nil })
	wantErr(t, "Update of a missing key", err, index.ErrNoSuchKey)
}
