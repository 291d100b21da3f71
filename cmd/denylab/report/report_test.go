package report_test

import (
	"bytes"
	"context"
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/cmd/denylab/report"
	"github.com/denylab/denylab/scenarios"
)

var update = flag.Bool("update", false, "write the golden reports")

// replay replays testdata: a scenario that is not as wanted, whose texts are
// hostile, and one with a job, which is cured.
func replay(t *testing.T) *report.Replay {
	t.Helper()
	list, problems := scenarios.Load(scenarios.Dir("testdata"))
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	witness := report.NewWitness(ctx)
	result, err := (&scenarios.Runner{Step: witness.See}).Run(ctx, list)
	if err != nil {
		t.Fatal(err)
	}
	r, err := witness.Report(result)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// golden compares got with testdata/golden/name, which -update writes.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", "golden", name)
	if *update {
		if err := os.WriteFile(file, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got; go test -update writes it):\n%s", name, diff)
	}
}

// TestReportsAreTheSameBytesEveryTime: each format of two replays is the golden
// one.
func TestReportsAreTheSameBytesEveryTime(t *testing.T) {
	formats := map[string]func(io.Writer, *report.Replay, bool) error{
		"summary.txt": report.Summary, "report.json": report.JSON, "junit.xml": report.JUnit,
		"report.tap": report.TAP, "github.txt": report.GitHub, "summary.md": report.Markdown,
	}
	for range 2 {
		r := replay(t)
		for name, write := range formats {
			var b bytes.Buffer
			if err := write(&b, r, false); err != nil {
				t.Fatal(err)
			}
			golden(t, name, b.Bytes())
		}
	}
}

// TestDiagnosticsOfTAPAreYAML and end where they must: the consumer reads every
// block between --- and ….
func TestDiagnosticsOfTAPAreYAML(t *testing.T) {
	var b bytes.Buffer
	if err := report.TAP(&b, replay(t), false); err != nil {
		t.Fatal(err)
	}
	blocks := diagnostics(t, b.String())
	if len(blocks) != 1 {
		t.Fatalf("%d diagnostics, want that of the one failure", len(blocks))
	}
	var got struct {
		Severity, Message, Source string
		At                        struct {
			File string
			Line int
		}
		Problems, Ladder []string
	}
	decode(t, blocks[0], &got)
	if got.Severity != "fail" || got.Message != "Not as wanted: <script>alert(1)</script> & 100% of it, # here" {
		t.Errorf("severity %q, message %q", got.Severity, got.Message)
	}
	if got.At.File != "testdata/wrong.yaml" || got.At.Line != 13 || len(got.Problems) != 1 || len(got.Ladder) < 12 {
		t.Errorf("at %+v, problems %q, %d lines of the ladder", got.At, got.Problems, len(got.Ladder))
	}
}
