package iampolicy

import (
	"fmt"
	"strings"

	"github.com/denylab/denylab/rego/authz"
)

// Validate lists what AWS refuses in a document as a policy of kind k, in
// statement order; empty when AWS takes it. An unknown action is none of it
// outside bucket policies (UnknownActions), and whether the principals it
// names exist is the world's to say.
func Validate(doc *authz.Document, k Kind) []Problem {
	c := &checker{kind: k, doc: doc, at: -1}
	c.version()
	sids := map[string]bool{}
	for i := range doc.Statements {
		c.at = i
		s := &doc.Statements[i]
		c.effect(s)
		c.sid(s, sids)
		c.principals(s)
		c.actions(s)
		c.resources(s)
		c.conditions(s)
	}
	return c.problems
}

// A checker looks at one document as one kind of policy.
type checker struct {
	kind     Kind
	doc      *authz.Document
	at       int // the statement's index; -1 for the document
	problems []Problem
}

func (c *checker) add(f flaw, value, hint string, args ...any) *Problem {
	p := documentProblem(c.kind, f, value, fmt.Sprintf(hint, args...))
	if c.at >= 0 {
		s := c.doc.Statements[c.at]
		p.Statement, p.Sid, p.Line, p.Column = c.at, s.Sid, s.Line, s.Column
	}
	c.problems = append(c.problems, *p)
	return &c.problems[len(c.problems)-1]
}

func (c *checker) version() {
	switch v := c.doc.Version; {
	case v == "2012-10-17":
	case c.kind.is(RCP):
		c.add(flawVersion, v, "a resource control policy needs \"Version\": \"2012-10-17\"")
	case v != "" && v != "2008-10-17":
		c.add(flawVersion, v, "%q is no version of the policy language; write \"Version\": \"2012-10-17\"", v)
	}
}

func (c *checker) effect(s *authz.Statement) {
	switch s.Effect {
	case "Allow", "Deny":
		if c.kind.is(RCP) && s.Effect == "Allow" && !isFullAccess(s) {
			c.add(flawControl, "", "a resource control policy only denies; write \"Effect\": \"Deny\"")
		}
	case "":
		c.add(flawNoEffect, "", "add \"Effect\": \"Allow\" or \"Effect\": \"Deny\"")
	default:
		c.add(flawEffect, s.Effect, "%q is no effect; write \"Allow\" or \"Deny\", capital first", s.Effect)
	}
}

// isFullAccess recognizes the one Allow statement an RCP may have, that of
// RCPFullAWSAccess.
func isFullAccess(s *authz.Statement) bool {
	return len(s.Action) == 1 && s.Action[0] == "*" && len(s.Resource) == 1 && s.Resource[0] == "*" && len(s.Condition) == 0
}

func (c *checker) sid(s *authz.Statement, seen map[string]bool) {
	if s.Sid == "" {
		return
	}
	if seen[s.Sid] {
		c.add(flawDuplicateSid, s.Sid, "the Sid %q is used twice; rename one or leave it out", s.Sid)
	}
	seen[s.Sid] = true
	if c.kind.family == iamFamily && strings.Trim(s.Sid, alphanumeric) != "" {
		c.add(flawSid, s.Sid, "write the Sid %q with the letters A-Z, a-z and digits only", s.Sid)
	}
}

const (
	digits       = "0123456789"
	alphanumeric = digits + "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
)

// barePrincipals finds the string form of Principal, which trust policies must
// not have. A document no longer knows the difference.
func barePrincipals(n *Node, doc *authz.Document, k Kind) []Problem {
	c := &checker{kind: k, doc: doc}
	list := []*Node{n.Get("Statement")}
	if list[0] != nil && list[0].Kind == ArrayNode {
		list = list[0].Items
	}
	for i, s := range list {
		if p := s.Get("Principal"); p != nil && p.Kind == StringNode {
			c.at = i
			c.add(flawBarePrincipal, "", "write \"Principal\": {\"AWS\": \"*\"}")
		}
	}
	return c.problems
}
