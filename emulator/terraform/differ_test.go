package terraform_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"reflect"
	"strings"

	"github.com/google/go-cmp/cmp"
)

// differ lists where got differs from want, as far as want says something: its
// zero fields are not compared. Texts that are JSON documents are compared as
// such, as the provider does.
func differ(path string, want, got reflect.Value) []string {
	if !want.IsValid() || want.IsZero() {
		return nil
	}
	if !got.IsValid() || want.Type() != got.Type() {
		return []string{fmt.Sprintf("%s: want %v, got %v", path, want, got)}
	}
	switch want.Kind() {
	case reflect.Interface: // a union
		return differ(path, want.Elem(), got.Elem())
	case reflect.Pointer:
		if got.IsNil() {
			return []string{fmt.Sprintf("%s: want %v, got nothing", path, reflect.Indirect(want))}
		}
		return scalar(path, want.Elem(), got.Elem())
	case reflect.Struct:
		return fields(path, want, got)
	case reflect.Slice:
		return items(path, want, got)
	default:
		return scalar(path, want, got)
	}
}

// scalar compares what a pointer points to as well, whose zero means something.
func scalar(path string, want, got reflect.Value) []string {
	switch want.Kind() {
	case reflect.Struct:
		return fields(path, want, got)
	case reflect.String:
		if sameText(want.String(), got.String()) {
			return nil
		}
	default:
		if cmp.Equal(want.Interface(), got.Interface()) {
			return nil
		}
	}
	return []string{fmt.Sprintf("%s: want %v, got %v", path, want, got)}
}

func fields(path string, want, got reflect.Value) (all []string) {
	for i := range want.NumField() {
		if f := want.Type().Field(i); f.IsExported() {
			all = append(all, differ(path+"."+f.Name, want.Field(i), got.Field(i))...)
		}
	}
	return all
}

func items(path string, want, got reflect.Value) (all []string) {
	if want.Len() != got.Len() {
		return []string{fmt.Sprintf("%s: want %d, got %d", path, want.Len(), got.Len())}
	}
	for i := range want.Len() {
		all = append(all, differ(fmt.Sprintf("%s[%d]", path, i), want.Index(i), got.Index(i))...)
	}
	return all
}

// sameText compares documents by what they say. IAM sends them escaped.
func sameText(want, got string) bool {
	if want == got || !strings.HasPrefix(want, "{") {
		return want == got
	}
	if plain, err := url.QueryUnescape(got); err == nil && strings.HasPrefix(got, "%7B") {
		got = plain
	}
	var a, b any
	return json.Unmarshal([]byte(want), &a) == nil && json.Unmarshal([]byte(got), &b) == nil && cmp.Equal(a, b)
}
