package pipeline

// A parser reads one definition.
type parser struct {
	text string
	out  *Definition
	// at is where the steps' names stand, and what they refer to.
	named  map[string]*node
	bodies map[string]*node
}

// Parse reads a definition. The error is an *Error.
func Parse(text string) (*Definition, error) {
	root, err := readNode(text)
	if err != nil {
		return nil, err
	}
	p := &parser{text: text, out: &Definition{}, named: map[string]*node{}, bodies: map[string]*node{}}
	if err := p.definition(root); err != nil {
		return nil, err
	}
	if err := p.references(); err != nil {
		return nil, err
	}
	return p.out, p.acyclic()
}

func (p *parser) fail(n *node, why string) error {
	return &Error{At: positionOf(p.text, n.at), Why: why}
}

func (p *parser) definition(n *node) error {
	o, err := p.object(n, "the definition")
	if err != nil {
		return err
	}
	version, err := p.text1(n, o, "Version")
	if err != nil {
		return err
	}
	if version != Version {
		return p.fail(o.members["Version"], "Value '"+version+"' for 'Version' failed to satisfy enum value set: ["+Version+"]")
	}
	if err := p.parameters(o.members["Parameters"]); err != nil {
		return err
	}
	steps := o.members["Steps"]
	if steps == nil {
		return p.fail(n, "Member 'Steps' must not be null")
	}
	return p.steps(steps, nil)
}

func (p *parser) steps(n *node, in *Branch) error {
	all, err := p.list(n, "Steps")
	if err != nil {
		return err
	}
	for _, s := range all {
		if err := p.step(s, in); err != nil {
			return err
		}
	}
	return nil
}
