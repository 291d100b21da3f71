package scenarios

import "strings"

// steps are the steps that prove the cure: its own, or those of the scenario
// that wanted a refusal, now wanting success, with the steps before them whose
// saved answers they use.
func (c *Cure) steps(scenario []Step) []Step {
	if len(c.Steps) > 0 {
		return c.Steps
	}
	needed := make([]bool, len(scenario))
	wanted := map[string]bool{}
	for i := len(scenario) - 1; i >= 0; i-- {
		s := &scenario[i]
		if needed[i] = s.Want.Refused() || s.Save != "" && wanted[s.Save]; !needed[i] {
			continue
		}
		for _, name := range s.uses() {
			wanted[name] = true
		}
	}
	var out []Step
	for i, s := range scenario {
		if !needed[i] {
			continue
		}
		if s.Want.Refused() {
			s.Want = nil
		}
		out = append(out, s)
	}
	return out
}

// uses are the names of the saved answers that a step needs.
func (s *Step) uses() []string {
	var out []string
	if name, ok := strings.CutPrefix(s.As, "saved/"); ok {
		out = append(out, name)
	}
	if name, ok := s.savedVia(); ok {
		out = append(out, name)
	}
	if s.With != nil {
		out = s.With.root.saved(out)
	}
	return out
}

func (n *node) saved(out []string) []string {
	if ref := n.only("saved"); ref != nil {
		name, _, _ := strings.Cut(ref.text, ".")
		return append(out, name)
	}
	for _, f := range n.fields {
		out = f.value.saved(out)
	}
	for _, item := range n.items {
		out = item.saved(out)
	}
	return out
}
