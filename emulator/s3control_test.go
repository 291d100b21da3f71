package emulator_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3control"
	"github.com/aws/aws-sdk-go-v2/service/s3control/types"

	"github.com/denylab/denylab/emulator"
)

// control is S3 Control's client of a principal.
func (l *lab) control(ref string, path ...string) *s3control.Client {
	l.t.Helper()
	c, err := l.CredentialsAs(ref)
	if err != nil {
		l.t.Fatal(err)
	}
	return s3control.New(s3control.Options{
		Region: "us-east-1", BaseEndpoint: ptr("http://lab.test" + strings.Join(path, "")), HTTPClient: &http.Client{Transport: l}, Retryer: aws.NopRetryer{},
		Credentials: credentials.NewStaticCredentialsProvider(c.AccessKeyID, c.Secret, c.Token),
	})
}

func TestBlockPublicAccessOfAnAccount(t *testing.T) {
	l := start(t, emulator.Options{})
	alice := l.control("user/alice")
	get := &s3control.GetPublicAccessBlockInput{AccountId: ptr(owner)}
	wantCode(t, second(alice.GetPublicAccessBlock(t.Context(), get)), "404 NoSuchPublicAccessBlockConfiguration")
	put := &s3control.PutPublicAccessBlockInput{AccountId: ptr(owner), PublicAccessBlockConfiguration: &types.PublicAccessBlockConfiguration{}}
	wantCode(t, second(alice.PutPublicAccessBlock(t.Context(), put)), "400 InvalidRequest")
	put.PublicAccessBlockConfiguration.RestrictPublicBuckets = aws.Bool(true)

	// Neither who may not, nor another account.
	before := l.Digest()
	wantCode(t, second(l.control("user/bob").PutPublicAccessBlock(t.Context(), put)), "403 AccessDenied")
	wantCode(t, second(l.control("user/carol").PutPublicAccessBlock(t.Context(), put)), "403 AccessDenied")
	if l.Digest() != before {
		t.Fatal("a refused request changed something")
	}
	wantCode(t, second(l.as("anonymous").s3.GetObject(t.Context(), &s3.GetObjectInput{Bucket: ptr("public"), Key: ptr("seeded.txt")})), "")
	wantCode(t, second(alice.PutPublicAccessBlock(t.Context(), put)), "")
	wantCode(t, second(l.as("anonymous").s3.GetObject(t.Context(), &s3.GetObjectInput{Bucket: ptr("public"), Key: ptr("seeded.txt")})), "403 AccessDenied")
	out, err := alice.GetPublicAccessBlock(t.Context(), get)
	if err != nil || !aws.ToBool(out.PublicAccessBlockConfiguration.RestrictPublicBuckets) || aws.ToBool(out.PublicAccessBlockConfiguration.BlockPublicAcls) {
		t.Errorf("the settings are %+v, %v", out, err)
	}
	wantCode(t, second(alice.DeletePublicAccessBlock(t.Context(), &s3control.DeletePublicAccessBlockInput{AccountId: ptr(owner)})), "")
	wantCode(t, second(alice.GetPublicAccessBlock(t.Context(), get)), "404 NoSuchPublicAccessBlockConfiguration")
}

const trainARN = "arn:aws:s3:us-east-1:" + owner + ":accesspoint/train"

func create(name, bucket string) *s3control.CreateAccessPointInput {
	return &s3control.CreateAccessPointInput{AccountId: ptr(owner), Name: &name, Bucket: &bucket}
}

func TestTheLifeOfAnAccessPoint(t *testing.T) {
	l := start(t, emulator.Options{})
	alice := l.control("user/alice")
	made, err := alice.CreateAccessPoint(t.Context(), create("train", "data"))
	if err != nil || *made.AccessPointArn != trainARN || !strings.HasSuffix(*made.Alias, "-s3alias") {
		t.Fatalf("made %+v, %v", made, err)
	}
	wantCode(t, second(alice.CreateAccessPoint(t.Context(), create("train", "data"))), "409 AccessPointAlreadyOwnedByYou")
	wantCode(t, second(alice.CreateAccessPoint(t.Context(), create("nowhere", "nothing"))), "400 InvalidRequest")
	wantCode(t, second(alice.CreateAccessPoint(t.Context(), create("Bad_Name", "data"))), "400 InvalidURI")
	inside := create("inside", "data")
	inside.VpcConfiguration = &types.VpcConfiguration{VpcId: ptr("vpc-1")}
	inside.PublicAccessBlockConfiguration = &types.PublicAccessBlockConfiguration{BlockPublicAcls: aws.Bool(true)}
	wantCode(t, second(alice.CreateAccessPoint(t.Context(), inside)), "")

	got, err := alice.GetAccessPoint(t.Context(), &s3control.GetAccessPointInput{AccountId: ptr(owner), Name: ptr("inside")})
	if err != nil {
		t.Fatal(err)
	}
	if got.NetworkOrigin != types.NetworkOriginVpc || *got.VpcConfiguration.VpcId != "vpc-1" || *got.Bucket != "data" || *got.BucketAccountId != owner ||
		!aws.ToBool(got.PublicAccessBlockConfiguration.BlockPublicAcls) || aws.ToBool(got.PublicAccessBlockConfiguration.BlockPublicPolicy) || !got.CreationDate.Equal(now) || len(got.Endpoints) != 4 {
		t.Errorf("got %+v", got)
	}
	page, err := alice.ListAccessPoints(t.Context(), &s3control.ListAccessPointsInput{AccountId: ptr(owner), Bucket: ptr("data"), MaxResults: 1})
	if err != nil || len(page.AccessPointList) != 1 || *page.AccessPointList[0].Name != "inside" {
		t.Fatalf("the first page is %+v, %v", page, err)
	}
	page, err = alice.ListAccessPoints(t.Context(), &s3control.ListAccessPointsInput{AccountId: ptr(owner), NextToken: page.NextToken})
	if err != nil || len(page.AccessPointList) != 1 || *page.AccessPointList[0].AccessPointArn != trainARN || page.NextToken != nil {
		t.Fatalf("the next page is %+v, %v", page, err)
	}

	before := l.Digest()
	remove := &s3control.DeleteAccessPointInput{AccountId: ptr(owner), Name: ptr("train")}
	wantCode(t, second(l.control("user/bob").DeleteAccessPoint(t.Context(), remove)), "403 AccessDenied")
	if asked := l.last().Refused(); asked == nil || asked.Action != "s3:DeleteAccessPoint" || asked.Resource != trainARN {
		t.Errorf("asked %+v", asked)
	}
	if l.last().Service != "s3control" || l.last().Operation != "DeleteAccessPoint" || l.Digest() != before {
		t.Errorf("%s.%s", l.last().Service, l.last().Operation)
	}
	wantCode(t, second(l.as("user/alice").s3.DeleteBucket(t.Context(), &s3.DeleteBucketInput{Bucket: ptr("data")})), "400 BucketHasAccessPointsAttached")
	wantCode(t, second(alice.DeleteAccessPoint(t.Context(), remove)), "")
	wantCode(t, second(alice.DeleteAccessPoint(t.Context(), remove)), "404 NoSuchAccessPoint")
}

func TestThePolicyOfAnAccessPoint(t *testing.T) {
	l := start(t, emulator.Options{})
	alice := l.control("user/alice")
	open := create("train", "data")
	open.PublicAccessBlockConfiguration = &types.PublicAccessBlockConfiguration{BlockPublicAcls: aws.Bool(true)}
	wantCode(t, second(alice.CreateAccessPoint(t.Context(), open)), "")
	get := &s3control.GetAccessPointPolicyInput{AccountId: ptr(owner), Name: ptr("train")}
	wantCode(t, second(alice.GetAccessPointPolicy(t.Context(), get)), "404 NoSuchAccessPointPolicy")
	put := func(principal, resource string) error {
		text := `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":` + principal + `,"Action":"s3:GetObject","Resource":"` + resource + `/*"}]}`
		return second(alice.PutAccessPointPolicy(t.Context(), &s3control.PutAccessPointPolicyInput{AccountId: ptr(owner), Name: ptr("train"), Policy: &text}))
	}
	wantCode(t, put(`"*"`, "arn:aws:s3:::data"), "400 MalformedPolicy")
	wantCode(t, put(`{"AWS":"arn:aws:iam::`+owner+`:user/nobody"}`, trainARN+"/object"), "400 MalformedPolicy")
	// The access point would take a public policy, its bucket does not let it.
	wantCode(t, put(`"*"`, trainARN+"/object"), "403 AccessDenied")
	if got := l.last().Refused().Decision.Finding.Setting; got != "BlockPublicPolicy" {
		t.Errorf("refused by %s", got)
	}
	wantCode(t, put(`{"AWS":"arn:aws:iam::`+owner+`:user/bob"}`, trainARN+"/object"), "")
	out, err := alice.GetAccessPointPolicy(t.Context(), get)
	if err != nil || !strings.Contains(*out.Policy, "user/bob") {
		t.Errorf("the policy is %+v, %v", out, err)
	}
	status, err := alice.GetAccessPointPolicyStatus(t.Context(), &s3control.GetAccessPointPolicyStatusInput{AccountId: ptr(owner), Name: ptr("train")})
	if err != nil || status.PolicyStatus.IsPublic {
		t.Errorf("the status is %+v, %v", status, err)
	}
	wantCode(t, second(alice.DeleteAccessPointPolicy(t.Context(), &s3control.DeleteAccessPointPolicyInput{AccountId: ptr(owner), Name: ptr("train")})), "")
	wantCode(t, second(alice.GetAccessPointPolicy(t.Context(), get)), "404 NoSuchAccessPointPolicy")
	wantCode(t, second(alice.PutAccessPointPolicy(t.Context(), &s3control.PutAccessPointPolicyInput{AccountId: ptr(owner), Name: ptr("none"), Policy: ptr("{}")})), "404 NoSuchAccessPoint")
}

func TestWhatS3ControlDoesNotHave(t *testing.T) {
	l := start(t, emulator.Options{})
	alice := l.control("user/alice")
	for operation, err := range map[string]error{
		"ListJobs":                  second(alice.ListJobs(t.Context(), &s3control.ListJobsInput{AccountId: ptr(owner)})),
		"GetMultiRegionAccessPoint": second(alice.GetMultiRegionAccessPoint(t.Context(), &s3control.GetMultiRegionAccessPointInput{AccountId: ptr(owner), Name: ptr("m.mrap")})),
		"ListTagsForResource":       second(alice.ListTagsForResource(t.Context(), &s3control.ListTagsForResourceInput{AccountId: ptr(owner), ResourceArn: ptr(trainARN)})),
	} {
		wantCode(t, err, "501 NotImplemented")
		if err != nil && !strings.Contains(err.Error(), operation) {
			t.Errorf("%v does not name %s", err, operation)
		}
	}
	out := l.raw("GET", "/v20180820/nothing", "", "X-Amz-Account-Id", owner)
	if out.StatusCode != 400 {
		t.Errorf("an unknown path is answered by %d", out.StatusCode)
	}
}

// An access point of a VPC lets in what comes through the VPC's endpoints.
func TestThroughAVPCToAnAccessPoint(t *testing.T) {
	l := start(t, emulator.Options{})
	inside := create("inside", "data")
	inside.VpcConfiguration = &types.VpcConfiguration{VpcId: ptr(l.endpointVPC("vpce-s3"))}
	made, err := l.control("user/alice").CreateAccessPoint(t.Context(), inside)
	if err != nil {
		t.Fatal(err)
	}
	get := &s3.GetObjectInput{Bucket: made.Alias, Key: ptr("seeded.txt")}
	wantCode(t, second(l.as("user/alice").s3.GetObject(t.Context(), get)), "403 AccessDenied")
	if got := l.last().Refused().Decision.Finding.Setting; got != "NetworkOrigin" {
		t.Errorf("refused by %s", got)
	}
	wantCode(t, second(l.as("user/alice", emulator.EndpointPath("vpce-s3")).s3.GetObject(t.Context(), get)), "")
}

func (l *lab) endpointVPC(id string) string {
	e, _ := l.World().Endpoint(id)
	return e.VPC
}

func TestAccessPointsAreKept(t *testing.T) {
	l := keep(t, t.TempDir(), testWorld())
	alice := l.control("user/alice")
	text := `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"` + owner + `"},"Action":"s3:GetObject","Resource":"` + trainARN + `/object/*"}]}`
	for _, err := range []error{
		second(alice.CreateAccessPoint(t.Context(), create("train", "data"))),
		second(alice.PutAccessPointPolicy(t.Context(), &s3control.PutAccessPointPolicyInput{AccountId: ptr(owner), Name: ptr("train"), Policy: &text})),
		second(alice.PutPublicAccessBlock(t.Context(), &s3control.PutPublicAccessBlockInput{AccountId: ptr(owner),
			PublicAccessBlockConfiguration: &types.PublicAccessBlockConfiguration{IgnorePublicAcls: aws.Bool(true)}})),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	before := l.Digest()
	l = l.reopen(testWorld())
	if l.Digest() != before {
		t.Fatal("the digest is another one")
	}
	if p, ok := l.World().AccessPoint(owner, "train"); !ok || string(p.Policy.JSON) != text {
		t.Errorf("the access point is %+v", p)
	}
	if err := l.Reset(); err != nil {
		t.Fatal(err)
	}
	if a := l.World().Accounts[owner]; len(a.AccessPoints) != 0 || a.PublicAccessBlock != nil {
		t.Errorf("after Reset there are %+v, %+v", a.AccessPoints, a.PublicAccessBlock)
	}
}

// The tags of a bucket that decide over access are set here, by who may, and
// decide from then on.
func TestTagsOfABucket(t *testing.T) {
	l := start(t, emulator.Options{})
	alice, arn := l.control("user/alice"), ptr("arn:aws:s3:::data")
	tag := &s3control.TagResourceInput{AccountId: ptr(owner), ResourceArn: arn, Tags: []types.Tag{{Key: ptr("team"), Value: ptr("blue")}}}
	untag := &s3control.UntagResourceInput{AccountId: ptr(owner), ResourceArn: arn, TagKeys: []string{"stage", "none"}}
	list := &s3control.ListTagsForResourceInput{AccountId: ptr(owner), ResourceArn: arn}

	before := l.Digest()
	for _, who := range []string{"user/bob", "user/carol"} {
		wantCode(t, second(l.control(who).TagResource(t.Context(), tag)), "403 AccessDenied")
		wantCode(t, second(l.control(who).UntagResource(t.Context(), untag)), "403 AccessDenied")
		wantCode(t, second(l.control(who).ListTagsForResource(t.Context(), list)), "403 AccessDenied")
	}
	if l.Digest() != before {
		t.Fatal("a refused request changed something")
	}
	wantCode(t, second(alice.TagResource(t.Context(), tag)), "")
	wantCode(t, second(alice.UntagResource(t.Context(), untag)), "")
	out, err := alice.ListTagsForResource(t.Context(), list)
	if err != nil || len(out.Tags) != 1 || *out.Tags[0].Key != "team" || *out.Tags[0].Value != "blue" {
		t.Errorf("the tags are %+v, %v", out, err)
	}
	got, err := l.as("user/alice").s3.GetBucketTagging(t.Context(), &s3.GetBucketTaggingInput{Bucket: ptr("data")})
	if err != nil || len(got.TagSet) != 1 {
		t.Errorf("S3 has the tags %+v, %v", got, err)
	}
}

// What a policy says about the tags of the request and of the bucket counts.
func TestTagsOfARequestCount(t *testing.T) {
	w := testWorld()
	onlyBlue := `{"Effect":"Deny","Principal":"*","Action":"s3:TagResource","Resource":"arn:aws:s3:::data","Condition":{"StringNotEquals":{"aws:RequestTag/team":"blue"}}}`
	notFixed := `{"Effect":"Deny","Principal":"*","Action":"s3:UntagResource","Resource":"arn:aws:s3:::data","Condition":{"ForAnyValue:StringEquals":{"aws:TagKeys":"fixed"}}}`
	frozen := `{"Effect":"Deny","Principal":"*","Action":"s3:TagResource","Resource":"arn:aws:s3:::data","Condition":{"StringEquals":{"aws:ResourceTag/frozen":"yes"}}}`
	w.Accounts[owner].Buckets["data"].Policy = policy(onlyBlue, notFixed, frozen)
	w.Accounts[owner].Buckets["data"].ABAC = true
	l := start(t, emulator.Options{World: w})
	alice := l.control("user/alice")
	set := func(tags ...string) error {
		in := &s3control.TagResourceInput{AccountId: ptr(owner), ResourceArn: ptr("arn:aws:s3:::data")}
		for i := 0; i < len(tags); i += 2 {
			in.Tags = append(in.Tags, types.Tag{Key: &tags[i], Value: &tags[i+1]})
		}
		return second(alice.TagResource(t.Context(), in))
	}
	unset := func(key string) error {
		return second(alice.UntagResource(t.Context(), &s3control.UntagResourceInput{AccountId: ptr(owner), ResourceArn: ptr("arn:aws:s3:::data"), TagKeys: []string{key}}))
	}
	wantCode(t, set("team", "red"), "403 AccessDenied")
	wantCode(t, unset("fixed"), "403 AccessDenied")
	wantCode(t, unset("team"), "")
	wantCode(t, set("team", "blue", "frozen", "yes"), "")
	wantCode(t, set("team", "blue"), "403 AccessDenied")
}
