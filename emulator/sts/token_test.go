package sts_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/aws-sdk-go-v2/service/sts/types"

	"github.com/denylab/denylab/rego/authz"
)

func TestGetCallerIdentity(t *testing.T) {
	s := start(t)
	for ref, want := range map[string]string{
		"user/nobody":       "arn:aws:iam::111122223333:user/nobody",
		"111122223333:root": "arn:aws:iam::111122223333:root",
	} {
		out := must(s.as(ref).GetCallerIdentity(ctx, nil))(t)
		if *out.Arn != want || *out.Account != account {
			t.Errorf("%s is %s of %s", ref, *out.Arn, *out.Account)
		}
		if root := *out.UserId == account; root != strings.HasSuffix(ref, "root") {
			t.Errorf("%s has user id %s", ref, *out.UserId)
		}
	}
}

func TestGetSessionToken(t *testing.T) {
	s := start(t)
	out := must(s.as("user/nobody").GetSessionToken(ctx, nil))(t)
	session := s.session(out.Credentials)
	if lasts := session.ExpiresAt.Sub(session.IssuedAt); lasts != 12*time.Hour || session.Kind != authz.User || session.MFA {
		t.Errorf("lasts %v, kind %s, MFA %v", lasts, session.Kind, session.MFA)
	}
	client := s.with(out.Credentials)
	if who := must(client.GetCallerIdentity(ctx, nil))(t); *who.Arn != "arn:aws:iam::111122223333:user/nobody" {
		t.Errorf("the token is %s", *who.Arn)
	}
	_, err := client.GetSessionToken(ctx, nil)
	wantError(t, err, "AccessDenied", "Cannot call GetSessionToken with session credentials")
	if _, err := client.AssumeRole(ctx, input(roleARN+"Named")); err != nil {
		t.Errorf("the token has not its user's permissions: %v", err)
	}
	withMFA := must(s.as("user/nobody").GetSessionToken(ctx, &sdk.GetSessionTokenInput{
		DurationSeconds: aws.Int32(900), SerialNumber: aws.String("arn:aws:iam::111122223333:mfa/nobody"), TokenCode: aws.String("123456")}))(t)
	if session := s.session(withMFA.Credentials); !session.MFA || session.ExpiresAt.Sub(session.IssuedAt) != 15*time.Minute {
		t.Errorf("session %+v", session)
	}
	root := must(s.as("111122223333:root").GetSessionToken(ctx, nil))(t)
	if session := s.session(root.Credentials); session.Kind != authz.Root || session.ExpiresAt.Sub(session.IssuedAt) != time.Hour {
		t.Errorf("root's session %+v", session)
	}
}

func TestGetFederationToken(t *testing.T) {
	s := start(t)
	in := &sdk.GetFederationTokenInput{Name: aws.String("bob"), Tags: tags("a", "b")}
	out := must(s.as("111122223333:user/admin").GetFederationToken(ctx, in))(t)
	if *out.FederatedUser.Arn != "arn:aws:sts::111122223333:federated-user/bob" || *out.FederatedUser.FederatedUserId != "111122223333:bob" {
		t.Errorf("federated %s, %s", *out.FederatedUser.Arn, *out.FederatedUser.FederatedUserId)
	}
	session := s.session(out.Credentials)
	if session.Kind != authz.FederatedUser || session.Principal != "admin" || session.Tags["a"] != "b" || session.Policies != nil {
		t.Errorf("session %+v", session)
	}
	who := must(s.with(out.Credentials).GetCallerIdentity(ctx, nil))(t)
	if *who.Arn != *out.FederatedUser.Arn || *who.UserId != "111122223333:bob" {
		t.Errorf("the token is %s, %s", *who.Arn, *who.UserId)
	}
	_, err := s.with(out.Credentials).AssumeRole(ctx, input(analyst))
	wantError(t, err, "AccessDenied", "Cannot call AssumeRole with session credentials")
	_, err = s.as("user/nobody").GetFederationToken(ctx, in)
	wantError(t, err, "AccessDenied", "User: arn:aws:iam::111122223333:user/nobody is not authorized to perform: sts:GetFederationToken on resource: arn:aws:sts::111122223333:federated-user/bob because no identity-based policy allows the sts:GetFederationToken action")
}

func TestOperationsThatAreNotThere(t *testing.T) {
	s := start(t)
	_, err := s.as("user/admin").AssumeRoot(ctx, &sdk.AssumeRootInput{TargetPrincipal: aws.String(account), TaskPolicyArn: &types.PolicyDescriptorType{}})
	wantError(t, err, "NotImplemented", "The STS operation AssumeRoot is not emulated.")
	for query, want := range map[string]string{
		"Action=Nonsense&Version=2011-06-15":          "400 InvalidAction: Could not find operation Nonsense for version 2011-06-15",
		"Action=GetCallerIdentity&Version=2010-01-01": "400 InvalidAction: Could not find operation GetCallerIdentity for version 2010-01-01",
		"Action=GetCallerIdentity":                    "400 InvalidAction: Could not find operation GetCallerIdentity for version NO_VERSION_SPECIFIED",
		"Version=2011-06-15":                          "400 MissingAction: Missing Action",
		"Action=GetCallerIdentity&Version=2011-06-15": "403 MissingAuthenticationToken: Request is missing Authentication Token",
		"Action=%zz": "404 MalformedQueryString: ",
	} {
		if got := anonymous(t, s, query); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
}

// anonymous posts a form without a signature and returns "STATUS CODE: MESSAGE".
func anonymous(t *testing.T, s *service, form string) string {
	t.Helper()
	r := must(http.Post(s.url, "application/x-www-form-urlencoded", strings.NewReader(form)))(t)
	defer r.Body.Close()
	body := string(must(io.ReadAll(r.Body))(t))
	cut := func(name string) string {
		_, after, _ := strings.Cut(body, "<"+name+">")
		text, _, _ := strings.Cut(after, "</"+name+">")
		return text
	}
	return r.Status[:3] + " " + cut("Code") + ": " + cut("Message")
}

// Parameters may be in the query string, as a presigned GetCallerIdentity has
// them.
func TestParametersInTheQueryString(t *testing.T) {
	s := start(t)
	client := sdk.NewPresignClient(s.as("user/nobody"))
	signed := must(client.PresignGetCallerIdentity(ctx, &sdk.GetCallerIdentityInput{}))(t)
	if _, err := url.Parse(signed.URL); err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequest(signed.Method, signed.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header = signed.SignedHeader
	r := must(http.DefaultClient.Do(request))(t)
	defer r.Body.Close()
	if body := string(must(io.ReadAll(r.Body))(t)); r.StatusCode != 200 || !strings.Contains(body, "<Arn>arn:aws:iam::111122223333:user/nobody</Arn>") {
		t.Errorf("%d %s", r.StatusCode, body)
	}
}
