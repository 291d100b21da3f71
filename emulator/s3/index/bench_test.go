package index_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/denylab/denylab/emulator/s3/index"
)

func fill(l *lab, n int) {
	for i := range n {
		_, err := l.Put(index.Write{Bucket: bucket, Version: index.Version{Key: key(i)}})
		l.must(err)
	}
}

func key(i int) string { return fmt.Sprintf("dir%02d/part-%08d", i%100, i) }

func BenchmarkPut(b *testing.B) {
	for name, order := range map[string]func(n int) int{
		"new keys":  func(n int) int { return n },
		"same keys": func(n int) int { return n % 1000 },
	} {
		b.Run(name, func(b *testing.B) {
			l := newLab(b)
			for n := 0; b.Loop(); n++ {
				_, err := l.Put(index.Write{Bucket: bucket, Version: index.Version{Key: key(order(n))}})
				l.must(err)
			}
		})
	}
}

func BenchmarkPutDurable(b *testing.B) {
	l := open(b, b.TempDir())
	l.must(l.CreateBucket(bucket))
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := l.Put(index.Write{Bucket: bucket, Version: index.Version{Key: key(rand.IntN(1000))}}); err != nil {
				b.Error(err)
			}
		}
	})
}

func BenchmarkList(b *testing.B) {
	l := newLab(b)
	fill(l, 100_000)
	for name, q := range map[string]index.Query{
		"1000 of 100k":    {Max: 1000},
		"100 dirs":        {Delimiter: "/", Max: 1000},
		"prefix":          {Prefix: "dir50/", Max: 1000},
		"late start":      {StartAfter: "dir99/", Max: 1000},
		"missing, at end": {Prefix: "zzz", Max: 1000},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := l.List(bucket, q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkDigest(b *testing.B) {
	l := newLab(b)
	fill(l, 10_000)
	for b.Loop() {
		l.Digest()
	}
}
