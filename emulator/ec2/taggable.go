package ec2

import (
	"cmp"
	"slices"

	"github.com/denylab/denylab/emulator/world"
)

// A tagged is something that can have tags.
type tagged struct {
	thing
	set *map[string]string // where its tags are
}

// taggable are an account's things that can have tags, by id.
func (r *request) taggable(a *world.Account) []tagged {
	var out []tagged
	for id, v := range a.VPCs {
		out = append(out, tagged{r.vpcThing(v, id), &v.Tags})
	}
	for id, g := range a.InternetGateways {
		out = append(out, tagged{gatewayThing(id, g), &g.Tags})
	}
	out = append(out, taggedOf(r, a, subnets, func(s *world.Subnet) *map[string]string { return &s.Tags })...)
	out = append(out, taggedOf(r, a, tables, func(t *world.RouteTable) *map[string]string { return &t.Tags })...)
	out = append(out, taggedOf(r, a, endpoints, func(e *world.Endpoint) *map[string]string { return &e.Tags })...)
	out = append(out, taggedOf(r, a, interfaces, func(n *world.NetworkInterface) *map[string]string { return &n.Tags })...)
	out = append(out, taggedOf(r, a, groups, func(g *world.SecurityGroup) *map[string]string { return &g.Tags })...)
	for _, of := range groups.all(a) {
		for _, rules := range [][]world.SecurityGroupRule{of.it.Ingress, of.it.Egress} {
			for i := range rules {
				out = append(out, tagged{thing{kind: "security-group-rule", id: rules[i].ID, tags: rules[i].Tags}, &rules[i].Tags})
			}
		}
	}
	slices.SortFunc(out, func(a, b tagged) int { return cmp.Compare(a.id, b.id) })
	return out
}

func taggedOf[T any](r *request, a *world.Account, k kind[T], of func(*T) *map[string]string) []tagged {
	var out []tagged
	for _, it := range k.all(a) {
		out = append(out, tagged{k.thing(r, it), of(it.it)})
	}
	return out
}

// prefixes are the types of resources that can have tags, by what their ids
// begin with.
var prefixes = map[string]string{
	"vpc": "vpc", "subnet": "subnet", "sg": "security-group", "sgr": "security-group-rule", "rtb": "route-table",
	"vpce": "vpc-endpoint", "eni": "network-interface", "igw": "internet-gateway",
}
