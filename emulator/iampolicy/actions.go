package iampolicy

import (
	"slices"
	"strings"
	"sync"
)

// A service is the actions of one service prefix.
type service struct {
	names []string // sorted
	// byLower has every name in lower case; true says that the action has no
	// resource types.
	byLower map[string]bool
}

// serviceLines are the rows of the action table by service prefix: unpacked
// once, read a service at a time, since a world touches a handful of the 456.
var serviceLines = sync.OnceValue(func() map[string]string {
	lines := map[string]string{}
	for line := range strings.Lines(string(inflate(actionsData))) {
		prefix, names, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		lines[prefix] = names
	}
	return lines
})

var services sync.Map // prefix → *service

func serviceOf(prefix string) (*service, bool) {
	prefix = strings.ToLower(prefix)
	if s, ok := services.Load(prefix); ok {
		return s.(*service), true
	}
	line, ok := serviceLines()[prefix]
	if !ok {
		return nil, false
	}
	s := &service{byLower: map[string]bool{}}
	for _, field := range strings.Fields(line) {
		name := strings.TrimPrefix(field, "!")
		s.names = append(s.names, name)
		s.byLower[strings.ToLower(name)] = name != field
	}
	slices.Sort(s.names)
	kept, _ := services.LoadOrStore(prefix, s)
	return kept.(*service), true
}

// Services lists the service prefixes that have actions, sorted.
func Services() []string {
	var all []string
	for prefix := range serviceLines() {
		all = append(all, prefix)
	}
	slices.Sort(all)
	return all
}

// Actions lists the names of a service's actions ("GetObject"), sorted; nil
// for an unknown prefix
// (https://docs.aws.amazon.com/service-authorization/latest/reference/).
func Actions(prefix string) []string {
	s, ok := serviceOf(prefix)
	if !ok {
		return nil
	}
	return slices.Clone(s.names)
}

// WildcardOnly says whether an action ("s3:ListAllMyBuckets", any case) has no
// resource types, so that only "*" in a Resource element applies to it. It is
// false for an unknown action.
func WildcardOnly(action string) bool {
	prefix, name, _ := strings.Cut(action, ":")
	s, ok := serviceOf(prefix)
	return ok && s.byLower[strings.ToLower(name)]
}

// RCPSupports says whether resource control policies reach the actions of a
// service
// (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html).
func RCPSupports(prefix string) bool {
	return rcpServices()[strings.ToLower(prefix)]
}

var rcpServices = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for _, row := range rows(rcpServicesData) {
		set[row[0]] = true
	}
	return set
})

// exists says whether a pattern of a known service matches any action.
func (s *service) exists(pattern string) bool {
	pattern = strings.ToLower(pattern)
	if !hasWildcard(pattern) {
		_, ok := s.byLower[pattern]
		return ok
	}
	for name := range s.byLower {
		if matches(pattern, name) {
			return true
		}
	}
	return false
}

func hasWildcard(s string) bool { return strings.ContainsAny(s, "*?") }

// matches is IAM's pattern language: * for any characters, ? for one.
func matches(pattern, s string) bool {
	star, mark := -1, 0
	p, i := 0, 0
	for i < len(s) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, i
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == s[i]):
			p++
			i++
		case star >= 0:
			mark++
			p, i = star+1, mark
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}
