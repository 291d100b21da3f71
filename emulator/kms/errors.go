package kms

import (
	"fmt"
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

func wrongUsage(key *world.Key, operation string) *awsproto.Error {
	return failure("InvalidKeyUsageException", key.ARN+" key usage is "+usageOf(key)+" which is not valid for "+operation+".")
}

func usageNeeded() *awsproto.Error {
	return validation("You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.")
}

func incompatibleUsage(usage, spec string) *awsproto.Error {
	return validation("KeyUsage " + usage + " is not compatible with KeySpec " + spec)
}

func invalidSignature() *awsproto.Error { return failure("KMSInvalidSignatureException", "") }

// strangePublicKey: the other party's key is none, or on another curve.
func strangePublicKey() *awsproto.Error { return validation("") }

func invalidMac() *awsproto.Error { return failure("KMSInvalidMacException", "") }

// neverRotates: only symmetric encryption keys do.
func neverRotates() *awsproto.Error { return failure("UnsupportedOperationException", "") }

func wrongAlgorithm(key *world.Key, algorithm string) *awsproto.Error {
	return failure("InvalidKeyUsageException", "Algorithm "+algorithm+" is incompatible with key spec "+specOf(key)+".")
}

func wrongDigest(algorithm string) *awsproto.Error {
	return validation("Digest is invalid length for algorithm " + algorithm + ".")
}

func tooLong(key *world.Key, algorithm string, most int) *awsproto.Error {
	return validation(fmt.Sprintf("Algorithm %s and key spec %s cannot encrypt data larger than %d bytes.", algorithm, key.Spec, most))
}

func tooManyRotations(key *world.Key) *awsproto.Error {
	return failure("LimitExceededException", "The on-demand rotations limit has been reached for the given keyId. No more on-demand rotations can be performed for this key: "+key.ARN)
}

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

func wrongMessageType(algorithm, kind string) *awsproto.Error {
	return validation("MessageType " + kind + " is not valid for algorithm " + algorithm + ".")
}

func noEncryptionContext() *awsproto.Error {
	return validation("EncryptionContext is only supported with symmetric encryption keys.")
}

func keyNeeded(algorithm string) *awsproto.Error {
	return validation("You must specify a KeyId value for algorithm " + algorithm + ".")
}

func twoSpecs() *awsproto.Error {
	return validation("You cannot specify KeySpec and CustomerMasterKeySpec in the same request. CustomerMasterKeySpec is deprecated.")
}

func noPublicKey() *awsproto.Error { return failure("UnsupportedOperationException", "") }

func invalidMarker() *awsproto.Error { return failure("InvalidMarkerException", "") }

func differentKind() *awsproto.Error {
	return validation("The alias's current and new key must have the same type and key usage.")
}

func wrongGrantOperation(key *world.Key, operation string) *awsproto.Error {
	return validation("Operation " + operation + " is not valid for key spec " + specOf(key) + " and key usage " + usageOf(key) + ".")
}

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
	return &awsproto.Error{Status: http.StatusNotImplemented, Code: "NotImplemented", Message: "KMS keys with " + field + " " + value + " are not emulated."}
}
