package main

import (
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// A survey knows what one thing in the rules can be mistaken for: another rule
// of the same package, another package with such a rule, another field of the
// input.
type survey struct {
	// rules are the names of each package's rules, with their number of
	// arguments; -1 for a rule that is no function.
	rules map[string]map[string]int
	// fields are the fields that the rules read of a part of the input, by the
	// part: "input.caller" has "account", "arn" and so on.
	fields map[string][]string
}

func surveyOf(modules map[string]*ast.Module) *survey {
	s := &survey{rules: map[string]map[string]int{}, fields: map[string][]string{}}
	fields := map[string]map[string]bool{}
	for _, module := range modules {
		name := module.Package.Path.String()
		if s.rules[name] == nil {
			s.rules[name] = map[string]int{}
		}
		for _, r := range module.Rules {
			arity := -1
			if len(r.Head.Args) > 0 {
				arity = len(r.Head.Args)
			}
			s.rules[name][r.Head.Ref()[0].String()] = arity
		}
		ast.WalkRefs(module, func(ref ast.Ref) bool {
			if part, field, ok := inputField(ref); ok {
				if fields[part] == nil {
					fields[part] = map[string]bool{}
				}
				fields[part][field] = true
			}
			return false
		})
	}
	for part, names := range fields {
		s.fields[part] = slices.Sorted(maps.Keys(names))
	}
	return s
}

// inputField splits input.part.field.
func inputField(ref ast.Ref) (part, field string, ok bool) {
	if len(ref) < 3 || !ref[0].Equal(ast.InputRootDocument) {
		return "", "", false
	}
	p, isText := ref[1].Value.(ast.String)
	f, isField := ref[2].Value.(ast.String)
	return "input." + string(p), string(f), isText && isField
}

// otherField is the field that comes after field, in a circle; empty when there
// is no other.
func (s *survey) otherField(part, field string) string { return after(s.fields[part], field) }

// otherRule is the next rule of the package that is used in the same way.
func (s *survey) otherRule(pkg, rule string) string {
	arity, known := s.rules[pkg][rule]
	if !known {
		return ""
	}
	var alike []string
	for name, n := range s.rules[pkg] {
		if n == arity {
			alike = append(alike, name)
		}
	}
	slices.Sort(alike)
	return after(alike, rule)
}

// otherImport is the next import of the module that has such a rule, too.
func (s *survey) otherImport(imports map[string]string, alias, rule string) string {
	arity, known := s.rules[imports[alias]][rule]
	if !known {
		return ""
	}
	var alike []string
	for a, pkg := range imports {
		if n, ok := s.rules[pkg][rule]; ok && n == arity {
			alike = append(alike, a)
		}
	}
	slices.Sort(alike)
	return after(alike, alias)
}

func after(names []string, name string) string {
	i := slices.Index(names, name)
	if i < 0 || len(names) < 2 {
		return ""
	}
	return names[(i+1)%len(names)]
}

// importsOf are the packages that a module imports, by the name it uses.
func importsOf(module *ast.Module) map[string]string {
	imports := map[string]string{}
	for _, i := range module.Imports {
		if path := i.Path.String(); strings.HasPrefix(path, "data.") {
			imports[string(i.Name())] = path
		}
	}
	return imports
}
