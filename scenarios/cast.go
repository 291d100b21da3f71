package scenarios

import "github.com/denylab/denylab/emulator/world"

// Cast builds the world of s, with the changes of its cure when cured is true.
// Every call builds a new one.
func (s *Scenario) Cast(cured bool) (*world.World, Diagnostics) {
	if !cured || s.Cure == nil {
		return s.World.World()
	}
	changed, problems := s.World.Apply(s.Cure.Change...)
	if problems.Err() != nil {
		return nil, problems
	}
	return changed.World()
}
