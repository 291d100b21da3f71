package s3_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/world"
)

func TestKMSCalls(t *testing.T) {
	l := start(t, testWorld())
	alice := l.as("user/alice")
	var out *awss3.PutObjectOutput
	asked := l.asks(func() { out = put(t, alice, "kms", "k", "secret") })
	if want := []string{"s3:PutObject arn:aws:s3:::kms/k allowed", "kms:GenerateDataKey " + keyARN + " allowed"}; !cmp.Equal(asked, want) {
		t.Errorf("asked %q", asked)
	}
	if out.ServerSideEncryption != "aws:kms" || aws.ToString(out.SSEKMSKeyId) != keyARN {
		t.Errorf("encrypted with %q %v", out.ServerSideEncryption, out.SSEKMSKeyId)
	}
	c := l.lastContext("kms:GenerateDataKey")
	for key, want := range map[string]string{
		"kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::kms/k", "kms:EncryptionContextKeys": "aws:s3:arn",
		"kms:CallerAccount": owner, "kms:ViaService": "s3.us-east-1.amazonaws.com", "aws:ViaAWSService": "true", "aws:CalledVia": "s3.amazonaws.com",
	} {
		if got := strings.Join(c[key].Values, ","); got != want {
			t.Errorf("%s is %q, want %q", key, got, want)
		}
	}
	if got := l.lastContext("s3:PutObject")["s3:x-amz-server-side-encryption"].Values; got != nil {
		t.Errorf("the bucket's default shows as a header: %v", got)
	}
	asked = l.asks(func() { get(t, alice, "kms", "k") })
	if want := []string{"s3:GetObject arn:aws:s3:::kms/k allowed", "kms:Decrypt " + keyARN + " allowed"}; !cmp.Equal(asked, want) {
		t.Errorf("asked %q", asked)
	}
	asked = l.asks(func() {
		must(alice.HeadObject(ctx, &awss3.HeadObjectInput{Bucket: aws.String("kms"), Key: aws.String("k")}))(t)
	})
	if len(asked) != 1 {
		t.Errorf("HEAD asks %q", asked)
	}
}

func TestKMSRefusals(t *testing.T) {
	l := start(t, testWorld())
	put(t, l.as("user/alice"), "kms", "k", "secret")
	rob := l.as("user/rob") // may read and write, but has no kms permission
	_, err := rob.GetObject(ctx, &awss3.GetObjectInput{Bucket: aws.String("kms"), Key: aws.String("k")})
	wantCode(t, err, "403 AccessDenied")
	if want := "User: arn:aws:iam::111122223333:user/rob is not authorized to perform: kms:Decrypt on resource: " + keyARN + " because no identity-based policy allows the kms:Decrypt action"; messageOf(err) != want {
		t.Errorf("message %q", messageOf(err))
	}
	before := l.digest()
	_, err = rob.PutObject(ctx, &awss3.PutObjectInput{Bucket: aws.String("kms"), Key: aws.String("k"), Body: strings.NewReader("x")})
	wantCode(t, err, "403 AccessDenied")
	if l.digest() != before {
		t.Error("a refused upload changed the lab")
	}
	must(rob.HeadObject(ctx, &awss3.HeadObjectInput{Bucket: aws.String("kms"), Key: aws.String("k")}))(t)
	// The AWS managed key needs no kms permission of the caller's own.
	out := must(rob.PutObject(ctx, &awss3.PutObjectInput{Bucket: aws.String("data"), Key: aws.String("k"), Body: strings.NewReader("x"), ServerSideEncryption: "aws:kms"}))(t)
	if got := aws.ToString(out.SSEKMSKeyId); !strings.HasPrefix(got, "arn:aws:kms:us-east-1:"+owner+":key/") {
		t.Errorf("key %q", got)
	}
}

func TestKMSKeyNamesAndStates(t *testing.T) {
	w := testWorld()
	w.Accounts[owner].Keys["00000000-0000-0000-0000-00000000dddd"] = &world.Key{State: "Disabled"}
	w.Accounts[owner].Keys["00000000-0000-0000-0000-00000000eeee"] = &world.Key{State: "PendingDeletion"}
	w.Accounts[owner].Keys["00000000-0000-0000-0000-00000000ffff"] = &world.Key{Spec: "ECC_NIST_P256"}
	l := start(t, w)
	c := l.as("user/alice")
	arn := func(id string) string { return "arn:aws:kms:us-east-1:" + owner + ":key/" + id }
	for key, want := range map[string]string{
		keyID: "", keyARN: "", "alias/training": "", "arn:aws:kms:us-east-1:" + owner + ":alias/training": "",
		"fake-key-id":                                      "400 KMS.NotFoundException: Invalid keyId 'fake-key-id'",
		"134f2428-cec1-4b25-a1ae-9048164dba47":             "400 KMS.NotFoundException: Key '" + arn("134f2428-cec1-4b25-a1ae-9048164dba47") + "' does not exist",
		"arn:aws:kms:eu-west-1:" + owner + ":key/" + keyID: "400 KMS.NotFoundException: Invalid arn eu-west-1",
		"00000000-0000-0000-0000-00000000dddd":             "400 KMS.DisabledException: " + arn("00000000-0000-0000-0000-00000000dddd") + " is disabled.",
		"00000000-0000-0000-0000-00000000eeee":             "400 KMS.KMSInvalidStateException: " + arn("00000000-0000-0000-0000-00000000eeee") + " is pending deletion.",
		"00000000-0000-0000-0000-00000000ffff":             "400 KMS.InvalidKeyUsageException: " + arn("00000000-0000-0000-0000-00000000ffff") + " key usage is SIGN_VERIFY which is not valid for GenerateDataKey.",
		"arn:aws:kms:us-east-1:" + other + ":key/" + keyID: "403 AccessDenied: User: arn:aws:iam::" + owner + ":user/alice is not authorized to perform: kms:GenerateDataKey on this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access",
	} {
		_, err := c.PutObject(ctx, &awss3.PutObjectInput{Bucket: aws.String("data"), Key: aws.String("k"), Body: strings.NewReader("x"), ServerSideEncryption: "aws:kms", SSEKMSKeyId: &key})
		got := codeOf(err)
		if got != "" {
			got += ": " + messageOf(err)
		}
		if got != want {
			t.Errorf("%s:\n got %s\nwant %s", key, got, want)
		}
	}
	if got := l.lastContext("s3:PutObject")["s3:x-amz-server-side-encryption-aws-kms-key-id"].Values; len(got) != 1 {
		t.Errorf("the key in the request is %v", got)
	}
	must(c.PutObject(ctx, &awss3.PutObjectInput{Bucket: aws.String("data"), Key: aws.String("k"), Body: strings.NewReader("x"), ServerSideEncryption: "aws:kms", SSEKMSKeyId: aws.String("alias/training")}))(t)
	if got := l.lastContext("s3:PutObject")["s3:x-amz-server-side-encryption-aws-kms-key-id"].Values; !cmp.Equal(got, []string{keyARN}) {
		t.Errorf("an alias is compared as %v", got)
	}
}

func TestKMSNeedsASignatureAndTLS(t *testing.T) {
	w := testWorld()
	w.Accounts[owner].Buckets["legacy"].Policy = world.MustPolicy(policyFor(`"*"`, "s3:GetObject", "arn:aws:s3:::legacy/*"))
	l := start(t, w)
	alice := l.as("user/alice")
	must(alice.PutObject(ctx, &awss3.PutObjectInput{Bucket: aws.String("legacy"), Key: aws.String("k"), Body: strings.NewReader("x"), ServerSideEncryption: "aws:kms", SSEKMSKeyId: aws.String(keyID)}))(t)
	in := &awss3.GetObjectInput{Bucket: aws.String("legacy"), Key: aws.String("k")}
	_, err := l.as("anonymous").GetObject(ctx, in)
	wantCode(t, err, "400 InvalidArgument")
	l.insecure = true
	_, err = alice.GetObject(ctx, in)
	wantCode(t, err, "400 InvalidArgument")
}

func TestCustomerKeysAreBlocked(t *testing.T) {
	l := start(t, testWorld())
	_, err := l.as("user/alice").PutObject(ctx, &awss3.PutObjectInput{Bucket: aws.String("data"), Key: aws.String("k"), Body: strings.NewReader("x"),
		SSECustomerAlgorithm: aws.String("AES256"), SSECustomerKey: aws.String(strings.Repeat("k", 32))})
	if !strings.Contains(messageOf(err), "(SSE-C)") {
		t.Errorf("got %v", err)
	}
}
