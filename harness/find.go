package harness

import (
	"fmt"
	"sync"

	"github.com/denylab/denylab/scenarios"
)

// known are the scenarios that one has found in the catalogue: to find one
// means to read all of it, which would be most of what a lab costs.
var known sync.Map // string → *scenarios.Scenario

// one is the scenario with the given id or file name.
func one(id string) (*scenarios.Scenario, error) {
	if s, ok := known.Load(id); ok {
		return s.(*scenarios.Scenario), nil
	}
	found, problems := scenarios.Named(id)
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
