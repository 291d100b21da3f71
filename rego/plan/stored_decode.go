package plan

import (
	varint "encoding/binary"
	"errors"
	"reflect"
)

// A decoder reads what an encoder wrote.
type decoder struct{ rest []byte }

var errBroken = errors.New("it is cut short, or of another version")

// number is a number that is not negative.
func (d *decoder) number() (uint64, error) {
	n, width := varint.Uvarint(d.rest)
	if width <= 0 {
		return 0, errBroken
	}
	d.rest = d.rest[width:]
	return n, nil
}

// size is how many things follow, each of which takes a byte at least.
func (d *decoder) size() (int, error) {
	n, err := d.number()
	if err != nil || n > uint64(len(d.rest)) {
		return 0, errBroken
	}
	return int(n), nil
}

func (d *decoder) value(v reflect.Value) error {
	switch v.Kind() {
	case reflect.Pointer:
		return d.pointer(v)
	case reflect.Interface:
		return d.dynamic(v)
	case reflect.Struct:
		return d.structure(v)
	case reflect.Slice:
		return d.list(v)
	case reflect.String:
		n, err := d.size()
		if err != nil {
			return err
		}
		v.SetString(string(d.rest[:n]))
		d.rest = d.rest[n:]
	case reflect.Bool:
		n, err := d.number()
		v.SetBool(n == 1)
		return err
	case reflect.Uint32:
		n, err := d.number()
		v.SetUint(n)
		return err
	default:
		n, width := varint.Varint(d.rest)
		if width <= 0 {
			return errBroken
		}
		v.SetInt(n)
		d.rest = d.rest[width:]
	}
	return nil
}

func (d *decoder) pointer(v reflect.Value) error {
	there, err := d.number()
	if err != nil || there == 0 {
		return err
	}
	v.Set(reflect.New(v.Type().Elem()))
	return d.value(v.Elem())
}

func (d *decoder) dynamic(v reflect.Value) error {
	n, err := d.number()
	if err != nil || n == 0 {
		return err
	}
	if n > uint64(len(kinds)) || !kinds[n-1].AssignableTo(v.Type()) {
		return errBroken
	}
	value := reflect.New(kinds[n-1]).Elem()
	if err := d.value(value); err != nil {
		return err
	}
	v.Set(value)
	return nil
}

func (d *decoder) structure(v reflect.Value) error {
	for i := range v.NumField() {
		if !stored(v.Type().Field(i)) {
			continue
		}
		if err := d.value(v.Field(i)); err != nil {
			return err
		}
	}
	return nil
}

func (d *decoder) list(v reflect.Value) error {
	n, err := d.size()
	if err != nil || n == 0 {
		return err
	}
	v.Set(reflect.MakeSlice(v.Type(), n, n))
	for i := range n {
		if err := d.value(v.Index(i)); err != nil {
			return err
		}
	}
	return nil
}
