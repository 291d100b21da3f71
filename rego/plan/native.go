package plan

import (
	"regexp"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/ir"
)

// The built-in functions that the rules call most are done here, because OPA's
// protocol costs several times what they do. They give what OPA's give, nil for
// undefined. What they do not know is left to OPA's.
var (
	unary = map[string]func(a ast.Value) *ast.Term{
		ast.Count.Name:     func(a ast.Value) *ast.Term { return counted(lengthOf(a)) },
		ast.IsArray.Name:   hasType[*ast.Array],
		ast.IsBoolean.Name: hasType[ast.Boolean],
		ast.IsNull.Name:    hasType[ast.Null],
		ast.IsNumber.Name:  hasType[ast.Number],
		ast.IsObject.Name:  hasType[ast.Object],
		ast.IsSet.Name:     hasType[ast.Set],
		ast.IsString.Name:  hasType[ast.String],
	}
	binary = map[string]func(a, b *ast.Term) *ast.Term{
		ast.Contains.Name:      onTexts(strings.Contains),
		ast.EndsWith.Name:      onTexts(strings.HasSuffix),
		ast.StartsWith.Name:    onTexts(strings.HasPrefix),
		ast.Equal.Name:         func(a, b *ast.Term) *ast.Term { return truth(equal(a, b)) },
		ast.NotEqual.Name:      func(a, b *ast.Term) *ast.Term { return truth(!equal(a, b)) },
		ast.GreaterThan.Name:   onOrder(func(n int) bool { return n > 0 }),
		ast.GreaterThanEq.Name: onOrder(func(n int) bool { return n >= 0 }),
		ast.LessThan.Name:      onOrder(func(n int) bool { return n < 0 }),
		ast.LessThanEq.Name:    onOrder(func(n int) bool { return n <= 0 }),
		ast.Member.Name:        func(a, b *ast.Term) *ast.Term { return truth(member(a, b.Value)) },
		ast.And.Name:           onSets(ast.Set.Intersect),
		ast.Or.Name:            onSets(ast.Set.Union),
	}
)

// native compiles a call without OPA's protocol; nil if there is none.
func (c *compiler) native(name string, args []operand, result ir.Local, otherwise step) step {
	switch len(args) {
	case 1:
		if f := unary[name]; f != nil {
			return callUnary(f, args[0], result)
		}
	case 2:
		a, b := args[0], args[1]
		if f := binary[name]; f != nil {
			return callBinary(f, a, b, result)
		}
		switch {
		case name == ast.RegexMatch.Name && a.constant != nil:
			return matchConstant(a.constant, b, result)
		case name == ast.AnyPrefixMatch.Name:
			return anyPrefixMatch(a, b, result, otherwise)
		}
	}
	return nil
}

func callUnary(f func(ast.Value) *ast.Term, a operand, result ir.Local) step {
	return func(_ *evaluation, l []*ast.Term) signal {
		x := a.of(l)
		if x == nil {
			return leave
		}
		return put(l, result, f(x.Value))
	}
}

func callBinary(f func(a, b *ast.Term) *ast.Term, a, b operand, result ir.Local) step {
	return func(_ *evaluation, l []*ast.Term) signal {
		x, y := a.of(l), b.of(l)
		if x == nil || y == nil {
			return leave
		}
		return put(l, result, f(x, y))
	}
}

// put stores a value; an undefined one leaves the block.
func put(l []*ast.Term, target ir.Local, value *ast.Term) signal {
	l[target] = value
	if value == nil {
		return leave
	}
	return next
}

func truth(b bool) *ast.Term { return ast.InternedTerm(b) }

func counted(n int, ok bool) *ast.Term {
	if !ok {
		return nil
	}
	return ast.InternedTerm(n)
}

func hasType[T ast.Value](a ast.Value) *ast.Term {
	_, ok := a.(T)
	return truth(ok)
}

func onTexts(f func(a, b string) bool) func(a, b *ast.Term) *ast.Term {
	return func(a, b *ast.Term) *ast.Term {
		x, ok := a.Value.(ast.String)
		if !ok {
			return nil
		}
		y, ok := b.Value.(ast.String)
		if !ok {
			return nil
		}
		return truth(f(string(x), string(y)))
	}
}

func onOrder(f func(n int) bool) func(a, b *ast.Term) *ast.Term {
	return func(a, b *ast.Term) *ast.Term { return truth(f(a.Value.Compare(b.Value))) }
}

func onSets(f func(a, b ast.Set) ast.Set) func(a, b *ast.Term) *ast.Term {
	return func(a, b *ast.Term) *ast.Term {
		x, ok := a.Value.(ast.Set)
		if !ok {
			return nil
		}
		y, ok := b.Value.(ast.Set)
		if !ok {
			return nil
		}
		return ast.NewTerm(f(x, y))
	}
}

func member(element *ast.Term, collection ast.Value) bool {
	switch v := collection.(type) {
	case ast.Set:
		return v.Contains(element)
	case *ast.Array:
		for i := range v.Len() {
			if equal(element, v.Elem(i)) {
				return true
			}
		}
	case ast.Object:
		return v.Until(func(_, value *ast.Term) bool { return equal(element, value) })
	}
	return false
}

// matchConstant compiles the pattern once for all.
func matchConstant(pattern *ast.Term, text operand, result ir.Local) step {
	p, ok := pattern.Value.(ast.String)
	if !ok {
		return always(leave)
	}
	re, err := regexp.Compile(string(p))
	if err != nil {
		return always(leave)
	}
	return callUnary(func(v ast.Value) *ast.Term {
		s, ok := v.(ast.String)
		if !ok {
			return nil
		}
		return truth(re.MatchString(string(s)))
	}, text, result)
}

// manyPrefixes is how many prefixes OPA's own function is better at.
const manyPrefixes = 64

// anyPrefixMatch looks for arrays of a few prefixes; OPA's function does the
// rest.
func anyPrefixMatch(texts, prefixes operand, result ir.Local, otherwise step) step {
	return func(e *evaluation, l []*ast.Term) signal {
		a, b := texts.of(l), prefixes.of(l)
		if a == nil || b == nil {
			return leave
		}
		array, ok := b.Value.(*ast.Array)
		if !ok || array.Len() > manyPrefixes {
			return otherwise(e, l)
		}
		found := false
		switch v := a.Value.(type) {
		case ast.String:
			found, ok = hasPrefix(v, array)
		case *ast.Array:
			ok = v.Len() > 0
			for i := 0; i < v.Len() && ok; i++ {
				var one bool
				var s ast.String
				if s, ok = v.Elem(i).Value.(ast.String); ok {
					one, ok = hasPrefix(s, array)
					found = found || one
				}
			}
		default:
			ok = false
		}
		if !ok {
			return otherwise(e, l)
		}
		l[result] = truth(found)
		return next
	}
}

// hasPrefix says whether s begins with one of prefixes, and whether those are
// all texts.
func hasPrefix(s ast.String, prefixes *ast.Array) (found, ok bool) {
	for i := range prefixes.Len() {
		p, ok := prefixes.Elem(i).Value.(ast.String)
		if !ok {
			return false, false
		}
		found = found || strings.HasPrefix(string(s), string(p))
	}
	return found, true
}
