package organizations

import (
	"maps"
	"slices"

	"github.com/denylab/denylab/emulator/world"
)

// The kinds of places, as ARNs spell them.
const (
	rootKind    = "root"
	unitKind    = "ou"
	accountKind = "account"
	// resourcePolicyKind is no place.
	resourcePolicyKind = "resourcepolicy"
)

// A place is the root, an organizational unit or an account in the tree.
type place struct {
	kind, id string
	// name is the root's or the unit's.
	name string
	// unit is the root or unit itself, member the account's place.
	unit   *world.Unit
	member *world.Membership
	// above is the root or unit that it is directly in; nil for the root.
	above *world.Unit
	// path leads to it and ends in a slash: o-x/r-y/ou-z/. An account's ends
	// with its id.
	path string
	// depth is 0 for the root, 1 for what is directly in it.
	depth int
}

// places are all of an organization: a unit before what is in it, accounts
// before units, in the order of their ids and names.
func places(o *world.Organization) []place {
	root := place{kind: rootKind, id: o.Root.ID, name: "Root", unit: o.Root, path: o.ID + "/" + o.Root.ID + "/"}
	return below(root, []place{root})
}

// below appends what is in a place.
func below(in place, all []place) []place {
	u := in.unit
	for _, id := range slices.Sorted(maps.Keys(u.Accounts)) {
		all = append(all, place{kind: accountKind, id: id, member: u.Accounts[id], above: u, path: in.path + id + "/", depth: in.depth + 1})
	}
	for _, name := range slices.Sorted(maps.Keys(u.Units)) {
		unit := u.Units[name]
		p := place{kind: unitKind, id: unit.ID, name: name, unit: unit, above: u, path: in.path + unit.ID + "/", depth: in.depth + 1}
		all = below(p, append(all, p))
	}
	return all
}

// find is the place with an id.
func find(o *world.Organization, id string) (place, bool) {
	all := places(o)
	i := slices.IndexFunc(all, func(p place) bool { return p.id == id })
	if i < 0 {
		return place{}, false
	}
	return all[i], true
}

// in are the places directly in one, of a kind.
func in(o *world.Organization, parent place, kind string) []place {
	return slices.DeleteFunc(places(o), func(p place) bool { return p.kind != kind || p.above != parent.unit })
}

// holder is a place that others can be in: the root or a unit.
func holder(o *world.Organization, id string) (place, bool) {
	p, ok := find(o, id)
	return p, ok && p.unit != nil
}

// tags are the place's own.
func (p place) tags() *map[string]string {
	if p.unit != nil {
		return &p.unit.Tags
	}
	return &p.member.Tags
}
