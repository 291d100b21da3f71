package main

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// BenchmarkStartup starts the command and asks it something that is signed and
// decided. It reports the time from exec to the answer in ms/answer, and the
// memory that the server then has, at rest, in MiB/resident.
func BenchmarkStartup(b *testing.B) {
	program := build(b)
	var waited time.Duration
	var resident int
	for b.Loop() {
		began := time.Now()
		s := serveIn(b, program)
		if _, err := s.ListBuckets(b.Context(), &s3.ListBucketsInput{}); err != nil {
			b.Fatal(err)
		}
		waited += time.Since(began)
		resident += s.memory(b, "VmRSS")
		s.kill()
	}
	n := float64(b.N)
	b.ReportMetric(float64(waited.Milliseconds())/n, "ms/answer")
	b.ReportMetric(float64(resident)/(1<<20)/n, "MiB/resident")
}
