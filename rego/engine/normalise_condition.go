package engine

import (
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/denylab/denylab/rego/authz"
)

func (n *statementNormaliser) conditions(o *object, conditions []authz.Condition) {
	terms := make([]*ast.Term, len(conditions))
	for i, c := range conditions {
		n.key(c.Key)
		terms[i] = ast.NewTerm(n.condition(c))
	}
	o.list("condition", terms)
}

func (n *statementNormaliser) condition(c authz.Condition) ast.Value {
	op := parseOperator(c.Operator)
	var o object
	o.text("operator", c.Operator)
	o.text("key", c.Key)
	o.text("name", strings.ToLower(c.Key))
	o.term("want", ast.ArrayTerm(stringTerms(c.Values)...))
	o.text("mode", op.mode(c.Values))
	o.flag("absent", op.absent(c.Values))
	o.text("family", op.family)
	if op.set != "" {
		o.text("set", op.set)
	}
	o.flag("if_exists", op.ifExists)
	o.flag("negated", op.negated)
	if op.compare != "" {
		o.text("compare", op.compare)
	}
	n.values(&o, op, c.Values)
	return o.value()
}

// values adds the values in the form that the operator's family compares. A
// value that is not of the family's type is left out: nothing equals it.
func (n *statementNormaliser) values(o *object, op operator, values []string) {
	switch op.family {
	case "number":
		o.list("numbers", readable(values, numberTerm))
	case "date":
		o.list("dates", readable(values, dateTerm))
	case "ip":
		o.list("ranges", readable(values, rangeTerm))
	case "binary":
		o.set("binaries", canonicalBase64(values))
	case "string", "fold", "bool", "arn":
		o.term("values", n.valueMatcher(op, values))
	}
}

func readable(values []string, read func(string) (*ast.Term, bool)) []*ast.Term {
	var terms []*ast.Term
	for _, v := range values {
		if t, ok := read(v); ok {
			terms = append(terms, t)
		}
	}
	return terms
}

func (n *statementNormaliser) valueMatcher(op operator, values []string) *ast.Term {
	var m matcher
	for _, v := range values {
		pieces := parsePieces(v, syntax{wildcards: op.like, variables: n.variables})
		n.note(pieces)
		switch {
		case op.family == "arn":
			addARN(&m, pieces)
		case op.family == "string":
			m.add(pieces)
		case hasVariable(pieces):
			m.templates = append(m.templates, foldTemplateTerm(pieces))
		default:
			m.add(foldPieces(pieces))
		}
	}
	return ast.NewTerm(m.object().value())
}

// addARN adds an ARN pattern. The bare "*" is any ARN; another pattern that is
// short of an ARN's six parts matches nothing.
func addARN(m *matcher, pieces []piece) {
	if hasVariable(pieces) {
		m.templates = append(m.templates, arnTemplateTerm(pieces))
	} else if len(pieces) == 1 && pieces[0].kind == star {
		m.any = true
	} else if parts, ok := arnPieces(pieces); ok {
		m.add(parts)
	}
}

func foldPieces(pieces []piece) []piece {
	folded := make([]piece, len(pieces))
	for i, p := range pieces {
		p.text = strings.ToLower(p.text)
		folded[i] = p
	}
	return folded
}
