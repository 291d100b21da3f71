package golden_test

import (
	"fmt"
	"strings"
)

func describe(id string) step { return kms("DescribeKey", fmt.Sprintf(`{"KeyId":%q}`, id)) }

func random(bytes string) step { return kms("GenerateRandom", bytes) }

var kmsErrors = []provocation{
	refused("MalformedPolicyDocumentException", "Policy contains a statement with one or more invalid principals.",
		kms("PutKeyPolicy", fmt.Sprintf(`{"KeyId":%q,"PolicyName":"default","Policy":%q}`, keyID, bucketPolicy(`{"AWS":"arn:aws:iam::`+owner+`:user/nobody"}`, "kms:*", "*")))),
	refused("ValidationException", "NumberOfBytes is required.", random("{}")),
	refused("ValidationException", "1 validation error detected: Value '0' at 'numberOfBytes' failed to satisfy constraint: Member must have value greater than or equal to 1", random(`{"NumberOfBytes":0}`)),
	refused("ValidationException", "1 validation error detected: Value '1025' at 'numberOfBytes' failed to satisfy constraint: Member must have value less than or equal to 1024", random(`{"NumberOfBytes":1025}`)),
	refused("NotFoundException", "Key 'arn:<partition>:kms:<region>:111111111111:key/<key-id:1>' does not exist", describe(unknownKey)).where("key-id:1", unknownKey),
	refused("NotFoundException", "Key 'arn:<partition>:kms:ap-southeast-1:111111111111:key/<key-id:1>' does not exist", describe(unknownKey).in("ap-southeast-1")).
		where("key-id:1", unknownKey).at("ap-southeast-1"),
	refused("NotFoundException", "Invalid arn <secondary-region>", describe(strings.Replace(keyARN, region, "us-west-2", 1))),
	refused("NotFoundException", "Key '<key-arn>' does not exist", describe(absentKey)).where("key-arn", "arn:aws:kms:"+region+":"+owner+":key/"+absentKey),
	refused("NotFoundException", "Key '<mrk-key-arn>' does not exist", describe(absentMRK)).where("mrk-key-arn", "arn:aws:kms:"+region+":"+owner+":key/"+absentMRK),
	refused("NotFoundException", "Invalid keyId 'fake-key-id'", describe("fake-key-id")),
	refused("NotFoundException", "Invalid keyId '134f2428cec14b25a1ae9048164dba47'", describe("134f2428cec14b25a1ae9048164dba47")),
	refused("NotFoundException", "Invalid keyId 'mrk-fake-key-id'", describe("mrk-fake-key-id")),
	refused("NotFoundException", "Invalid keyId 'key_id'", describe("key_id")),
	refused("ValidationException", `Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html`,
		kms("CreateAlias", fmt.Sprintf(`{"AliasName":"wrong","TargetKeyId":%q}`, keyID))),
	refused("IncorrectKeyException", "The key ID in the request does not identify a CMK that can perform this operation.",
		encrypted, kms("Decrypt", fmt.Sprintf(`{"CiphertextBlob":"{CiphertextBlob}","KeyId":%q}`, aloneID))),
	refused("ValidationException", "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length less than or equal to 4096",
		kms("Encrypt", fmt.Sprintf(`{"KeyId":%q,"Plaintext":%q}`, keyID, base64Of(strings.Repeat("a", 4097))))),
	refused("InvalidCiphertextException", "", encrypted, kms("Decrypt", `{"CiphertextBlob":"{CiphertextBlob}","EncryptionContext":{"a":"b"}}`)),
	refused("DryRunOperationException", "The request would have succeeded, but the DryRun option is set.",
		kms("GenerateDataKey", fmt.Sprintf(`{"KeyId":%q,"KeySpec":"AES_256","DryRun":true}`, keyID))),
	refused("TagException", "Duplicate tag keys", newKey(keyTag("a", "1"), keyTag("a", "2"))),
	refused("TagException", "Too many tags", newKey(manyTags(51)...)),
	refused("TagException", "Tags beginning with aws: are reserved", newKey(keyTag("aws:a", "1"))),
	refused("ValidationException", "1 validation error detected: Value '"+strings.Repeat("v", 257)+"' at 'tags.1.member.tagValue' failed to satisfy constraint: Member must have length less than or equal to 256",
		newKey(keyTag("a", strings.Repeat("v", 257)))),
	refused("ValidationException", "1 validation error detected: Value '"+strings.Repeat("a", 129)+"' at 'tags.1.member.tagKey' failed to satisfy constraint: Member must have length less than or equal to 128",
		newKey(keyTag(strings.Repeat("a", 129), "1"))),
}

const absentMRK = "mrk-d3b95762d3b95762d3b95762d3b95762"

func newKey(tags ...string) step { return kms("CreateKey", `{"Tags":[`+strings.Join(tags, ",")+`]}`) }

func keyTag(key, value string) string {
	return fmt.Sprintf(`{"TagKey":%q,"TagValue":%q}`, key, value)
}

func manyTags(n int) []string {
	var all []string
	for i := range n {
		all = append(all, keyTag(fmt.Sprint("k", i), "v"))
	}
	return all
}
