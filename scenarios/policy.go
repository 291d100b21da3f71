package scenarios

import (
	"strings"

	"github.com/denylab/denylab/emulator/iampolicy"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// policy reads a policy in any of its three forms. After a complaint it is a
// policy that grants nothing, so that the rest of the world can be checked.
func (d *decoder) policy(n *node) *world.Policy {
	if p := d.readPolicy(n); p != nil {
		return p
	}
	if d.refused == nil {
		d.refused = map[string]bool{}
	}
	d.refused[strings.Join(d.path, ".")] = true
	return &world.Policy{Document: &authz.Document{}, JSON: []byte("{}")}
}

// readPolicy reads a mapping, a string of JSON, or {file: NAME}. It is nil
// after a complaint.
func (d *decoder) readPolicy(n *node) *world.Policy {
	kind := policyKind(d.path)
	switch {
	case n.kind == text:
		return d.policyText(n, kind)
	case n.only("file") != nil:
		return d.policyFile(n.only("file"), kind)
	case n.kind == mapping:
		doc := policyNode(n)
		return d.policyDocument(doc, doc.JSON(), n.file, kind)
	}
	d.complain(n.problem("a policy must be a mapping, not %s", n.kind).
		hint("write the document as YAML, as a string of JSON, or {file: NAME}"))
	return nil
}

func (d *decoder) policyText(n *node, kind iampolicy.Kind) *world.Policy {
	doc, err := iampolicy.ParseJSON([]byte(n.text))
	if err != nil {
		d.malformed(n.file, n.inText, iampolicyProblem(err, kind), kind)
		return nil
	}
	relocate(doc, n)
	return d.policyDocument(doc, []byte(n.text), n.file, kind)
}

func (d *decoder) policyFile(n *node, kind iampolicy.Kind) *world.Policy {
	if n.kind != text {
		d.complain(n.problem("file must be the name of a JSON file, not %s", n.kind))
		return nil
	}
	name, data, problem := readBeside(d.fixture.fsys, n, "policy file")
	if problem != nil {
		d.problems = append(d.problems, *problem)
		return nil
	}
	f := newFile(name, data)
	f.shown = shown(d.fixture.fsys, name)
	doc, err := iampolicy.ParseJSON(data)
	if err != nil {
		d.malformed(f, asWritten, iampolicyProblem(err, kind), kind)
		return nil
	}
	return d.policyDocument(doc, []byte(strings.TrimSpace(string(data))), f, kind)
}

// policyDocument checks a document whose nodes are placed in f as AWS does.
func (d *decoder) policyDocument(doc *iampolicy.Node, json []byte, f *file, kind iampolicy.Kind) *world.Policy {
	parsed, problems := iampolicy.CheckNode(doc, f.shown, kind)
	if p := iampolicy.CheckSize(json, kind); p != nil {
		problems = append(problems, *p)
	}
	for _, p := range problems {
		if p.Line == 0 {
			p.Line, p.Column = doc.Line, doc.Column
		}
		d.malformed(f, asWritten, p, kind)
	}
	if parsed == nil || len(problems) > 0 {
		return nil
	}
	d.actions(parsed, doc, f)
	return &world.Policy{Document: parsed, JSON: json}
}

func asWritten(line, column int) (int, int) { return line, column }

func iampolicyProblem(err error, kind iampolicy.Kind) iampolicy.Problem {
	p := iampolicy.Problem{Code: "MalformedPolicyDocument", Message: err.Error(), Statement: -1}
	if e, ok := err.(*iampolicy.SyntaxError); ok {
		e = e.For(kind)
		p.Code, p.Message, p.Hint, p.Line, p.Column = e.Code, e.Message, e.Hint, e.Line, e.Column
	}
	return p
}

// malformed complains in AWS's own words, and says what to write in ours.
func (d *decoder) malformed(f *file, where func(line, column int) (int, int), p iampolicy.Problem, kind iampolicy.Kind) {
	at := place{file: f}
	at.line, at.column = where(p.Line, p.Column)
	out := at.problem("%s refused: %s: %s", kind, p.Code, p.Message)
	out.Hint = p.Hint
	d.problems = append(d.problems, out)
}

// policyNode turns a YAML value into a value of a policy document.
func policyNode(n *node) *iampolicy.Node {
	out := &iampolicy.Node{Text: n.text, Line: n.line, Column: n.column}
	switch n.kind {
	case null:
		out.Kind = iampolicy.NullNode
	case boolean:
		out.Kind = iampolicy.BoolNode
	case number:
		out.Kind = iampolicy.NumberNode
	case text:
		out.Kind = iampolicy.StringNode
	case sequence:
		out.Kind = iampolicy.ArrayNode
		for _, item := range n.items {
			out.Items = append(out.Items, policyNode(item))
		}
	case mapping:
		out.Kind = iampolicy.ObjectNode
		for _, f := range n.fields {
			m := iampolicy.Member{Key: f.key.text, Line: f.key.line, Column: f.key.column, Value: policyNode(f.value)}
			out.Members = append(out.Members, m)
		}
	}
	return out
}

// relocate moves the places of a document from the text n to n's file.
func relocate(doc *iampolicy.Node, n *node) {
	if doc == nil {
		return
	}
	doc.Line, doc.Column = n.inText(doc.Line, doc.Column)
	for _, item := range doc.Items {
		relocate(item, n)
	}
	for i := range doc.Members {
		m := &doc.Members[i]
		m.Line, m.Column = n.inText(m.Line, m.Column)
		relocate(m.Value, n)
	}
}

// inText is the place in n's file of a place in its text: exact in a block
// (|) and in a quoted text on one line, else the beginning of n.
func (n *node) inText(line, column int) (int, int) {
	switch {
	case n.block && n.line+line <= len(n.file.lines):
		return n.line + line, column + n.file.indent(n.line)
	case line == 1 && !strings.Contains(n.text, "\n"):
		return n.line, n.column + column
	default:
		return n.line, n.column
	}
}

// indent is the indentation of the text block that begins below line.
func (f *file) indent(line int) int {
	for _, l := range f.lines[min(line, len(f.lines)):] {
		if bare := strings.TrimLeft(l, " "); bare != "" {
			return len(l) - len(bare)
		}
	}
	return 0
}

// policyKind is the kind of the policy that stands under path in a world, or
// in a step's session.
func policyKind(path []string) iampolicy.Kind {
	n := len(path)
	switch {
	case n >= 1 && path[n-1] == "trust":
		return iampolicy.Trust
	case n >= 2 && path[n-2] == "policies":
		return iampolicy.Inline
	case n < 3:
		return iampolicy.Session
	}
	switch path[n-3] {
	case "policies", "versions":
		return iampolicy.Identity
	case "keys":
		return iampolicy.Key
	case "buckets":
		return iampolicy.Bucket(path[n-2])
	case "accessPoints":
		return iampolicy.AccessPoint("") // world.New knows its ARN
	case "scps":
		return iampolicy.SCP
	case "rcps":
		return iampolicy.RCP
	case "endpoints":
		return iampolicy.Endpoint
	case "repositories":
		return iampolicy.Repository
	case "organization":
		return iampolicy.Delegation
	default:
		return iampolicy.Session
	}
}
