package pipeline

// A Condition is one expression of a Condition step.
type Condition struct {
	// Type is Equals, GreaterThan, GreaterThanOrEqualTo, LessThan,
	// LessThanOrEqualTo, In, Not or Or.
	Type string
	// Left and Right are compared; of In, Left is looked for in Values.
	Left, Right any
	Values      []any
	// Of are the conditions that Not and Or are about.
	Of []Condition
}

func (p *parser) conditions(n *node) ([]Condition, error) {
	all, err := p.list(n, "Conditions")
	if err != nil {
		return nil, err
	}
	var out []Condition
	for _, item := range all {
		c, err := p.condition(item)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

func (p *parser) condition(n *node) (c Condition, err error) {
	o, err := p.object(n, "a condition")
	if err != nil {
		return c, err
	}
	if c.Type, err = p.text1(n, o, "Type"); err != nil {
		return c, err
	}
	switch c.Type {
	case "Equals", "GreaterThan", "GreaterThanOrEqualTo", "LessThan", "LessThanOrEqualTo":
		c.Left, c.Right, err = p.pair(n, o, "LeftValue", "RightValue")
	case "In":
		var values any
		c.Left, values, err = p.pair(n, o, "QueryValue", "Values")
		list, ok := values.([]any)
		if err == nil && !ok {
			err = p.fail(o.members["Values"], "'Values' is no list")
		}
		c.Values = list
	case "Not":
		inner := o.members["Expression"]
		if inner == nil {
			return c, p.fail(n, "Member 'Expression' must not be null")
		}
		var one Condition
		one, err = p.condition(inner)
		c.Of = []Condition{one}
	case "Or":
		inner := o.members["Conditions"]
		if inner == nil {
			return c, p.fail(n, "Member 'Conditions' must not be null")
		}
		c.Of, err = p.conditions(inner)
	default:
		err = p.fail(o.members["Type"], "Value '"+c.Type+"' for 'Type' failed to satisfy enum value set: "+
			"[Equals, GreaterThan, GreaterThanOrEqualTo, LessThan, LessThanOrEqualTo, In, Not, Or]")
	}
	return c, err
}

func (p *parser) pair(n *node, o *object, left, right string) (l, r any, err error) {
	for _, name := range []string{left, right} {
		if o.members[name] == nil {
			return nil, nil, p.fail(n, "Member '"+name+"' must not be null")
		}
	}
	return o.members[left].plain(), o.members[right].plain(), nil
}
