package main

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// sample is n of the mutants, spread over the files: of each file one, then of
// each a second one, and so on. Equal seeds choose alike.
func sample(mutants []*Mutant, n int, seed uint64) []*Mutant {
	random := rand.New(rand.NewPCG(seed, seed))
	shuffled := slices.Clone(mutants)
	random.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	turn, turns := map[*Mutant]int{}, map[string]int{}
	for _, m := range shuffled {
		turn[m] = turns[m.File]
		turns[m.File]++
	}
	slices.SortStableFunc(shuffled, func(a, b *Mutant) int { return turn[a] - turn[b] })
	chosen := shuffled[:min(n, len(shuffled))]
	slices.SortStableFunc(chosen, func(a, b *Mutant) int {
		return cmp.Or(cmp.Compare(a.File, b.File), a.offset-b.offset)
	})
	return chosen
}
