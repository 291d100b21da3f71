package scenarios

import (
	"context"
	"fmt"
	"reflect"
	"slices"
)

// listed are the operations of services whose clients have hundreds of
// methods, of which the lab answers some: found by reflection, the linker would
// have to keep them all.
var listed = map[string][]operation{
	"ec2":           ec2Operations,
	"organizations": organizationsOperations,
	"sagemaker":     slices.Concat(sagemakerOperations, sagemakerRoleOperations),
	"glue":          glueOperations,
}

func listedOperation(service, name string) (operation, bool) {
	for _, op := range listed[service] {
		if op.name == name {
			return op, true
		}
	}
	return operation{}, false
}

// method lists one method of a service's client. call must name the client's
// type in its body alone: types in the parameters of what is generic are kept
// for reflection, with all their methods.
func method[In, Out any](service, name string, call func(context.Context, *connection, *In) (*Out, error)) operation {
	return operation{
		service: service, name: name, input: reflect.TypeFor[In](), output: reflect.TypeFor[Out](),
		call: func(ctx context.Context, c *connection, input any) (any, error) {
			in, ok := input.(*In)
			if !ok {
				return nil, fmt.Errorf("%s.%s takes a %T, not a %T", service, name, in, input)
			}
			return call(ctx, c, in)
		},
	}
}
