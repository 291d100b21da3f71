package engine

import (
	"fmt"
	"reflect"

	"github.com/denylab/denylab/rego/authz"
)

type change = func(reflect.Value)

// changesOf finds everything in a value that can be another, by its name.
// Documents are told apart by where they are and are left alone.
func changesOf(v reflect.Value, path string) map[string]change {
	changes := map[string]change{}
	below := func(name string, v reflect.Value, at func(reflect.Value) reflect.Value) {
		for p, c := range changesOf(v, path+name) {
			changes[p] = func(v reflect.Value) { c(at(v)) }
		}
	}
	set := func(name string, to any) {
		changes[path+name] = func(v reflect.Value) { v.Set(reflect.ValueOf(to).Convert(v.Type())) }
	}
	switch v.Kind() {
	case reflect.String:
		for _, other := range []string{"", "other", v.String() + "x", "arn:aws:s3:::data/k/2", "arn:aws:s3:::data/7.csv",
			"arn:aws:iam::111122223333:role/r", "s3:PutObject", "kms:Encrypt", "kms:DescribeKey", "222233334444", "FULL_CONTROL",
			"BucketOwnerEnforced", "Requester", "root", "anonymous", "assumed-role", "public-read", "S3:GETOBJECT"} {
			set(fmt.Sprintf("=%q", other), other)
		}
	case reflect.Bool:
		set("=!", !v.Bool())
	case reflect.Pointer:
		if v.Type() == reflect.TypeFor[*authz.Document]() {
			break
		}
		changes[path+"=nil"] = func(v reflect.Value) { v.SetZero() }
		if !v.IsNil() {
			below("", v.Elem(), reflect.Value.Elem)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			below("."+v.Type().Field(i).Name, v.Field(i), func(v reflect.Value) reflect.Value { return v.Field(i) })
		}
	case reflect.Slice:
		changes[path+"=nil"] = func(v reflect.Value) { v.SetZero() }
		changes[path+"=[]"] = func(v reflect.Value) { v.Set(reflect.MakeSlice(v.Type(), 0, 0)) }
		changes[path+"+"] = func(v reflect.Value) { v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem()))) }
		for i := range v.Len() {
			below(fmt.Sprintf("[%d]", i), v.Index(i), func(v reflect.Value) reflect.Value { return v.Index(i) })
		}
	case reflect.Map:
		changes[path+"=nil"] = func(v reflect.Value) { v.SetZero() }
		for _, k := range v.MapKeys() {
			changes[path+"-"+k.String()] = func(v reflect.Value) { v.SetMapIndex(k, reflect.Value{}) }
			for p, c := range changesOf(v.MapIndex(k), path+"["+k.String()+"]") {
				changes[p] = func(v reflect.Value) {
					copied := reflect.New(v.Type().Elem()).Elem()
					copied.Set(v.MapIndex(k))
					c(copied)
					v.SetMapIndex(k, copied)
				}
			}
		}
	}
	return changes
}
