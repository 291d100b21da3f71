package scenarios

import (
	"slices"
	"strings"

	"github.com/denylab/denylab/emulator/world"
)

// finish checks a candidate and builds its world; nil after an error. all are
// the candidates its id must differ from.
func (l *loader) finish(c *candidate, all []*candidate) *Scenario {
	before := l.problems
	l.problems = slices.Clone(c.problems)
	if c.root != nil {
		l.check(c, all)
	}
	err := l.problems.Err()
	l.problems = append(before, l.problems...)
	if err != nil {
		return nil
	}
	return c.scenario
}

func (l *loader) check(c *candidate, all []*candidate) {
	s := c.scenario
	l.checkID(c, all)
	l.checkRows(c)
	if n := c.root.get("source"); n != nil && !strings.HasPrefix(s.Source, "https://") && !strings.HasPrefix(s.Source, "http://") {
		l.complain(n.problem("source must be the URL of a page, not %q", s.Source))
	}
	if s.World == nil {
		return
	}
	s.World = l.resolve(s.World.root, nil)
	w, problems := s.World.World()
	l.problems = append(l.problems, problems...)
	steps := &stepChecker{loader: l, world: w}
	steps.check(s.Steps, c.root.get("steps"))
	l.checkCure(c)
}

func (l *loader) checkID(c *candidate, all []*candidate) {
	id := c.root.get("id")
	if id == nil {
		return
	}
	if id.text != c.id() {
		l.complain(id.problem("the id %q is not the file's name", id.text).
			hint("write id: %s, or name the file %s.yaml", c.id(), id.text))
	}
	for _, other := range all {
		if other.file != c.file && other.scenario.ID == id.text {
			l.complain(id.problem("the id %q is taken by %s", id.text, other.scenario.File))
		}
	}
}

func (l *loader) checkRows(c *candidate) {
	n := c.root.get("rows")
	if n == nil {
		return
	}
	known := rowIDs()
	for i, item := range n.items {
		switch {
		case !slices.Contains(known, item.text):
			l.complain(item.problem("the seed matrix has no row %q", item.text).hint("scenarios/rows.yaml lists its rows"))
		case slices.Contains(c.scenario.Rows[:min(i, len(c.scenario.Rows))], item.text):
			l.complain(item.problem("row %s stands here twice", item.text))
		}
	}
}

// checkCure checks what can be said without running: that there is a cure,
// that it is complete, and that its changes and steps are well-formed.
func (l *loader) checkCure(c *candidate) {
	s, n := c.scenario, c.root.get("cure")
	if s.Cure == nil || n == nil {
		return
	}
	wanted := slices.ContainsFunc(s.Steps, func(st Step) bool { return st.Want.Refused() })
	switch cure := s.Cure; {
	case cure.None != "" && (len(cure.Change) > 0 || len(cure.Steps) > 0):
		l.complain(n.problem("a cure has either none or change and steps"))
	case cure.None != "":
	case len(cure.Change) == 0 && len(cure.Steps) == 0:
		l.complain(n.problem("a cure without change or steps").hint("where nothing can help, write none: and why"))
	case cure.Why == "":
		l.complain(n.problem("a cure without %q", "why").hint("say in one sentence why it cures"))
	case !wanted && c.root.get("steps") != nil:
		l.complain(c.root.get("steps").problem("no step wants a refusal, so there is nothing to cure"))
	}
	for _, change := range s.Cure.Change {
		if change != nil && change.root.get("use") != nil {
			l.complain(change.root.field("use").key.problem("a change cannot use a world; it is merged over the scenario's"))
			return
		}
	}
	l.checkChanged(s, n)
}

// checkChanged checks the cure's steps in the changed world.
func (l *loader) checkChanged(s *Scenario, cure *node) {
	if slices.Contains(s.Cure.Change, nil) {
		return // complained about as an empty entry
	}
	changed, problems := s.World.Apply(s.Cure.Change...)
	w, more := changed.World()
	l.problems = append(append(l.problems, problems...), more...)
	if n := cure.get("steps"); n != nil {
		steps := &stepChecker{loader: l, world: w}
		steps.check(s.Cure.Steps, n)
	}
}

// A stepChecker checks the steps of one lab in order.
type stepChecker struct {
	*loader
	world *world.World // nil when it could not be built
	saved savedTypes
}
