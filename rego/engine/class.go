package engine

import (
	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/denylab/denylab/rego/authz"
)

// A class is the calls of a view that are about the same statements. They differ
// only in what classKey writes down; where that is the same, so is the decision.
type class struct {
	// policies is what the rules are given.
	policies *ast.Term
	// keys are the condition keys that the statements read, in lower case, and
	// resource says that they compare the resource with a variable.
	keys      map[string]int
	resource  bool
	decisions table[authz.Decision]
}

func (v *view) newClass(list []candidate) *class {
	c := &class{keys: map[string]int{}, policies: v.narrowedTo(list)}
	for _, l := range list {
		e := v.entry(l.entry)
		c.resource = c.resource || l.match == depends
		keys, _ := fieldOf(e.term().Value, "context_keys").(ast.Object)
		if keys == nil {
			continue
		}
		keys.Foreach(func(k, _ *ast.Term) {
			key := string(k.Value.(ast.String))
			if _, ok := c.keys[key]; !ok {
				c.keys[key] = len(c.keys)
			}
		})
	}
	return c
}

// narrowedTo is the policies with the listed entries' statements only. A resource
// policy stays whole, because whether one is public does not depend on the call.
func (v *view) narrowedTo(list []candidate) *ast.Term {
	return narrowed(&v.policies, func(at int) []statementAt {
		var kept []statementAt
		for len(list) > 0 && list[0].entry < v.first[at+1] {
			kept = append(kept, v.entry(list[0].entry).statementAt)
			list = list[1:]
		}
		return kept
	})
}

// narrowed is policies with the statements that kept gives for each, counted in
// the order of eachAttached, except for the resource's.
func narrowed(p *authz.Policies, kept func(at int) []statementAt) *ast.Term {
	at, others := -1, 0
	eachAttached(p, func(authz.Attached) { others++ })
	others -= len(p.Resource)
	return policiesTerm(p, func(a authz.Attached) ast.Value {
		at++
		if at >= others || a.Document == nil {
			return NormalisePolicy(a)
		}
		statements := kept(at)
		if len(statements) == len(a.Document.Statements) {
			return NormalisePolicy(a)
		}
		terms := make([]*ast.Term, len(statements))
		for i, s := range statements {
			terms[i] = s.term()
		}
		return newPolicy(a, ast.ArrayTerm(terms...))
	})
}

func wholePolicies(call *authz.Call) *ast.Term { return policiesTerm(&call.Policies, NormalisePolicy) }
