package index_test

import (
	"testing"
	"time"

	"github.com/denylab/denylab/emulator/s3/index"
)

// BenchmarkListOfAMillion lists pages of an index of 1,000,000 keys and of one of
// 1,000, in turn. times is how many times as long the first takes; a listing
// should cost what is on its page, not what is in the bucket.
func BenchmarkListOfAMillion(b *testing.B) {
	many, few := newLab(b), newLab(b)
	fill(many, 1_000_000)
	fill(few, 1_000)
	for _, of := range []struct {
		name      string
		many, few index.Query
	}{
		{"first page", index.Query{Max: 1000}, index.Query{Max: 1000}},
		{"a page within", index.Query{StartAfter: "dir50/", Max: 500}, index.Query{StartAfter: "dir50/", Max: 500}},
		{"below a prefix", index.Query{Prefix: "dir70/", Max: 100}, index.Query{Prefix: "dir", Max: 100}},
		{"directories", index.Query{Delimiter: "/", Max: 1000}, index.Query{Delimiter: "/", Max: 1000}},
		{"directories within", index.Query{Delimiter: "/", StartAfter: "dir30/", Max: 50}, index.Query{Delimiter: "/", StartAfter: "dir30/", Max: 50}},
	} {
		b.Run(of.name, func(b *testing.B) {
			var ofMany, ofFew time.Duration
			for b.Loop() {
				a, n := timed(b, many, of.many)
				c, m := timed(b, few, of.few)
				if n != m || n == 0 {
					b.Fatalf("pages of %d and %d", n, m)
				}
				ofMany, ofFew = ofMany+a, ofFew+c
			}
			b.ReportMetric(float64(ofMany)/float64(ofFew), "times")
		})
	}
}

// timed lists one page, and says how long that took and how much is on it.
func timed(b *testing.B, l *lab, q index.Query) (time.Duration, int) {
	b.Helper()
	begin := time.Now()
	page, err := l.List(bucket, q)
	took := time.Since(begin)
	l.must(err)
	return took, len(page.Versions) + len(page.Prefixes)
}
