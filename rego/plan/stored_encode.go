package plan

import (
	varint "encoding/binary"
	"fmt"
	"reflect"
	"slices"
)

// An encoder writes the values of a plan one after the other. A plan has no
// other kinds of values than these.
type encoder struct {
	text []byte
	err  error
}

func (e *encoder) size(n int) { e.text = varint.AppendUvarint(e.text, uint64(n)) }

func (e *encoder) flag(on bool) {
	n := 0
	if on {
		n = 1
	}
	e.size(n)
}

func (e *encoder) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if e.flag(!v.IsNil()); !v.IsNil() {
			e.value(v.Elem())
		}
	case reflect.Interface:
		e.dynamic(v)
	case reflect.Struct:
		for i := range v.NumField() {
			if stored(v.Type().Field(i)) {
				e.value(v.Field(i))
			}
		}
	case reflect.Slice:
		e.size(v.Len())
		for i := range v.Len() {
			e.value(v.Index(i))
		}
	case reflect.String:
		e.size(v.Len())
		e.text = append(e.text, v.String()...)
	case reflect.Bool:
		e.flag(v.Bool())
	case reflect.Uint32:
		e.text = varint.AppendUvarint(e.text, v.Uint())
	default:
		e.text = varint.AppendVarint(e.text, v.Int())
	}
}

func (e *encoder) dynamic(v reflect.Value) {
	if v.IsNil() {
		e.size(0)
		return
	}
	n := slices.Index(kinds, v.Elem().Type())
	if n < 0 {
		e.err = fmt.Errorf("plan: a plan with a %s cannot be stored", v.Elem().Type())
		return
	}
	e.size(n + 1)
	e.value(v.Elem())
}
