package scenarios

import (
	"context"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// An operation is one method of an SDK client:
// (ctx, *Input, ...func(*Options)) (*Output, error).
type operation struct {
	service, name string
	input, output reflect.Type // structs
	call          func(ctx context.Context, c *connection, input any) (output any, err error)
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
	d := call.problem("%s has no operation %q%s", service, name, didYouMean(name, names))
	return operation{}, new(d.hint("a step can call %s", strings.Join(names, ", ")))
}

// operationNames are those of a service; none for one that the lab does not
// have.
func operationNames(service string) []string {
	var out []string
	for _, op := range listed[service] {
		out = append(out, op.name)
	}
	return out
}

// serviceNames are the services that a step can call.
func serviceNames() []string {
	return slices.Sorted(maps.Keys(listed))
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
