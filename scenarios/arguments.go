package scenarios

import (
	"bytes"
	"io"
	"reflect"
	"slices"
	"strings"
	"time"
)

// Arguments is the input of an operation as it is written.
type Arguments struct {
	root *node
}

// A filler fills an SDK input struct from a tree whose keys are the struct's
// Go field names.
type filler struct {
	decoder
	// saved is the answer that was saved under a name; ok is false when there
	// is none. While loading it is the zero answer of the right type.
	saved func(name string) (reflect.Value, bool)
}

// input makes the input of op.
func (f *filler) input(op operation, a *Arguments) reflect.Value {
	v := reflect.New(op.input)
	if a != nil {
		f.fill(a.root, v.Elem(), op.name+"Input", "")
	}
	return v
}

// fill fills v from n. name is how a complaint calls the value, field the
// name of the SDK field it stands in.
func (f *filler) fill(n *node, v reflect.Value, name, field string) {
	if ref := n.only("saved"); ref != nil && field != "" {
		f.fillSaved(ref, v, field)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		f.fillPointer(n, v, name, field)
	case reflect.Interface:
		f.fillReader(n, v, name)
	case reflect.Struct:
		if f.is(n, mapping, name) {
			f.fillStruct(n, v, name)
		}
	case reflect.Map:
		if f.is(n, mapping, name) {
			f.fillMap(n, v, field)
		}
	case reflect.Slice:
		f.fillSlice(n, v, name, field)
	default:
		f.decodeScalar(n, v, name)
	}
}

func (f *filler) fillPointer(n *node, v reflect.Value, name, field string) {
	if n.kind == null {
		return
	}
	v.Set(reflect.New(v.Type().Elem()))
	if t, ok := v.Interface().(*time.Time); ok {
		f.special(n, reflect.ValueOf(t).Elem(), name)
		return
	}
	f.fill(n, v.Elem(), name, field)
}

func (f *filler) fillStruct(n *node, v reflect.Value, name string) {
	var names []string
	for _, sf := range reflect.VisibleFields(v.Type()) {
		if sf.IsExported() && !sf.Anonymous {
			names = append(names, sf.Name)
		}
	}
	for _, m := range n.fields {
		if !slices.Contains(names, m.key.text) {
			d := m.key.problem("unknown field %q in %s%s", m.key.text, name, didYouMean(m.key.text, names))
			f.complain(d.hint("%s has %s", name, strings.Join(names, ", ")))
			continue
		}
		f.fill(m.value, v.FieldByName(m.key.text), m.key.text, m.key.text)
	}
}

func (f *filler) fillMap(n *node, v reflect.Value, field string) {
	v.Set(reflect.MakeMap(v.Type()))
	for _, m := range n.fields {
		value := reflect.New(v.Type().Elem()).Elem()
		f.fill(m.value, value, m.key.text, field)
		v.SetMapIndex(reflect.ValueOf(m.key.text).Convert(v.Type().Key()), value)
	}
}

func (f *filler) fillSlice(n *node, v reflect.Value, name, field string) {
	if v.Type().Elem().Kind() == reflect.Uint8 {
		v.SetBytes(f.bytes(n, name))
		return
	}
	if !f.is(n, sequence, name) {
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(n.items), len(n.items)))
	for i, item := range n.items {
		f.fill(item, v.Index(i), "an entry of "+name, field)
	}
}

// fillReader fills a body. The SDK's other interfaces are unions that S3, STS
// and KMS need for configurations only.
func (f *filler) fillReader(n *node, v reflect.Value, name string) {
	if v.Type() != reflect.TypeFor[io.Reader]() {
		f.complain(n.problem("%s cannot be written in a step: it is a union of the SDK", name))
		return
	}
	v.Set(reflect.ValueOf(bytes.NewReader(f.bytes(n, name))))
}

// bytes is a body or blob: text, or {size: N} bytes of a fixed pattern.
func (f *filler) bytes(n *node, name string) []byte {
	if n.kind != mapping {
		var s string
		f.decodeScalar(n, reflect.ValueOf(&s).Elem(), name)
		return []byte(s)
	}
	var size int64
	sized := n.only("size")
	if sized == nil {
		f.complain(n.problem("%s must be text, {size: N} or {saved: NAME}", name))
		return nil
	}
	f.decodeScalar(sized, reflect.ValueOf(&size).Elem(), "size")
	if size < 0 || size > maxBody {
		f.complain(sized.problem("size must be 0 to %d bytes, not %d", maxBody, size))
		return nil
	}
	return pattern(size)
}

// fillSaved fills v from the field of a saved answer: NAME means the field
// with the same name as the one to fill, NAME.Field another, NAME.Field.Field
// one further down.
func (f *filler) fillSaved(ref *node, v reflect.Value, field string) {
	name, other, dotted := strings.Cut(ref.text, ".")
	if dotted {
		field = other
	}
	answer, ok := f.saved(name)
	if !ok {
		f.complain(ref.problem("no earlier step saves %q", name).hint("give that step save: %s", name))
		return
	}
	from := within(answer, field)
	if !from.IsValid() {
		f.complain(ref.problem("the answer saved as %q has no field %q", name, field))
		return
	}
	if from.Kind() == reflect.Pointer && v.Kind() != reflect.Pointer {
		from = deref(from)
	}
	if v.Kind() == reflect.Pointer && from.Kind() != reflect.Pointer {
		v.Set(reflect.New(v.Type().Elem()))
		v = v.Elem()
	}
	if !from.Type().AssignableTo(v.Type()) {
		f.complain(ref.problem("%s of the saved answer is %s, not %s", field, from.Type(), v.Type()))
		return
	}
	v.Set(from)
}

// deref is what a pointer points to, the zero value for nil.
func deref(v reflect.Value) reflect.Value {
	if v.IsNil() {
		return reflect.Zero(v.Type().Elem())
	}
	return v.Elem()
}
