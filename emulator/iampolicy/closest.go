package iampolicy

import (
	"slices"
	"strings"
)

// Closest is the candidate that word most likely means: the one with the
// smallest edit distance without regard to case, the first in sorted order
// among equals. It finds nothing when even that one is another word
// altogether.
func Closest(word string, candidates []string) (string, bool) {
	best, distance := "", 0
	lower := strings.ToLower(word)
	sorted := slices.Sorted(slices.Values(candidates))
	for _, c := range sorted {
		d := editDistance(lower, strings.ToLower(c))
		if best == "" || d < distance {
			best, distance = c, d
		}
	}
	if best == "" || distance > max(1, min(len(word), len(best))/3) {
		return "", false
	}
	return best, true
}

// editDistance counts the insertions, deletions, substitutions and swaps of
// neighbours that turn a into b (optimal string alignment).
func editDistance(a, b string) int {
	x, y := []rune(a), []rune(b)
	before, row := make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		next := make([]int, len(y)+1)
		next[0] = i + 1
		for j := range y {
			next[j+1] = min(row[j+1]+1, next[j]+1, row[j]+cost(x[i], y[j]))
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
		}
		before, row = row, next
	}
	return row[len(y)]
}

func cost(a, b rune) int {
	if a == b {
		return 0
	}
	return 1
}
