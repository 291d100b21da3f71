package report_test

import (
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// diagnostics are the YAML blocks of a TAP report, without their indent.
func diagnostics(t *testing.T, tap string) []string {
	t.Helper()
	var blocks []string
	var block strings.Builder
	inside := false
	for _, line := range strings.Split(tap, "\n") {
		switch {
		case line == "  ---":
			inside = true
			block.Reset()
		case line == "  ..." && inside:
			inside = false
			blocks = append(blocks, block.String())
		case inside:
			text, ok := strings.CutPrefix(line, "  ")
			if !ok {
				t.Fatalf("a line of a diagnostic without its indent: %q", line)
			}
			block.WriteString(text + "\n")
		}
	}
	if inside {
		t.Fatal("a diagnostic that does not end")
	}
	return blocks
}

func decode(t *testing.T, text string, into any) {
	t.Helper()
	if err := yaml.Unmarshal([]byte(text), into); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
}
