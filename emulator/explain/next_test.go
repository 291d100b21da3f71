package explain_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/explain"
	"github.com/denylab/denylab/rego/authz"
	"github.com/denylab/denylab/rego/engine"
	"github.com/denylab/denylab/rego/generate"
)

func policies(name string, statements ...authz.Statement) []authz.Attached {
	return []authz.Attached{{Name: name, Document: &authz.Document{Version: "2012-10-17", Statements: statements}}}
}

func statement(effect, sid string) authz.Statement {
	return authz.Statement{Sid: sid, Effect: effect, Action: []string{"*"}, Resource: []string{"*"}}
}

func toEveryone(s authz.Statement) authz.Statement {
	s.Principal = &authz.Principals{Any: true}
	return s
}

// refusals are a decision and what Next says comes after it, a line each.
func refusals(t *testing.T, c *authz.Call) (first string, next []string) {
	t.Helper()
	e, err := engine.Default()
	if err != nil {
		t.Fatal(err)
	}
	d, err := e.Decide(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	if d.Allowed {
		return "allowed", nil
	}
	then, err := explain.Next(context.Background(), c, d, e.Decide)
	if err != nil {
		t.Fatal(err)
	}
	line := func(r explain.Refusal) string {
		return strings.TrimSpace(strings.Join([]string{string(r.Layer), string(r.Verdict), r.Because.Statement()}, " "))
	}
	for _, r := range then {
		next = append(next, line(r))
	}
	return line(explain.Refusal{Layer: d.Layer, Verdict: d.Verdict, Because: d.Finding}), next
}

func TestNext(t *testing.T) {
	const partner = "444455556666"
	allow, deny := statement("Allow", "A"), statement("Deny", "D")
	s3 := func(change func(*authz.S3)) func(*authz.Call) {
		return func(c *authz.Call) {
			c.S3 = &authz.S3{BucketOwner: c.ResourceAccount, BucketOwnerCanonicalID: "owner", Ownership: "BucketOwnerEnforced", Payer: "BucketOwner"}
			change(c.S3)
		}
	}
	for _, tc := range []struct {
		name   string
		change func(*authz.Call)
		want   string // the first, then the next ones
	}{
		{"nothing else", func(*authz.Call) {}, "identity_policy implicitDeny"},
		{"every limit is silent", func(c *authz.Call) {
			c.Policies.Boundary, c.Policies.Session, c.Policies.Endpoint = policies("B"), policies("S"), policies("E")
			c.Policies.SCP = [][]authz.Attached{policies("Root"), policies("Account", allow)}
		}, "service_control_policy implicitDeny, vpc_endpoint_policy implicitDeny, identity_policy implicitDeny, permissions_boundary implicitDeny, session_policy implicitDeny"},
		{"two denies in one policy", func(c *authz.Call) {
			c.Policies.Identity = policies("I", allow, statement("Deny", "One"), statement("Deny", "Two"))
		}, "identity_policy explicitDeny One, identity_policy explicitDeny Two"},
		{"a deny, then silence", func(c *authz.Call) { c.Policies.Identity = policies("I", deny) }, "identity_policy explicitDeny D, identity_policy implicitDeny"},
		{"a deny at two levels", func(c *authz.Call) {
			c.Policies.Identity = policies("I", allow)
			c.Policies.SCP = [][]authz.Attached{policies("Root", allow, deny), policies("Account", allow, deny)}
			c.Policies.SCP[0][0].Level, c.Policies.SCP[1][0].Level = "r-root", "111122223333"
		}, "service_control_policy explicitDeny D, service_control_policy explicitDeny D"},
		{"what a resource policy makes up for", func(c *authz.Call) {
			c.Policies.Resource = policies("R", toEveryone(allow), toEveryone(deny))
		}, "resource_policy explicitDeny D"},
		{"both sides of an account's border", func(c *authz.Call) { c.ResourceAccount = partner }, "identity_policy implicitDeny, resource_policy implicitDeny"},
		{"a key that its policy keeps to itself", func(c *authz.Call) {
			c.Action, c.Resource, c.KMS = "kms:Decrypt", "arn:aws:kms:us-east-1:111122223333:key/k", &authz.KMS{}
		}, "resource_policy implicitDeny"},
		{"a key that cannot be managed from here", func(c *authz.Call) {
			c.Action, c.Resource, c.KMS, c.ResourceAccount = "kms:DisableKey", "arn:aws:kms:us-east-1:444455556666:key/k", &authz.KMS{}, partner
		}, "identity_policy implicitDeny, resource_policy implicitDeny CrossAccountUse"},
		{"a root user's role", func(c *authz.Call) {
			c.Action, c.Resource = "sts:AssumeRole", "arn:aws:iam::111122223333:role/Other"
			c.Caller = authz.Caller{Kind: authz.Root, ARN: "arn:aws:iam::111122223333:root", PrincipalARN: "arn:aws:iam::111122223333:root", Account: "111122223333"}
		}, "resource_policy implicitDeny RootUser"},
		{"an ACL that is not sent any more", func(c *authz.Call) {
			c.Action = "s3:PutObject"
			s3(func(s *authz.S3) { s.RequestCannedACL = "public-read"; s.PublicAccess.BlockPublicAcls = true })(c)
		}, "s3_object_ownership explicitDeny BucketOwnerEnforced, identity_policy implicitDeny"},
		{"a public ACL, then paying", func(c *authz.Call) {
			c.Action, c.ResourceAccount = "s3:PutObject", partner
			c.Policies.Identity, c.Policies.Resource = policies("I", allow), policies("R", toEveryone(allow))
			s3(func(s *authz.S3) {
				s.Ownership, s.RequestCannedACL, s.PublicAccess.BlockPublicAcls, s.Payer = "ObjectWriter", "public-read", true, "Requester"
			})(c)
		}, "s3_block_public_access explicitDeny BlockPublicAcls, s3_requester_pays explicitDeny RequesterPays"},
		{"anonymous", func(c *authz.Call) {
			c.Caller = authz.Caller{Kind: authz.Anonymous, ARN: "anonymous"}
			s3(func(s *authz.S3) { s.PublicAccess.RestrictPublicBuckets = true })(c)
		}, "resource_policy implicitDeny, s3_block_public_access explicitDeny RestrictPublicBuckets"},
		{"another's object", func(c *authz.Call) {
			s3(func(s *authz.S3) { s.Ownership, s.ObjectOwner = "ObjectWriter", partner })(c)
		}, "identity_policy implicitDeny, s3_acl implicitDeny"},
		{"a service", func(c *authz.Call) {
			c.Caller = authz.Caller{Kind: authz.Service, ARN: "glue.amazonaws.com", Service: "glue.amazonaws.com"}
		}, "resource_policy implicitDeny"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := call()
			tc.change(c)
			first, next := refusals(t, c)
			if diff := cmp.Diff(tc.want, strings.Join(append([]string{first}, next...), ", ")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Whatever refuses, there is an end to it, and the call asked about stays what
// it was.
func TestNextOfGeneratedCalls(t *testing.T) {
	longest := 0
	for name, c := range generate.Calls(1, 300) {
		before := inputOf(t, c)
		_, next := refusals(t, c)
		if after := inputOf(t, c); after != before {
			t.Errorf("%s: the call was written to:\n%s", name, cmp.Diff(before, after))
		}
		longest = max(longest, len(next))
	}
	if longest < 3 || longest >= 32 {
		t.Errorf("the longest list of refusals has %d", longest)
	}
}

func inputOf(t *testing.T, c *authz.Call) string {
	t.Helper()
	text, err := json.Marshal(engine.Input(c))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestNextReportsTheError(t *testing.T) {
	broken := errors.New("no rules")
	d := authz.Decision{Layer: authz.IdentityPolicy, Verdict: authz.ImplicitDeny}
	_, err := explain.Next(context.Background(), call(), d, func(context.Context, *authz.Call) (authz.Decision, error) { return d, broken })
	if !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
}

func TestTheTextSaysWhatRefusesNext(t *testing.T) {
	x := explain.Of(call(), refused(authz.IdentityPolicy, authz.ImplicitDeny, nil))
	denies := at(authz.PermissionsBoundary, "NoS3")
	x.Next = []explain.Refusal{
		{Layer: authz.PermissionsBoundary, Verdict: authz.ExplicitDeny, Because: &denies},
		{Layer: authz.SessionPolicy, Verdict: authz.ImplicitDeny},
	}
	want := "once identity_policy no longer refuses:\n" +
		"  permissions_boundary     explicitDeny NoS3 of P\n" +
		"  session_policy           implicitDeny\n"
	if text := textOf(t, x, false); !strings.Contains(text, want) {
		t.Errorf("text\n%s", text)
	}
}
