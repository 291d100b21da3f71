package main

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"
)

// sample is n of the mutants, spread over the files: of each file one, then of
// each a second one, and so on. Equal seeds choose alike, whatever else there
// is to choose from: an edit of a rule changes the sample of its file only.
func sample(mutants []*Mutant, n int, seed uint64) []*Mutant {
	lots := make(map[*Mutant]uint64, len(mutants))
	for _, m := range mutants {
		h := fnv.New64a()
		fmt.Fprintf(h, "%d %s", seed, m.ID())
		lots[m] = h.Sum64()
	}
	drawn := slices.Clone(mutants)
	slices.SortStableFunc(drawn, func(a, b *Mutant) int { return cmp.Compare(lots[a], lots[b]) })
	turn, turns := map[*Mutant]int{}, map[string]int{}
	for _, m := range drawn {
		turn[m] = turns[m.File]
		turns[m.File]++
	}
	slices.SortStableFunc(drawn, func(a, b *Mutant) int { return turn[a] - turn[b] })
	chosen := drawn[:min(n, len(drawn))]
	slices.SortStableFunc(chosen, func(a, b *Mutant) int {
		return cmp.Or(cmp.Compare(a.File, b.File), a.offset-b.offset)
	})
	return chosen
}
