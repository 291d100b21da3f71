package harness

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/denylab/denylab/scenarios"
)

// Replay runs scenarios as subtests: of the catalogue by id, topic or row, or
// of the caller's own by .yaml file or folder. Without a pattern the whole
// catalogue runs.
func Replay(t *testing.T, patterns ...string) {
	t.Helper()
	list := load(t, patterns)
	if len(list) == 0 {
		t.Fatalf("no scenario matches %q", patterns)
	}
	for _, s := range list {
		t.Run(s.ID, func(t *testing.T) {
			t.Parallel()
			r, err := new(scenarios.Runner).Run(context.Background(), []*scenarios.Scenario{s})
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range r.Scenarios[0].Problems {
				t.Error(p)
			}
		})
	}
}

func load(t *testing.T, patterns []string) []*scenarios.Scenario {
	t.Helper()
	if len(patterns) == 0 {
		patterns = []string{""}
	}
	var all []*scenarios.Scenario
	for _, p := range patterns {
		loaded, problems := matching(p)
		if err := problems.Err(); err != nil {
			t.Fatal(err)
		}
		all = append(all, loaded...)
	}
	return all
}

func matching(pattern string) ([]*scenarios.Scenario, scenarios.Diagnostics) {
	info, err := os.Stat(pattern)
	switch {
	case pattern == "":
		return scenarios.Load(scenarios.Catalogue())
	case err == nil && info.IsDir():
		return scenarios.Load(scenarios.Dir(pattern))
	case strings.HasSuffix(pattern, ".yaml"):
		s, problems := scenarios.FromFile(pattern)
		if s == nil {
			return nil, problems
		}
		return []*scenarios.Scenario{s}, problems
	}
	return scenarios.Load(scenarios.Catalogue(), pattern)
}
