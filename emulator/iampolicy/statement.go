package iampolicy

import (
	"slices"

	"github.com/denylab/denylab/rego/authz"
)

var statementElements = []string{
	"Sid", "Effect", "Principal", "NotPrincipal",
	"Action", "NotAction", "Resource", "NotResource", "Condition",
}

func contains(list []string, s string) bool { return slices.Contains(list, s) }

func (b *builder) statement(n *Node) {
	if !b.want(n, "a statement", ObjectNode) || !b.members(n, "a statement", statementElements) {
		return
	}
	b.doc.Statements = append(b.doc.Statements, authz.Statement{
		Sid:          b.text(n.Get("Sid"), "Sid"),
		Effect:       b.text(n.Get("Effect"), "Effect"),
		Principal:    b.principals(n.Get("Principal"), "Principal"),
		NotPrincipal: b.principals(n.Get("NotPrincipal"), "NotPrincipal"),
		Action:       b.list(n.Get("Action"), "Action", StringNode),
		NotAction:    b.list(n.Get("NotAction"), "NotAction", StringNode),
		Resource:     b.list(n.Get("Resource"), "Resource", StringNode),
		NotResource:  b.list(n.Get("NotResource"), "NotResource", StringNode),
		Condition:    b.conditions(n.Get("Condition")),
		Line:         n.Line,
		Column:       n.Column,
	})
}

// list reads a single value or an array of values of the given kinds. An
// absent element is nil, one that was written empty is not.
func (b *builder) list(n *Node, what string, kinds ...NodeKind) []string {
	switch {
	case n == nil:
		return nil
	case n.Kind != ArrayNode:
		if !b.want(n, what, append(kinds[:len(kinds):len(kinds)], ArrayNode)...) {
			return nil
		}
		return []string{n.Text}
	}
	values := make([]string, 0, len(n.Items))
	for _, item := range n.Items {
		if !b.want(item, "a value of "+what, kinds...) {
			return nil
		}
		values = append(values, item.Text)
	}
	return values
}

var principalTypes = []string{"AWS", "Service", "Federated", "CanonicalUser"}

// principals reads a Principal or NotPrincipal element
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html).
func (b *builder) principals(n *Node, what string) *authz.Principals {
	switch {
	case n == nil:
		return nil
	case n.Kind == StringNode:
		if n.Text != "*" {
			b.fail(n, flawPrincipal, `"`+n.Text+`"`, "the only string %s may be is \"*\"; write {\"AWS\": %q}", what, n.Text)
		}
		return &authz.Principals{Any: true}
	case !b.want(n, what, StringNode, ObjectNode) || !b.members(n, what, principalTypes):
		return nil
	}
	p := &authz.Principals{
		Service:       b.list(n.Get("Service"), what+".Service", StringNode),
		Federated:     b.list(n.Get("Federated"), what+".Federated", StringNode),
		CanonicalUser: b.list(n.Get("CanonicalUser"), what+".CanonicalUser", StringNode),
	}
	for _, name := range b.list(n.Get("AWS"), what+".AWS", StringNode) {
		if name == "*" {
			p.Any = true
		} else {
			p.AWS = append(p.AWS, name)
		}
	}
	return p
}

// conditions reads a Condition block in the order it was written. Numbers and
// booleans keep their spelling.
func (b *builder) conditions(n *Node) []authz.Condition {
	if n == nil || !b.want(n, "Condition", ObjectNode) || !b.unique(n) {
		return nil
	}
	all := make([]authz.Condition, 0, len(n.Members))
	for _, operator := range n.Members {
		if !b.want(operator.Value, "the condition operator "+operator.Key, ObjectNode) || !b.unique(operator.Value) {
			return nil
		}
		for _, key := range operator.Value.Members {
			all = append(all, authz.Condition{
				Operator: operator.Key,
				Key:      key.Key,
				Values:   b.list(key.Value, "the condition key "+key.Key, StringNode, NumberNode, BoolNode),
			})
		}
	}
	return all
}

// unique refuses a key that is written twice.
func (b *builder) unique(n *Node) bool {
	keys := make([]string, len(n.Members))
	for i, m := range n.Members {
		keys[i] = m.Key
	}
	return b.members(n, "this object", keys)
}
