package scenarios

//go:generate go run generate_listed.go

import (
	"context"
	"fmt"
	"reflect"
	"slices"
)

// listed are the operations that a step can call. They are not found by
// reflection, for which the linker would have to keep every method of every
// type.
var listed = map[string][]operation{
	"ec2":           ec2Operations,
	"iam":           iamOperations,
	"kms":           kmsOperations,
	"organizations": organizationsOperations,
	"s3":            s3Operations,
	"s3control":     s3controlOperations,
	"sts":           stsOperations,
	"sagemaker":     slices.Concat(sagemakerOperations, sagemakerRoleOperations, sagemakerPipelineOperations),
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
