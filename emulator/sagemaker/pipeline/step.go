package pipeline

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

var stepName = regexp.MustCompile(`^[A-Za-z0-9\-_]{1,64}$`)

func (p *parser) step(n *node, in *Branch) error {
	o, err := p.object(n, "a step")
	if err != nil {
		return err
	}
	s := &Step{Branch: in, Members: map[string]any{}, Arguments: map[string]any{}}
	if s.Name, err = p.text1(n, o, "Name"); err != nil {
		return err
	}
	if !stepName.MatchString(s.Name) {
		return p.fail(o.members["Name"], "Value '"+s.Name+"' for 'Name' failed to satisfy regular expression pattern: "+stepName.String())
	}
	if _, twice := p.named[s.Name]; twice {
		return p.fail(o.members["Name"], "Duplicate step name: "+s.Name)
	}
	p.named[s.Name], p.bodies[s.Name] = o.members["Name"], n
	if err := p.kind(n, o, s); err != nil {
		return err
	}
	p.out.Steps = append(p.out.Steps, s)
	return p.body(n, o, s)
}

// kind reads the type of a step.
func (p *parser) kind(n *node, o *object, s *Step) (err error) {
	if s.Type, err = p.text1(n, o, "Type"); err != nil {
		return err
	}
	runs, known := stepTypes[s.Type]
	switch {
	case !known:
		return p.fail(o.members["Type"], "Value '"+s.Type+"' for 'Type' failed to satisfy enum value set: ["+
			strings.Join(slices.Sorted(maps.Keys(stepTypes)), ", ")+"]")
	case !runs:
		return p.fail(o.members["Type"], "denylab does not run steps of the type "+s.Type+": step "+s.Name)
	}
	return nil
}

// body reads what a step says besides its name and its type.
func (p *parser) body(n *node, o *object, s *Step) error {
	for _, name := range o.names {
		member := o.members[name]
		var err error
		switch name {
		case "Name", "Type", "CacheConfig":
			// Nothing is cached: a job whose result was kept would not be refused.
		case "DisplayName":
			s.DisplayName, err = p.text1(n, o, name)
		case "Description":
			s.Description, err = p.text1(n, o, name)
		case "DependsOn":
			s.After, err = p.texts(member, name)
		case "PropertyFiles":
			err = p.propertyFiles(member, s)
		case "RetryPolicies":
			err = p.retries(member, s)
		case "Arguments":
			err = p.arguments(member, s)
		default:
			s.Members[name] = member.plain()
		}
		if err != nil {
			return err
		}
	}
	if s.Type == "Condition" && len(s.Conditions) == 0 {
		return p.fail(n, "the condition "+s.Name+" has no Conditions")
	}
	return nil
}

func (p *parser) arguments(n *node, s *Step) error {
	o, err := p.object(n, "Arguments")
	if err != nil {
		return err
	}
	if s.Type != "Condition" {
		s.Arguments, _ = n.plain().(map[string]any)
		return nil
	}
	conditions := o.members["Conditions"]
	if conditions == nil {
		return nil
	}
	if s.Conditions, err = p.conditions(conditions); err != nil {
		return err
	}
	for _, b := range []struct {
		name  string
		holds bool
	}{{"IfSteps", true}, {"ElseSteps", false}} {
		if steps := o.members[b.name]; steps != nil {
			if err := p.steps(steps, &Branch{s.Name, b.holds}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *parser) propertyFiles(n *node, s *Step) error {
	all, err := p.list(n, "PropertyFiles")
	if err != nil {
		return err
	}
	for _, f := range all {
		o, err := p.object(f, "a property file")
		if err != nil {
			return err
		}
		var file PropertyFile
		for name, to := range map[string]*string{"PropertyFileName": &file.Name, "OutputName": &file.Output, "FilePath": &file.Path} {
			if *to, err = p.text1(f, o, name); err != nil {
				return err
			}
		}
		s.PropertyFiles = append(s.PropertyFiles, file)
	}
	return nil
}
