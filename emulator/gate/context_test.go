package gate_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/caller"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

const (
	account = "111122223333"
	other   = "444455556666"
)

var now = time.Date(2026, 3, 4, 5, 6, 7, 0, time.FixedZone("elsewhere", 3600))

func testWorld(t *testing.T) *world.World {
	t.Helper()
	w, err := world.New(&world.World{
		Accounts: map[string]*world.Account{
			account: {
				Users: map[string]*world.User{"alice": {Tags: map[string]string{"team": "blue"}}},
				Roles: map[string]*world.Role{"Job": {Path: "/jobs/", Tags: map[string]string{"team": "red"}}},
				VPCs: map[string]*world.VPC{"vpc-1": {CIDR: "10.1.0.0/16", Endpoints: map[string]*world.Endpoint{
					"vpce-1": {Service: "s3", SourceIP: "10.1.2.3"},
				}}},
			},
			other: {},
		},
		Organization: &world.Organization{ID: "o-exampleorgid", Management: other, Root: &world.Unit{
			ID: "r-root", Accounts: map[string]*world.Membership{account: {}, other: {}},
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// An asker remembers the call and answers as it is told.
type asker struct {
	call *authz.Call
	d    authz.Decision
	err  error
}

func (a *asker) Ask(_ context.Context, _ *gate.Exchange, call *authz.Call) (authz.Decision, error) {
	a.call = call
	return a.d, a.err
}

// signed is an exchange of a principal as a header-signed S3 request makes it.
func signed(t *testing.T, w *world.World, ref string) gate.Exchange {
	t.Helper()
	p, err := w.Principal(ref)
	if err != nil {
		t.Fatal(err)
	}
	return gate.Exchange{
		World: w, Now: now, Region: "us-east-1", SourceIP: "203.0.113.7", Secure: true, UserAgent: "test/1.0", Service: "s3",
		Identity: &caller.Identity{Principal: p, AuthType: "REST-HEADER", SignatureVersion: "AWS4-HMAC-SHA256",
			SignedAt: now.Add(-time.Minute), PayloadHash: "UNSIGNED-PAYLOAD"},
	}
}

// keys is a context as text: a multivalued key's values are in brackets.
func keys(c authz.Context) map[string]string {
	out := map[string]string{}
	for k, v := range c {
		out[k] = strings.Join(v.Values, " ")
		if v.Multi {
			out[k] = "[" + out[k] + "]"
		}
	}
	return out
}

// with is a copy of base with keys added, and those removed that are "".
func with(base map[string]string, changes map[string]string) map[string]string {
	out := map[string]string{}
	for _, from := range []map[string]string{base, changes} {
		for k, v := range from {
			out[k] = v
			if v == "" {
				delete(out, k)
			}
		}
	}
	return out
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
func TestContext(t *testing.T) {
	w := testWorld(t)
	alice, err := w.Principal("user/alice")
	if err != nil {
		t.Fatal(err)
	}
	object := gate.Question{Action: "s3:GetObject", Resource: "arn:aws:s3:::b/k", ResourceAccount: account}
	encrypted := gate.Question{Action: "kms:Decrypt", Resource: "arn:aws:kms:us-east-1:" + account + ":key/1", ResourceAccount: account, Via: "s3.amazonaws.com"}
	request := map[string]string{
		"aws:RequestedRegion": "us-east-1", "aws:CurrentTime": "2026-03-04T04:06:07Z", "aws:EpochTime": "1772597167", "aws:UserAgent": "test/1.0",
	}
	resource := map[string]string{
		"aws:ResourceAccount": account, "aws:ResourceOrgID": "o-exampleorgid", "aws:ResourceOrgPaths": "[o-exampleorgid/r-root/]",
	}
	user := map[string]string{
		"aws:PrincipalArn": "arn:aws:iam::" + account + ":user/alice", "aws:PrincipalAccount": account, "aws:PrincipalType": "User",
		"aws:PrincipalIsAWSService": "false", "aws:userid": alice.User.ID, "aws:username": "alice", "aws:PrincipalTag/team": "blue",
		"aws:PrincipalOrgID": "o-exampleorgid", "aws:PrincipalOrgPaths": "[o-exampleorgid/r-root/]",
	}
	direct := map[string]string{
		"aws:SourceIp": "203.0.113.7", "aws:SecureTransport": "true", "aws:ViaAWSService": "false",
		"s3:TlsVersion": "1.3", "s3:authType": "REST-HEADER", "s3:signatureversion": "AWS4-HMAC-SHA256", "s3:x-amz-content-sha256": "UNSIGNED-PAYLOAD",
	}
	plain := with(with(with(request, resource), user), direct)
	forwarded := with(with(with(request, resource), user), map[string]string{
		"aws:ViaAWSService": "true", "aws:CalledVia": "[s3.amazonaws.com]", "aws:CalledViaFirst": "s3.amazonaws.com", "aws:CalledViaLast": "s3.amazonaws.com",
		"kms:ViaService": "s3.us-east-1.amazonaws.com", "aws:SourceIp": "203.0.113.7",
	})
	endpoint, _ := w.Endpoint("vpce-1")

	for _, tc := range []struct {
		name     string
		as       string
		change   func(x *gate.Exchange)
		question gate.Question
		want     map[string]string
	}{
		{"a plain call", "user/alice", nil, object, plain},
		{"a role session", "role/Job/me", nil, object, with(plain, map[string]string{
			"aws:PrincipalArn": "arn:aws:iam::" + account + ":role/jobs/Job", "aws:PrincipalType": "AssumedRole", "aws:userid": w.Accounts[account].Roles["Job"].ID + ":me",
			"aws:username": "", "aws:PrincipalTag/team": "red", "aws:TokenIssueTime": "2026-03-04T04:06:07Z", "aws:MultiFactorAuthPresent": "false",
		})},
		{"the account's root user", "111122223333:root", nil, object, with(plain, map[string]string{
			"aws:PrincipalArn": "arn:aws:iam::" + account + ":root", "aws:PrincipalType": "Account", "aws:userid": account, "aws:username": "", "aws:PrincipalTag/team": "",
		})},
		{"an AWS service", "service/sagemaker.amazonaws.com", nil, object, with(with(with(request, resource), direct), map[string]string{
			"aws:PrincipalIsAWSService": "true", "aws:PrincipalServiceName": "sagemaker.amazonaws.com", "aws:PrincipalServiceNamesList": "[sagemaker.amazonaws.com]",
		})},
		{"without a resource", "user/alice", nil, gate.Question{Action: "s3:ListAllMyBuckets", Resource: "*", WildcardOnly: true}, with(plain, map[string]string{
			"aws:ResourceAccount": "", "aws:ResourceOrgID": "", "aws:ResourceOrgPaths": "",
		})},
		{"over http", "user/alice", func(x *gate.Exchange) { x.Secure = false }, object, with(plain, map[string]string{
			"aws:SecureTransport": "false", "s3:TlsVersion": "",
		})},
		{"from a page, without a user agent", "user/alice", func(x *gate.Exchange) { x.Referer, x.UserAgent = "https://example.com/", "" }, object, with(plain, map[string]string{
			"aws:Referer": "https://example.com/", "aws:UserAgent": "",
		})},
		{"from nowhere", "user/alice", func(x *gate.Exchange) { x.SourceIP = "" }, object, with(plain, map[string]string{"aws:SourceIp": ""})},
		{"through an endpoint", "user/alice", func(x *gate.Exchange) { x.Endpoint = endpoint }, object, with(plain, map[string]string{
			"aws:SourceIp": "", "aws:SourceVpce": "vpce-1", "aws:SourceVpc": "vpc-1", "aws:VpcSourceIp": "10.1.2.3",
			"aws:SourceVpcArn": "arn:aws:ec2:us-east-1:" + account + ":vpc/vpc-1",
			"aws:VpceAccount":  account, "aws:VpceOrgID": "o-exampleorgid", "aws:VpceOrgPaths": "[o-exampleorgid/r-root/]",
		})},
		{"forwarded from S3 to KMS", "user/alice", nil, encrypted, forwarded},
		{"forwarded from a private address", "user/alice", func(x *gate.Exchange) { x.SourceIP = "10.0.0.8" }, encrypted, with(forwarded, map[string]string{"aws:SourceIp": ""})},
		{"forwarded from this machine", "user/alice", func(x *gate.Exchange) { x.SourceIP = "::1" }, encrypted, with(forwarded, map[string]string{"aws:SourceIp": ""})},
		{"forwarded from a link-local address", "user/alice", func(x *gate.Exchange) { x.SourceIP = "169.254.0.9" }, encrypted, with(forwarded, map[string]string{"aws:SourceIp": ""})},
		{"forwarded from an endpoint", "user/alice", func(x *gate.Exchange) { x.Endpoint = endpoint }, encrypted, with(forwarded, map[string]string{"aws:SourceIp": ""})},
		{"forwarded with a referer over http", "user/alice", func(x *gate.Exchange) { x.Referer, x.Secure = "https://example.com/", false }, encrypted, forwarded},
		{"anonymous", "anonymous", func(x *gate.Exchange) { x.Identity = &caller.Identity{Principal: world.Anonymous()} }, object, with(with(with(request, resource), direct), map[string]string{
			"aws:PrincipalType": "Anonymous", "aws:userid": "anonymous", "s3:authType": "", "s3:signatureversion": "", "s3:x-amz-content-sha256": "",
		})},
		{"presigned", "user/alice", func(x *gate.Exchange) { x.Identity.AuthType, x.Identity.PayloadHash = "REST-QUERY-STRING", "" }, object, with(plain, map[string]string{
			"s3:authType": "REST-QUERY-STRING", "s3:signatureAge": "60000", "s3:x-amz-content-sha256": "",
		})},
		{"presigned by another clock", "user/alice", func(x *gate.Exchange) {
			x.Identity.AuthType, x.Received, x.Identity.SignedAt = "REST-QUERY-STRING", now.Add(48*time.Hour), now.Add(48*time.Hour-1500*time.Millisecond)
		}, object, with(plain, map[string]string{
			"s3:authType": "REST-QUERY-STRING", "s3:signatureAge": "1500",
		})},
		{"to another service", "user/alice", func(x *gate.Exchange) { x.Service = "sts" }, object, with(plain, map[string]string{
			"s3:TlsVersion": "", "s3:authType": "", "s3:signatureversion": "", "s3:x-amz-content-sha256": "",
		})},
		{"the service knows better, in another spelling", "user/alice", nil, gate.Question{
			Action: "s3:GetObject", Resource: "arn:aws:s3:::b/k", ResourceAccount: account,
			Context: authz.Context{"aws:requestedregion": authz.One("eu-west-1"), "s3:prefix": authz.One("")},
		}, with(with(plain, map[string]string{"aws:RequestedRegion": ""}), map[string]string{"aws:requestedregion": "eu-west-1", "s3:prefix": " "})},
	} {
		t.Run(tc.name, func(t *testing.T) {
			fixed := signed(t, w, tc.as)
			if tc.change != nil {
				tc.change(&fixed)
			}
			a := &asker{}
			if _, _, err := gate.NewExchange(a, fixed).Ask(t.Context(), tc.question); err != nil {
				t.Fatal(err)
			}
			got := keys(a.call.Context)
			if v, ok := got["s3:prefix"]; ok && v == "" {
				got["s3:prefix"] = " " // present and empty
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("want -, got +\n%s", diff)
			}
		})
	}
}

func TestWhatIsNotInAnOrganizationHasNoKeysOfOne(t *testing.T) {
	w, err := world.New(&world.World{Accounts: map[string]*world.Account{account: {
		Users: map[string]*world.User{"alice": {}},
		VPCs:  map[string]*world.VPC{"vpc-1": {Endpoints: map[string]*world.Endpoint{"vpce-1": {Service: "s3"}}}},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	x := signed(t, w, "user/alice")
	x.Endpoint, _ = w.Endpoint("vpce-1")
	a := &asker{}
	if _, _, err := gate.NewExchange(a, x).Ask(t.Context(), gate.Question{Action: "s3:GetObject", Resource: "arn:aws:s3:::b/k", ResourceAccount: account}); err != nil {
		t.Fatal(err)
	}
	for key := range a.call.Context {
		if strings.Contains(key, "Org") {
			t.Errorf("%s is %v", key, a.call.Context[key].Values)
		}
	}
}

func TestTheQuestionIsNotWrittenTo(t *testing.T) {
	w := testWorld(t)
	c := authz.Context{"s3:prefix": authz.One("x")}
	x := gate.NewExchange(&asker{}, signed(t, w, "user/alice"))
	if _, _, err := x.Ask(t.Context(), gate.Question{Action: "s3:ListBucket", Resource: "arn:aws:s3:::b", Context: c}); err != nil {
		t.Fatal(err)
	}
	if len(c) != 1 {
		t.Errorf("the question's context has become %v", c)
	}
}

func TestSetContextCountsSpellingsAsOne(t *testing.T) {
	kept := authz.Context{"s3:prefix": authz.One("a"), "aws:SourceVpce": authz.One("vpce-1")}
	q := gate.Question{Context: kept}
	q.SetContext(authz.Context{"AWS:sourcevpce": authz.One("vpce-2")})
	want := map[string]string{"s3:prefix": "a", "AWS:sourcevpce": "vpce-2"}
	if diff := cmp.Diff(want, keys(q.Context)); diff != "" {
		t.Error(diff)
	}
	if len(kept) != 2 || kept["aws:SourceVpce"].Values[0] != "vpce-1" {
		t.Errorf("the context given before has become %v", kept)
	}
}

func TestTheExchangeRemembersWhatWasAsked(t *testing.T) {
	w := testWorld(t)
	a := &asker{d: authz.Decision{Verdict: authz.ImplicitDeny}}
	x := gate.NewExchange(a, signed(t, w, "user/alice"))
	questions := []gate.Question{
		{Action: "s3:GetObject", Resource: "arn:aws:s3:::b/k", ResourceAccount: account},
		{Action: "s3:GetObjectTagging", Resource: "arn:aws:s3:::b/k", ResourceAccount: account, Probe: true},
	}
	for _, q := range questions {
		call, d, err := x.Ask(t.Context(), q)
		if err != nil || call != a.call || d.Verdict != authz.ImplicitDeny {
			t.Fatalf("%v %v %v", call, d, err)
		}
	}
	a.err = errors.New("no rules")
	if _, _, err := x.Ask(t.Context(), questions[0]); !errors.Is(err, a.err) {
		t.Errorf("error %v, want the asker's", err)
	}
	if len(x.Asked) != 2 || x.Asked[0].Call.Action != "s3:GetObject" || x.Asked[0].Probe || !x.Asked[1].Probe {
		t.Errorf("asked %+v", x.Asked)
	}
}
