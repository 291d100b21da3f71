package scenarios_test

import (
	"testing"

	"github.com/denylab/denylab/scenarios"
)

// BenchmarkReplay replays the whole catalogue and proves its cures: seconds for
// each replay, on all processors.
func BenchmarkReplay(b *testing.B) {
	all, problems := scenarios.Load(scenarios.Catalogue())
	if err := problems.Err(); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		report, err := (&scenarios.Runner{}).Run(b.Context(), all)
		if err != nil || report.Summary.Failed > 0 {
			b.Fatalf("%v: %d failed", err, report.Summary.Failed)
		}
	}
	b.ReportMetric(float64(len(all)), "scenarios")
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/replay")
}
