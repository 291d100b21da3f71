package explain_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/explain"
	"github.com/denylab/denylab/rego/authz"
)

func TestCures(t *testing.T) {
	statement := func(f authz.Finding) func(*authz.Report) {
		return func(r *authz.Report) { r.Decision.Finding = &f }
	}
	setting := func(name string) func(*authz.Report) {
		return statement(authz.Finding{Index: -1, Setting: name})
	}
	missing := func(m authz.NearMiss) func(*authz.Report) {
		return func(r *authz.Report) { r.NearMisses = []authz.NearMiss{m} }
	}
	condition := near(authz.IdentityPolicy, "S", "Condition", "aws:kms", "AES256")
	condition.Miss.Operator, condition.Miss.Key, condition.Miss.Got = "StringEquals", "s3:x-amz-server-side-encryption", nil
	placed := authz.Finding{Policy: "Own", Index: 1, File: "world.yaml", Line: 12, Layer: authz.IdentityPolicy}

	for _, tc := range []struct {
		name    string
		layer   authz.Layer
		verdict authz.Verdict
		change  func(*authz.Report)
		want    string
	}{
		{"a statement denies", authz.IdentityPolicy, authz.ExplicitDeny, statement(placed),
			"Remove statement #2 of Own (world.yaml:12), or give it a condition or exception that leaves " + role + " out; no Allow elsewhere can help against an explicit deny."},
		{"a near condition", authz.IdentityPolicy, authz.ImplicitDeny, missing(condition),
			"Meet the condition StringEquals on s3:x-amz-server-side-encryption of statement S of P: it wants aws:kms, AES256, the request does not have that key. It comes with the request header x-amz-server-side-encryption; a bucket's default encryption does not set it."},
		{"a near action", authz.IdentityPolicy, authz.ImplicitDeny, missing(near(authz.IdentityPolicy, "S", "Action", "s3:Put*")),
			"Add s3:GetObject to Action of statement S of P, which allows everything else about this call."},
		{"a near resource", authz.IdentityPolicy, authz.ImplicitDeny, missing(near(authz.IdentityPolicy, "S", "Resource", "arn:aws:s3:::data")),
			"Add arn:aws:s3:::data/in/x.csv to Resource of statement S of P, which has arn:aws:s3:::data."},
		{"a near principal", authz.ResourcePolicy, authz.ImplicitDeny, missing(near(authz.ResourcePolicy, "S", "Principal", "arn:aws:iam::1:root")),
			"Name " + role + " in Principal of statement S of P."},
		{"left out on purpose", authz.IdentityPolicy, authz.ImplicitDeny, missing(near(authz.IdentityPolicy, "S", "NotAction", "s3:*")),
			"Allow s3:GetObject on arn:aws:s3:::data/in/x.csv in an identity policy of " + role + "."},
		{"near in another layer only", authz.PermissionsBoundary, authz.ImplicitDeny, missing(near(authz.ResourcePolicy, "S", "Action", "s3:Put*")),
			"Allow s3:GetObject on arn:aws:s3:::data/in/x.csv in the permissions boundary of " + role + " as well."},
		{"a silent session policy", authz.SessionPolicy, authz.ImplicitDeny, nil,
			"Allow s3:GetObject on arn:aws:s3:::data/in/x.csv in the session policy that was passed when the session was made."},
		{"a silent SCP", authz.ServiceControlPolicy, authz.ImplicitDeny, nil,
			"Allow s3:GetObject on arn:aws:s3:::data/in/x.csv in an SCP at every level from the root to account 111122223333."},
		{"a silent endpoint", authz.VPCEndpointPolicy, authz.ImplicitDeny, nil,
			"Allow s3:GetObject on arn:aws:s3:::data/in/x.csv in the VPC endpoint's policy."},
		{"a silent resource policy", authz.ResourcePolicy, authz.ImplicitDeny, nil,
			"Allow s3:GetObject for " + role + " in the policy of the resource."},
		{"root", authz.ResourcePolicy, authz.ImplicitDeny, setting("RootUser"),
			"Assume the role as a user or role: the root user of an account cannot."},
		{"no grant of access", authz.S3AccessGrants, authz.ImplicitDeny, nil,
			"Create an access grant of READ on s3://data/in/* for " + role + "."},
		{"a near permission", authz.S3AccessGrants, authz.ImplicitDeny, missing(nearGrant("Permission", "WRITE")),
			"Create an access grant of READ like access grant g-1, which has WRITE."},
		{"a near scope", authz.S3AccessGrants, authz.ImplicitDeny, missing(nearGrant("GrantScope", "s3://data/x/*")),
			"Create an access grant on s3://data/in/* like access grant g-1, which has s3://data/x/*, or ask for less."},
		{"a near grantee", authz.S3AccessGrants, authz.ImplicitDeny, missing(nearGrant("Grantee", "u-1")),
			"Create an access grant for " + role + " like access grant g-1, which is for u-1."},
		{"BlockPublicAcls", authz.S3BlockPublicAccess, authz.ExplicitDeny, setting("BlockPublicAcls"),
			"Send no public ACL, or turn BlockPublicAcls off for the bucket and its account."},
		{"BlockPublicPolicy", authz.S3BlockPublicAccess, authz.ExplicitDeny, setting("BlockPublicPolicy"),
			"Grant access to named principals instead of the public, or turn BlockPublicPolicy off for the bucket and its account."},
		{"RestrictPublicBuckets", authz.S3BlockPublicAccess, authz.ExplicitDeny, setting("RestrictPublicBuckets"),
			"Make the bucket policy name principals instead of the public, or turn RestrictPublicBuckets off for the bucket and its account."},
		{"IgnorePublicAcls", authz.S3BlockPublicAccess, authz.ImplicitDeny, setting("IgnorePublicAcls"),
			"Grant access to named accounts instead of the public, or turn IgnorePublicAcls off for the bucket and its account."},
		{"another network", authz.ResourcePolicy, authz.ExplicitDeny, setting("NetworkOrigin"),
			"Send the request through an endpoint of the access point's VPC: its network origin was chosen when it was made and cannot be changed."},
		{"ownership", authz.S3ObjectOwnership, authz.ExplicitDeny, setting("BucketOwnerEnforced"),
			"Send no ACL (or bucket-owner-full-control): the bucket has ACLs disabled by BucketOwnerEnforced."},
		{"payer", authz.S3RequesterPays, authz.ExplicitDeny, setting("RequesterPays"),
			"Send x-amz-request-payer: requester (RequestPayer in the SDKs), signed: the caller's account pays."},
		{"another's object", authz.S3ACL, authz.ImplicitDeny, nil,
			"Have the object's owner grant the bucket owner READ or FULL_CONTROL (upload with bucket-owner-full-control), or set the bucket to BucketOwnerEnforced."},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := refused(tc.layer, tc.verdict, nil)
			if tc.change != nil {
				tc.change(&r)
			}
			c := call()
			c.AccessGrants = &authz.AccessGrants{Target: "s3://data/in/*", Permission: "READ"}
			x := explain.Of(c, r)
			if diff := cmp.Diff(tc.want, x.Cure); diff != "" {
				t.Error(diff)
			}
			if !strings.HasPrefix(x.Page, "https://docs.aws.amazon.com/") {
				t.Errorf("page %q", x.Page)
			}
		})
	}
}

func TestTheCureForNobody(t *testing.T) {
	c := call()
	c.Caller = authz.Caller{Kind: authz.Anonymous, ARN: "anonymous"}
	x := explain.Of(c, refused(authz.ResourcePolicy, authz.ImplicitDeny, nil))
	if want := `Allow s3:GetObject for everybody (Principal "*") in the policy of the resource.`; x.Cure != want {
		t.Errorf("%s, want %s", x.Cure, want)
	}
}

func TestTheCureOfAnUnsignedRequest(t *testing.T) {
	c := call()
	c.Action, c.Resource = "kms:Decrypt", "arn:aws:kms:us-east-1:111122223333:key/k"
	c.Caller = authz.Caller{Kind: authz.Anonymous, ARN: "anonymous"}
	x := explain.Of(c, refused(authz.ResourcePolicy, authz.ImplicitDeny, nil))
	if want := "Sign the request: KMS and STS let nobody in anonymously, whatever the policies say."; x.Cure != want {
		t.Errorf("%s, want %s", x.Cure, want)
	}
}

// nearGrant is a grant of access that nearly covers a call.
func nearGrant(element, want string) authz.NearMiss {
	return authz.NearMiss{Finding: authz.Finding{Layer: authz.S3AccessGrants, Index: -1, Setting: "g-1"}, Effect: "Allow",
		Miss: authz.Miss{Element: element, Want: []string{want}, Got: []string{"-"}}}
}
