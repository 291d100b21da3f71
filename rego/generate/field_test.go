package generate_test

import (
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/denylab/denylab/rego/authz"
	"github.com/denylab/denylab/rego/generate"
)

// A field that a call gets one day is to be generated, too.
func TestEveryFieldIsGenerated(t *testing.T) {
	set := map[string]bool{}
	for _, c := range generate.Calls(0, 800) {
		note(set, reflect.ValueOf(*c))
	}
	for _, name := range slices.Sorted(maps.Keys(set)) {
		if !set[name] {
			t.Errorf("%s is never set", name)
		}
	}
}

// What is kept for a call is tried with every one of its facts changed.
func TestEveryFactIsChanged(t *testing.T) {
	changed := map[string]bool{}
	r := rand.New(rand.NewPCG(1, 1))
	for _, c := range generate.Calls(0, 40) {
		before := facts(c)
		for _, made := range generate.ChangeFacts(r, c) {
			after := facts(made)
			for name, v := range before {
				changed[name] = changed[name] || !reflect.DeepEqual(v, after[name])
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(changed)) {
		if !changed[name] {
			t.Errorf("%s is never changed", name)
		}
	}
}

// facts are the fields of a call, its caller and its settings, but for policies.
func facts(c *authz.Call) map[string]any {
	fields := map[string]any{}
	add := func(v reflect.Value) {
		for i := range v.NumField() {
			fields[v.Type().Name()+"."+v.Type().Field(i).Name] = v.Field(i).Interface()
		}
	}
	add(reflect.ValueOf(*c))
	add(reflect.ValueOf(c.Caller))
	for _, whole := range []string{"Call.Caller", "Call.Policies", "Call.S3", "Call.KMS", "Call.AccessGrants"} {
		delete(fields, whole)
	}
	if c.S3 != nil {
		add(reflect.ValueOf(*c.S3))
	}
	if c.KMS != nil {
		add(reflect.ValueOf(*c.KMS))
	}
	if c.AccessGrants != nil {
		add(reflect.ValueOf(*c.AccessGrants))
	}
	return fields
}

// note says of each field of v, and of what it is made of, whether it is ever
// set. The elements of all lists of a type count together.
func note(set map[string]bool, v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			note(set, v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			note(set, v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			name := v.Type().Name() + "." + v.Type().Field(i).Name
			set[name] = set[name] || !v.Field(i).IsZero()
			note(set, v.Field(i))
		}
	}
}
