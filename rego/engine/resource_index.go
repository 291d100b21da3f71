package engine

import (
	"slices"
	"strings"
)

// A resourceIndex finds the entries of a selection or view that can be about a
// resource. Entries are counted from 0.
type resourceIndex struct {
	// starts are the Resource patterns of all entries, sorted by their start;
	// nodes are the different texts among these.
	starts []start
	nodes  []node
	// always are the entries that have no Resource.
	always []entryAt
}

// A start is a Resource pattern of an entry.
type start struct {
	resourcePattern
	entry int
}

type entryAt struct {
	*entry
	at int
}

// A node is a text that some patterns start with: starts[from:to]. above is the
// longest other node that begins its text; -1 if there is none.
type node struct {
	text     string
	above    int
	from, to int
}

func newResourceIndex(starts []start, always []entryAt) *resourceIndex {
	return &resourceIndex{starts: starts, nodes: nodesOf(starts), always: always}
}

func compareStarts(a, b start) int {
	if c := strings.Compare(a.start, b.start); c != 0 {
		return c
	}
	return a.entry - b.entry
}

func nodesOf(starts []start) []node {
	nodes := make([]node, 0, len(starts))
	for i := range starts {
		s := &starts[i]
		last := len(nodes) - 1
		if last >= 0 && nodes[last].text == s.start {
			nodes[last].to = i + 1
			continue
		}
		above := last
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

// candidates appends the entries that can be about resource, counted from
// first. One may be there several times.
func (x *resourceIndex) candidates(list []candidate, first int, resource string) []candidate {
	for at := x.last(resource); at >= 0; at = x.nodes[at].above {
		n := &x.nodes[at]
		if !strings.HasPrefix(resource, n.text) {
			continue
		}
		for i := n.from; i < n.to; i++ {
			if m := x.starts[i].match(resource); m != misses {
				list = append(list, candidate{first + x.starts[i].entry, m})
			}
		}
	}
	for _, e := range x.always {
		list = append(list, candidate{first + e.at, e.on(resource)})
	}
	return list
}

// last is the last node that does not sort after text, or -1. Every node that
// text begins with is that one or above it.
func (x *resourceIndex) last(text string) int {
	at, found := slices.BinarySearchFunc(x.nodes, text, func(n node, text string) int {
		return strings.Compare(n.text, text)
	})
	if !found {
		at--
	}
	return at
}

// merged is one index for several, whose entries are counted from firsts.
func merged(indexes []*resourceIndex, firsts []int) *resourceIndex {
	var lists [][]start
	var always []entryAt
	for i, x := range indexes {
		starts := slices.Clone(x.starts)
		for j := range starts {
			starts[j].entry += firsts[i]
		}
		lists = append(lists, starts)
		for _, e := range x.always {
			always = append(always, entryAt{e.entry, e.at + firsts[i]})
		}
	}
	for len(lists) > 1 {
		var pairs [][]start
		for pair := range slices.Chunk(lists, 2) {
			pairs = append(pairs, mergedPair(pair))
		}
		lists = pairs
	}
	if len(lists) == 0 {
		lists = [][]start{nil}
	}
	return newResourceIndex(lists[0], always)
}

func mergedPair(pair [][]start) []start {
	if len(pair) == 1 {
		return pair[0]
	}
	a, b := pair[0], pair[1]
	both := make([]start, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if compareStarts(a[0], b[0]) <= 0 {
			both, a = append(both, a[0]), a[1:]
		} else {
			both, b = append(both, b[0]), b[1:]
		}
	}
	return append(append(both, a...), b...)
}
