package harness

import (
	"fmt"
	"time"

	"github.com/denylab/denylab/emulator"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/scenarios"
)

// An Option says what a lab starts with. Their order does not matter.
type Option func(*settings) error

type settings struct {
	world    *world.World
	worlds   []string // what the world was taken from: one, or it is an error
	clock    func() time.Time
	caseTime time.Time // the scenario's
	late     *emulator.Consistency
	caseLate emulator.Consistency // the scenario's
	warnings []string
}

// now is the lab's clock; nil means the machine's.
func (s *settings) now() func() time.Time {
	if s.clock == nil && !s.caseTime.IsZero() {
		return func() time.Time { return s.caseTime }
	}
	return s.clock
}

func (s *settings) consistency() emulator.Consistency {
	if s.late != nil {
		return *s.late
	}
	return s.caseLate
}

func (s *settings) take(from string, w *world.World, problems scenarios.Diagnostics) error {
	if err := problems.Err(); err != nil {
		return err
	}
	s.world, s.worlds = w, append(s.worlds, from)
	for _, warning := range problems {
		s.warnings = append(s.warnings, warning.String())
	}
	return nil
}

// Scenario starts the lab with the world and the clock of a scenario: one of
// the catalogue by its id, or a .yaml file by its name, which is relative to the
// test's directory.
func Scenario(id string) Option { return cast(id, false) }

// Cured starts the lab as Scenario does, with the scenario's cure applied to the
// world. It is an error when the scenario says that nothing can cure it.
func Cured(id string) Option { return cast(id, true) }

func cast(id string, cured bool) Option {
	return func(s *settings) error {
		found, err := one(id)
		if err != nil {
			return err
		}
		if cured && (found.Cure == nil || found.Cure.None != "") {
			return fmt.Errorf("scenario %s has no cure that could be applied", id)
		}
		w, problems := found.Cast(cured)
		s.caseTime = found.Clock
		s.caseLate = found.Consistency
		return s.take("scenario "+id, w, problems)
	}
}

// WorldFile starts the lab with the world in a YAML file, whose name is relative
// to the test's directory.
func WorldFile(name string) Option {
	return func(s *settings) error {
		w, problems := scenarios.WorldFromFile(name)
		return s.take("world file "+name, w, problems)
	}
}

// World starts the lab with a world built of Go values. Names, ARNs and AWS's
// defaults are filled in; w itself is not changed.
func World(w *world.World) Option {
	return func(s *settings) error { return s.take("a world of Go values", w, nil) }
}

// Clock sets the lab's time, in place of a scenario's or the machine's:
// aws:CurrentTime, timestamps, when sessions expire. Signatures are compared
// with the machine's time all the same.
func Clock(now func() time.Time) Option {
	return func(s *settings) error {
		s.clock = now
		return nil
	}
}

// Consistency has changes of IAM take effect late, as they do on AWS, in place of
// what a scenario says: some requests after a change, or after some time on the
// lab's clock. Changes by [Lab.Change] take effect at once.
func Consistency(c emulator.Consistency) Option {
	return func(s *settings) error {
		s.late = &c
		return nil
	}
}
