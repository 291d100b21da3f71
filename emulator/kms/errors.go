package kms

import (
	"net/http"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// failure is a KMS error of status 400, as nearly all are
// (https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html).
func failure(code, message string) *awsproto.Error {
	return &awsproto.Error{Status: http.StatusBadRequest, Code: code, Message: message}
}

func validation(message string) *awsproto.Error { return failure("ValidationException", message) }

func noSuchKey(arn string) *awsproto.Error {
	return failure("NotFoundException", "Key '"+arn+"' does not exist")
}

func disabled(key *world.Key) *awsproto.Error {
	return failure("DisabledException", key.ARN+" is disabled.")
}

func pendingDeletion(key *world.Key) *awsproto.Error {
	return failure("KMSInvalidStateException", key.ARN+" is pending deletion.")
}

func incorrectKey() *awsproto.Error {
	return failure("IncorrectKeyException", "The key ID in the request does not identify a CMK that can perform this operation.")
}

func invalidCiphertext() *awsproto.Error { return failure("InvalidCiphertextException", "") }

func dryRun() *awsproto.Error {
	return failure("DryRunOperationException", "The request would have succeeded, but the DryRun option is set.")
}

func aliasPrefix() *awsproto.Error {
	return validation(`Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html`)
}

func reservedTags() *awsproto.Error {
	return failure("TagException", "Tags beginning with aws: are reserved")
}

func duplicateTags() *awsproto.Error { return failure("TagException", "Duplicate tag keys") }

func tooManyTags() *awsproto.Error { return failure("TagException", "Too many tags") }

func internal() *awsproto.Error {
	return &awsproto.Error{Status: http.StatusInternalServerError, Code: "KMSInternalException",
		Message: "denylab could not reach a decision; its log has the error."}
}

// notTaken is a change that the world's own checks refuse and this package
// should have refused before.
func notTaken(err error) *awsproto.Error {
	return &awsproto.Error{Status: http.StatusInternalServerError, Code: "KMSInternalException",
		Message: "denylab cannot make this change: " + err.Error()}
}

// Texts that no recording of AWS confirms. UNVERIFIED, every one of them: they
// stand together so that a recording corrects them in one place.

func noSuchAlias(arn string) *awsproto.Error {
	return failure("NotFoundException", "Alias "+arn+" is not found.")
}

func aliasExists(arn string) *awsproto.Error {
	return failure("AlreadyExistsException", "An alias with the name "+arn+" already exists")
}

func reservedAlias() *awsproto.Error {
	return failure("NotAuthorizedException", "")
}

func sizeOrSpec() *awsproto.Error {
	return validation("Please specify either number of bytes or key spec.")
}

func notPendingDeletion(key *world.Key) *awsproto.Error {
	return failure("KMSInvalidStateException", key.ARN+" is not pending deletion.")
}

func noSuchGrant(id string) *awsproto.Error {
	return failure("NotFoundException", "Grant "+id+" does not exist")
}

func badGrantToken() *awsproto.Error { return failure("InvalidGrantTokenException", "") }

func badGrantee(arn string) *awsproto.Error {
	return failure("InvalidArnException", "ARN does not refer to a valid principal: "+arn)
}

func noSuchPolicy(name string) *awsproto.Error {
	return failure("NotFoundException", "No such policy exists: "+name)
}

func invalidPrincipals() *awsproto.Error {
	return failure("MalformedPolicyDocumentException", "Policy contains a statement with one or more invalid principals.")
}

func lockedOut() *awsproto.Error {
	return failure("MalformedPolicyDocumentException", "The new key policy will not allow you to update the key policy in the future.")
}

func unsupportedKey(field, value string) *awsproto.Error {
	return failure("UnsupportedOperationException", "denylab emulates symmetric encryption keys only; "+field+" "+value+" is not emulated.")
}
