package scenarios

import (
	"context"
	"reflect"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3control"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// clientTypes are the SDK clients whose operations a step can call.
var clientTypes = map[string]reflect.Type{
	"iam":       reflect.TypeFor[*iam.Client](),
	"kms":       reflect.TypeFor[*kms.Client](),
	"s3":        reflect.TypeFor[*s3.Client](),
	"s3control": reflect.TypeFor[*s3control.Client](),
	"sts":       reflect.TypeFor[*sts.Client](),
}

// An operation is one method of an SDK client:
// (ctx, *Input, ...func(*Options)) (*Output, error).
type operation struct {
	service, name string
	input, output reflect.Type // structs
}

// findOperation is the operation that "s3.GetObject" names, or a complaint
// with a suggestion.
func findOperation(call *node) (operation, *Diagnostic) {
	service, name, dotted := strings.Cut(call.text, ".")
	t, known := clientTypes[service]
	if !known || !dotted {
		d := call.problem("unknown call %q%s", call.text, didYouMean(call.text, operationsNear(service, name)))
		d = d.hint("a call is service.Operation, such as s3.GetObject; services are iam, kms, s3, s3control, sts")
		return operation{}, &d
	}
	op, ok := operationOf(t, service, name)
	if !ok {
		d := call.problem("%s has no operation %q%s", service, name, didYouMean(name, operationNames(t)))
		d = d.hint("operations are the methods of the client in aws-sdk-go-v2/service/%s", service)
		return operation{}, &d
	}
	return op, nil
}

func operationOf(client reflect.Type, service, name string) (operation, bool) {
	m, ok := client.MethodByName(name)
	if !ok || !isOperation(m) {
		return operation{}, false
	}
	return operation{service: service, name: name, input: m.Type.In(2).Elem(), output: m.Type.Out(0).Elem()}, true
}

func isOperation(m reflect.Method) bool {
	t := m.Type // In(0) is the receiver
	return t.NumIn() == 4 && t.IsVariadic() && t.NumOut() == 2 &&
		t.In(1) == reflect.TypeFor[context.Context]() &&
		t.In(2).Kind() == reflect.Pointer && t.Out(0).Kind() == reflect.Pointer &&
		t.In(2).Elem().Name() == m.Name+"Input"
}

func operationNames(client reflect.Type) []string {
	var out []string
	for i := range client.NumMethod() {
		if m := client.Method(i); isOperation(m) {
			out = append(out, m.Name)
		}
	}
	return out
}

// operationsNear are the full names to compare a wrong one with: the
// operation may lack its service, or the service may be misspelled.
func operationsNear(service, name string) []string {
	if name == "" {
		name = service
	}
	var out []string
	for s, t := range clientTypes {
		if slices.Contains(operationNames(t), name) {
			out = append(out, s+"."+name)
		}
	}
	slices.Sort(out)
	if len(out) == 0 {
		for s := range clientTypes {
			out = append(out, s+"."+name)
		}
	}
	return out
}
