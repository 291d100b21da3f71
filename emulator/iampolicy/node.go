// Package iampolicy reads IAM policy documents: it parses them with the place
// of every statement, says what AWS would say about a malformed one, and knows
// AWS's own data about policies (its managed policies and the actions that
// exist).
//
// A document is written as JSON, or inline in a fixture. Both become Nodes
// first, so that a statement's position is one in the file somebody wrote.
package iampolicy

import (
	"bytes"
	"encoding/json"
)

// A NodeKind is the JSON type of a Node.
type NodeKind int

// The kinds of node.
const (
	NullNode NodeKind = iota
	BoolNode
	NumberNode
	StringNode
	ArrayNode
	ObjectNode
)

var nodeKindNames = [...]string{"null", "a boolean", "a number", "a string", "an array", "an object"}

// String names the kind as it appears in a hint: "an array".
func (k NodeKind) String() string {
	if k < 0 || int(k) >= len(nodeKindNames) {
		return "nothing"
	}
	return nodeKindNames[k]
}

// A Node is one value of a policy document, with the place where it was
// written.
type Node struct {
	Kind NodeKind
	// Text is a string's value, or a number or boolean as it was spelled
	// (conditions compare the spelling).
	Text string
	// Items are an array's values.
	Items []*Node
	// Members are an object's members in the order they were written,
	// duplicates included.
	Members []Member
	// Line and Column count from 1, the column in characters; 0 is unknown.
	Line, Column int
}

// A Member is one key and value of an object.
type Member struct {
	Key string
	// Line and Column are those of the key.
	Line, Column int
	Value        *Node
}

// Get is the value of the first member called key, or nil.
func (n *Node) Get(key string) *Node {
	if n == nil {
		return nil
	}
	for _, m := range n.Members {
		if m.Key == key {
			return m.Value
		}
	}
	return nil
}

// JSON renders the node as JSON text with its members in the order they were
// written: what a Get…Policy call returns for a policy that was not written as
// JSON. Numbers keep their spelling.
func (n *Node) JSON() []byte {
	var b bytes.Buffer
	n.write(&b)
	return b.Bytes()
}

func (n *Node) write(b *bytes.Buffer) {
	if n == nil {
		b.WriteString("null")
		return
	}
	switch n.Kind {
	case BoolNode, NumberNode:
		b.WriteString(n.Text)
	case StringNode:
		writeString(b, n.Text)
	case ArrayNode:
		b.WriteByte('[')
		for i, item := range n.Items {
			comma(b, i)
			item.write(b)
		}
		b.WriteByte(']')
	case ObjectNode:
		b.WriteByte('{')
		for i, m := range n.Members {
			comma(b, i)
			writeString(b, m.Key)
			b.WriteByte(':')
			m.Value.write(b)
		}
		b.WriteByte('}')
	default:
		b.WriteString("null")
	}
}

func comma(b *bytes.Buffer, i int) {
	if i > 0 {
		b.WriteByte(',')
	}
}

// writeString leaves <, > and & as they are: AWS returns them unescaped.
func writeString(b *bytes.Buffer, s string) {
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s)       // strings always encode
	b.Truncate(b.Len() - 1) // Encode ends with a newline
}
