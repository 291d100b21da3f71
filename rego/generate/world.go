// Package generate makes worlds and calls at random, for tests: whatever holds of
// every call must hold of these. They are drawn from small pools, so that
// statements often match and both outcomes are common, and they depend on a seed
// only, so that a failure can be had again.
//
// The transformations (AddDeny, ReorderStatements and so on) make from one call
// another whose answer is related to the first's.
package generate

import (
	"fmt"
	"iter"
	"math/rand/v2"

	"github.com/denylab/denylab/rego/authz"
)

// callsPerWorld is how many calls Calls makes in each world. The calls share
// documents, and every second call differs from the one before it in its
// context or object only.
const callsPerWorld = 4

// Calls yields n calls with their names: the world's seed and the call's number
// in it, such as "17/3". The worlds have the seeds first, first+1 and so on: a
// call is had again by its world's seed. Three hundred calls are in worlds that
// are about every layer alone and every two layers (see NewWorld).
func Calls(first uint64, n int) iter.Seq2[string, *authz.Call] {
	return func(yield func(string, *authz.Call) bool) {
		for made := 0; made < n; first++ {
			w := NewWorld(first)
			for i := 0; i < callsPerWorld && made < n; i++ {
				if !yield(fmt.Sprintf("%d/%d", first, i), w.Call()) {
					return
				}
				made++
			}
		}
	}
}

// A World is what calls have in common: a few situations, and the policies of
// everybody and everything in them.
type World struct {
	dice
	// focus are the layers that the world is about. Those have policies and
	// settings at random, the others mostly stand aside.
	focus      map[authz.Layer]bool
	situations []situation
	// attached are the policies by the place that they are attached to.
	attached  map[string][]authz.Attached
	documents []*authz.Document
	made      int
	last      *authz.Call
}

// A situation is who does what to what.
type situation struct {
	caller   authz.Caller
	action   action
	resource string
	owner    string // account of the resource; empty for an action without one
}

// NewWorld makes the world of a seed. Worlds with consecutive seeds are about
// each layer alone and each two layers, in turn; every third is about all.
func NewWorld(seed uint64) *World {
	w := &World{
		dice:     dice{rand.New(rand.NewPCG(seed, 0))},
		focus:    map[authz.Layer]bool{},
		attached: map[string][]authz.Attached{},
	}
	for _, layer := range focusOf(seed) {
		w.focus[layer] = true
	}
	for range 2 {
		w.situations = append(w.situations, w.situation())
	}
	return w
}

// focusOf takes the pairs in an order in which neighbors have little in common.
func focusOf(seed uint64) []authz.Layer {
	layers := authz.Layers()
	if seed%3 == 2 {
		return layers
	}
	var pairs [][]authz.Layer
	for i, a := range layers {
		pairs = append(pairs, []authz.Layer{a})
		for _, b := range layers[i+1:] {
			pairs = append(pairs, []authz.Layer{a, b})
		}
	}
	const stride = 36 // has no divisor in common with the number of pairs
	turn := seed/3*2 + seed%3
	return pairs[turn*stride%uint64(len(pairs))]
}

// Call makes the next call in the world.
func (w *World) Call() *authz.Call {
	w.made++
	if w.made%2 == 0 {
		return w.sibling(w.last)
	}
	s := w.situations[w.made/2%len(w.situations)]
	c := &authz.Call{
		Action: s.action.name, Resource: s.resource,
		ResourceAccount: s.owner, ResourceOrganization: organizationOf(s.owner),
		WildcardOnly: s.action.on == nothing,
		Caller:       s.caller,
	}
	c.Context = w.context(s)
	c.Policies = w.policies(s)
	switch s.action.service() {
	case "s3":
		if s.action.on == grantsInstance {
			c.AccessGrants = w.accessGrants(s)
			break
		}
		c.S3 = w.s3(s)
	case "kms":
		c.KMS = w.kms(s)
	}
	w.last = c
	return c
}

// sibling is a call of the same caller for the same action under the same
// policies, on another object, in another context or with other settings.
func (w *World) sibling(c *authz.Call) *authz.Call {
	s := w.situations[(w.made-1)/2%len(w.situations)]
	made := *c
	if s.action.on == object && w.chance(60) {
		made.Resource = bucketOf(c.Resource) + "/" + pick(w.dice, objectKeys)
		s.resource = made.Resource
	}
	if w.chance(50) {
		made.Context = w.context(s)
	}
	if c.S3 != nil && w.chance(40) {
		made.S3 = w.s3(s)
	}
	if c.KMS != nil && w.chance(40) {
		made.KMS = w.kms(s)
	}
	if c.AccessGrants != nil && w.chance(40) {
		made.AccessGrants = w.accessGrants(s)
	}
	return &made
}
