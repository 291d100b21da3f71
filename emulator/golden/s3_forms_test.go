package golden_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

const keepsFor = "2026-03-05T00:00:00Z"

// form is a browser's upload of "12345" to data/k: fields are name and value in
// turn.
func form(fields ...string) step {
	var body strings.Builder
	for i := 0; i+1 < len(fields); i += 2 {
		fmt.Fprintf(&body, "--b\r\nContent-Disposition: form-data; name=%q\r\n\r\n%s\r\n", fields[i], fields[i+1])
	}
	body.WriteString("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n12345\r\n--b--\r\n")
	return s3("POST /data", "Content-Type: multipart/form-data; boundary=b").with(body.String()).by("")
}

// signedForm is one that alice signed, with these conditions beside those that
// name bucket and key.
func signedForm(expiration, conditions string, fields ...string) step {
	if conditions != "" {
		conditions = "," + conditions
	}
	const scope = "/20260304/" + region + "/s3/aws4_request"
	policy := base64Of(`{"expiration":"` + expiration + `","conditions":[{"bucket":"data"},{"key":"k"},["starts-with","$x-amz-algorithm",""],["starts-with","$x-amz-credential",""],["starts-with","$x-amz-date",""]` + conditions + `]}`)
	key := []byte("AWS4" + aliceSecret)
	for _, part := range []string{"20260304", region, "s3", "aws4_request", policy} {
		h := hmac.New(sha256.New, key)
		h.Write([]byte(part))
		key = h.Sum(nil)
	}
	return form(append([]string{"key", "k", "X-Amz-Algorithm", "AWS4-HMAC-SHA256", "X-Amz-Credential", aliceKey + scope, "X-Amz-Date", "20260304T050607Z",
		"policy", policy, "X-Amz-Signature", hex.EncodeToString(key)}, fields...)...)
}

func missing(field string, fields ...string) provocation {
	return refused("InvalidArgument", "Bucket POST must contain a field named '"+field+"'.  If it is specified, please check the order of the fields.",
		form(append([]string{"key", "k", "policy", base64Of(`{"expiration":"` + keepsFor + `","conditions":[]}`)}, fields...)...))
}

// against is a form whose success_action_redirect breaks a condition of its
// policy.
func against(condition string) provocation {
	return refused("AccessDenied", "Invalid according to Policy: Policy Condition failed: "+condition,
		signedForm(keepsFor, condition, "success_action_redirect", "http://wrong.example"))
}

var s3Forms = []provocation{
	refused("AccessDenied", "Invalid according to Policy: Policy expired.", signedForm("2026-03-04T00:00:00Z", "")),
	missing("Signature", "AWSAccessKeyId", "AKIA"),
	missing("AWSAccessKeyId", "signature", "x"),
	missing("X-Amz-Signature", "X-Amz-Algorithm", "AWS4-HMAC-SHA256", "X-Amz-Credential", aliceKey, "X-Amz-Date", "20260304T050607Z"),
	missing("X-Amz-Algorithm", "X-Amz-Signature", "x"),
	refused("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", signedForm(keepsFor, `["content-length-range", 1, 4]`)),
	refused("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", signedForm(keepsFor, `["content-length-range", 6, 9]`)),
	refused("MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema",
		signedForm(keepsFor, `["starts-with", "$tagging", ""]`, "tagging", "not XML")),
	refused("InvalidStorageClass", "The storage class you specified is not valid",
		signedForm(keepsFor, `["starts-with", "$x-amz-storage-class", ""]`, "x-amz-storage-class", "FakeClass")),
	refused("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", signedForm(keepsFor, "").typed("application/x-www-form-urlencoded")),
	refused("AccessDenied", `Invalid according to Policy: Policy Condition failed: ["content-length-range", "test", "10"]`, signedForm(keepsFor, `["content-length-range", "test", 10]`)),
	against(`["eq", "$success_action_redirect", "http://localhost.test/random"]`),
	against(`["eq", "success_action_redirect", "http://localhost.test/random"]`),
	against(`["eq", "$success_action_redirect", "HTTP://localhost.test/random"]`),
	against(`["starts-with", "$success_action_redirect", "http://localhost"]`),
	refused("InvalidPolicyDocument", "Invalid Policy: Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.", signedForm(keepsFor, `{"a":"b","c":"d"}`)),
}
