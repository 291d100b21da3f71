package golden_test

const (
	alice = "arn:aws:iam::" + owner + ":user/alice"
	bob   = "arn:aws:iam::" + owner + ":user/bob"
	carol = "arn:aws:iam::" + other + ":user/carol"
	job   = "arn:aws:iam::" + owner + ":role/Job"

	absentRole = "arn:aws:iam::" + owner + ":role/Absent"
)

// The table of denials proper, which the rules decide; rego/conformance and the
// catalogue have the rest of them.
var s3Denials = []provocation{
	refused("AccessDenied", `User: <arn> is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::<b>/<k>" because no identity-based policy allows the s3:GetObject action`,
		s3("GET /data/seeded.txt").by("user/bob")).where("arn", bob, "b", "data", "k", "seeded.txt"),
	refused("AccessDenied", "Access Denied", s3("GET /data/seeded.txt").by("user/carol")),
	refused("AccessDenied", "Access Denied", s3("GET /data/seeded.txt").by("")),
	refused("AccessDenied", "Access Denied", s3("GET /data?policy", "x-amz-expected-bucket-owner: "+other)),
	refused("AccessDenied", "Access Denied", s3("PUT /granted?requestPayment").with("<RequestPaymentConfiguration><Payer>Requester</Payer></RequestPaymentConfiguration>"),
		s3("GET /granted?list-type=2").by("user/carol")),
	refused("AccessDenied", "Access Denied", form("key", "k")),
	refused("AccessDenied", `User: <arn> is not authorized to perform: s3:PutBucketPolicy on resource: "<resource>" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`,
		s3("PUT /data?policy").with(bucketPolicy(`"*"`, "s3:GetObject", "arn:aws:s3:::data/*"))).where("arn", alice, "resource", "arn:aws:s3:::data"),
	refused("AccessDenied", `User: <arn> is not authorized to perform: <action> on resource: "<resource>" because public ACLs are prevented by the BlockPublicAcls setting in S3 Block Public Access.`,
		s3("PUT /blocked/seeded.txt?acl", "x-amz-acl: public-read")).where("arn", alice, "action", "s3:PutObjectAcl", "resource", "arn:aws:s3:::blocked/seeded.txt"),
	refused("AccessDenied", `User: <arn> is not authorized to perform: s3:PutObject on resource: "<resource>" because this bucket has blocked upload requests that specify Server Side Encryption with Customer provided keys (SSE-C). Please specify a different server-side encryption type`,
		s3("PUT /data/k", customerKey("1")...)).where("arn", alice, "resource", "arn:aws:s3:::data/k"),
	refused("AccessDenied", `User: <arn> is not authorized to perform: kms:Decrypt on resource: <key arn> because no session policy allows the kms:Decrypt action`,
		session("Policy", allowing("s3:GetObject")), s3("GET /sse/seeded.txt").by("session")).
		where("arn", "arn:aws:sts::"+owner+":assumed-role/Job/me", "key arn", keyARN),
	refused("MethodNotAllowed", "The specified method is not allowed against this resource.", s3("GET /granted?policy").by("user/carol")),
	refused("MethodNotAllowed", "The specified method is not allowed against this resource.",
		marked, s3("PUT /vers/k?acl&versionId={X-Amz-Version-Id}", "x-amz-acl: bucket-owner-full-control")),
	refused("AccessDenied", "Access Denied because object protected by object lock.", held, s3("DELETE /locked/k?versionId={X-Amz-Version-Id}")),
	refused("AccessDenied of a key", "Access Denied because object protected by object lock.",
		held, s3("POST /locked?delete").with("<Delete><Object><Key>k</Key><VersionId>{X-Amz-Version-Id}</VersionId></Object></Delete>").summed()),
}

// held puts an object under a legal hold.
var held = s3("PUT /locked/k", "x-amz-object-lock-legal-hold: ON").with("x").summed().keeping("X-Amz-Version-Id")

var stsDenials = []provocation{
	refused("AccessDenied", "User: <caller arn> is not authorized to perform: sts:AssumeRole on resource: <role arn>",
		assume(absentRole).by("user/carol")).where("caller arn", carol, "role arn", absentRole),
}

var kmsDenials = []provocation{
	refused("AccessDeniedException", "User: <arn> is not authorized to perform: kms:GenerateDataKey on this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access",
		kms("GenerateDataKey", `{"KeyId":"`+keyARN+`","KeySpec":"AES_256"}`).by("user/carol")).where("arn", carol),
	refused("AccessDeniedException", "User: <arn> is not authorized to perform: kms:Decrypt on the resource associated with this ciphertext because no identity-based policy allows the kms:Decrypt action",
		encrypted, kms("Decrypt", `{"CiphertextBlob":"{CiphertextBlob}"}`).by("user/bob")).where("arn", bob),
	refused("AccessDeniedException", "The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.",
		encrypted, kms("Decrypt", `{"CiphertextBlob":"{CiphertextBlob}"}`).by("user/carol")),
}

var encrypted = kms("Encrypt", `{"KeyId":"`+keyID+`","Plaintext":"aGVsbG8="}`).keeping("CiphertextBlob")

func bucketPolicy(principal, action, resource string) string {
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":` + principal + `,"Action":"` + action + `","Resource":"` + resource + `"}]}`
}

func allowing(action string) string {
	return `{"Version":"2012-10-17","Statement":[` + statement("Allow", action, "*") + `]}`
}

// session assumes a role that alice may assume; the step that follows is signed
// by "session".
func session(parameters ...string) step {
	return assume(job, parameters...).keeping("AccessKeyId", "SecretAccessKey", "SessionToken")
}

func assume(role string, parameters ...string) step {
	return sts("AssumeRole", append([]string{"RoleArn", role, "RoleSessionName", "me"}, parameters...)...)
}
