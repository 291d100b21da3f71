package scenarios

import (
	"reflect"
	"slices"

	"github.com/denylab/denylab/emulator/world"
)

var policyType = reflect.TypeFor[world.Policy]()

// merge lays over upon base, which may be nil: mappings merge key by key, null
// removes, everything else replaces. A policy replaces whole: half of one
// statement and half of another would be a policy that nobody wrote. The
// result keeps every value's place.
func merge(base, over *node, t reflect.Type, problems *Diagnostics) *node {
	t = bare(t)
	if over.kind != mapping || t == policyType {
		return over
	}
	if base == nil || base.kind != mapping {
		base = &node{}
	}
	out := &node{place: over.place, kind: mapping, size: 1}
	out.fields = slices.Clone(base.fields)
	for _, f := range over.fields {
		out.mergeField(f, fieldType(t, f.key.text), problems)
	}
	for _, f := range out.fields {
		out.size += f.value.size
	}
	return out
}

func (n *node) mergeField(f field, t reflect.Type, problems *Diagnostics) {
	at := slices.IndexFunc(n.fields, func(g field) bool { return g.key.text == f.key.text })
	switch {
	case f.value.kind != null && at < 0:
		n.fields = append(n.fields, field{f.key, merge(nil, f.value, t, problems)})
	case f.value.kind != null:
		n.fields[at] = field{f.key, merge(n.fields[at].value, f.value, t, problems)}
	case at < 0:
		d := f.key.problem("nothing here to remove: there is no %q%s", f.key.text, didYouMean(f.key.text, n.keys()))
		*problems = append(*problems, d.hint("to make one with defaults only, write %s: {}", f.key.text))
	default:
		n.fields = slices.Delete(n.fields, at, at+1)
	}
}

func (n *node) keys() []string {
	var out []string
	for _, f := range n.fields {
		out = append(out, f.key.text)
	}
	return out
}

// bare is the type behind pointers; nil stays nil.
func bare(t reflect.Type) reflect.Type {
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t
}

// fieldType is the type of what stands under key in a t, or nil.
func fieldType(t reflect.Type, key string) reflect.Type {
	switch {
	case t == nil:
		return nil
	case t.Kind() == reflect.Map:
		return t.Elem()
	case t.Kind() == reflect.Struct:
		if f, ok := yamlFields(t)[key]; ok {
			return f.Type
		}
	}
	return nil
}
