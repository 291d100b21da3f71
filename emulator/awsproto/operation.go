package awsproto

import (
	"maps"
	"slices"
	"strings"
)

// An Operation is one operation of an AWS service's API, and whether the lab
// has it: the others are refused by name.
type Operation struct {
	Name     string
	Emulated bool
}

// Operations lists a service's operations by name: the keys of its table, and
// the absent ones.
func Operations[T any](table map[string]T, absent []string) []Operation {
	var all []Operation
	for name := range table {
		all = append(all, Operation{name, true})
	}
	for _, name := range absent {
		if _, emulated := table[name]; !emulated {
			all = append(all, Operation{Name: name})
		}
	}
	return SortOperations(all)
}

// SortOperations puts operations in the order of their names.
func SortOperations(all []Operation) []Operation {
	slices.SortFunc(all, func(a, b Operation) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// Operations are the names of the service's operations, sorted.
func (m *Model) Operations() []string { return slices.Sorted(maps.Keys(m.operations)) }
