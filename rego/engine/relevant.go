package engine

import (
	"cmp"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/denylab/denylab/rego/authz"
)

// mostNear bounds how many Allow statements that are about the action but not
// the resource, or the other way round, a report looks at: those that resemble
// the call most.
const mostNear = 24

// relevant is the policies of a call with the statements that a report has
// something to say about: those that can be about the call, and those that can
// be so but for their Resource, or for their Action if they name another of the
// service's.
func (m *memory) relevant(call *authz.Call) *ast.Term {
	s := scratches.Get().(*scratch)
	defer scratches.Put(s)
	action := actionOf(call)
	service, _, _ := strings.Cut(string(action), ":")

	byAction := m.view(&call.Policies, action, s)
	about := byAction.candidates(nil, call)
	resources := byAction.near(call.Resource, about)

	byService := m.view(&call.Policies, subject(service+":"), s)
	actions := byService.likest(byService.candidates(nil, call), string(action))

	return narrowed(&call.Policies, func(at int) []statementAt {
		var kept []statementAt
		kept = byAction.within(kept, at, about)
		kept = byAction.within(kept, at, resources)
		kept = byService.within(kept, at, actions)
		slices.SortFunc(kept, func(a, b statementAt) int { return cmp.Compare(a.index, b.index) })
		return slices.Compact(kept)
	})
}

// within appends the listed statements of the policy that is counted at.
func (v *view) within(kept []statementAt, at int, list []candidate) []statementAt {
	for _, c := range list {
		if v.first[at] <= c.entry && c.entry < v.first[at+1] {
			kept = append(kept, v.entry(c.entry).statementAt)
		}
	}
	return kept
}

// near are Allow statements about other resources than the candidates', those
// first that begin most like resource: the neighbours of its place among the
// starts.
func (v *view) near(resource string, but []candidate) []candidate {
	taken := make(map[int]bool, len(but))
	for _, c := range but {
		taken[c.entry] = true
	}
	var list []candidate
	x := v.index()
	after := x.last(resource) + 1
	before := after - 1
	for len(list) < mostNear && (before >= 0 || after < len(x.nodes)) {
		var n node
		if after >= len(x.nodes) || before >= 0 && common(x.nodes[before].text, resource) >= common(x.nodes[after].text, resource) {
			n = x.nodes[before]
			before--
		} else {
			n = x.nodes[after]
			after++
		}
		for _, s := range x.starts[n.from:n.to] {
			if !taken[s.entry] && v.entry(s.entry).written().Effect == "Allow" {
				taken[s.entry] = true
				list = append(list, candidate{entry: s.entry})
			}
		}
	}
	return list
}

// likest are the Allow statements of list whose actions begin most like action.
func (v *view) likest(list []candidate, action string) []candidate {
	list = slices.DeleteFunc(list, func(c candidate) bool { return v.entry(c.entry).written().Effect != "Allow" })
	if len(list) <= mostNear {
		return list
	}
	likeness := func(c candidate) int {
		best := 0
		for _, a := range v.entry(c.entry).written().Action {
			best = max(best, common(strings.ToLower(a), action))
		}
		return best
	}
	slices.SortStableFunc(list, func(a, b candidate) int { return cmp.Compare(likeness(b), likeness(a)) })
	return list[:mostNear]
}

// common is how many bytes a and b begin with in common.
func common(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}
