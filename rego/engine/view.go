package engine

import (
	"encoding/binary"
	"slices"
	"strings"

	"github.com/denylab/denylab/rego/authz"
)

// A view is all policies of a call that can be narrowed to its subject: an index
// of their statements by the resources they can be about.
type view struct {
	// policies are the call's, which the view keeps alive: it was found by the
	// addresses of their documents.
	policies authz.Policies
	// first has, for every policy in the order of eachAttached, the entry of its
	// first statement.
	first []int

	entries []entry
	// starts are sorted; nodes are the different texts among them.
	starts []start
	nodes  []node
	// always are the entries that the starts do not find.
	always []int

	classes table[*class]
}

// A node is a text that some patterns start with: starts[from:to]. above is the
// longest other node that begins its text; -1 if there is none.
type node struct {
	text     string
	above    int
	from, to int
}

// newView indexes the policies of a call for a subject.
func newView(p *authz.Policies, by subject) *view {
	v := &view{policies: *p}
	eachAttached(p, func(a authz.Attached) {
		v.first = append(v.first, len(v.entries))
		if a.Document == nil {
			return
		}
		s := normalise(a.Document).selected(by)
		offset := len(v.entries)
		v.entries = append(v.entries, s.entries...)
		for _, t := range s.starts {
			v.starts = append(v.starts, start{t.resourcePattern, t.entry + offset})
		}
	})
	v.first = append(v.first, len(v.entries))
	slices.SortFunc(v.starts, compareStarts)
	v.nodes = nodesOf(v.starts)
	for i := range v.entries {
		if e := &v.entries[i]; e.negated || e.anything {
			v.always = append(v.always, i)
		}
	}
	return v
}

func nodesOf(starts []start) []node {
	var nodes []node
	for i, s := range starts {
		if last := len(nodes) - 1; last >= 0 && nodes[last].text == s.start {
			nodes[last].to = i + 1
			continue
		}
		above := len(nodes) - 1
		for above >= 0 && !strings.HasPrefix(s.start, nodes[above].text) {
			above = nodes[above].above
		}
		nodes = append(nodes, node{s.start, above, i, i + 1})
	}
	return nodes
}

// A candidate is an entry that can be about a resource.
type candidate struct {
	entry int
	match match
}

// candidates appends the entries that can be about the call, in order.
func (v *view) candidates(list []candidate, call *authz.Call) []candidate {
	if call.WildcardOnly {
		// Whether these match does not depend on the resource.
		for i := range v.entries {
			list = append(list, candidate{i, matches})
		}
		return list
	}
	for at := v.last(call.Resource); at >= 0; at = v.nodes[at].above {
		n := &v.nodes[at]
		if !strings.HasPrefix(call.Resource, n.text) {
			continue
		}
		for _, s := range v.starts[n.from:n.to] {
			if m := s.match(call.Resource); m != misses {
				list = append(list, candidate{s.entry, m})
			}
		}
	}
	for _, i := range v.always {
		list = append(list, candidate{i, v.entries[i].on(call.Resource)})
	}
	slices.SortFunc(list, func(a, b candidate) int { return a.entry - b.entry })
	return joined(list)
}

// last is the last node that does not sort after text, or -1. Every node that
// text begins with is that one or above it.
func (v *view) last(text string) int {
	at, found := slices.BinarySearchFunc(v.nodes, text, func(n node, text string) int {
		return strings.Compare(n.text, text)
	})
	if !found {
		at--
	}
	return at
}

// joined makes one of neighbours that are the same entry.
func joined(list []candidate) []candidate {
	kept := list[:0]
	for _, c := range list {
		if last := len(kept) - 1; last >= 0 && kept[last].entry == c.entry {
			kept[last].match = either(kept[last].match, c.match)
			continue
		}
		kept = append(kept, c)
	}
	return kept
}

// appendCandidates writes candidates down, as part of a key.
func appendCandidates(key []byte, list []candidate) []byte {
	for _, c := range list {
		key = binary.AppendUvarint(key, uint64(c.entry)<<2|uint64(c.match))
	}
	return key
}
