package sts

import (
	"net/http"

	"github.com/denylab/denylab/emulator/awsproto"
)

// failure is an STS error of status 400
// (https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html).
func failure(code, message string) *awsproto.Error {
	return &awsproto.Error{Status: http.StatusBadRequest, Code: code, Message: message}
}

func validation(message string) *awsproto.Error { return failure("ValidationError", message) }

func invalidParameter(message string) *awsproto.Error {
	return failure("InvalidParameterValue", message)
}

func malformedARN(arn string) *awsproto.Error { return validation(arn + " is invalid") }

func longerThanRole() *awsproto.Error {
	return validation("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
}

func longerThanChain() *awsproto.Error {
	return validation("The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.")
}

func sourceIdentityIsSet() *awsproto.Error {
	return validation("The source identity is already set for this assume role session")
}

func transitiveKeyNotATag() *awsproto.Error {
	return invalidParameter("The specified transitive tag key must be included in the requested tags.")
}

func duplicateTagKeys() *awsproto.Error {
	return invalidParameter("Duplicate tag keys found. Please note that Tag keys are case insensitive.")
}

func transitiveConflict() *awsproto.Error {
	return invalidParameter("One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.")
}

func withSessionCredentials(action string) *awsproto.Error {
	return awsproto.AccessDenied(awsproto.Query, "Cannot call "+action+" with session credentials")
}

func internal() *awsproto.Error {
	return &awsproto.Error{Status: http.StatusInternalServerError, Code: "InternalFailure",
		Message: "denylab could not answer; its log has the error."}
}

// Texts that no recording of AWS confirms. UNVERIFIED, every one of them: they
// stand together so that a recording corrects them in one place.

// federatedAssumes: a federated user may call no operation of STS but
// GetCallerIdentity
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html).
func federatedAssumes() *awsproto.Error { return withSessionCredentials("AssumeRole") }

func reservedTag() *awsproto.Error {
	return invalidParameter("Tags beginning with aws: are reserved")
}

func notAnInteger(name, value string) *awsproto.Error {
	return failure("MalformedInput", "Value '"+value+"' at '"+name+"' is not an integer")
}

func noSuchSessionPolicy(arn string) *awsproto.Error {
	return validation("Session policy " + arn + " does not exist or is not attachable.")
}
