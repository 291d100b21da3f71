package awsproto

import (
	"encoding/json"
	"math"
	"net/http"
	"reflect"
	"strings"
	"time"
)

// WriteJSONOutput writes output, a pointer to an output type of
// aws-sdk-go-v2, in the JSON 1.1 protocol: members that are absent are left
// out, timestamps are seconds since 1970. An operation that has no output, for
// which output is a *struct{}, sends an empty body.
func WriteJSONOutput(w http.ResponseWriter, ids IDs, output any) error {
	if _, none := output.(*struct{}); none {
		writeJSON(w, ids, http.StatusOK, nil)
		return nil
	}
	text, err := EncodeJSONOutput(output)
	if err != nil {
		return err
	}
	writeJSON(w, ids, http.StatusOK, text)
	return nil
}

// EncodeJSONOutput is the body that WriteJSONOutput sends.
func EncodeJSONOutput(output any) ([]byte, error) {
	return encodeJSON(jsonTree(reflect.ValueOf(output)))
}

// jsonTree is a value of the SDK's types as encoding/json writes it on the
// wire. encoding/json sorts the members.
func jsonTree(v reflect.Value) any {
	switch x := v.Interface().(type) {
	case time.Time:
		return jsonSeconds(x)
	case []byte:
		return x // encoding/json writes base64
	}
	switch v.Kind() {
	case reflect.Pointer:
		return jsonTree(v.Elem())
	case reflect.Interface:
		return map[string]any{unionMember(v): jsonTree(reflect.Indirect(v.Elem()).FieldByName("Value"))}
	case reflect.Struct:
		return jsonObject(v)
	case reflect.Slice:
		items := make([]any, v.Len())
		for i := range items {
			items[i] = jsonTree(v.Index(i))
		}
		return items
	case reflect.Map:
		object := make(map[string]any, v.Len())
		for _, key := range v.MapKeys() {
			object[key.String()] = jsonTree(v.MapIndex(key))
		}
		return object
	}
	return v.Interface()
}

func jsonObject(v reflect.Value) map[string]any {
	object := map[string]any{}
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if !isMember(f) || f.Anonymous || absent(v.Field(i)) {
			continue
		}
		object[f.Name] = jsonTree(v.Field(i))
	}
	return object
}

// unionMember is the wire's name of the member that a union holds:
// *types.XMemberY of the union types.X is Y.
func unionMember(v reflect.Value) string {
	return strings.TrimPrefix(reflect.Indirect(v.Elem()).Type().Name(), v.Type().Name()+"Member")
}

// jsonSeconds has milliseconds at most, as AWS prints them.
func jsonSeconds(t time.Time) json.Number {
	ms := t.UnixMilli()
	text, err := json.Marshal(float64(ms) / 1e3)
	if err != nil || math.Abs(float64(ms)) > 1e15 { // no time of the lab is out of range
		return "0"
	}
	return json.Number(text)
}
