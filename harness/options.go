package harness

import (
	"fmt"
	"strings"
	"time"

	"github.com/denylab/denylab/emulator"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/scenarios"
)

// An Option says what a lab starts with.
type Option func(*settings) error

type settings struct{ emulator.Options }

// Scenario starts the lab with the world of a scenario: an id of the
// catalogue, or a .yaml file.
func Scenario(id string) Option { return cast(id, false) }

// Cured starts the lab with the world of a scenario after its cure.
func Cured(id string) Option { return cast(id, true) }

func cast(id string, cured bool) Option {
	return func(s *settings) error {
		found, err := scenario(id)
		if err != nil {
			return err
		}
		w, problems := found.Cast(cured)
		if err := problems.Err(); err != nil {
			return err
		}
		s.World = w
		if !found.Clock.IsZero() {
			at := found.Clock
			s.Clock = func() time.Time { return at }
		}
		return nil
	}
}

func scenario(id string) (*scenarios.Scenario, error) {
	if strings.HasSuffix(id, ".yaml") {
		s, problems := scenarios.FromFile(id)
		return s, problems.Err()
	}
	found, problems := scenarios.Load(scenarios.Catalogue(), id)
	if err := problems.Err(); err != nil {
		return nil, err
	}
	if len(found) != 1 {
		return nil, fmt.Errorf("%q names %d scenarios, want one", id, len(found))
	}
	return found[0], nil
}

// WorldFile starts the lab with the world in a YAML file.
func WorldFile(name string) Option {
	return func(s *settings) error {
		w, problems := scenarios.WorldFromFile(name)
		s.World = w
		return problems.Err()
	}
}

// World starts the lab with a world built in Go.
func World(w *world.World) Option {
	return func(s *settings) error {
		s.World = w
		return nil
	}
}

// Clock sets the lab's time: aws:CurrentTime, timestamps, expiry of sessions.
// Signatures are compared with the machine's time all the same.
func Clock(now func() time.Time) Option {
	return func(s *settings) error {
		s.Clock = now
		return nil
	}
}
