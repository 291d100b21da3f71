package world

import (
	"reflect"
	"time"

	"github.com/denylab/denylab/rego/authz"
)

// clone copies a world so that the copy can be changed. What never changes is
// shared: policies and their documents, sessions, contents of objects, times.
func clone(w *World) *World {
	if w == nil {
		return &World{}
	}
	c := copyValue(reflect.ValueOf(w)).Interface().(*World)
	return c
}

var shared = map[reflect.Type]bool{
	reflect.TypeFor[*Policy]():         true,
	reflect.TypeFor[*Sessions]():       true,
	reflect.TypeFor[*authz.Document](): true,
	reflect.TypeFor[time.Time]():       true,
	reflect.TypeFor[[]byte]():          true,
}

func copyValue(v reflect.Value) reflect.Value {
	if shared[v.Type()] {
		return v
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return v
		}
		c := reflect.New(v.Type().Elem())
		c.Elem().Set(copyValue(v.Elem()))
		return c
	case reflect.Struct:
		c := reflect.New(v.Type()).Elem()
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				c.Field(i).Set(copyValue(v.Field(i)))
			}
		}
		return c
	case reflect.Map:
		return copyMap(v)
	case reflect.Slice:
		if v.IsNil() {
			return v
		}
		c := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i := range v.Len() {
			c.Index(i).Set(copyValue(v.Index(i)))
		}
		return c
	default:
		return v
	}
}

// copyMap makes a map of things even of none, so that writers need not ask. A
// map of strings stays absent: an encryption context that is absent is not one
// that must be empty.
func copyMap(v reflect.Value) reflect.Value {
	if v.IsNil() && v.Type().Elem().Kind() == reflect.String {
		return v
	}
	c := reflect.MakeMapWithSize(v.Type(), v.Len())
	for it := v.MapRange(); it.Next(); {
		c.SetMapIndex(it.Key(), copyValue(it.Value()))
	}
	return c
}
