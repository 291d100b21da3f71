package generate

import (
	"math/rand/v2"
	"strings"
)

type dice struct{ *rand.Rand }

// chance is true that many times in a hundred.
func (d dice) chance(percent int) bool { return d.IntN(100) < percent }

func pick[T any](d dice, from []T) T { return from[d.IntN(len(from))] }

// draw picks from one to most elements; one may come twice.
func draw[T any](d dice, from []T, most int) []T {
	drawn := make([]T, 1+d.IntN(most))
	for i := range drawn {
		drawn[i] = pick(d, from)
	}
	return drawn
}

// weigh picks a key of a list of keys with their weights.
func weigh[T any](d dice, options ...weighted[T]) T {
	sum := 0
	for _, o := range options {
		sum += o.weight
	}
	n := d.IntN(sum)
	for _, o := range options {
		if n -= o.weight; n < 0 {
			return o.value
		}
	}
	panic("unreachable: the weights are those summed up")
}

type weighted[T any] struct {
	weight int
	value  T
}

// spell writes text in another mix of cases.
func (d dice) spell(text string) string {
	switch d.IntN(3) {
	case 0:
		return strings.ToLower(text)
	case 1:
		return strings.ToUpper(text)
	}
	return strings.Map(func(r rune) rune {
		if r < 0x80 && d.chance(50) {
			return []rune(strings.ToUpper(string(r)))[0]
		}
		return r
	}, text)
}
