package iam

import (
	"fmt"
	"net/http"

	"github.com/denylab/denylab/emulator/awsproto"
)

// Errors are those of https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
// and of each operation's page; the texts are what AWS answers. Those marked
// [U] are not confirmed by a recorded answer.

// words are IAM's sentences for members that do not match a pattern.
var words = map[string]string{
	`[\w+=,.@-]+`: "The specified value for %s is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-",
	`(\u002F)|(\u002F[\u0021-\u007E]+\u002F)`: "The specified value for %s is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.",
	`((/[A-Za-z0-9\.,\+@=_-]+)*)/`:            "The specified value for %s is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.",
	`[\u0009\u000A\u000D\u0020-\u00FF]+`:      "The specified value for %s is invalid. It must contain only printable ASCII characters.",
}

func failure(status int, code, format string, args ...any) *awsproto.Error {
	return &awsproto.Error{Status: status, Code: code, Message: fmt.Sprintf(format, args...)}
}

func validation(format string, args ...any) *awsproto.Error {
	return failure(http.StatusBadRequest, "ValidationError", format, args...)
}

func invalidInput(format string, args ...any) *awsproto.Error {
	return failure(http.StatusBadRequest, "InvalidInput", format, args...)
}

func noSuchEntity(format string, args ...any) *awsproto.Error {
	return failure(http.StatusNotFound, "NoSuchEntity", format, args...)
}

func alreadyExists(format string, args ...any) *awsproto.Error {
	return failure(http.StatusConflict, "EntityAlreadyExists", format, args...)
}

func deleteConflict(format string, args ...any) *awsproto.Error {
	return failure(http.StatusConflict, "DeleteConflict", format, args...)
}

func limitExceeded(format string, args ...any) *awsproto.Error {
	return failure(http.StatusConflict, "LimitExceeded", format, args...)
}

func overQuota(name string, quota int) *awsproto.Error {
	return limitExceeded("Cannot exceed quota for %s: %d", name, quota)
}

func invalidToken() *awsproto.Error {
	return failure(http.StatusForbidden, "InvalidClientTokenId", "The security token included in the request is invalid.")
}

func noSuch(k kind, name string) *awsproto.Error {
	return noSuchEntity("The %s with name %s cannot be found.", k, name)
}

func taken(k kind, name string) *awsproto.Error {
	return alreadyExists("%s with name %s already exists.", k.title(), name)
}

func noSuchPolicy(arn string) *awsproto.Error { return noSuchEntity("Policy %s was not found.", arn) }

func notAttachable(arn string) *awsproto.Error {
	return noSuchEntity("Policy %s does not exist or is not attachable.", arn)
}

func noSuchVersion(arn, id string) *awsproto.Error {
	return noSuchEntity("Policy %s version %s does not exist or is not attachable.", arn, id)
}

func malformedARN() *awsproto.Error { return validation("Invalid ARN:  Could not be parsed!") }

func needsUserName() *awsproto.Error {
	return validation("Must specify userName when calling with non-User credentials")
}

func invalidMarker() *awsproto.Error { return validation("Invalid Marker.") } // [U]

// unmodifiable: AWS's own policies and service-linked roles are the service's.
func unmodifiable(k kind, name string) *awsproto.Error {
	return failure(http.StatusBadRequest, "UnmodifiableEntity",
		"Cannot perform the operation on the protected %s '%s' - this %s is only modifiable by AWS", k, name, k)
}

func internal() *awsproto.Error {
	return failure(http.StatusInternalServerError, "ServiceFailure", "denylab could not reach a decision; its log has the error.")
}

// notTaken is a change that the world's own checks refuse and this package
// should have refused before.
func notTaken(err error) *awsproto.Error {
	return failure(http.StatusInternalServerError, "ServiceFailure", "denylab cannot make this change: %v", err)
}
