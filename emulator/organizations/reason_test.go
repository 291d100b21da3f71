package organizations_test

import (
	"errors"

	"github.com/aws/aws-sdk-go-v2/service/organizations/types"
)

// reasonOf is the reason that an error has beside its text.
func reasonOf(err error) string {
	var input *types.InvalidInputException
	var constraint *types.ConstraintViolationException
	var dependency *types.AccessDeniedForDependencyException
	switch {
	case errors.As(err, &input):
		return string(input.Reason)
	case errors.As(err, &constraint):
		return string(constraint.Reason)
	case errors.As(err, &dependency):
		return string(dependency.Reason)
	}
	return ""
}
