package awsproto

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/json"
	"io"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Unions are the SDK's members of unions, by the union's interface type and
// the member's name on the wire: each a struct with a field Value.
type Unions map[reflect.Type]map[string]reflect.Type

// DecodeJSONInput decodes the body of a JSON 1.1 request into input, a pointer
// to an input type of aws-sdk-go-v2. Members are named as the fields are;
// unknown ones are ignored, as AWS does; an empty body is an empty input.
// Timestamps are seconds since 1970, blobs base64. The error is a
// SerializationException.
func DecodeJSONInput(body []byte, input any, unions Unions) *Error {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil
	}
	in := json.NewDecoder(bytes.NewReader(body))
	in.UseNumber()
	var tree any
	if err := in.Decode(&tree); err != nil {
		return serialization("%v", err)
	}
	if _, err := in.Token(); err != io.EOF {
		return serialization("there is something behind the request's object")
	}
	d := jsonDecoder{unions: unions}
	return d.value(tree, reflect.ValueOf(input).Elem(), "")
}

type jsonDecoder struct{ unions Unions }

// value decodes one value; path is where it stands, for errors. null is an
// absent member.
func (d *jsonDecoder) value(in any, v reflect.Value, path string) *Error {
	if in == nil {
		return nil
	}
	switch {
	case v.Kind() == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		return d.value(in, v.Elem(), path)
	case v.Type() == reflect.TypeFor[time.Time]():
		return jsonTime(in, v, path)
	}
	switch v.Kind() {
	case reflect.Struct:
		return d.structure(in, v, path)
	case reflect.Slice:
		return d.list(in, v, path)
	case reflect.Map:
		return d.mapping(in, v, path)
	case reflect.Interface:
		return d.union(in, v, path)
	default:
		return jsonScalar(in, v, path)
	}
}

func (d *jsonDecoder) structure(in any, v reflect.Value, path string) *Error {
	object, ok := in.(map[string]any)
	if !ok {
		return notA("an object", in, path)
	}
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if !f.IsExported() || f.Anonymous {
			continue
		}
		if member, sent := object[f.Name]; sent {
			if err := d.value(member, v.Field(i), below(path, f.Name)); err != nil {
				return err
			}
		}
	}
	return nil
}

func below(path, name string) string { return strings.TrimPrefix(path+"."+name, ".") }

func (d *jsonDecoder) list(in any, v reflect.Value, path string) *Error {
	if v.Type().Elem().Kind() == reflect.Uint8 {
		return jsonBlob(in, v, path)
	}
	items, ok := in.([]any)
	if !ok {
		return notA("a list", in, path)
	}
	v.Set(reflect.MakeSlice(v.Type(), len(items), len(items)))
	for i, item := range items {
		if err := d.value(item, v.Index(i), path+"["+strconv.Itoa(i)+"]"); err != nil {
			return err
		}
	}
	return nil
}

func (d *jsonDecoder) mapping(in any, v reflect.Value, path string) *Error {
	object, ok := in.(map[string]any)
	if !ok {
		return notA("an object", in, path)
	}
	v.Set(reflect.MakeMapWithSize(v.Type(), len(object)))
	for _, key := range sortedKeys(object) {
		value := reflect.New(v.Type().Elem()).Elem()
		if err := d.value(object[key], value, below(path, key)); err != nil {
			return err
		}
		v.SetMapIndex(reflect.ValueOf(key).Convert(v.Type().Key()), value)
	}
	return nil
}

// union decodes an object with one member into the member's type.
func (d *jsonDecoder) union(in any, v reflect.Value, path string) *Error {
	object, ok := in.(map[string]any)
	if !ok || len(object) != 1 {
		return notA("an object with one member", in, path)
	}
	for name, member := range object {
		t, known := d.unions[v.Type()][name]
		if !known {
			return serialization("%s has no member %s", path, name)
		}
		m := reflect.New(t)
		if err := d.value(member, m.Elem().FieldByName("Value"), below(path, name)); err != nil {
			return err
		}
		v.Set(m)
	}
	return nil
}

func jsonTime(in any, v reflect.Value, path string) *Error {
	n, ok := in.(json.Number)
	seconds, err := n.Float64()
	if !ok || err != nil || math.Abs(seconds) > 1e11 {
		return notA("a timestamp in seconds", in, path)
	}
	whole, part := math.Modf(seconds)
	v.Set(reflect.ValueOf(time.Unix(int64(whole), int64(math.Round(part*1e3))*1e6).UTC()))
	return nil
}

func jsonBlob(in any, v reflect.Value, path string) *Error {
	text, ok := in.(string)
	blob, err := base64.StdEncoding.DecodeString(text)
	if !ok || err != nil {
		return notA("base64", in, path)
	}
	v.SetBytes(blob)
	return nil
}

func jsonScalar(in any, v reflect.Value, path string) *Error {
	switch x := in.(type) {
	case string:
		if v.Kind() == reflect.String {
			v.SetString(x)
			return nil
		}
	case bool:
		if v.Kind() == reflect.Bool {
			v.SetBool(x)
			return nil
		}
	case json.Number:
		if jsonNumber(x, v) {
			return nil
		}
	}
	return notA(jsonKinds[v.Kind()], in, path)
}

func jsonNumber(n json.Number, v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Int32, reflect.Int64:
		i, err := strconv.ParseInt(n.String(), 10, v.Type().Bits())
		v.SetInt(i)
		return err == nil
	case reflect.Float32, reflect.Float64:
		f, err := n.Float64()
		v.SetFloat(f)
		return err == nil
	}
	return false
}

var jsonKinds = map[reflect.Kind]string{
	reflect.String: "a string", reflect.Bool: "a boolean", reflect.Int32: "a whole number", reflect.Int64: "a whole number",
	reflect.Float32: "a number", reflect.Float64: "a number", reflect.Int: "a whole number",
	reflect.Struct: "an object", reflect.Map: "an object", reflect.Slice: "a list",
}

// jsonKind is what a value of JSON must be to become one of type t.
func jsonKind(t reflect.Type) string {
	if t == reflect.TypeFor[[]byte]() {
		return "base64"
	}
	return cmp.Or(jsonKinds[t.Kind()], "what belongs here")
}

// notA is the error of a value of the wrong type. UNVERIFIED text.
func notA(want string, in any, path string) *Error {
	text, err := json.Marshal(in)
	if err != nil || len(text) > 80 {
		text = []byte("the value")
	}
	if path == "" {
		path = "the request"
	}
	return serialization("%s is not %s: %s", text, want, path)
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
