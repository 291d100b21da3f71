package scenarios

import (
	"context"
	"fmt"
	"reflect"
)

// listed are the operations of services whose clients have hundreds of
// methods, of which the lab answers some: found by reflection, the linker would
// have to keep them all.
var listed = map[string][]operation{
	"organizations": organizationsOperations,
	"sagemaker":     sagemakerOperations,
}

func listedOperation(service, name string) (operation, bool) {
	for _, op := range listed[service] {
		if op.name == name {
			return op, true
		}
	}
	return operation{}, false
}

// method lists one method of the client that connect makes.
func method[Client, In, Out, Options any](service, name string, connect func(*connection) *Client,
	run func(*Client, context.Context, *In, ...func(*Options)) (*Out, error)) operation {
	return operation{
		service: service, name: name, input: reflect.TypeFor[In](), output: reflect.TypeFor[Out](),
		call: func(ctx context.Context, c *connection, input any) (any, error) {
			in, ok := input.(*In)
			if !ok {
				return nil, fmt.Errorf("%s.%s takes a %T, not a %T", service, name, in, input)
			}
			return run(connect(c), ctx, in)
		},
	}
}
