package index_test

import (
	"strings"
	"testing"

	"github.com/denylab/denylab/emulator/s3/index"
)

// FuzzToken lists with any text as a continuation token: it is refused, or it is
// one that a page gives.
func FuzzToken(f *testing.F) {
	l := newLab(f)
	for _, key := range []string{"a", "b/1", "b/2", "c"} {
		l.put(key, key, "")
	}
	p, err := l.List(bucket, index.Query{Max: 1})
	l.must(err)
	for _, token := range []string{p.Token, "", "AAAA", "made up", "=", p.Token + "A"} {
		f.Add(token)
	}
	f.Fuzz(func(t *testing.T, token string) {
		p, err := l.List(bucket, index.Query{Token: token, Delimiter: "/", Max: 10})
		if token == "" {
			return
		}
		if err != nil {
			wantErr(t, "List", err, index.ErrBadToken)
			return
		}
		// A good token is one text in one spelling: changing it is noticed.
		if _, err := l.List(bucket, index.Query{Token: token + "=", Max: 1}); err == nil {
			t.Errorf("token %q has two spellings", token)
		}
		if len(p.Versions)+len(p.Prefixes) > 3 {
			t.Errorf("token %q lists %q", token, shape(p))
		}
	})
}

// FuzzVersionMarker lists versions with any text as a marker.
func FuzzVersionMarker(f *testing.F) {
	l := newLab(f)
	id := l.put("k", "1", on).ID
	l.put("k", "2", on)
	for _, marker := range []string{id, "null", "", strings.ToLower(id), id[1:]} {
		f.Add("k", marker)
	}
	f.Fuzz(func(t *testing.T, key, marker string) {
		_, err := l.ListVersions(bucket, index.VersionQuery{KeyMarker: key, VersionIDMarker: marker, Max: 10})
		if err != nil {
			wantErr(t, "ListVersions", err, index.ErrBadMarker)
		} else if marker != "" && !index.ValidVersionID(marker) {
			t.Errorf("marker %q was taken, which is no version id", marker)
		}
	})
}
