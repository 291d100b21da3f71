package generate

import (
	"maps"
	"math/rand/v2"
	"slices"

	"github.com/denylab/denylab/rego/authz"
)

// The transformations that change how a call and its policies are written, and
// nothing of what they say.

// ReorderStatements shuffles the policies of every place, their statements, and
// every list in them.
func ReorderStatements(r *rand.Rand, c *authz.Call) *authz.Call {
	made := rewritten(c, func(all []authz.Statement) []authz.Statement {
		shuffle(r, all)
		for i := range all {
			s := &all[i]
			for _, list := range [][]string{s.Action, s.NotAction, s.Resource, s.NotResource} {
				shuffle(r, list)
			}
			for _, p := range []*authz.Principals{s.Principal, s.NotPrincipal} {
				if p != nil {
					shuffle(r, p.AWS)
					shuffle(r, p.Service)
					shuffle(r, p.Federated)
					shuffle(r, p.CanonicalUser)
				}
			}
			shuffle(r, s.Condition)
			for _, condition := range s.Condition {
				shuffle(r, condition.Values)
			}
		}
		return all
	})
	made, places := copied(made)
	for _, p := range places {
		shuffle(r, *p.list)
	}
	return made
}

func shuffle[T any](r *rand.Rand, list []T) {
	r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
}

// SplitArrays makes of every statement one for each of its actions, resources
// and principals. The lists of NotAction, NotResource and NotPrincipal stay
// whole: two statements that each leave out one value leave out nothing together.
func SplitArrays(_ *rand.Rand, c *authz.Call) *authz.Call {
	return rewritten(c, func(all []authz.Statement) []authz.Statement {
		all = split(all, func(s *authz.Statement) int { return len(s.Action) },
			func(s *authz.Statement, i int) { s.Action = s.Action[i : i+1] })
		all = split(all, func(s *authz.Statement) int { return len(s.Resource) },
			func(s *authz.Statement, i int) { s.Resource = s.Resource[i : i+1] })
		return split(all, func(s *authz.Statement) int { return len(singles(s.Principal)) },
			func(s *authz.Statement, i int) { s.Principal = singles(s.Principal)[i] })
	})
}

// split puts in the place of each statement one for each of the count of values
// that it has. A statement without a value stays.
func split(all []authz.Statement, count func(*authz.Statement) int, take func(*authz.Statement, int)) []authz.Statement {
	var made []authz.Statement
	for _, s := range all {
		if count(&s) == 0 {
			made = append(made, s)
		}
		for i := range count(&s) {
			one := s
			take(&one, i)
			made = append(made, one)
		}
	}
	return made
}

// singles are the principals one by one.
func singles(p *authz.Principals) []*authz.Principals {
	if p == nil {
		return nil
	}
	var all []*authz.Principals
	if p.Any {
		all = append(all, &authz.Principals{Any: true})
	}
	for _, name := range p.AWS {
		all = append(all, &authz.Principals{AWS: []string{name}})
	}
	for _, name := range p.Service {
		all = append(all, &authz.Principals{Service: []string{name}})
	}
	for _, name := range p.Federated {
		all = append(all, &authz.Principals{Federated: []string{name}})
	}
	for _, name := range p.CanonicalUser {
		all = append(all, &authz.Principals{CanonicalUser: []string{name}})
	}
	return all
}

// CaseOfActions writes the call's action, and those of every statement, in other
// cases: actions compare without case.
func CaseOfActions(r *rand.Rand, c *authz.Call) *authz.Call {
	d := dice{r}
	made := rewritten(c, func(all []authz.Statement) []authz.Statement {
		for _, s := range all {
			for i := range s.Action {
				s.Action[i] = d.spell(s.Action[i])
			}
			for i := range s.NotAction {
				s.NotAction[i] = d.spell(s.NotAction[i])
			}
		}
		return all
	})
	made.Action = d.spell(c.Action)
	return made
}

// PermuteContext writes the names of the condition keys in other cases, in the
// call and in the conditions, and the values of multivalued keys in another
// order.
func PermuteContext(r *rand.Rand, c *authz.Call) *authz.Call {
	d := dice{r}
	made := rewritten(c, func(all []authz.Statement) []authz.Statement {
		for _, s := range all {
			for i := range s.Condition {
				s.Condition[i].Key = d.spell(s.Condition[i].Key)
				s.Condition[i].Operator = d.spell(s.Condition[i].Operator)
			}
		}
		return all
	})
	made.Context = authz.Context{}
	for _, name := range slices.Sorted(maps.Keys(c.Context)) {
		v := authz.Value{Values: slices.Clone(c.Context[name].Values), Multi: c.Context[name].Multi}
		if v.Multi {
			shuffle(r, v.Values)
		}
		made.Context[d.spell(name)] = v
	}
	return made
}
