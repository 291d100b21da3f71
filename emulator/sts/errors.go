package sts

import (
	"fmt"
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

func invalidToken(message string) *awsproto.Error { return failure("InvalidIdentityToken", message) }

func noSuchProvider(issuer string) *awsproto.Error {
	return invalidToken("No OpenIDConnect provider found in your account for " + issuer)
}

func noJWT() *awsproto.Error {
	return invalidToken("The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)")
}

func wrongAudience() *awsproto.Error { return invalidToken("Incorrect token audience") }

func noVerificationKey() *awsproto.Error {
	return invalidToken("Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements")
}

func tokenExpired(now, until int64) *awsproto.Error {
	return failure("ExpiredTokenException", fmt.Sprintf("Token expired: current date/time %d must be before the expiration date/time %d", now, until))
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

func halfOfMFA() *awsproto.Error {
	return awsproto.AccessDenied(awsproto.Query, "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.")
}

func strangeDevice() *awsproto.Error {
	return awsproto.AccessDenied(awsproto.Query, "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.")
}

func undecodable() *awsproto.Error {
	return failure("InvalidAuthorizationMessageException", "Message is not valid.")
}

func unknownAccessKey() *awsproto.Error {
	return validation("The access key ID belongs to no account.")
}

func reservedTag() *awsproto.Error {
	return invalidParameter("Tags beginning with aws: are reserved")
}

func providerUnreachable() *awsproto.Error {
	return failure("IDPCommunicationError", "The identity provider could not be reached to verify the token.")
}

func badTokenSignature() *awsproto.Error { return invalidToken("Token signature invalid") }

func tokenTooEarly(now, from int64) *awsproto.Error {
	return invalidToken(fmt.Sprintf("Token not active: current date/time %d must not be before %d", now, from))
}

func missingClaim(name string) *awsproto.Error {
	return invalidToken("Missing a required claim: " + name)
}

func malformedClaim(name string) *awsproto.Error {
	return invalidToken("The value of the claim " + name + " is not valid.")
}

func notAnInteger(name, value string) *awsproto.Error {
	return failure("MalformedInput", "Value '"+value+"' at '"+name+"' is not an integer")
}

func noSuchSessionPolicy(arn string) *awsproto.Error {
	return validation("Session policy " + arn + " does not exist or is not attachable.")
}
