package golden_test

import (
	"regexp"
	"strings"
)

// An exemption says why rows are not provoked: those of a service whose code
// begins so and whose message a pattern matches. When what it names is emulated,
// the exemption goes, and the walk asks for provocations.
type exemption struct{ service, code, message, why string }

var exemptions = []exemption{
	{"sagemaker", "FailureReason", "notebook instance", "the recording leaves out the encoded message and its end; package sagemaker compares the rest"},
	{"sagemaker", "FailureReason", "TrainingHostAgent", "a role would have to lose its trust between a job's request and its start"},
	{"sagemaker", "FailureReason", "unable to assume the role '", "SageMaker worded it so in 2018"},
	{"glue", "ErrorMessage", "^User: [.]", "the report shortens the message"},
	{"lambda", "", "", "Lambda is not emulated"},
	{"logs", "", "", "CloudWatch Logs is not emulated"},
	{"secretsmanager", "", "", "Secrets Manager is not emulated"},
	{"cloudformation", "", "", "CloudFormation is not emulated"},

	{"iam", "NoSuchEntity", "The Server Certificate", "server certificates are not emulated"},
	{"iam", "NoSuchEntity", "No such service", serviceCredentials},
	{"iam", "NoSuchEntity", "No such credential", serviceCredentials},
	{"iam", "ValidationError", "1 validation error detected: Value at 'serviceSpecificCredentialId'", serviceCredentials},
	{"iam", "ValidationError", "1 validation error detected: Value at 'status'", serviceCredentials},
	{"iam", "DeleteConflict", "Cannot delete entity, must remove referenced objects first.", serviceCredentials},

	{"kms", "UnsupportedOperationException", "multi-region primary key", "multi-Region keys are not emulated"},
	{"kms", "KMSInvalidStateException", "pending import|pending rotation", importing},
	{"kms", "ValidationException", "^A validTo date", importing},
	{"kms", "UnsupportedOperationException", "origin is", importing},
	{"kms", "ValidationException", "'keySpec'|'keyUsage'", "AWS has more of these values now than when this was recorded"},
}

const (
	serviceCredentials = "service-specific credentials are not emulated"
	importing          = "key material is not imported"
)

func (e exemption) holds(r row) bool {
	return r.service == e.service && strings.HasPrefix(r.code, e.code) && regexp.MustCompile(e.message).MatchString(r.message)
}

// reason is why a row is not provoked; "" when there is none.
func reason(r row) string {
	for _, e := range exemptions {
		if e.holds(r) {
			return e.why
		}
	}
	return ""
}
