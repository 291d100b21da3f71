package pipeline

import "encoding/json"

// object is the node's object; what names it in errors.
func (p *parser) object(n *node, what string) (*object, error) {
	if o, ok := n.value.(*object); ok {
		return o, nil
	}
	return nil, p.fail(n, what+" is no object")
}

func (p *parser) list(n *node, what string) ([]*node, error) {
	if l, ok := n.value.([]*node); ok {
		return l, nil
	}
	return nil, p.fail(n, "'"+what+"' is no list")
}

// text1 is a member that must be there and be a string.
func (p *parser) text1(of *node, o *object, name string) (string, error) {
	member := o.members[name]
	if member == nil {
		return "", p.fail(of, "Member '"+name+"' must not be null")
	}
	text, ok := member.value.(string)
	if !ok {
		return "", p.fail(member, "'"+name+"' is no string")
	}
	return text, nil
}

func (p *parser) texts(n *node, what string) ([]string, error) {
	all, err := p.list(n, what)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, item := range all {
		text, ok := item.value.(string)
		if !ok {
			return nil, p.fail(item, "an item of '"+what+"' is no string")
		}
		out = append(out, text)
	}
	return out, nil
}

// number is a member that is a number, or otherwise when it is absent.
func (p *parser) number(o *object, name string, otherwise float64) (float64, error) {
	member := o.members[name]
	if member == nil {
		return otherwise, nil
	}
	number, ok := member.value.(json.Number)
	if !ok {
		return 0, p.fail(member, "'"+name+"' is no number")
	}
	f, err := number.Float64()
	if err != nil || f < 0 {
		return 0, p.fail(member, "'"+name+"' is "+number.String()+", which it cannot be")
	}
	return f, nil
}
