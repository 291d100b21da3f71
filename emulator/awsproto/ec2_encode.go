package awsproto

import (
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"time"
)

// EC2Namespace is the XML namespace of Amazon EC2.
const EC2Namespace = "http://ec2.amazonaws.com/doc/2016-11-15/"

// WriteEC2Output writes output, a pointer to an output type of aws-sdk-go-v2,
// as the answer of an operation. One whose output has no members answers
// <return>true</return>.
func WriteEC2Output(w http.ResponseWriter, ids IDs, m *EC2Model, action string, output any) {
	var b strings.Builder
	fmt.Fprintf(&b, `<%sResponse xmlns="%s">`, action, EC2Namespace)
	b.WriteString(element("requestId", ids.UUID()))
	v := reflect.ValueOf(output).Elem()
	if len(m.types[v.Type().Name()]) == 0 {
		b.WriteString(element("return", "true"))
	}
	encodeEC2Struct(&b, m, v)
	fmt.Fprintf(&b, "</%sResponse>", action)
	writeEC2(w, ids, http.StatusOK, b.String())
}

func encodeEC2Struct(b *strings.Builder, m *EC2Model, v reflect.Value) {
	members := m.types[v.Type().Name()]
	for i := range v.NumField() {
		name := members[v.Type().Field(i).Name].response
		if name != "" && !absent(v.Field(i)) {
			encodeEC2Element(b, m, name, reflect.Indirect(v.Field(i)))
		}
	}
}

func encodeEC2Element(b *strings.Builder, m *EC2Model, name string, v reflect.Value) {
	b.WriteString("<" + name + ">")
	switch t, isTime := v.Interface().(time.Time); {
	case isTime:
		b.WriteString(t.UTC().Format("2006-01-02T15:04:05.000Z"))
	case v.Kind() == reflect.Struct:
		encodeEC2Struct(b, m, v)
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() != reflect.Uint8:
		for i := range v.Len() {
			encodeEC2Element(b, m, "item", v.Index(i))
		}
	default:
		encodeValue(b, v)
	}
	b.WriteString("</" + name + ">")
}
