package kms

import (
	"slices"

	"github.com/denylab/denylab/emulator/awsproto"
)

// An operation decodes the body of a request and answers it. A nil output is
// an operation that AWS answers with an empty body.
type operation func(r *request, body []byte) (any, *awsproto.Error)

// decoded is the operation that run answers once the body is decoded.
func decoded[In any](run func(*request, *In) (any, *awsproto.Error)) operation {
	return func(r *request, body []byte) (any, *awsproto.Error) {
		in := new(In)
		if failure := awsproto.DecodeJSON(body, in); failure != nil {
			return nil, failure
		}
		return run(r, in)
	}
}

// operations is the table of everything this package answers
// (https://docs.aws.amazon.com/kms/latest/APIReference/API_Operations.html).
var operations = map[string]operation{
	"Encrypt":                         decoded((*request).encrypt),
	"Decrypt":                         decoded((*request).decrypt),
	"ReEncrypt":                       decoded((*request).reEncrypt),
	"GenerateDataKey":                 decoded((*request).generateDataKey),
	"GenerateDataKeyWithoutPlaintext": decoded((*request).generateDataKeyWithoutPlaintext),
	"GenerateRandom":                  decoded((*request).generateRandom),

	"GenerateDataKeyPair":                 decoded((*request).generateDataKeyPair),
	"GenerateDataKeyPairWithoutPlaintext": decoded((*request).generateDataKeyPairWithoutPlaintext),
	"GetPublicKey":                        decoded((*request).getPublicKey),
	"Sign":                                decoded((*request).sign),
	"Verify":                              decoded((*request).verify),
	"GenerateMac":                         decoded((*request).generateMac),
	"VerifyMac":                           decoded((*request).verifyMac),
	"DeriveSharedSecret":                  decoded((*request).deriveSharedSecret),

	"CreateGrant":         decoded((*request).createGrant),
	"ListGrants":          decoded((*request).listGrants),
	"ListRetirableGrants": decoded((*request).listRetirableGrants),
	"RetireGrant":         decoded((*request).retireGrant),
	"RevokeGrant":         decoded((*request).revokeGrant),

	"CreateKey":            decoded((*request).createKey),
	"DescribeKey":          decoded((*request).describeKey),
	"ListKeys":             decoded((*request).listKeys),
	"EnableKey":            decoded((*request).enableKey),
	"DisableKey":           decoded((*request).disableKey),
	"UpdateKeyDescription": decoded((*request).updateKeyDescription),
	"ScheduleKeyDeletion":  decoded((*request).scheduleKeyDeletion),
	"CancelKeyDeletion":    decoded((*request).cancelKeyDeletion),

	"EnableKeyRotation":    decoded((*request).enableKeyRotation),
	"DisableKeyRotation":   decoded((*request).disableKeyRotation),
	"GetKeyRotationStatus": decoded((*request).getKeyRotationStatus),
	"RotateKeyOnDemand":    decoded((*request).rotateKeyOnDemand),
	"ListKeyRotations":     decoded((*request).listKeyRotations),

	"TagResource":      decoded((*request).tagResource),
	"UntagResource":    decoded((*request).untagResource),
	"ListResourceTags": decoded((*request).listResourceTags),

	"GetKeyPolicy":    decoded((*request).getKeyPolicy),
	"PutKeyPolicy":    decoded((*request).putKeyPolicy),
	"ListKeyPolicies": decoded((*request).listKeyPolicies),

	"CreateAlias": decoded((*request).createAlias),
	"UpdateAlias": decoded((*request).updateAlias),
	"DeleteAlias": decoded((*request).deleteAlias),
	"ListAliases": decoded((*request).listAliases),
}

// absent are the operations that AWS KMS has and this package does not.
var absent = []string{
	"ConnectCustomKeyStore", "CreateCustomKeyStore", "Decapsulate", "DeleteCustomKeyStore",
	"DeleteImportedKeyMaterial", "DescribeCustomKeyStores", "DisconnectCustomKeyStore",
	"Encapsulate", "GetKeyLastUsage", "GetParametersForImport", "ImportKeyMaterial", "ReplicateKey",
	"UpdateCustomKeyStore", "UpdatePrimaryRegion",
}

func unknownOperation(name string) *awsproto.Error {
	if slices.Contains(absent, name) {
		return awsproto.NotEmulated("KMS", name)
	}
	return &awsproto.Error{Status: 400, Code: "UnknownOperationException"}
}
