package scenarios

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/denylab/denylab/emulator"
	"github.com/denylab/denylab/emulator/world"
)

// A decoder fills Go values from a tree and complains about everything that
// does not fit, not only about the first thing.
type decoder struct {
	fixture  *Fixture // where policies and files are read from
	path     []string // of the value that is being decoded
	problems Diagnostics
	// misread: a value could not be understood, so that whatever refers to it
	// would be complained about in vain.
	misread bool
	// refused are the paths of policies that AWS would refuse.
	refused map[string]bool
}

func (d *decoder) complain(p Diagnostic) {
	d.problems = append(d.problems, p)
	d.misread = true
}

// under decodes what stands under key.
func (d *decoder) under(key string, n *node, v reflect.Value) {
	d.path = append(d.path, key)
	d.decode(n, v, key)
	d.path = d.path[:len(d.path)-1]
}

// decode fills v, which must be settable, from n; name is how a complaint
// calls the value.
func (d *decoder) decode(n *node, v reflect.Value, name string) {
	if d.special(n, v, name) {
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if n.kind == null {
			return
		}
		v.Set(reflect.New(v.Type().Elem()))
		d.decode(n, v.Elem(), name)
	case reflect.Struct:
		if d.is(n, mapping, name) {
			d.decodeStruct(n, v)
		}
	case reflect.Map:
		if d.is(n, mapping, name) {
			d.decodeMap(n, v, name)
		}
	case reflect.Slice:
		if d.is(n, sequence, name) {
			d.decodeSlice(n, v, name)
		}
	default:
		d.decodeScalar(n, v, name)
	}
}

// special decodes the types whose form in a file is not that of the Go type.
func (d *decoder) special(n *node, v reflect.Value, name string) bool {
	if n.kind == null {
		return v.Type() == reflect.TypeFor[time.Time]()
	}
	switch p := v.Addr().Interface().(type) {
	case **Fixture:
		if d.is(n, mapping, name) {
			*p = &Fixture{root: n, fsys: d.fixture.fsys}
		}
	case **Arguments:
		if d.is(n, mapping, name) {
			*p = &Arguments{root: n}
		}
	case **world.KeySet:
		*p = d.keySet(n)
	case *time.Time:
		t, err := time.Parse(time.RFC3339, n.text)
		if err != nil {
			d.complain(n.problem("%s must be a time, not %q", name, n.text).hint("write it like 2026-03-01T12:00:00Z"))
		}
		*p = t
	case *emulator.Consistency:
		c, err := emulator.ParseConsistency(n.text)
		if err != nil {
			d.complain(n.problem("%v", err))
		}
		*p = c
	case *time.Duration:
		t, err := time.ParseDuration(n.text)
		if err != nil || t < 0 {
			d.complain(n.problem("%s must be a duration, not %q", name, n.text).hint("write it like 15m"))
		}
		*p = t
	default:
		if v.Type() == reflect.PointerTo(policyType) {
			v.Set(reflect.ValueOf(d.policy(n)))
			return true
		}
		return false
	}
	return true
}

func (d *decoder) is(n *node, want kind, name string) bool {
	if n.kind == want {
		return true
	}
	p := n.problem("%s must be %s, not %s", name, want, n.kind)
	switch {
	case want == sequence && n.kind != mapping && n.kind != null:
		p = p.hint("write [%s]", n.text)
	case want == mapping && n.kind == null:
		p = p.hint("write {} for defaults only")
	}
	d.complain(p)
	return false
}

func (d *decoder) decodeStruct(n *node, v reflect.Value) {
	fields := yamlFields(v.Type())
	meant := map[string]bool{} // by a misspelled key, which is complaint enough
	for _, f := range n.fields {
		sf, ok := fields[f.key.text]
		if !ok {
			d.complain(unknownField(f.key, v.Type(), fields))
			meant[nearest(f.key.text, slices.Collect(maps.Keys(fields)))] = true
			continue
		}
		d.under(f.key.text, f.value, v.FieldByIndex(sf.Index))
	}
	for _, sf := range reflect.VisibleFields(v.Type()) {
		key, required := yamlKey(sf)
		if value := n.get(key); required && !meant[key] && (value == nil || value.kind == null) {
			d.complain(n.problem("%s without %q", noun(v.Type()), key))
		}
	}
	if o, ok := v.Addr().Interface().(*world.Object); ok {
		d.content(n, o)
	}
	if image, ok := v.Addr().Interface().(*world.Image); ok {
		d.directory(n, image)
	}
}

func unknownField(key *node, t reflect.Type, fields map[string]reflect.StructField) Diagnostic {
	names := slices.Sorted(maps.Keys(fields))
	d := key.problem("unknown field %q in %s%s", key.text, noun(t), didYouMean(key.text, names))
	return d.hint("%s has %s", noun(t), strings.Join(names, ", "))
}

func (d *decoder) decodeMap(n *node, v reflect.Value, name string) {
	v.Set(reflect.MakeMapWithSize(v.Type(), len(n.fields)))
	for _, f := range n.fields {
		value := reflect.New(v.Type().Elem()).Elem()
		d.under(f.key.text, f.value, value)
		if value.Kind() != reflect.Pointer || !value.IsNil() {
			v.SetMapIndex(reflect.ValueOf(f.key.text).Convert(v.Type().Key()), value)
		}
	}
}

func (d *decoder) decodeSlice(n *node, v reflect.Value, name string) {
	out := reflect.MakeSlice(v.Type(), len(n.items), len(n.items))
	for i, item := range n.items {
		if item.kind == null {
			d.complain(item.problem("an empty entry in %s", name))
			continue
		}
		d.decode(item, out.Index(i), "an entry of "+name)
	}
	v.Set(out)
}

func (d *decoder) decodeScalar(n *node, v reflect.Value, name string) {
	switch {
	case n.kind == null:
	case n.kind == mapping || n.kind == sequence:
		d.complain(n.problem("%s must be %s, not %s", name, scalarWord(v.Kind()), n.kind))
	case v.Kind() == reflect.String:
		v.SetString(n.text) // a number or boolean is its spelling: ids, tag values
	case v.Kind() == reflect.Bool:
		d.decodeBool(n, v, name)
	default:
		d.decodeNumber(n, v, name)
	}
}

func (d *decoder) decodeBool(n *node, v reflect.Value, name string) {
	if n.kind != boolean {
		d.complain(n.problem("%s must be true or false, not %q", name, n.text))
		return
	}
	v.SetBool(n.text == "true")
}

func (d *decoder) decodeNumber(n *node, v reflect.Value, name string) {
	var err error
	switch {
	case v.CanInt():
		var i int64
		if i, err = strconv.ParseInt(n.text, 10, v.Type().Bits()); err == nil {
			v.SetInt(i)
		}
	case v.CanFloat():
		var x float64
		if x, err = strconv.ParseFloat(n.text, v.Type().Bits()); err == nil {
			v.SetFloat(x)
		}
	default:
		d.complain(n.problem("%s cannot be written in a file", name))
		return
	}
	if err != nil {
		d.complain(n.problem("%s must be %s, not %q", name, scalarWord(v.Kind()), n.text))
	}
}

func scalarWord(k reflect.Kind) string {
	switch k {
	case reflect.String:
		return "text"
	case reflect.Bool:
		return "true or false"
	case reflect.Float32, reflect.Float64:
		return "a number"
	default:
		return "a whole number"
	}
}
