package pipeline

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
)

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

// Holds evaluates the condition.
func (c Condition) Holds(s Scope) (bool, error) {
	switch c.Type {
	case "Not":
		held, err := c.Of[0].Holds(s)
		return !held, err
	case "Or":
		for _, one := range c.Of {
			if held, err := one.Holds(s); err != nil || held {
				return held, err
			}
		}
		return false, nil
	}
	left, err := Resolve(c.Left, s)
	if err != nil {
		return false, err
	}
	if c.Type == "In" {
		return c.among(left, s)
	}
	right, err := Resolve(c.Right, s)
	if err != nil {
		return false, err
	}
	return c.compare(left, right)
}

func (c Condition) among(left any, s Scope) (bool, error) {
	for _, v := range c.Values {
		right, err := Resolve(v, s)
		if err != nil {
			return false, err
		}
		if order, ok := compared(left, right); ok && order == 0 {
			return true, nil
		}
	}
	return false, nil
}

func (c Condition) compare(left, right any) (bool, error) {
	order, ok := compared(left, right)
	if !ok {
		if c.Type == "Equals" {
			return false, nil
		}
		return false, fmt.Errorf("%s cannot compare %s with %s", c.Type, written(left), written(right))
	}
	switch c.Type {
	case "Equals":
		return order == 0, nil
	case "GreaterThan":
		return order > 0, nil
	case "GreaterThanOrEqualTo":
		return order >= 0, nil
	case "LessThan":
		return order < 0, nil
	}
	return order <= 0, nil
}

// compared orders two values of the same type; ok is false for others.
func compared(left, right any) (order int, ok bool) {
	switch l := left.(type) {
	case json.Number:
		r, ok := right.(json.Number)
		if !ok {
			return 0, false
		}
		return number(l).Cmp(number(r)), true
	case string:
		r, ok := right.(string)
		return strings.Compare(l, r), ok
	case bool:
		r, ok := right.(bool)
		return strings.Compare(written(l), written(r)), ok
	}
	return 0, false
}

// number is a JSON number, whose exponent is not believed beyond a float's.
func number(n json.Number) *big.Float {
	f, _, err := big.ParseFloat(n.String(), 10, 200, big.ToNearestEven)
	if err != nil {
		return new(big.Float)
	}
	return f
}
