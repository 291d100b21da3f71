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

	"CreateGrant":         decoded((*request).createGrant),
	"ListGrants":          decoded((*request).listGrants),
	"ListRetirableGrants": decoded((*request).listRetirableGrants),
	"RetireGrant":         decoded((*request).retireGrant),
	"RevokeGrant":         decoded((*request).revokeGrant),

	"CreateKey":           decoded((*request).createKey),
	"DescribeKey":         decoded((*request).describeKey),
	"ListKeys":            decoded((*request).listKeys),
	"EnableKey":           decoded((*request).enableKey),
	"DisableKey":          decoded((*request).disableKey),
	"ScheduleKeyDeletion": decoded((*request).scheduleKeyDeletion),
	"CancelKeyDeletion":   decoded((*request).cancelKeyDeletion),

	"GetKeyPolicy":    decoded((*request).getKeyPolicy),
	"PutKeyPolicy":    decoded((*request).putKeyPolicy),
	"ListKeyPolicies": decoded((*request).listKeyPolicies),

	"CreateAlias": decoded((*request).createAlias),
	"DeleteAlias": decoded((*request).deleteAlias),
	"ListAliases": decoded((*request).listAliases),
}

// absent are the operations that AWS KMS has and this package does not.
var absent = []string{
	"ConnectCustomKeyStore", "CreateCustomKeyStore", "Decapsulate", "DeleteCustomKeyStore",
	"DeleteImportedKeyMaterial", "DeriveSharedSecret", "DescribeCustomKeyStores", "DisableKeyRotation",
	"DisconnectCustomKeyStore", "EnableKeyRotation", "Encapsulate", "GenerateDataKeyPair",
	"GenerateDataKeyPairWithoutPlaintext", "GenerateMac", "GetKeyLastUsage", "GetKeyRotationStatus",
	"GetParametersForImport", "GetPublicKey", "ImportKeyMaterial", "ListKeyRotations", "ListResourceTags",
	"ReplicateKey", "RotateKeyOnDemand", "Sign", "TagResource", "UntagResource", "UpdateAlias",
	"UpdateCustomKeyStore", "UpdateKeyDescription", "UpdatePrimaryRegion", "Verify", "VerifyMac",
}

func unknownOperation(name string) *awsproto.Error {
	if slices.Contains(absent, name) {
		return &awsproto.Error{Status: 501, Code: "NotImplemented",
			Message: "The KMS operation " + name + " is not emulated."}
	}
	return &awsproto.Error{Status: 400, Code: "UnknownOperationException"}
}
