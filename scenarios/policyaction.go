package scenarios

import (
	"github.com/denylab/denylab/emulator/iampolicy"
	"github.com/denylab/denylab/rego/authz"
)

// actions warns of the actions of a document that do not exist. AWS accepts
// them and they grant nothing, so that a scenario may be about one.
func (d *decoder) actions(parsed *authz.Document, doc *iampolicy.Node, f *file) {
	for _, w := range iampolicy.UnknownActions(parsed) {
		at := place{f, w.Line, w.Column}
		if n := actionNode(statementNode(doc, w.Statement), w.Action); n != nil {
			at.line, at.column = n.Line, n.Column
		}
		p := at.problem("%s", w.Message)
		p.Severity = Warning
		d.problems = append(d.problems, p)
	}
}

// statementNode is statement i of a document, whose Statement may be a list or
// a single one.
func statementNode(doc *iampolicy.Node, i int) *iampolicy.Node {
	list := doc.Get("Statement")
	if list != nil && list.Kind == iampolicy.ArrayNode && i < len(list.Items) {
		return list.Items[i]
	}
	return list
}

func actionNode(statement *iampolicy.Node, action string) *iampolicy.Node {
	for _, element := range []string{"Action", "NotAction"} {
		n := statement.Get(element)
		if n == nil {
			continue
		}
		for _, item := range append([]*iampolicy.Node{n}, n.Items...) {
			if item.Kind == iampolicy.StringNode && item.Text == action {
				return item
			}
		}
	}
	return nil
}
