package pipeline

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
)

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
