package iampolicy

import "github.com/denylab/denylab/rego/authz"

// Validate lists what AWS refuses in a document as a policy of kind k, in
// statement order; empty when AWS takes it. An unknown action is none of it
// (UnknownActions), and whether the principals it names exist is the world's
// to say.
func Validate(doc *authz.Document, k Kind) []Problem {
	return nil
}

func barePrincipals(n *Node, doc *authz.Document, k Kind) []Problem { return nil }
func partitionOf(arn string) string                                 { return "" }
