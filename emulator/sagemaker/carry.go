package sagemaker

import (
	"reflect"
	"time"
)

// carry copies the fields that two structures have in common, by name and type;
// what is unset in from stays as it is. AWS's Describe calls and lists show the
// members of the request that made a resource under the same names.
func carry(to, from any) {
	out, in := reflect.ValueOf(to).Elem(), reflect.ValueOf(from).Elem()
	for i := range out.NumField() {
		f := out.Type().Field(i)
		if !f.IsExported() || f.Name == "ResultMetadata" {
			continue
		}
		if v := in.FieldByName(f.Name); v.IsValid() && v.Type() == f.Type && !v.IsZero() {
			out.Field(i).Set(v)
		}
	}
}

// merged is a copy of had with what is set in next: an update of settings
// leaves alone what it does not name.
func merged[T any](had, next *T) *T {
	if had == nil || next == nil {
		if next == nil {
			return had
		}
		return next
	}
	out := *had
	carry(&out, next)
	return &out
}

// member is a field of text of a structure; empty when it is unset or absent.
func member(of any, name string) string {
	return filter{in: reflect.ValueOf(of).Elem()}.text(name)
}

// setText sets a field of optional text; a structure without it is left alone.
func setText(of any, name, text string) {
	if f := reflect.ValueOf(of).Elem().FieldByName(name); f.IsValid() {
		f.Set(reflect.ValueOf(&text))
	}
}

// setTimes enters when a resource was made.
func setTimes(of any, at time.Time) {
	for _, name := range []string{"CreationTime", "LastModifiedTime"} {
		if f := reflect.ValueOf(of).Elem().FieldByName(name); f.IsValid() {
			f.Set(reflect.ValueOf(&at))
		}
	}
}

// found are the values of a type anywhere in a value, in the order of fields:
// the resource specifications in the settings of a domain, say.
func found[T any](in any) []*T {
	var out []*T
	collect(reflect.ValueOf(in), &out)
	return out
}

func collect[T any](v reflect.Value, out *[]*T) {
	switch v.Kind() {
	case reflect.Pointer:
		if one, ok := v.Interface().(*T); ok && one != nil {
			*out = append(*out, one)
			return
		}
		if !v.IsNil() {
			collect(v.Elem(), out)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				collect(v.Field(i), out)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			collect(v.Index(i), out)
		}
	}
}
