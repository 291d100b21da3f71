package index_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/s3/index"
)

// A model is the naive bucket that the index is compared with: every version ever
// written, newest first, searched from end to end.
type model struct {
	versions   []modelVersion
	versioning string
}

type modelVersion struct {
	key, id, body string
	marker        bool
}

func (m *model) drop(match func(modelVersion) bool) {
	m.versions = slices.DeleteFunc(m.versions, match)
}

func (m *model) add(v modelVersion) {
	if v.id == "null" {
		m.drop(func(old modelVersion) bool { return old.key == v.key && old.id == "null" })
	}
	m.versions = slices.Insert(m.versions, 0, v)
}

func (m *model) keys() []string {
	var keys []string
	for _, v := range m.versions {
		keys = append(keys, v.key)
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

func (m *model) of(key string) (list []modelVersion) {
	for _, v := range m.versions {
		if v.key == key {
			list = append(list, v)
		}
	}
	return list
}

// common is the naive common prefix of a key, "" for none.
func common(key, prefix, delimiter string) string {
	if i := strings.Index(key[len(prefix):], delimiter); delimiter != "" && i >= 0 {
		return key[:len(prefix)+i+len(delimiter)]
	}
	return ""
}

// list is the whole listing in one: "k:KEY" and "p:PREFIX".
func (m *model) list(prefix, delimiter string) (all []string) {
	for _, key := range m.keys() {
		if !strings.HasPrefix(key, prefix) || m.of(key)[0].marker {
			continue
		}
		if c := common(key, prefix, delimiter); c != "" {
			if !slices.Contains(all, "p:"+c) {
				all = append(all, "p:"+c)
			}
		} else {
			all = append(all, "k:"+key)
		}
	}
	slices.Sort(all)
	return all
}

func (m *model) listVersions(prefix, delimiter string) (all, prefixes []string) {
	for _, key := range m.keys() {
		if !strings.HasPrefix(key, prefix) {
			continue
		}
		if c := common(key, prefix, delimiter); c != "" {
			if !slices.Contains(prefixes, c) {
				prefixes = append(prefixes, c)
			}
			continue
		}
		for i, v := range m.of(key) {
			all = append(all, fmt.Sprint(key, " ", v.id, " ", v.marker, " ", i == 0))
		}
	}
	return all, prefixes
}

// step does one random thing to both.
func (m *model) step(l *lab, rng *rand.Rand, n int) {
	l.Helper()
	key := []string{"a", "a/b", "a/b/c", "a/d", "b", "b/", "b/c", "c/d/e", "é/x"}[rng.IntN(9)]
	switch rng.IntN(10) {
	case 0, 1, 2, 3, 4:
		body := fmt.Sprint("body ", n)
		v := l.put(key, body, m.versioning)
		m.add(modelVersion{key: key, id: v.ID, body: body})
	case 5, 6:
		done := l.delete(key, "", m.versioning)
		if m.versioning == "" {
			m.drop(func(v modelVersion) bool { return v.key == key })
		} else {
			m.add(modelVersion{key: key, id: done.VersionID, marker: true})
		}
	case 7, 8:
		if of := m.of(key); len(of) > 0 {
			gone := of[rng.IntN(len(of))]
			done := l.delete(key, gone.id, m.versioning)
			if done.DeleteMarker != gone.marker {
				l.Errorf("deleting version %s of %s: %+v", gone.id, key, done)
			}
			m.drop(func(v modelVersion) bool { return v.key == key && v.id == gone.id })
		}
	case 9:
		if rng.IntN(4) == 0 {
			m.versioning = []string{index.VersioningEnabled, index.VersioningSuspended}[rng.IntN(2)]
		}
	}
}

// compare looks at everything the index shows.
func (m *model) compare(l *lab, rng *rand.Rand) {
	l.Helper()
	for _, key := range m.keys() {
		for _, v := range m.of(key) {
			if v.marker {
				_, err := l.Head(bucket, key, v.id)
				wantErr(l, "Head of a marker", err, index.ErrMethodNotAllowed)
			} else if got := l.body(key, v.id); got != v.body {
				l.Errorf("version %s of %s reads %q, want %q", v.id, key, got, v.body)
			}
		}
	}
	prefix, delimiter := []string{"", "a", "a/", "b/", "é"}[rng.IntN(5)], []string{"", "/", "b"}[rng.IntN(3)]
	limit := 1 + rng.IntN(5)
	if d := cmp.Diff(m.list(prefix, delimiter), pages(l, prefix, delimiter, limit, rng.IntN(2) == 0)); d != "" {
		l.Errorf("List of %q by %q, %d a page (-want +got):\n%s", prefix, delimiter, limit, d)
	}
	wantV, wantP := m.listVersions(prefix, delimiter)
	gotV, gotP := versionPages(l, prefix, delimiter, limit)
	if d := cmp.Diff(wantV, gotV) + cmp.Diff(wantP, gotP); d != "" {
		l.Errorf("ListVersions of %q by %q, %d a page (-want +got):\n%s", prefix, delimiter, limit, d)
	}
}

// pages lists page by page, by token or by marker.
func pages(l *lab, prefix, delimiter string, limit int, byToken bool) (all []string) {
	l.Helper()
	q := index.Query{Prefix: prefix, Delimiter: delimiter, Max: limit}
	for range 1000 {
		p, err := l.List(bucket, q)
		l.must(err)
		if n := len(p.Versions) + len(p.Prefixes); n > limit || p.Truncated && n < limit {
			l.Errorf("a page of %d has %d entries, truncated: %v", limit, n, p.Truncated)
		}
		for _, v := range p.Versions {
			all = append(all, "k:"+v.Key)
		}
		for _, c := range p.Prefixes {
			all = append(all, "p:"+c)
		}
		if !p.Truncated {
			slices.Sort(all)
			return all
		}
		if byToken {
			q.Token = p.Token
		} else {
			q.Marker = p.NextMarker
		}
	}
	l.Fatal("the listing does not end")
	return nil
}

func versionPages(l *lab, prefix, delimiter string, limit int) (all, prefixes []string) {
	l.Helper()
	q := index.VersionQuery{Prefix: prefix, Delimiter: delimiter, Max: limit}
	for range 1000 {
		p, err := l.ListVersions(bucket, q)
		l.must(err)
		for _, v := range p.Versions {
			all = append(all, fmt.Sprint(v.Key, " ", v.ID, " ", v.DeleteMarker, " ", v.Latest))
		}
		prefixes = append(prefixes, p.Prefixes...)
		if !p.Truncated {
			return all, prefixes
		}
		q.KeyMarker, q.VersionIDMarker = p.NextKeyMarker, p.NextVersionIDMarker
	}
	l.Fatal("the listing does not end")
	return nil, nil
}

func TestAgainstTheModel(t *testing.T) {
	for seed := range uint64(8) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			rng := rand.New(rand.NewPCG(seed, 1))
			l, m := newLab(t), &model{}
			for n := range 400 {
				m.step(l, rng, n)
				m.compare(l, rng)
				if t.Failed() {
					t.Fatalf("after step %d", n)
				}
			}
		})
	}
}

// Many keys, in and out of order, so that leaves split and vanish.
func TestManyKeys(t *testing.T) {
	l := newLab(t)
	rng := rand.New(rand.NewPCG(1, 2))
	var want []string
	for _, i := range rng.Perm(5000) {
		key := fmt.Sprintf("%05d", i)
		w := index.Write{Bucket: bucket, Version: index.Version{Key: key}}
		_, err := l.Put(w)
		l.must(err)
		if i%3 != 0 && i > 2000 {
			want = append(want, "k:"+key)
		}
	}
	for _, i := range rng.Perm(5000) {
		if i%3 == 0 || i <= 2000 {
			l.delete(fmt.Sprintf("%05d", i), "", "")
		}
	}
	slices.Sort(want)
	if d := cmp.Diff(want, pages(l, "", "", 777, true)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
