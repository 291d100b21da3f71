package kms

import (
	"slices"
	"strings"

	"github.com/denylab/denylab/emulator/world"
)

// grantOperations are what a grant may allow
// (https://docs.aws.amazon.com/kms/latest/developerguide/grants.html#terms-grant-operations).
var grantOperations = []string{
	"Decrypt", "Encrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "ReEncryptFrom", "ReEncryptTo",
	"Sign", "Verify", "GetPublicKey", "CreateGrant", "RetireGrant", "DescribeKey", "GenerateDataKeyPair",
	"GenerateDataKeyPairWithoutPlaintext", "GenerateMac", "VerifyMac", "DeriveSharedSecret",
}

// grantUsages are the usages of the keys that an operation is for; the others
// are for every key
// (https://docs.aws.amazon.com/kms/latest/developerguide/grants.html#terms-grant-operations).
var grantUsages = map[string][]string{
	"Decrypt": {encryptDecrypt}, "Encrypt": {encryptDecrypt}, "ReEncryptFrom": {encryptDecrypt}, "ReEncryptTo": {encryptDecrypt},
	"GenerateDataKey": {encryptDecrypt}, "GenerateDataKeyWithoutPlaintext": {encryptDecrypt},
	"GenerateDataKeyPair": {encryptDecrypt}, "GenerateDataKeyPairWithoutPlaintext": {encryptDecrypt},
	"Sign": {world.SignVerify}, "Verify": {world.SignVerify},
	"GenerateMac": {world.GenerateVerifyMAC}, "VerifyMac": {world.GenerateVerifyMAC},
	"DeriveSharedSecret": {world.KeyAgreement}, "GetPublicKey": {encryptDecrypt, world.SignVerify, world.KeyAgreement},
}

// grantable: a grant on the key can allow the operation. Data keys are
// symmetric keys' alone, public keys the others'.
func grantable(key *world.Key, operation string) bool {
	switch {
	case strings.HasPrefix(operation, "GenerateDataKey") && !key.Symmetric(),
		operation == "GetPublicKey" && key.Symmetric():
		return false
	}
	usages, limited := grantUsages[operation]
	return !limited || slices.Contains(usages, usageOf(key))
}
