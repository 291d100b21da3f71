package ec2

import "slices"

func has(list []string, s string) bool { return slices.Contains(list, s) }

// without is a list without s.
func without(list []string, s string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(t string) bool { return t == s })
}

// with is a list and what is not in it yet.
func with(list, more []string) []string {
	out := slices.Clone(list)
	for _, s := range more {
		if !has(out, s) {
			out = append(out, s)
		}
	}
	return out
}
