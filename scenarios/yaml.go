package scenarios

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// maxNodes bounds a file with its aliases expanded: some short files expand to
// billions of values.
const maxNodes = 200_000

// parseYAML reads one document into a tree. It returns nil when the text is no
// YAML; a file without content is an empty mapping.
func parseYAML(f *file, data []byte) (*node, Diagnostics) {
	r := &yamlReader{file: f, anchors: map[string]*node{}, colon: unused(data)}
	parsed, err := parse(hideColons(data, r.colon))
	if err != nil {
		return nil, Diagnostics{r.syntaxProblem(err)}
	}
	var docs []*ast.DocumentNode
	for _, d := range parsed.Docs {
		if d.Body != nil && d.Body.Type() != ast.CommentType && d.Body.Type() != ast.CommentGroupType {
			docs = append(docs, d)
		}
	}
	if len(docs) == 0 {
		return &node{place: place{f, 1, 1}, kind: mapping, size: 1}, nil
	}
	root := r.read(docs[0].Body)
	if len(docs) > 1 {
		r.complain(r.at(docs[1].Body.GetToken()).problem("a second document in the same file").
			hint("write one file for each; remove the line ---"))
	}
	return root, r.problems
}

// parse is the library's parser, whose panics on some malformed input are
// errors like its others.
func parse(data []byte) (out *ast.File, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%v", p)
		}
	}()
	return parser.ParseBytes(data, 0, parser.AllowDuplicateMapKey())
}

func (r *yamlReader) syntaxProblem(err error) Diagnostic {
	at, message := place{file: r.file, line: 1, column: 1}, err.Error()
	var syntax *yaml.SyntaxError
	if errors.As(err, &syntax) {
		at, message = r.at(syntax.Token), syntax.Message
	}
	return at.problem("not YAML: %s", r.showColons(strings.TrimSpace(message)))
}

// A yamlReader turns the library's tree into ours.
type yamlReader struct {
	file     *file
	anchors  map[string]*node
	colon    rune // stands for a colon inside a word
	depth    int
	problems Diagnostics
}

func (r *yamlReader) complain(d Diagnostic) { r.problems = append(r.problems, d) }

func (r *yamlReader) at(t *token.Token) place {
	if t == nil || t.Position == nil {
		return place{r.file, 1, 1}
	}
	return place{r.file, t.Position.Line, t.Position.Column}
}

func (r *yamlReader) read(n ast.Node) *node {
	if n == nil {
		return &node{place: place{r.file, 1, 1}, size: 1}
	}
	r.depth++
	defer func() { r.depth-- }()
	out := &node{place: r.at(n.GetToken()), size: 1}
	if r.depth > 100 {
		r.complain(out.problem("nested more than 100 levels deep"))
		return out
	}
	switch n := n.(type) {
	case *ast.MappingNode:
		r.readMapping(out, n.Values)
		if n.IsFlowStyle {
			out.place = r.at(n.Start)
		}
	case *ast.MappingValueNode:
		r.readMapping(out, []*ast.MappingValueNode{n})
	case *ast.SequenceNode:
		out.kind = sequence
		for _, item := range n.Values {
			out.add(r.read(item))
		}
	case *ast.AnchorNode:
		out = r.read(n.Value)
		r.anchors[r.scalarText(n.Name)] = out
	case *ast.AliasNode:
		out = r.alias(out, r.scalarText(n.Value))
	case *ast.TagNode:
		r.complain(out.problem("the YAML tag %s", n.Start.Value).hint("write the value without a tag, in quotes if it is text"))
		out = r.read(n.Value)
	default:
		out.kind, out.text = scalar(n)
		out.text = r.showColons(out.text)
		_, out.block = n.(*ast.LiteralNode)
	}
	if out.size > maxNodes {
		r.complain(out.problem("more than %d values", maxNodes))
		return &node{place: out.place, size: 1}
	}
	return out
}

func (n *node) add(item *node) {
	n.items = append(n.items, item)
	n.size += item.size
}

func (r *yamlReader) alias(at *node, name string) *node {
	if target, ok := r.anchors[name]; ok {
		return target
	}
	d := at.problem("no anchor &%s before this", name)
	r.complain(d)
	return at
}

func (r *yamlReader) readMapping(out *node, values []*ast.MappingValueNode) {
	out.kind = mapping
	for i, v := range values {
		key := r.key(v.Key)
		if i == 0 && key.line > 0 {
			out.place = key.place
		}
		value := r.read(v.Value)
		switch earlier := out.field(key.text); {
		case v.Key.IsMergeKey():
			r.complain(key.problem("the YAML merge key <<").hint("worlds are merged with use:, changes with cure.change"))
		case earlier != nil:
			r.complain(key.problem("%q stands here twice; first in line %d", key.text, earlier.key.line).
				hint("remove one, or merge the two"))
		default:
			out.fields = append(out.fields, field{key, value})
			out.size += value.size
		}
	}
}

func (r *yamlReader) key(k ast.MapKeyNode) *node {
	out := &node{place: r.at(k.GetToken()), kind: text, size: 1}
	if k, ok := k.(*ast.MappingKeyNode); ok {
		out.place, out.text = r.at(k.Value.GetToken()), r.scalarText(k.Value)
		return out
	}
	out.text = r.scalarText(k)
	return out
}

func (r *yamlReader) scalarText(n ast.Node) string {
	_, s := scalar(n)
	return r.showColons(s)
}

// scalar is a scalar's kind and its text: numbers and booleans keep the
// spelling they have in the file, so that account ids keep their zeros.
func scalar(n ast.Node) (kind, string) {
	switch n := n.(type) {
	case *ast.StringNode:
		return text, n.Value
	case *ast.LiteralNode:
		return text, n.Value.Value
	case *ast.BoolNode:
		return boolean, strings.ToLower(n.Token.Value)
	case *ast.IntegerNode:
		return number, n.Token.Value
	case *ast.FloatNode:
		return number, n.Token.Value
	case *ast.InfinityNode:
		return text, n.Token.Value
	case *ast.NanNode:
		return text, n.Token.Value
	default:
		return null, ""
	}
}
