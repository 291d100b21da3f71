package awsproto

import (
	"encoding/base64"
	"net/http"
	"reflect"
	"strconv"
	"time"
)

// DecodeQuery fills input, a pointer to an input type of aws-sdk-go-v2, from
// the parameters of a query-protocol request. Members have the names of the
// type's fields; unknown parameters are ignored, as AWS does. The error names
// the parameter that is not what its type demands.
func DecodeQuery(form Form, input any) *Error {
	return decodeStruct(form, reflect.ValueOf(input).Elem(), "")
}

func decodeStruct(form Form, v reflect.Value, path string) *Error {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if !f.IsExported() {
			continue
		}
		if err := decodeMember(form, v.Field(i), f.Name, path+f.Name); err != nil {
			return err
		}
	}
	return nil
}

func decodeMember(form Form, v reflect.Value, name, path string) *Error {
	t := v.Type()
	switch {
	case t.Kind() == reflect.Slice && t.Elem().Kind() != reflect.Uint8:
		return decodeList(form, v, name, path)
	case t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Struct && t.Elem() != reflect.TypeFor[time.Time]():
		inner := form.under(name + ".")
		if len(inner.values) == 0 {
			return nil
		}
		v.Set(reflect.New(t.Elem()))
		return decodeStruct(inner, v.Elem(), path+".")
	case !form.Has(name):
		return nil
	case t.Kind() == reflect.Pointer:
		v.Set(reflect.New(t.Elem()))
		return decodeScalar(form.Get(name), v.Elem(), path)
	}
	return decodeScalar(form.Get(name), v, path)
}

// decodeList decodes name.member.N; a bare "name=" is a list without members.
func decodeList(form Form, v reflect.Value, name, path string) *Error {
	numbers := form.indexes(name)
	if len(numbers) == 0 && !form.Has(name) {
		return nil
	}
	v.Set(reflect.MakeSlice(v.Type(), len(numbers), len(numbers)))
	for i, n := range numbers {
		item, at := v.Index(i), path+"."+strconv.Itoa(n)+".member"
		var err *Error
		if item.Kind() == reflect.Struct {
			err = decodeStruct(form.under(member(name, n)+"."), item, at+".")
		} else {
			err = decodeScalar(form.Get(member(name, n)), item, at)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func decodeScalar(text string, v reflect.Value, path string) *Error {
	switch {
	case v.Type() == reflect.TypeFor[time.Time]():
		t, err := time.Parse(time.RFC3339, text)
		if err != nil {
			return malformedInput(path, text, "a timestamp such as 2026-01-02T03:04:05Z")
		}
		v.Set(reflect.ValueOf(t))
	case v.Kind() == reflect.String:
		v.SetString(text)
	case v.Kind() == reflect.Bool:
		if text != "true" && text != "false" {
			return malformedInput(path, text, "true or false")
		}
		v.SetBool(text == "true")
	case v.Kind() == reflect.Int32 || v.Kind() == reflect.Int64:
		n, err := strconv.ParseInt(text, 10, v.Type().Bits())
		if err != nil {
			return malformedInput(path, text, "a whole number")
		}
		v.SetInt(n)
	case v.Kind() == reflect.Slice:
		blob, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			return malformedInput(path, text, "base64")
		}
		v.SetBytes(blob)
	}
	return nil
}

// malformedInput is the error of a value of the wrong type. UNVERIFIED text.
func malformedInput(path, text, want string) *Error {
	return &Error{Status: http.StatusBadRequest, Code: "MalformedInput",
		Message: "Value '" + text + "' at '" + lowerFirst(path) + "' is not " + want}
}
