package organizations_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	sdk "github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"

	"github.com/denylab/denylab/emulator"
	"github.com/denylab/denylab/emulator/world"
)

const (
	management = "999999999999"
	member     = "111122223333" // in Workloads/Production
	sibling    = "222233334444" // in the root
	outside    = "444455556666" // in no organization

	organizationID = "o-exampleorgid"
	rootID         = "r-root"
	workloads      = "ou-root-workload"
	production     = "ou-root-producti"
	sandbox        = "ou-root-sandbox1"
	noDeletes      = "p-nodeletes"
	fullAccess     = "p-FullAWSAccess"
	rcpFullAccess  = "p-RCPFullAWSAccess"

	prefix = "arn:aws:organizations::" + management + ":"

	denyDeletes = `{"Version":"2012-10-17","Statement":{"Sid":"NoDeletes","Effect":"Deny","Action":"s3:Delete*","Resource":"*"}}`
)

var start = time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)

// A lab is one without a socket, with a clock that tests can set.
type lab struct {
	*emulator.Lab
	t   testing.TB
	now time.Time
}

func user(statements ...string) *world.User {
	u := &world.User{}
	if len(statements) > 0 {
		u.Policies = map[string]*world.Policy{"Given": world.MustPolicy(`{"Version":"2012-10-17","Statement":[` + strings.Join(statements, ",") + `]}`)}
	}
	return u
}

const everything = `{"Effect":"Allow","Action":"*","Resource":"*"}`

func describe() *world.World {
	return &world.World{
		Organization: &world.Organization{
			ID: organizationID, Management: management,
			SCPs: map[string]*world.ControlPolicy{
				"NoDeletes": {ID: noDeletes, Description: "Nothing is deleted", Tags: map[string]string{"team": "blue"}, Policy: world.MustPolicy(denyDeletes)},
			},
			Root: &world.Unit{
				ID: rootID, Accounts: map[string]*world.Membership{sibling: {}},
				Units: map[string]*world.Unit{
					"Workloads": {ID: workloads, Tags: map[string]string{"stage": "live"}, Units: map[string]*world.Unit{
						"Production": {ID: production, Accounts: map[string]*world.Membership{member: {Tags: map[string]string{"owner": "ana"}}}},
					}},
					"Sandbox": {ID: sandbox},
				},
			},
		},
		Accounts: map[string]*world.Account{
			management: {Name: "management", Email: "aws@example.com", Users: map[string]*world.User{"admin": user(everything), "nobody": user()}},
			member: {
				Name: "production", Email: "prod@example.com",
				Users: map[string]*world.User{"dev": user(everything), "nobody": user()}, Buckets: map[string]*world.Bucket{"data": {}},
			},
			sibling: {Users: map[string]*world.User{"dev": user(everything)}},
			outside: {Users: map[string]*world.User{"guest": user(everything)}},
		},
	}
}

func open(t testing.TB, change ...func(*world.World)) *lab {
	t.Helper()
	w := describe()
	for _, c := range change {
		c(w)
	}
	l := &lab{t: t, now: start}
	inner, err := emulator.New(emulator.Options{World: w, Seed: "test", Clock: func() time.Time { return l.now }, SigningClock: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	l.Lab = inner
	t.Cleanup(func() {
		if err := inner.Close(); err != nil {
			t.Error(err)
		}
	})
	return l
}

// RoundTrip implements http.RoundTripper: the request reaches the lab as a
// server reads it.
func (l *lab) RoundTrip(r *http.Request) (*http.Response, error) {
	in := r.Clone(r.Context())
	in.RequestURI, in.RemoteAddr = r.URL.RequestURI(), "203.0.113.7:40000"
	if in.Host == "" {
		in.Host = r.URL.Host
	}
	if in.Body == nil {
		in.Body = http.NoBody
	}
	out := httptest.NewRecorder()
	l.ServeHTTP(out, in)
	response := out.Result()
	response.Request = r
	return response, nil
}

// config is that of the clients of a principal: ACCOUNT:user/NAME.
func (l *lab) config(ref string) aws.Config {
	l.t.Helper()
	c, err := l.CredentialsAs(ref)
	if err != nil {
		l.t.Fatal(err)
	}
	return l.with(c.AccessKeyID, c.Secret, c.Token)
}

func (l *lab) with(id, secret, token string) aws.Config {
	return aws.Config{
		Region: "us-east-1", BaseEndpoint: aws.String("http://lab.test"), HTTPClient: &http.Client{Transport: l},
		Retryer:     func() aws.Retryer { return aws.NopRetryer{} },
		Credentials: credentials.NewStaticCredentialsProvider(id, secret, token),
	}
}

// as is an Organizations client of a principal, admin the one of the
// management account's administrator.
func (l *lab) as(ref string) *sdk.Client { return sdk.NewFromConfig(l.config(ref)) }
func (l *lab) admin() *sdk.Client        { return l.as(management + ":user/admin") }

// deletes says what the member's developer hears who deletes an object.
func (l *lab) deletes() error {
	c := s3.NewFromConfig(l.config(member+":user/dev"), func(o *s3.Options) { o.UsePathStyle = true })
	return second(c.DeleteObject(l.t.Context(), &s3.DeleteObjectInput{Bucket: aws.String("data"), Key: aws.String("k")}))
}

func (l *lab) assume(ref, role string) error {
	return second(sts.NewFromConfig(l.config(ref)).AssumeRole(l.t.Context(), &sts.AssumeRoleInput{RoleArn: &role, RoleSessionName: aws.String("me")}))
}

func second[T any](_ T, err error) error { return err }

// must is f's result; an error ends the test.
func must[T any](out T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
}

// want fails unless err has a code, and a reason where one is given behind a
// colon. "" is success.
func want(t testing.TB, err error, code string) {
	t.Helper()
	if got := codeOf(err, strings.Contains(code, ":")); got != code {
		t.Errorf("got %q (%v), want %q", got, err, code)
	}
}

func codeOf(err error, reason bool) string {
	var api smithy.APIError
	if err == nil || !errors.As(err, &api) {
		if err != nil {
			return err.Error()
		}
		return ""
	}
	if reason {
		return api.ErrorCode() + ":" + reasonOf(err)
	}
	return api.ErrorCode()
}

func message(err error) string {
	var api smithy.APIError
	if !errors.As(err, &api) {
		return ""
	}
	return api.ErrorMessage()
}
