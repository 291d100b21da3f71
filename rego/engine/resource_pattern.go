package engine

import (
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/denylab/denylab/rego/authz"
)

// A match says whether a statement's Resource or NotResource lets it be about a
// resource, as far as that can be said without the rules.
type match uint8

const (
	misses  match = iota
	matches       // it does
	depends       // on the values of policy variables
)

// A resourcePattern is a pattern of Resource or NotResource, read for the index.
// It is cut into the same pieces as the rules' normal form of it.
type resourcePattern struct {
	// start is the text up to what may vary: what does not begin with it is
	// not matched.
	start string
	match func(resource string) match
}

func newResourcePattern(text string, variables bool) resourcePattern {
	pieces := resourcePieces(text, variables)
	var m matcher
	m.add(pieces)
	p := resourcePattern{start: startOf(pieces)}
	switch {
	case len(m.templates) > 0:
		p.match = func(string) match { return depends }
	case m.any:
		p.match = func(string) match { return matches }
	case len(m.exact) > 0:
		p.match = func(r string) match { return matchOf(r == m.exact[0]) }
	case len(m.prefix) > 0:
		p.match = func(r string) match { return matchOf(strings.HasPrefix(r, m.prefix[0])) }
	case len(m.affix) > 0:
		a, least := m.affix[0], m.affix[0].min()
		p.match = func(r string) match {
			return matchOf(strings.HasPrefix(r, a.prefix) && strings.HasSuffix(r, a.suffix) && utf8.RuneCountInString(r) >= least)
		}
	default:
		re := sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(m.regex[0]) })
		p.match = func(r string) match { return matchOf(re().MatchString(r)) }
	}
	return p
}

func matchOf(holds bool) match {
	if holds {
		return matches
	}
	return misses
}

func resourcePatterns(s *authz.Statement, variables bool) []resourcePattern {
	texts := s.Resource
	if s.NotResource != nil {
		texts = s.NotResource
	}
	patterns := make([]resourcePattern, len(texts))
	for i, text := range texts {
		patterns[i] = newResourcePattern(text, variables)
	}
	return patterns
}

// either is what two alternatives say together.
func either(a, b match) match {
	if a == matches || b == matches {
		return matches
	}
	return max(a, b)
}

// not is what NotResource makes of its patterns.
func not(m match) match {
	switch m {
	case misses:
		return matches
	case matches:
		return misses
	default:
		return depends
	}
}
