package engine

import (
	"encoding/binary"
	"slices"
	"sync/atomic"

	"github.com/denylab/denylab/rego/authz"
)

// A view is all policies of a call, narrowed to a subject and indexed by
// resource.
type view struct {
	// policies are the call's, which the view keeps alive: it was found by the
	// addresses of their documents.
	policies authz.Policies
	// selections has the statements of every policy, in the order of
	// eachAttached, and first the number of the first one of each.
	selections []*selection
	first      []int

	// whole is the index over all selections. It is made when the view has
	// been looked at so often that it is worth it: the first decision after a
	// change should not wait for it.
	whole   atomic.Pointer[resourceIndex]
	looks   atomic.Int32
	classes table[*class]
}

const looksWorthAnIndex = 64

// newView finds the statements of the policies of a call about a subject.
func newView(p *authz.Policies, by subject) *view {
	v := &view{policies: *p, first: []int{0}}
	eachAttached(p, func(a authz.Attached) {
		s := noSelection
		if a.Document != nil {
			s = normalise(a.Document).selected(by)
		}
		v.selections = append(v.selections, s)
		v.first = append(v.first, v.size()+len(s.entries))
	})
	return v
}

// size is how many entries the view has.
func (v *view) size() int { return v.first[len(v.first)-1] }

// entry is an entry by its number in the view.
func (v *view) entry(i int) *entry {
	at, found := slices.BinarySearch(v.first, i)
	if !found {
		at--
	}
	// Of policies without entries several begin at the same number.
	for len(v.selections[at].entries) == 0 {
		at++
	}
	return &v.selections[at].entries[i-v.first[at]]
}

// index is the index over all selections.
func (v *view) index() *resourceIndex {
	if x := v.whole.Load(); x != nil {
		return x
	}
	indexes := make([]*resourceIndex, len(v.selections))
	for i, s := range v.selections {
		indexes[i] = s.index
	}
	v.whole.Store(merged(indexes, v.first))
	return v.whole.Load()
}

// candidates appends the entries that can be about the call, in order.
func (v *view) candidates(list []candidate, call *authz.Call) []candidate {
	if call.WildcardOnly {
		// Whether these match does not depend on the resource.
		for i := range v.size() {
			list = append(list, candidate{i, matches})
		}
		return list
	}
	x := v.whole.Load()
	if x == nil && v.looks.Add(1) > looksWorthAnIndex {
		x = v.index()
	}
	if x != nil {
		list = x.candidates(list, 0, call.Resource)
	} else {
		for i, s := range v.selections {
			list = s.index.candidates(list, v.first[i], call.Resource)
		}
	}
	slices.SortFunc(list, func(a, b candidate) int { return a.entry - b.entry })
	return joined(list)
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
func appendCandidates(k key, list []candidate) key {
	for _, c := range list {
		k = binary.AppendUvarint(k, uint64(c.entry)<<2|uint64(c.match))
	}
	return k
}
