package harness

import (
	"fmt"
	"os"
	"strings"
	"sync"

	"github.com/denylab/denylab/scenarios"
)

// matching is the scenarios that a pattern of Replay names; the empty one names
// the whole catalogue.
func matching(pattern string) ([]*scenarios.Scenario, scenarios.Diagnostics) {
	info, err := os.Stat(pattern)
	switch {
	case pattern == "":
		return scenarios.Load(scenarios.Catalogue())
	case err == nil && info.IsDir():
		return scenarios.Load(scenarios.Dir(pattern))
	case strings.HasSuffix(pattern, ".yaml"), strings.HasSuffix(pattern, ".yml"):
		s, problems := scenarios.FromFile(pattern)
		if s == nil {
			return nil, problems
		}
		return []*scenarios.Scenario{s}, problems
	}
	return scenarios.Load(scenarios.Catalogue(), pattern)
}

// known are the scenarios that one has found in the catalogue: to find one
// means to read all of it, which would be most of what a lab costs.
var known sync.Map // string → *scenarios.Scenario

// one is the scenario with the given id or file name.
func one(id string) (*scenarios.Scenario, error) {
	if s, ok := known.Load(id); ok {
		return s.(*scenarios.Scenario), nil
	}
	found, problems := matching(id)
	if err := problems.Err(); err != nil {
		return nil, err
	}
	if len(found) != 1 {
		return nil, fmt.Errorf("%q names %d scenarios, want one", id, len(found))
	}
	if found[0].ID == id {
		known.Store(id, found[0])
	}
	return found[0], nil
}
