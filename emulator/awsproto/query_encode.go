package awsproto

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// IAMNamespace is the XML namespace of AWS IAM.
const IAMNamespace = "https://iam.amazonaws.com/doc/2010-05-08/"

// WriteQueryOutput writes output, a pointer to an output type of
// aws-sdk-go-v2, as the result of an operation in the query protocol. An
// operation that has no output, for which output is a *struct{}, has no
// <…Result> element; one whose output is empty has an empty one.
func WriteQueryOutput(w http.ResponseWriter, ids IDs, namespace, action string, output any) {
	var b strings.Builder
	fmt.Fprintf(&b, `<%sResponse xmlns="%s">`, action, EscapeXML(namespace))
	v := reflect.ValueOf(output).Elem()
	if v.Type() != reflect.TypeFor[struct{}]() {
		b.WriteString("<" + action + "Result>")
		encodeStruct(&b, v)
		b.WriteString("</" + action + "Result>")
	}
	b.WriteString("<ResponseMetadata>" + element("RequestId", ids.UUID()) + "</ResponseMetadata>")
	fmt.Fprintf(&b, "</%sResponse>", action)
	writeQuery(w, ids, http.StatusOK, b.String())
}

// isMember: the SDK's output types have a field more than the model.
func isMember(f reflect.StructField) bool { return f.IsExported() && f.Name != "ResultMetadata" }

func encodeStruct(b *strings.Builder, v reflect.Value) {
	for i := range v.NumField() {
		if f := v.Type().Field(i); isMember(f) && !absent(v.Field(i)) {
			encodeElement(b, f.Name, reflect.Indirect(v.Field(i)))
		}
	}
}

func encodeElement(b *strings.Builder, name string, v reflect.Value) {
	b.WriteString("<" + name + ">")
	encodeValue(b, v)
	b.WriteString("</" + name + ">")
}

func encodeValue(b *strings.Builder, v reflect.Value) {
	switch x := v.Interface().(type) {
	case time.Time:
		b.WriteString(x.UTC().Format("2006-01-02T15:04:05Z"))
		return
	case []byte:
		b.WriteString(base64.StdEncoding.EncodeToString(x))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		encodeStruct(b, v)
	case reflect.Slice:
		for i := range v.Len() {
			encodeElement(b, "member", v.Index(i))
		}
	case reflect.Map:
		encodeMap(b, v)
	case reflect.Bool:
		b.WriteString(strconv.FormatBool(v.Bool()))
	case reflect.Int32, reflect.Int64:
		b.WriteString(strconv.FormatInt(v.Int(), 10))
	default:
		b.WriteString(EscapeXML(v.String()))
	}
}

// encodeMap writes a map of text keys, sorted.
func encodeMap(b *strings.Builder, v reflect.Value) {
	keys := v.MapKeys()
	slices.SortFunc(keys, func(x, y reflect.Value) int { return strings.Compare(x.String(), y.String()) })
	for _, key := range keys {
		b.WriteString("<entry>")
		encodeElement(b, "key", key)
		encodeElement(b, "value", v.MapIndex(key))
		b.WriteString("</entry>")
	}
}
