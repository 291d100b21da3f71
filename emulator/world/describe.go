package world

import (
	"errors"
	"reflect"
	"strings"
)

// Describe is a description of w: what New makes of it is w, without sessions
// and without the objects and uploads of buckets, which are the index's. It says
// no more than it must: what New would fill in is left out. Only what can be
// written into a file is in it.
//
// The error says that w has something that no description can say, which would
// be a mistake of this package.
func (w *World) Describe() (*World, error) {
	out := w.described()
	again, err := New(out)
	if err != nil {
		return nil, err
	}
	if again.LastingDigest() != w.LastingDigest() {
		return nil, errors.New("this world cannot be described: it has something that no field of a world file says")
	}
	out.Generation = w.Generation + 1
	return out, nil
}

func (w *World) described() *World {
	out := &World{}
	d := &describing{changed: true}
	for rounds := 0; (d.changed || d.late) && rounds < deepest; rounds++ {
		*d = describing{last: !d.changed}
		filled := clone(out)
		filled.fill()
		d.fields(reflect.ValueOf(out).Elem(), reflect.ValueOf(filled).Elem(), reflect.ValueOf(w).Elem())
	}
	return out
}

// deepest is how often a description is completed at most: each time it gets
// what is missing one level further down, or what follows from what it got.
const deepest = 100

// A describing compares what a description makes, filled, with what it should
// make, and writes what differs into the description.
type describing struct {
	// changed: something was written.
	changed bool
	// late: something is missing that may yet come by itself; in the last
	// round it is written.
	late, last bool
}

// fields compares the fields of a struct that a file has. What it was filled with
// may follow from the others: such fields come last, one at a time, in the order
// of the type. When one that says what it should is filled with something else
// all the same, everything is said.
func (d *describing) fields(into, filled, want reflect.Value) {
	wrote, stuck := false, false
	for _, i := range said(want.Type()) {
		into, filled, want := into.Field(i.index), filled.Field(i.index), want.Field(i.index)
		if i.emptyIsNone && want.Len() == 0 {
			want = reflect.Zero(want.Type())
		}
		switch {
		case i.things:
			d.things(into, filled, want)
		case i.required:
			d.value(into, into, want)
		case !filled.IsZero() && (!d.last || wrote):
			d.late = d.late || !same(filled, want)
		case !same(filled, want):
			wrote = d.value(into, into, want) || wrote
			stuck = stuck || d.last && !wrote
		}
	}
	if stuck && !wrote {
		d.everything(into, want)
	}
}

func (d *describing) everything(into, want reflect.Value) {
	for _, i := range said(want.Type()) {
		if !i.things && !(i.emptyIsNone && want.Field(i.index).Len() == 0) {
			d.value(into.Field(i.index), into.Field(i.index), want.Field(i.index))
		}
	}
}

// A sayable is a field that a file has.
type sayable struct {
	index int
	// things: it holds things with fields of their own. required: a file
	// always has it.
	things, required bool
	// emptyIsNone: it holds texts by their names, such as tags, and to have
	// none is to be absent. In a grant it is not: an encryption context may be
	// anything, or must be empty.
	emptyIsNone bool
}

// said are the fields of a type that a description has.
func said(t reflect.Type) (all []sayable) {
	for i := range t.NumField() {
		f := t.Field(i)
		key, option, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		switch {
		case key == "" || key == "-" || f.Name == "Generation":
		case t == reflect.TypeFor[Bucket]() && (f.Name == "Objects" || f.Name == "Uploads"):
		default:
			texts := f.Type.Kind() == reflect.Map && f.Type.Elem().Kind() == reflect.String
			all = append(all, sayable{i, holdsThings(f.Type), option != "omitempty", texts && t != reflect.TypeFor[KeyGrant]()})
		}
	}
	return all
}

// value writes a value that is not there yet.
func (d *describing) value(into, is, want reflect.Value) bool {
	if same(is, want) {
		return false
	}
	into.Set(copyValue(want))
	d.changed = true
	return true
}

// same says whether two values are equal. A map of texts that is absent is not an
// empty one.
func same(a, b reflect.Value) bool {
	switch {
	case a.Kind() == reflect.String || a.Kind() == reflect.Bool || a.CanInt():
		return a.Equal(b)
	case a.Kind() == reflect.Map && a.Type().Elem().Kind() == reflect.String && a.IsNil() != b.IsNil():
		return false
	}
	return digestOf(a) == digestOf(b)
}

// things compares things that have fields of their own, one or by their names.
func (d *describing) things(into, filled, want reflect.Value) {
	switch {
	case want.IsNil():
	case want.Kind() == reflect.Pointer:
		if into.IsNil() {
			into.Set(reflect.New(want.Type().Elem()))
			d.changed = true
			return
		}
		d.fields(into.Elem(), filled.Elem(), want.Elem())
	default:
		d.entries(into, filled, want)
	}
}

func (d *describing) entries(into, filled, want reflect.Value) {
	for _, key := range want.MapKeys() {
		thing, is := want.MapIndex(key), filled.MapIndex(key)
		switch {
		case !into.IsNil() && into.MapIndex(key).IsValid():
			d.fields(into.MapIndex(key).Elem(), is.Elem(), thing.Elem())
		case !is.IsValid() || !same(is, thing):
			d.add(into, key, thing)
		}
	}
}

// add puts a thing without fields into a description. The AWS managed keys come
// by themselves in every Region that something is in; another one must have its
// alias from the beginning, or it is a customer's.
func (d *describing) add(into, key, thing reflect.Value) {
	made := reflect.New(thing.Type().Elem())
	if k, ok := thing.Interface().(*Key); ok && k.AWSManaged {
		if !d.last {
			d.late = true
			return
		}
		made.Interface().(*Key).Aliases = k.Aliases
	}
	if into.IsNil() {
		into.Set(reflect.MakeMap(into.Type()))
	}
	into.SetMapIndex(key, made)
	d.changed = true
}

// holdsThings says whether a field is a map of structs, or a struct that has
// one: an organization, a unit. Policies are values.
func holdsThings(t reflect.Type) bool {
	switch {
	case t.Kind() == reflect.Map && t.Elem().Kind() == reflect.Pointer:
		return t.Elem() != reflect.TypeFor[*Policy]()
	case t.Kind() != reflect.Pointer || t.Elem().Kind() != reflect.Struct || t == reflect.TypeFor[*Policy]():
		return false
	}
	for _, f := range reflect.VisibleFields(t.Elem()) {
		if f.Type.Kind() == reflect.Map && f.Type.Elem().Kind() == reflect.Pointer && f.Type.Elem() != reflect.TypeFor[*Policy]() {
			return true
		}
	}
	return false
}
