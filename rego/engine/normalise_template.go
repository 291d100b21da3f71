package engine

import (
	"regexp"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// templateTerm is the normal form of a pattern with variables, compared with
// the text as a whole; see policy/variable.rego.
func templateTerm(pieces []piece) *ast.Term {
	wild := slices.IndexFunc(pieces, isWildcard)
	last := len(pieces) - 1
	switch {
	case wild < 0:
		return newTemplate("exact", pieceTerms(pieces, literalText))
	case wild == last && pieces[last].kind == star:
		return newTemplate("prefix", pieceTerms(pieces[:last], literalText))
	default:
		terms := pieceTerms(pieces, pieceRegex)
		terms = slices.Insert(terms, 0, ast.StringTerm("^(?s:"))
		return newTemplate("regex", append(terms, ast.StringTerm(")$")))
	}
}

// foldTemplateTerm is the normal form of a text with variables that is compared
// without case.
func foldTemplateTerm(pieces []piece) *ast.Term {
	return newTemplate("fold", pieceTerms(pieces, literalText))
}

// arnTemplateTerm is the normal form of an ARN with variables, compared part by
// part. Its wildcards wait as "(*)" and "(?)" until the parts are known.
func arnTemplateTerm(pieces []piece) *ast.Term {
	return newTemplate("arn", pieceTerms(pieces, func(p piece) string {
		switch p.kind {
		case star:
			return "(*)"
		case question:
			return "(?)"
		default:
			return regexp.QuoteMeta(p.text)
		}
	}))
}

func newTemplate(form string, pieces []*ast.Term) *ast.Term {
	var o object
	o.text("form", form)
	o.term("pieces", ast.ArrayTerm(pieces...))
	return ast.NewTerm(o.value())
}

func literalText(p piece) string { return p.text }

// pieceTerms writes variables as {"key", "default"} and all else as text.
func pieceTerms(pieces []piece, text func(piece) string) []*ast.Term {
	terms := make([]*ast.Term, len(pieces))
	for i, p := range pieces {
		if p.kind != variable {
			terms[i] = ast.StringTerm(text(p))
			continue
		}
		var o object
		o.text("key", strings.ToLower(p.text))
		if p.hasFallback {
			o.text("default", p.fallback)
		}
		terms[i] = ast.NewTerm(o.value())
	}
	return terms
}
