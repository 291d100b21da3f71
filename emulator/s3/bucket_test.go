package s3_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/world"
)

func TestBucketLife(t *testing.T) {
	l := start(t, testWorld())
	alice, carol := l.as("user/alice"), l.as("user/carol")
	create := func(c *awss3.Client, in awss3.CreateBucketInput) error {
		_, err := c.CreateBucket(ctx, &in)
		return err
	}
	b := aws.String("fresh-bucket")
	wantCode(t, create(alice, awss3.CreateBucketInput{Bucket: b}), "")
	wantCode(t, create(carol, awss3.CreateBucketInput{Bucket: b}), "409 BucketAlreadyExists")
	wantCode(t, create(alice, awss3.CreateBucketInput{Bucket: aws.String("Bad_Name")}), "400 InvalidBucketName")
	wantCode(t, create(alice, awss3.CreateBucketInput{Bucket: aws.String("with-acl"), ACL: types.BucketCannedACLPublicRead}), "400 InvalidBucketAclWithObjectOwnership")
	wantCode(t, create(alice, awss3.CreateBucketInput{Bucket: aws.String("far"),
		CreateBucketConfiguration: &types.CreateBucketConfiguration{LocationConstraint: "moon-1"}}), "400 InvalidLocationConstraint")
	wantCode(t, create(alice, awss3.CreateBucketInput{Bucket: aws.String("east"),
		CreateBucketConfiguration: &types.CreateBucketConfiguration{LocationConstraint: types.BucketLocationConstraintUsEast2}}), "")
	if got := must(alice.GetBucketLocation(ctx, &awss3.GetBucketLocationInput{Bucket: aws.String("east")}))(t).LocationConstraint; got != types.BucketLocationConstraintUsEast2 {
		t.Errorf("location %q", got)
	}
	if got := l.lastContext("s3:CreateBucket")["s3:LocationConstraint"].Values; !cmp.Equal(got, []string{"us-east-2"}) {
		t.Errorf("s3:LocationConstraint is %v", got)
	}
	if got := must(alice.GetBucketLocation(ctx, &awss3.GetBucketLocationInput{Bucket: b}))(t).LocationConstraint; got != "" {
		t.Errorf("location of a bucket in us-east-1 is %q", got)
	}
	head := must(alice.HeadBucket(ctx, &awss3.HeadBucketInput{Bucket: b}))(t)
	if aws.ToString(head.BucketRegion) != "us-east-1" {
		t.Errorf("region %v", head.BucketRegion)
	}
	_, err := l.as("user/bob").HeadBucket(ctx, &awss3.HeadBucketInput{Bucket: b})
	wantCode(t, err, "403 Forbidden")
	_, err = alice.DeleteBucket(ctx, &awss3.DeleteBucketInput{Bucket: aws.String("data")})
	wantCode(t, err, "409 BucketNotEmpty")
	_, err = alice.DeleteBucket(ctx, &awss3.DeleteBucketInput{Bucket: b})
	wantCode(t, err, "")
	_, err = alice.HeadBucket(ctx, &awss3.HeadBucketInput{Bucket: b})
	wantCode(t, err, "404 NotFound")
}

// In us-east-1 the owner may make a bucket again, which resets its ACL; in
// other Regions not.
func TestMakingABucketAgain(t *testing.T) {
	l := start(t, testWorld())
	c := l.as("user/alice")
	older, data := aws.String("legacy"), aws.String("data")
	must(c.PutBucketAcl(ctx, &awss3.PutBucketAclInput{Bucket: older, ACL: types.BucketCannedACLPublicRead}))(t)
	for _, b := range []*string{older, data} {
		_, err := c.CreateBucket(ctx, &awss3.CreateBucketInput{Bucket: b})
		wantCode(t, err, "")
	}
	if got := must(c.GetBucketAcl(ctx, &awss3.GetBucketAclInput{Bucket: older}))(t).Grants; len(got) != 1 {
		t.Errorf("the ACL has %s", grantsText(got))
	}
	if got := must(c.ListObjectsV2(ctx, &awss3.ListObjectsV2Input{Bucket: data}))(t).Contents; len(got) != 1 {
		t.Errorf("%d objects are left", len(got))
	}
	far := awss3.CreateBucketInput{Bucket: aws.String("east"),
		CreateBucketConfiguration: &types.CreateBucketConfiguration{LocationConstraint: types.BucketLocationConstraintUsEast2}}
	must(c.CreateBucket(ctx, &far))(t)
	_, err := c.CreateBucket(ctx, &far)
	wantCode(t, err, "409 BucketAlreadyOwnedByYou")
}

func TestListBuckets(t *testing.T) {
	l := start(t, testWorld())
	names := func(in awss3.ListBucketsInput) (names []string, token *string) {
		out := must(l.as("user/alice").ListBuckets(ctx, &in))(t)
		for _, b := range out.Buckets {
			names = append(names, *b.Name)
		}
		return names, out.ContinuationToken
	}
	all, _ := names(awss3.ListBucketsInput{})
	if want := []string{"data", "kms", "legacy", "vers"}; !cmp.Equal(all, want) {
		t.Errorf("got %v, want %v", all, want)
	}
	page, token := names(awss3.ListBucketsInput{MaxBuckets: aws.Int32(3)})
	rest, end := names(awss3.ListBucketsInput{MaxBuckets: aws.Int32(3), ContinuationToken: token})
	if len(page) != 3 || !cmp.Equal(rest, []string{"vers"}) || end != nil {
		t.Errorf("pages %v and %v", page, rest)
	}
	only, _ := names(awss3.ListBucketsInput{Prefix: aws.String("l")})
	if !cmp.Equal(only, []string{"legacy"}) {
		t.Errorf("with prefix l: %v", only)
	}
	_, err := l.as("user/bob").ListBuckets(ctx, &awss3.ListBucketsInput{})
	wantCode(t, err, "403 AccessDenied")
	if want := "User: arn:aws:iam::111122223333:user/bob is not authorized to perform: s3:ListAllMyBuckets because no identity-based policy allows the s3:ListAllMyBuckets action"; messageOf(err) != want {
		t.Errorf("message %q", messageOf(err))
	}
}

func TestExpectedBucketOwner(t *testing.T) {
	l := start(t, testWorld())
	for expected, want := range map[string]string{owner: "", other: "403 AccessDenied", "0000": "400 InvalidBucketOwnerAWSAccountID"} {
		_, err := l.as("user/alice").GetObject(ctx, &awss3.GetObjectInput{Bucket: aws.String("data"), Key: aws.String("seeded.txt"), ExpectedBucketOwner: &expected})
		if got := codeOf(err); got != want {
			t.Errorf("%s: %q, want %q", expected, got, want)
		}
	}
}

func TestBucketSettings(t *testing.T) {
	l := start(t, testWorld())
	c := l.as("user/alice")
	b := aws.String("data")

	pab := func() string {
		out, err := c.GetPublicAccessBlock(ctx, &awss3.GetPublicAccessBlockInput{Bucket: b})
		if err != nil {
			return codeOf(err)
		}
		p := out.PublicAccessBlockConfiguration
		return onOff(p.BlockPublicAcls) + onOff(p.IgnorePublicAcls) + onOff(p.BlockPublicPolicy) + onOff(p.RestrictPublicBuckets)
	}
	if got := pab(); got != "1111" {
		t.Errorf("a new bucket's public access block is %s", got)
	}
	must(c.PutPublicAccessBlock(ctx, &awss3.PutPublicAccessBlockInput{Bucket: b, PublicAccessBlockConfiguration: &types.PublicAccessBlockConfiguration{IgnorePublicAcls: aws.Bool(true)}}))(t)
	if got := pab(); got != "0100" {
		t.Errorf("set to %s", got)
	}
	must(c.DeletePublicAccessBlock(ctx, &awss3.DeletePublicAccessBlockInput{Bucket: b}))(t)
	if got := pab(); got != "404 NoSuchPublicAccessBlockConfiguration" {
		t.Errorf("deleted to %s", got)
	}

	ownership := func() string {
		out, err := c.GetBucketOwnershipControls(ctx, &awss3.GetBucketOwnershipControlsInput{Bucket: b})
		if err != nil {
			return codeOf(err)
		}
		return string(out.OwnershipControls.Rules[0].ObjectOwnership)
	}
	if got := ownership(); got != "BucketOwnerEnforced" {
		t.Errorf("ownership %s", got)
	}
	must(c.DeleteBucketOwnershipControls(ctx, &awss3.DeleteBucketOwnershipControlsInput{Bucket: b}))(t)
	if got := ownership(); got != "404 OwnershipControlsNotFoundError" {
		t.Errorf("ownership %s", got)
	}
	must(c.PutBucketAcl(ctx, &awss3.PutBucketAclInput{Bucket: b, ACL: "log-delivery-write"}))(t)
	enforce := func() error {
		_, err := c.PutBucketOwnershipControls(ctx, &awss3.PutBucketOwnershipControlsInput{Bucket: b, OwnershipControls: &types.OwnershipControls{Rules: []types.OwnershipControlsRule{{ObjectOwnership: types.ObjectOwnershipBucketOwnerEnforced}}}})
		return err
	}
	wantCode(t, enforce(), "400 InvalidBucketAclWithObjectOwnership")
	must(c.PutBucketAcl(ctx, &awss3.PutBucketAclInput{Bucket: b, ACL: types.BucketCannedACLPrivate}))(t)
	wantCode(t, enforce(), "")

	_, err := c.GetBucketTagging(ctx, &awss3.GetBucketTaggingInput{Bucket: b})
	wantCode(t, err, "404 NoSuchTagSet")
	must(c.PutBucketTagging(ctx, &awss3.PutBucketTaggingInput{Bucket: b, Tagging: &types.Tagging{TagSet: []types.Tag{{Key: aws.String("team"), Value: aws.String("ml")}}}}))(t)
	if got := must(c.GetBucketTagging(ctx, &awss3.GetBucketTaggingInput{Bucket: b}))(t).TagSet; len(got) != 1 || *got[0].Value != "ml" {
		t.Errorf("tags %v", got)
	}
	must(c.DeleteBucketTagging(ctx, &awss3.DeleteBucketTaggingInput{Bucket: b}))(t)

	must(c.PutBucketVersioning(ctx, &awss3.PutBucketVersioningInput{Bucket: b, VersioningConfiguration: &types.VersioningConfiguration{Status: types.BucketVersioningStatusEnabled}}))(t)
	if got := must(c.GetBucketVersioning(ctx, &awss3.GetBucketVersioningInput{Bucket: b}))(t).Status; got != "Enabled" {
		t.Errorf("versioning %q", got)
	}
	_, err = c.PutBucketVersioning(ctx, &awss3.PutBucketVersioningInput{Bucket: b, VersioningConfiguration: &types.VersioningConfiguration{}})
	wantCode(t, err, "400 IllegalVersioningConfigurationException")

	must(c.PutBucketRequestPayment(ctx, &awss3.PutBucketRequestPaymentInput{Bucket: b, RequestPaymentConfiguration: &types.RequestPaymentConfiguration{Payer: types.PayerRequester}}))(t)
	if got := must(c.GetBucketRequestPayment(ctx, &awss3.GetBucketRequestPaymentInput{Bucket: b}))(t).Payer; got != "Requester" {
		t.Errorf("payer %q", got)
	}
}

func onOff(b *bool) string {
	if aws.ToBool(b) {
		return "1"
	}
	return "0"
}

func TestBucketEncryptionSetting(t *testing.T) {
	l := start(t, testWorld())
	c := l.as("user/alice")
	set := func(algorithm types.ServerSideEncryption, key *string) error {
		_, err := c.PutBucketEncryption(ctx, &awss3.PutBucketEncryptionInput{Bucket: aws.String("data"), ServerSideEncryptionConfiguration: &types.ServerSideEncryptionConfiguration{
			Rules: []types.ServerSideEncryptionRule{{ApplyServerSideEncryptionByDefault: &types.ServerSideEncryptionByDefault{SSEAlgorithm: algorithm, KMSMasterKeyID: key}, BucketKeyEnabled: aws.Bool(true)}}}})
		return err
	}
	wantCode(t, set("AES256", aws.String(keyID)), "400 InvalidArgument")
	wantCode(t, set("rot13", nil), "400 MalformedXML")
	wantCode(t, set("aws:kms", aws.String(keyARN)), "")
	rule := must(c.GetBucketEncryption(ctx, &awss3.GetBucketEncryptionInput{Bucket: aws.String("data")}))(t).ServerSideEncryptionConfiguration.Rules[0]
	if aws.ToString(rule.ApplyServerSideEncryptionByDefault.KMSMasterKeyID) != keyARN || !aws.ToBool(rule.BucketKeyEnabled) {
		t.Errorf("rule %+v", rule)
	}
	out := put(t, c, "data", "k", "x")
	if out.ServerSideEncryption != "aws:kms" || aws.ToString(out.SSEKMSKeyId) != keyARN || !aws.ToBool(out.BucketKeyEnabled) {
		t.Errorf("uploaded with %q %v %v", out.ServerSideEncryption, out.SSEKMSKeyId, out.BucketKeyEnabled)
	}
	must(c.DeleteBucketEncryption(ctx, &awss3.DeleteBucketEncryptionInput{Bucket: aws.String("data")}))(t)
	if got := put(t, c, "data", "k", "x").ServerSideEncryption; got != "AES256" {
		t.Errorf("then with %q", got)
	}
}

func policyFor(principal, action, resource string) string {
	return `{"Version":"2012-10-17","Statement":[{"Sid":"S","Effect":"Allow","Principal":` + principal + `,"Action":"` + action + `","Resource":"` + resource + `"}]}`
}

func TestBucketPolicy(t *testing.T) {
	l := start(t, testWorld())
	alice, carol := l.as("user/alice"), l.as("user/carol")
	b := aws.String("data")
	set := func(c *awss3.Client, text string) error {
		_, err := c.PutBucketPolicy(ctx, &awss3.PutBucketPolicyInput{Bucket: b, Policy: &text})
		return err
	}
	_, err := alice.GetBucketPolicy(ctx, &awss3.GetBucketPolicyInput{Bucket: b})
	wantCode(t, err, "404 NoSuchBucketPolicy")
	toOther := policyFor(`{"AWS":"arn:aws:iam::`+other+`:root"}`, "s3:*", "arn:aws:s3:::data")
	for text, want := range map[string]string{
		"":   "400 MalformedPolicy",
		"{}": "400 MalformedPolicy",
		policyFor(`{"AWS":"arn:aws:iam::`+owner+`:user/nobody"}`, "s3:GetObject", "arn:aws:s3:::data/*"): "400 MalformedPolicy",
		policyFor(`"*"`, "s3:GetObject", "arn:aws:s3:::elsewhere/*"):                                     "400 MalformedPolicy",
		policyFor(`"*"`, "s3:GetObject", "arn:aws:s3:::data/*"):                                          "403 AccessDenied", // BlockPublicPolicy
		toOther: "",
	} {
		before := l.digest()
		if got := codeOf(set(alice, text)); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
		if want != "" && before != l.digest() {
			t.Errorf("%s changed the lab", text)
		}
	}
	got := must(alice.GetBucketPolicy(ctx, &awss3.GetBucketPolicyInput{Bucket: b}))(t)
	if aws.ToString(got.Policy) != toOther {
		t.Errorf("policy %s", *got.Policy)
	}
	// A permitted principal of another account still cannot.
	wantCode(t, set(carol, toOther), "405 MethodNotAllowed")
	_, err = carol.GetBucketPolicy(ctx, &awss3.GetBucketPolicyInput{Bucket: b})
	wantCode(t, err, "405 MethodNotAllowed")
	_, err = carol.DeleteBucketPolicy(ctx, &awss3.DeleteBucketPolicyInput{Bucket: b})
	wantCode(t, err, "405 MethodNotAllowed")
	wantCode(t, set(l.as("user/bob"), "not JSON"), "403 AccessDenied")

	status := func(bucket string) bool {
		out := must(alice.GetBucketPolicyStatus(ctx, &awss3.GetBucketPolicyStatusInput{Bucket: &bucket}))(t)
		return aws.ToBool(out.PolicyStatus.IsPublic)
	}
	if status("data") {
		t.Error("a policy for one account is public")
	}
	public := policyFor(`"*"`, "s3:GetObject", "arn:aws:s3:::legacy/*")
	must(alice.PutBucketPolicy(ctx, &awss3.PutBucketPolicyInput{Bucket: aws.String("legacy"), Policy: &public}))(t)
	if !status("legacy") {
		t.Error("a policy for everybody is not public")
	}
	put(t, alice, "legacy", "k", "for all")
	if got := get(t, l.as("anonymous"), "legacy", "k"); got != "for all" {
		t.Errorf("anonymous reads %q", got)
	}
	must(alice.DeleteBucketPolicy(ctx, &awss3.DeleteBucketPolicyInput{Bucket: b}))(t)
	_, err = alice.GetBucketPolicy(ctx, &awss3.GetBucketPolicyInput{Bucket: b})
	wantCode(t, err, "404 NoSuchBucketPolicy")
}

// The owner's root user may repair a policy that denies everybody.
func TestRootRepairsBucketPolicy(t *testing.T) {
	w := testWorld()
	w.Accounts[owner].Buckets["data"].Policy = world.MustPolicy(`{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":["arn:aws:s3:::data","arn:aws:s3:::data/*"]}]}`)
	l := start(t, w)
	_, err := l.as("user/alice").DeleteBucketPolicy(ctx, &awss3.DeleteBucketPolicyInput{Bucket: aws.String("data")})
	wantCode(t, err, "403 AccessDenied")
	root := l.as(owner + ":root")
	_, err = root.ListObjectsV2(ctx, &awss3.ListObjectsV2Input{Bucket: aws.String("data")})
	wantCode(t, err, "403 AccessDenied")
	_, err = root.DeleteBucketPolicy(ctx, &awss3.DeleteBucketPolicyInput{Bucket: aws.String("data")})
	wantCode(t, err, "")
}
