package pipeline

import "slices"

// Order are the steps in an order in which each comes after those it needs; of
// several that may be next, the first in the text is.
func (d *Definition) Order() []*Step {
	var out []*Step
	done := map[string]bool{}
	for len(out) < len(d.Steps) {
		next := slices.IndexFunc(d.Steps, func(s *Step) bool { return !done[s.Name] && ready(s, done) })
		if next < 0 {
			return out
		}
		out, done[d.Steps[next].Name] = append(out, d.Steps[next]), true
	}
	return out
}

func ready(s *Step, done map[string]bool) bool {
	return !slices.ContainsFunc(s.After, func(name string) bool { return !done[name] })
}

// acyclic refuses steps that wait for each other.
func (p *parser) acyclic() error {
	order := p.out.Order()
	for _, s := range p.out.Steps {
		if !slices.Contains(order, s) {
			return p.fail(p.named[s.Name], "the step "+s.Name+" waits for itself, by DependsOn or by what it refers to")
		}
	}
	return nil
}
