package scenarios

import (
	"context"
	"maps"
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
	// call calls it, for operations that are listed; nil for the methods of
	// clientTypes.
	call func(ctx context.Context, c *connection, input any) (output any, err error)
}

// findOperation is the operation that "s3.GetObject" names, or a complaint
// with a suggestion.
func findOperation(call *node) (operation, *Diagnostic) {
	service, name, dotted := strings.Cut(call.text, ".")
	names := operationNames(service)
	if len(names) == 0 || !dotted {
		d := call.problem("unknown call %q%s", call.text, didYouMean(call.text, operationsNear(service, name)))
		return operation{}, new(d.hint("a call is service.Operation, such as s3.GetObject; services are %s", strings.Join(serviceNames(), ", ")))
	}
	if op, ok := listedOperation(service, name); ok {
		return op, nil
	}
	if op, ok := operationOf(clientTypes[service], service, name); ok {
		return op, nil
	}
	d := call.problem("%s has no operation %q%s", service, name, didYouMean(name, names))
	if listed[service] != nil {
		return operation{}, new(d.hint("the lab emulates %s", strings.Join(names, ", ")))
	}
	return operation{}, new(d.hint("operations are the methods of the client in aws-sdk-go-v2/service/%s", service))
}

func operationOf(client reflect.Type, service, name string) (operation, bool) {
	if client == nil {
		return operation{}, false
	}
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

// operationNames are those of a service; none for one that the lab does not
// have.
func operationNames(service string) []string {
	var out []string
	for _, op := range listed[service] {
		out = append(out, op.name)
	}
	client, ok := clientTypes[service]
	if !ok {
		return out
	}
	for i := range client.NumMethod() {
		if m := client.Method(i); isOperation(m) {
			out = append(out, m.Name)
		}
	}
	return out
}

// serviceNames are the services that a step can call.
func serviceNames() []string {
	return slices.Sorted(slices.Values(slices.Concat(
		slices.Collect(maps.Keys(clientTypes)), slices.Collect(maps.Keys(listed)))))
}

// operationsNear are the full names to compare a wrong one with: the
// operation may lack its service, or the service may be misspelled.
func operationsNear(service, name string) []string {
	if name == "" {
		name = service
	}
	var out []string
	for _, s := range serviceNames() {
		if slices.Contains(operationNames(s), name) {
			out = append(out, s+"."+name)
		}
	}
	if len(out) == 0 {
		for _, s := range serviceNames() {
			out = append(out, s+"."+name)
		}
	}
	return out
}
