package index_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/s3/index"
)

// shape is what a page lists: keys and prefixes, in each one's order.
func shape(p index.Page) string {
	var all []string
	for _, v := range p.Versions {
		all = append(all, v.Key)
	}
	return strings.Join(all, " ") + " | " + strings.Join(p.Prefixes, " ")
}

func TestList(t *testing.T) {
	l := newLab(t)
	for _, key := range []string{"a", "a/", "a/1", "a/2/x", "a/2/y", "b/1", "b/2", "c", "é", "z\xff", "z\xffz"} {
		l.put(key, key, on)
	}
	l.put("gone", "x", on)
	l.delete("gone", "", on)
	l.put("gone/1", "x", on)
	l.delete("gone/1", "", on)
	for _, c := range []struct {
		name string
		q    index.Query
		want string
	}{
		{"all", index.Query{Max: 100}, "a a/ a/1 a/2/x a/2/y b/1 b/2 c z\xff z\xffz é | "},
		{"none", index.Query{Max: 0}, " | "},
		{"delimiter", index.Query{Delimiter: "/", Max: 100}, "a c z\xff z\xffz é | a/ b/"},
		{"prefix", index.Query{Prefix: "a/", Max: 100}, "a/ a/1 a/2/x a/2/y | "},
		{"prefix and delimiter", index.Query{Prefix: "a/", Delimiter: "/", Max: 100}, "a/ a/1 | a/2/"},
		{"prefix without slash", index.Query{Prefix: "a", Delimiter: "/", Max: 100}, "a | a/"},
		{"long delimiter", index.Query{Delimiter: "/2", Max: 100}, "a a/ a/1 b/1 c z\xff z\xffz é | a/2 b/2"},
		{"delimiter of bytes 0xff", index.Query{Delimiter: "\xff", Max: 100, Prefix: "z"}, " | z\xff"},
		{"marker", index.Query{Marker: "a/2/x", Max: 100}, "a/2/y b/1 b/2 c z\xff z\xffz é | "},
		{"marker that is no key", index.Query{Marker: "a/10", Max: 2}, "a/2/x a/2/y | "},
		{"marker in a common prefix", index.Query{Marker: "a/1", Delimiter: "/", Max: 2}, "c | b/"},
		{"marker is a common prefix", index.Query{Marker: "a/", Delimiter: "/", Max: 2}, "c | b/"},
		{"start-after in a common prefix", index.Query{StartAfter: "a/1", Delimiter: "/", Max: 2}, " | a/ b/"},
		{"start-after before the prefix", index.Query{StartAfter: "a", Prefix: "b", Max: 5}, "b/1 b/2 | "},
		{"start-after past the prefix", index.Query{StartAfter: "c", Prefix: "b", Max: 5}, " | "},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := l.List(bucket, c.q)
			l.must(err)
			if got := shape(p); got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
	_, err := l.List("none", index.Query{})
	wantErr(t, "List", err, index.ErrNoSuchBucket)
	_, err = l.List(bucket, index.Query{Token: "made up"})
	wantErr(t, "List", err, index.ErrBadToken)
}

// A page is truncated only when something is left to list: neither delete markers
// nor the rest of a common prefix are.
func TestTruncation(t *testing.T) {
	l := newLab(t)
	l.put("a/1", "x", on)
	l.put("a/2", "x", on)
	l.put("b", "x", on)
	l.delete("b", "", on)
	p, err := l.List(bucket, index.Query{Delimiter: "/", Max: 1})
	l.must(err)
	if p.Truncated || p.Token != "" || p.NextMarker != "" {
		t.Errorf("truncated: %+v", p)
	}
	l.put("c", "x", on)
	// S3 calls a page of none complete.
	if p, err := l.List(bucket, index.Query{Max: 0}); err != nil || p.Truncated {
		t.Errorf("List of 0: %+v, %v", p, err)
	}
	if p, err := l.ListVersions(bucket, index.VersionQuery{Max: 0}); err != nil || p.Truncated {
		t.Errorf("ListVersions of 0: %+v, %v", p, err)
	}
	p, err = l.List(bucket, index.Query{Delimiter: "/", Max: 1})
	l.must(err)
	if !p.Truncated || p.NextMarker != "a/" {
		t.Errorf("not truncated after a/: %+v", p)
	}
}

// Clients delete while they page; no version may be skipped for it.
func TestVersionPagesSurviveDeletion(t *testing.T) {
	l := newLab(t)
	for _, key := range []string{"a", "b"} {
		for range 5 {
			l.put(key, "x", on)
		}
	}
	l.put("b", "x", off)
	l.put("b", "x", on)
	var seen int
	q := index.VersionQuery{Max: 3}
	for {
		p, err := l.ListVersions(bucket, q)
		l.must(err)
		for _, v := range p.Versions {
			seen++
			l.delete(v.Key, v.ID, on)
		}
		if !p.Truncated {
			break
		}
		q.KeyMarker, q.VersionIDMarker = p.NextKeyMarker, p.NextVersionIDMarker
	}
	if empty, _ := l.BucketEmpty(bucket); seen != 12 || !empty {
		t.Errorf("saw %d of 12 versions; bucket empty: %v", seen, empty)
	}
	_, err := l.ListVersions(bucket, index.VersionQuery{KeyMarker: "a", VersionIDMarker: "made up", Max: 1})
	wantErr(t, "ListVersions", err, index.ErrBadMarker)
}

func TestVersionMarkers(t *testing.T) {
	l := newLab(t)
	one := l.put("a/k", "1", on)
	two := l.put("a/k", "2", on)
	three := l.put("b", "3", on)
	for _, c := range []struct {
		name string
		q    index.VersionQuery
		want []string
		pre  []string
	}{
		{"all", index.VersionQuery{}, []string{two.ID, one.ID, three.ID}, nil},
		{"after a key", index.VersionQuery{KeyMarker: "a/k"}, []string{three.ID}, nil},
		{"after a version", index.VersionQuery{KeyMarker: "a/k", VersionIDMarker: two.ID}, []string{one.ID, three.ID}, nil},
		{"after the oldest", index.VersionQuery{KeyMarker: "a/k", VersionIDMarker: one.ID}, []string{three.ID}, nil},
		{"delimiter", index.VersionQuery{Delimiter: "/"}, []string{three.ID}, []string{"a/"}},
		{"marker in the prefix", index.VersionQuery{Delimiter: "/", KeyMarker: "a/k", VersionIDMarker: two.ID}, []string{three.ID}, nil},
		{"marker outside the prefix", index.VersionQuery{Prefix: "b", KeyMarker: "a/k", VersionIDMarker: two.ID}, []string{three.ID}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.q.Max = 10
			p, err := l.ListVersions(bucket, c.q)
			l.must(err)
			var got []string
			for _, v := range p.Versions {
				got = append(got, v.ID)
			}
			if d := cmp.Diff(c.want, got) + cmp.Diff(c.pre, p.Prefixes); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

// A null version has no place but its own: once it is gone its key begins anew,
// because listing a version twice is better than never.
func TestVersionPageAfterADeletedNullVersion(t *testing.T) {
	l := newLab(t)
	l.put("k", "1", on)
	l.put("k", "2", off)
	l.put("k", "3", on)
	p, err := l.ListVersions(bucket, index.VersionQuery{Max: 2})
	l.must(err)
	if p.NextVersionIDMarker != index.NullVersion {
		t.Fatalf("the page ends with %q", p.NextVersionIDMarker)
	}
	l.delete("k", index.NullVersion, on)
	p, err = l.ListVersions(bucket, index.VersionQuery{KeyMarker: "k", VersionIDMarker: index.NullVersion, Max: 9})
	l.must(err)
	if len(p.Versions) != 2 {
		t.Errorf("%d versions, want the two that are left", len(p.Versions))
	}
}
