package engine

import (
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/denylab/denylab/rego/authz"
)

// Most statements of most policies are about other actions and resources, and
// looking at each in Rego is what a decision would mostly cost. Leaving one out
// is safe only if it certainly does not match, so the rules look at what is left
// as they would at everything.

// A subject is what statements are selected by: an action in lower case, or a
// service's prefix such as "s3:".
type subject string

func actionOf(call *authz.Call) subject { return subject(strings.ToLower(call.Action)) }

// A selection is the statements of a document that can be about a subject,
// indexed by resource. It is made once for each document and subject, and kept
// while the document lives.
type selection struct {
	entries []entry
	index   *resourceIndex
}

// noSelection is that of a policy without a document.
var noSelection = &selection{index: newResourceIndex(nil, nil)}

// A statementAt is a statement where it stands.
type statementAt struct {
	document *normalDocument
	index    int
}

func (s statementAt) term() *ast.Term { return s.document.statement(s.index) }

func (s statementAt) written() *authz.Statement { return &s.document.written[s.index] }

// An entry is a selected statement.
type entry struct {
	statementAt
	// patterns are those of NotResource; a statement with Resource has its
	// patterns among the starts. Neither: about anything.
	negated  bool
	anything bool
	patterns []resourcePattern
}

// selected is the selection of n's statements for a subject.
func (n *normalDocument) selected(by subject) *selection {
	if s, ok := n.about.Load(by); ok {
		return s.(*selection)
	}
	s, _ := n.about.LoadOrStore(by, newSelection(n, by))
	return s.(*selection)
}

func newSelection(n *normalDocument, by subject) *selection {
	var made selection
	var starts []start
	for i := range n.written {
		s := &n.written[i]
		if !canBeAbout(s, by) {
			continue
		}
		e := entry{statementAt: statementAt{n, i}}
		patterns := resourcePatterns(s, n.version == variableVersion)
		switch {
		case s.NotResource != nil:
			e.negated, e.patterns = true, patterns
		case s.Resource == nil:
			e.anything = true
		default:
			for _, p := range patterns {
				starts = append(starts, start{p, len(made.entries)})
			}
		}
		made.entries = append(made.entries, e)
	}
	slices.SortFunc(starts, compareStarts)
	var always []entryAt
	for i := range made.entries {
		if e := &made.entries[i]; e.negated || e.anything {
			always = append(always, entryAt{e, i})
		}
	}
	made.index = newResourceIndex(starts, always)
	return &made
}

// canBeAbout is false only when the statement's Action or NotAction certainly
// does not match the action. For a service's prefix it is true for the
// statements that name an action of the service, or leave actions out.
func canBeAbout(s *authz.Statement, by subject) bool {
	if strings.HasSuffix(string(by), ":") {
		return s.NotAction != nil || slices.ContainsFunc(s.Action, func(pattern string) bool {
			return strings.HasPrefix(strings.ToLower(pattern), string(by))
		})
	}
	for _, pattern := range s.Action {
		if canMatch(strings.ToLower(pattern), string(by)) {
			return true
		}
	}
	for _, pattern := range s.NotAction {
		pattern = strings.ToLower(pattern)
		prefix, ends := strings.CutSuffix(pattern, "*")
		if pattern == string(by) || ends && !strings.ContainsAny(prefix, "*?") && strings.HasPrefix(string(by), prefix) {
			return false
		}
	}
	return s.NotAction != nil
}

// canMatch compares what stands before a pattern's first wildcard.
func canMatch(pattern, text string) bool {
	i := strings.IndexAny(pattern, "*?")
	if i < 0 {
		return pattern == text
	}
	return strings.HasPrefix(text, pattern[:i])
}

// on says whether a statement that has no Resource is about a resource.
func (e *entry) on(resource string) match {
	if e.anything {
		return matches
	}
	m := misses
	for _, p := range e.patterns {
		if strings.HasPrefix(resource, p.start) {
			m = either(m, p.match(resource))
		}
	}
	return not(m)
}
