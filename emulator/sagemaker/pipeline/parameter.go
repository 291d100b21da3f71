package pipeline

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

func (p *parser) parameters(n *node) error {
	if n == nil {
		return nil
	}
	all, err := p.list(n, "Parameters")
	if err != nil {
		return err
	}
	for _, item := range all {
		if err := p.parameter(item); err != nil {
			return err
		}
	}
	return nil
}

func (p *parser) parameter(n *node) error {
	o, err := p.object(n, "a parameter")
	if err != nil {
		return err
	}
	var out Parameter
	if out.Name, err = p.text1(n, o, "Name"); err != nil {
		return err
	}
	if out.Type, err = p.text1(n, o, "Type"); err != nil {
		return err
	}
	if _, err := out.value("1"); err != nil && out.Type != "Boolean" {
		return p.fail(o.members["Type"], "Value '"+out.Type+"' for 'Type' failed to satisfy enum value set: [String, Integer, Float, Boolean]")
	}
	if p.out.parameter(out.Name) != nil {
		return p.fail(o.members["Name"], "Duplicate parameter name: "+out.Name)
	}
	if values := o.members["EnumValues"]; values != nil {
		list, err := p.list(values, "EnumValues")
		if err != nil {
			return err
		}
		for _, v := range list {
			out.Enum = append(out.Enum, v.plain())
		}
	}
	if err := p.byDefault(o.members["DefaultValue"], &out); err != nil {
		return err
	}
	p.out.Parameters = append(p.out.Parameters, out)
	return nil
}

func (p *parser) byDefault(n *node, out *Parameter) error {
	if n == nil {
		return nil
	}
	v, err := out.value(written(n.plain()))
	if err != nil {
		return p.fail(n, err.Error())
	}
	out.Default = v
	return nil
}

func (d *Definition) parameter(name string) *Parameter {
	for i := range d.Parameters {
		if d.Parameters[i].Name == name {
			return &d.Parameters[i]
		}
	}
	return nil
}

// value is what a text means as the parameter's value.
func (p *Parameter) value(text string) (any, error) {
	v, err := typed(p.Type, text)
	if err != nil {
		return nil, fmt.Errorf("the value '%s' of the parameter %s is no %s", text, p.Name, p.Type)
	}
	for _, one := range p.Enum {
		if written(one) == text {
			return v, nil
		}
	}
	if len(p.Enum) > 0 {
		return nil, fmt.Errorf("the value '%s' of the parameter %s is none of its EnumValues", text, p.Name)
	}
	return v, nil
}

func typed(kind, text string) (any, error) {
	switch kind {
	case "String":
		return text, nil
	case "Integer":
		_, err := strconv.ParseInt(text, 10, 64)
		return json.Number(text), err
	case "Float":
		if _, err := strconv.ParseFloat(text, 64); err != nil || !json.Valid([]byte(text)) {
			return nil, strconv.ErrSyntax
		}
		return json.Number(text), nil
	case "Boolean":
		return strconv.ParseBool(strings.ToLower(text))
	}
	return nil, fmt.Errorf("there is no type %s", kind)
}

// Values are what the parameters of an execution are: those it was given, and
// the defaults.
func (d *Definition) Values(given map[string]string) (map[string]any, error) {
	out := map[string]any{}
	for i := range d.Parameters {
		p := &d.Parameters[i]
		text, ok := given[p.Name]
		switch {
		case ok:
			v, err := p.value(text)
			if err != nil {
				return nil, err
			}
			out[p.Name] = v
		case p.Default == nil:
			return nil, fmt.Errorf("the parameter %s has no default and was given no value", p.Name)
		default:
			out[p.Name] = p.Default
		}
	}
	for name := range given {
		if d.parameter(name) == nil {
			return nil, fmt.Errorf("the pipeline has no parameter %s", name)
		}
	}
	return out, nil
}
