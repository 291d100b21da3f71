package golden_test

const disabledOne = `{"KeyId":"` + keyID + `"}`

// unknownKey is the id of no key.
const unknownKey = "134f2428-cec1-4b25-a1ae-9048164dba47"

func underKey(id string) step {
	return s3("PUT /data/k", "x-amz-server-side-encryption: aws:kms", "x-amz-server-side-encryption-aws-kms-key-id: "+id)
}

var s3Encryption = []provocation{
	refused("KMS.NotFoundException", "Invalid keyId 'fake-key-id'", underKey("fake-key-id")),
	refused("KMS.NotFoundException", "Key 'arn:<partition>:kms:<region_1>:111111111111:key/134f2428-cec1-4b25-a1ae-9048164dba47' does not exist", underKey(unknownKey)),
	refused("KMS.NotFoundException", "Invalid arn <region_2>", underKey("arn:aws:kms:us-west-2:"+owner+":key/"+keyID)),
	refused("KMS.NotFoundException", "Key 'arn:<partition>:kms:<region_1>:111111111111:key/<uuid:1>' does not exist", underKey(absentKey)).where("uuid:1", absentKey),
	refused("KMS.DisabledException", "arn:<partition>:kms:<region>:111111111111:key/<uuid:1> is disabled.", kms("DisableKey", disabledOne), s3("GET /sse/seeded.txt")),
	refused("KMS.KMSInvalidStateException", "arn:<partition>:kms:<region>:111111111111:key/<uuid:1> is pending deletion.", kms("ScheduleKeyDeletion", disabledOne), s3("GET /sse/seeded.txt")),
	refused("InvalidArgument", "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse",
		s3("PUT /data?encryption").with("<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm><KMSMasterKeyID>"+
			keyID+"</KMSMasterKeyID></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>").summed()),

	refused("InvalidArgument", "Server Side Encryption with Customer provided key is incompatible with the encryption method specified",
		s3("PUT /custom/k", append(customerKey("1"), "x-amz-server-side-encryption: AES256")...)),
	refused("InvalidEncryptionAlgorithmError", "The Encryption request you specified is not valid. Supported value: AES256.", s3("PUT /custom/k", "x-amz-server-side-encryption-customer-algorithm: aes", customerKey("1")[1], customerKey("1")[2])),
	refused("InvalidArgument", "Requests specifying Server Side Encryption with Customer provided keys must provide a valid encryption algorithm.", s3("PUT /custom/k", customerKey("1")[1:]...)),
	refused("InvalidArgument", "Requests specifying Server Side Encryption with Customer provided keys must provide an appropriate secret key.", s3("PUT /custom/k", customerKey("1")[:1]...)),
	refused("InvalidArgument", "The secret key was invalid for the specified algorithm.", s3("PUT /custom/k", customerKey("1")[0], customerKeyHeader+": "+base64Of("short"), customerKey("1")[2])),
	refused("InvalidArgument", "The calculated MD5 hash of the key did not match the hash that was provided.", s3("PUT /custom/k", customerKey("1")[0], customerKey("1")[1], customerKey("2")[2])),
	refused("InvalidRequest", "The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.",
		own, s3("GET /custom/k")),
	refused("AccessDenied", "Requests specifying Server Side Encryption with Customer provided keys must provide the correct secret key.", own, s3("GET /custom/k", customerKey("2")...)),
	refused("400", "Bad Request", own, s3("HEAD /custom/k")),
	refused("403", "Forbidden", own, s3("HEAD /custom/k", customerKey("2")...)),
	refused("InvalidRequest", "The multipart upload initiate requested encryption. Subsequent part requests must include the appropriate encryption parameters.",
		s3("POST /custom/k?uploads", customerKey("1")...).keeping("UploadId"), s3("PUT /custom/k?partNumber=1&uploadId={UploadId}").with("x")),
	refused("InvalidRequest", "The provided encryption parameters did not match the ones used originally.",
		s3("POST /custom/k?uploads", customerKey("1")...).keeping("UploadId"), s3("PUT /custom/k?partNumber=1&uploadId={UploadId}", customerKey("2")...).with("x")),
}

// absentKey is the id of a key that is in another Region, if anywhere.
const absentKey = "99999999-12ab-34cd-56ef-1234567890ab"

// own is an object under a key that its writer keeps.
var own = s3("PUT /custom/k", customerKey("1")...).with("x")

const customerKeyHeader = "x-amz-server-side-encryption-customer-key"

// customerKey are the headers for a key: algorithm, key and the sum of it.
func customerKey(digit string) []string {
	key := ""
	for range 32 {
		key += digit
	}
	return []string{"x-amz-server-side-encryption-customer-algorithm: AES256", customerKeyHeader + ": " + base64Of(key), customerKeyHeader + "-MD5: " + sumOf(key)}
}
