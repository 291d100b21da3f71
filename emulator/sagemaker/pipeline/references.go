package pipeline

import (
	"slices"
	"strings"
)

// references checks what the expressions of the steps refer to, and notes of
// each step after which others it comes.
func (p *parser) references() error {
	for _, s := range p.out.Steps {
		after := s.After
		for _, name := range after {
			if _, ok := p.out.Step(name); !ok {
				return p.fail(p.bodies[s.Name], "the step "+s.Name+" depends on "+name+", which is no step")
			}
		}
		if s.Branch != nil {
			after = append(after, s.Branch.Step)
		}
		more, err := p.referred(s)
		if err != nil {
			return err
		}
		s.After = slices.Compact(slices.Sorted(slices.Values(append(slices.Clone(after), more...))))
	}
	return nil
}

// referred are the steps whose properties or files a step refers to.
func (p *parser) referred(s *Step) (steps []string, err error) {
	err = p.own(s, func(n *node) error {
		o, ok := n.value.(*object)
		if !ok || len(o.names) != 1 {
			return nil
		}
		name := o.names[0]
		argument := o.members[name]
		switch text, isText := argument.value.(string); {
		case name == "Get" && isText:
			step, err := p.reference(argument, text)
			if step != "" && err == nil {
				steps = append(steps, step)
				s.refers = append(s.refers, strings.Join(strings.FieldsFunc(strings.TrimPrefix(text, "Steps."), separates)[:2], "."))
			}
			return err
		case strings.HasPrefix(name, "Std:"):
			return p.function(n, name, argument)
		}
		return nil
	})
	return steps, err
}

// separates the parts of a path.
func separates(r rune) bool { return r == '.' || r == '[' }

// own visits the nodes of a step without those of the steps in its branches.
func (p *parser) own(s *Step, visit func(*node) error) error {
	o := p.bodies[s.Name].value.(*object) // step has looked
	for _, name := range o.names {
		member := o.members[name]
		if s.Type == "Condition" && name == "Arguments" {
			member = member.value.(*object).members["Conditions"]
		}
		if err := member.walk(visit); err != nil {
			return err
		}
	}
	return nil
}

// reference checks a Get and names the step it refers to, if any.
func (p *parser) reference(n *node, text string) (step string, err error) {
	r, err := parseReference(text)
	if err != nil {
		return "", p.fail(n, err.Error())
	}
	switch r.kind {
	case "Parameters":
		if p.out.parameter(r.name) == nil {
			return "", p.fail(n, "the pipeline has no parameter "+r.name)
		}
	case "Execution":
		if !variables[r.name] {
			return "", p.fail(n, "there is no execution variable "+r.name)
		}
	default:
		return r.name, p.property(n, r)
	}
	return "", nil
}

func (p *parser) property(n *node, r reference) error {
	step, ok := p.out.Step(r.name)
	switch {
	case !ok:
		return p.fail(n, "the pipeline has no step "+r.name)
	case len(r.path) == 0:
		return p.fail(n, "the reference to the step "+r.name+" names no property")
	case r.path[0] == "PropertyFiles" && len(r.path) == 2:
		if _, has := step.PropertyFile(written(r.path[1])); !has {
			return p.fail(n, "the step "+r.name+" has no property file "+written(r.path[1]))
		}
	}
	return nil
}

// function checks what a function is called with.
func (p *parser) function(n *node, name string, argument *node) error {
	o, ok := argument.plain().(map[string]any)
	if !ok {
		return p.fail(argument, name+" takes an object")
	}
	switch name {
	case "Std:Join":
		if _, ok := o["Values"].([]any); !ok {
			return p.fail(argument, "Std:Join has no list of Values")
		}
	case "Std:JsonGet":
		path, ok := o["Path"].(string)
		if !ok {
			return p.fail(argument, "Std:JsonGet has no Path")
		}
		if _, err := parsePath(strings.TrimPrefix(strings.TrimPrefix(path, "$"), ".")); err != nil {
			return p.fail(argument, err.Error())
		}
		if _, given := o["S3Uri"]; given {
			return nil
		}
		if _, _, err := fileOf(o); err != nil {
			return p.fail(argument, err.Error())
		}
	default:
		return p.fail(n, "there is no function "+name+"; there are Std:Join and Std:JsonGet")
	}
	return nil
}

// Refers says whether a step refers to a property of another.
func (d *Definition) Refers(step, property string) bool {
	for _, s := range d.Steps {
		if slices.Contains(s.refers, step+"."+property) {
			return true
		}
	}
	return false
}
