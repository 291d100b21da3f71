package scenarios

import (
	"os"
	"strings"
)

// Named reads the scenarios that patterns name: those of the catalogue by id,
// topic or row (see Load), and those of the user by .yaml file or folder. Without
// a pattern it reads the whole catalogue. The user's come first, in the order of
// the patterns.
func Named(patterns ...string) ([]*Scenario, Diagnostics) {
	var all []*Scenario
	var problems Diagnostics
	var catalogue []string
	for _, p := range patterns {
		if !OnDisk(p) {
			catalogue = append(catalogue, p)
			continue
		}
		found, more := fromDisk(p)
		all, problems = append(all, found...), append(problems, more...)
	}
	if len(catalogue) == 0 && len(patterns) > 0 {
		return all, problems
	}
	found, more := Load(Catalogue(), catalogue...)
	return append(all, found...), append(problems, more...)
}

// OnDisk says whether name is a YAML file or a folder of the machine's disk.
func OnDisk(name string) bool {
	info, err := os.Stat(name)
	return err == nil && (info.IsDir() || strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml"))
}

func fromDisk(name string) ([]*Scenario, Diagnostics) {
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return Load(Dir(name))
	}
	s, problems := FromFile(name)
	if s == nil {
		return nil, problems
	}
	return []*Scenario{s}, problems
}
