package emulator_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"

	"github.com/denylab/denylab/emulator"
	"github.com/denylab/denylab/emulator/journal"
	"github.com/denylab/denylab/emulator/world"
)

const (
	owner  = "111122223333"
	other  = "444455556666" // outside the organization
	member = "777788889999" // in owner's organization, below an SCP
	keyID  = "1234abcd-12ab-34cd-56ef-1234567890ab"
	keyARN = "arn:aws:kms:us-east-1:" + owner + ":key/" + keyID
)

// now is the time in a lab that start starts.
var now = time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)

// A lab is one without a socket: clients hand their requests to its handler.
type lab struct {
	*emulator.Lab
	t testing.TB
}

func start(t testing.TB, o emulator.Options) *lab {
	t.Helper()
	inner, err := emulator.New(described(o))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := inner.Close(); err != nil {
			t.Error(err)
		}
	})
	return &lab{inner, t}
}

// described completes options with the test world, the test clock and a seed.
func described(o emulator.Options) emulator.Options {
	if o.World == nil {
		o.World = testWorld()
	}
	if o.Clock == nil {
		o.Clock = func() time.Time { return now }
		o.SigningClock = time.Now // the SDK's signer has no other
	}
	if o.Seed == "" {
		o.Seed = "test"
	}
	return o
}

// RoundTrip implements http.RoundTripper: the request reaches the lab as a
// server reads it.
func (l *lab) RoundTrip(r *http.Request) (*http.Response, error) {
	in, err := http.NewRequestWithContext(r.Context(), r.Method, r.URL.RequestURI(), r.Body)
	if err != nil {
		return nil, err
	}
	in.RequestURI, in.Host, in.RemoteAddr = r.URL.RequestURI(), r.Host, "203.0.113.7:40000"
	if in.Host == "" {
		in.Host = r.URL.Host
	}
	in.Header, in.ContentLength = r.Header.Clone(), r.ContentLength
	if in.Body == nil {
		in.Body = http.NoBody
	}
	out := httptest.NewRecorder()
	l.ServeHTTP(out, in)
	response := out.Result()
	response.Request = r
	return response, nil
}

// A client calls the lab as one principal.
type client struct {
	s3  *s3.Client
	kms *kms.Client
	sts *sts.Client
}

// as is a client of a principal; path is put before its requests' paths.
func (l *lab) as(ref string, path ...string) client {
	l.t.Helper()
	c, err := l.CredentialsAs(ref)
	if err != nil {
		l.t.Fatal(err)
	}
	return l.with(c, path...)
}

func (l *lab) with(c world.Credential, path ...string) client {
	cfg := aws.Config{
		Region: "us-east-1", BaseEndpoint: aws.String("http://lab.test" + strings.Join(path, "")),
		Credentials: aws.AnonymousCredentials{}, HTTPClient: &http.Client{Transport: l},
		Retryer: func() aws.Retryer { return aws.NopRetryer{} },
	}
	if c.AccessKeyID != "" {
		cfg.Credentials = credentials.NewStaticCredentialsProvider(c.AccessKeyID, c.Secret, c.Token)
	}
	return client{
		s3:  s3.NewFromConfig(cfg, func(o *s3.Options) { o.UsePathStyle = true }),
		kms: kms.NewFromConfig(cfg), sts: sts.NewFromConfig(cfg),
	}
}

// raw sends a request without a signature.
func (l *lab) raw(method, target, body string, header ...string) *http.Response {
	l.t.Helper()
	u, err := url.Parse(target)
	if err != nil {
		l.t.Fatal(err)
	}
	if u.Host == "" {
		u.Scheme, u.Host = "http", "lab.test"
	}
	r := &http.Request{Method: method, URL: u, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body))}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	response, err := l.RoundTrip(r)
	if err != nil {
		l.t.Fatal(err)
	}
	return response
}

func text(t testing.TB, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// last is the newest exchange.
func (l *lab) last() *journal.Entry {
	l.t.Helper()
	all := l.Journal().Entries()
	if len(all) == 0 {
		l.t.Fatal("the journal is empty")
	}
	return all[len(all)-1]
}

// codeOf is an error as "403 AccessDenied"; "" for nil.
func codeOf(err error) string {
	if err == nil {
		return ""
	}
	status := 0
	var response interface{ HTTPStatusCode() int }
	if errors.As(err, &response) {
		status = response.HTTPStatusCode()
	}
	code := err.Error()
	var api smithy.APIError
	if errors.As(err, &api) {
		code = api.ErrorCode()
	}
	return fmt.Sprintf("%d %s", status, code)
}

func wantCode(t testing.TB, err error, want string) {
	t.Helper()
	if got := codeOf(err); got != want {
		t.Errorf("got %q (%v), want %q", got, err, want)
	}
}

func (c client) put(bucket, key, body string) error {
	_, err := c.s3.PutObject(context.Background(), &s3.PutObjectInput{Bucket: &bucket, Key: &key, Body: bytes.NewReader([]byte(body))})
	return err
}

func (c client) get(bucket, key string) (string, error) {
	out, err := c.s3.GetObject(context.Background(), &s3.GetObjectInput{Bucket: &bucket, Key: &key})
	if err != nil {
		return "", err
	}
	b, err := io.ReadAll(out.Body)
	return string(b), err
}

func statement(effect, actions, resource string) string {
	return `{"Effect":"` + effect + `","Action":["` + strings.ReplaceAll(actions, " ", `","`) + `"],"Resource":"` + resource + `"}`
}

func policy(statements ...string) *world.Policy {
	return world.MustPolicy(`{"Version":"2012-10-17","Statement":[` + strings.Join(statements, ",") + `]}`)
}

func allow(actions, resource string) *world.Policy {
	return policy(statement("Allow", actions, resource))
}

func inline(p *world.Policy) map[string]*world.Policy { return map[string]*world.Policy{"inline": p} }

// to is a statement of a resource policy.
func to(principal, effect, actions, resource string) string {
	return strings.Replace(statement(effect, actions, resource), "{", `{"Principal":`+principal+`,`, 1)
}

// testWorld has an account with everything, one outside the organization and
// one below an SCP. alice, carol and dave may do everything their accounts can,
// bob nothing; the roles are each held back by one layer.
func testWorld() *world.World {
	everything := inline(allow("s3:* kms:* sts:*", "*"))
	trust := world.MustPolicy(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::` + owner + `:root"},"Action":["sts:AssumeRole","sts:TagSession"]}]}`)
	return &world.World{
		Accounts: map[string]*world.Account{
			owner: {
				Users: map[string]*world.User{
					"alice": {Policies: everything, Tags: map[string]string{"team": "blue"}},
					"bob":   {},
				},
				Policies: map[string]*world.ManagedPolicy{"ReadOnly": {Policy: allow("s3:Get* s3:List* kms:*", "*")}},
				Roles: map[string]*world.Role{
					"Reader":  {Path: "/jobs/", Trust: trust, Policies: inline(allow("s3:GetObject s3:ListBucket", "*"))},
					"Bounded": {Policies: everything, Boundary: "ReadOnly"},
					"Job":     {Trust: trust, Policies: everything},
					"Forbidden": {Policies: inline(policy(statement("Allow", "s3:*", "*"),
						statement("Deny", "s3:*Object*", "arn:aws:s3:::data/*")))},
				},
				Keys: map[string]*world.Key{keyID: {Aliases: []string{"alias/training"}}},
				Buckets: map[string]*world.Bucket{
					"data": {Objects: map[string]*world.Object{"seeded.txt": {Body: "hello, lab"}}, Tags: map[string]string{"stage": "test"}},
					"shared": {Policy: policy(to(`{"AWS":"`+other+`"}`, "Allow", "s3:GetObject", "arn:aws:s3:::shared/*"),
						to(`"*"`, "Deny", "s3:DeleteObject", "arn:aws:s3:::shared/*")),
						Objects: map[string]*world.Object{"seeded.txt": {Body: "for others"}}},
					"legacy": {Ownership: "ObjectWriter", PublicAccessBlock: &world.PublicAccessBlock{},
						Objects: map[string]*world.Object{"foreign.txt": {Body: "carol's", Owner: other}}},
					"public": {PublicAccessBlock: &world.PublicAccessBlock{},
						Policy:  policy(to(`"*"`, "Allow", "s3:GetObject s3:PutObject", "arn:aws:s3:::public/*")),
						Objects: map[string]*world.Object{"seeded.txt": {Body: "for all"}}},
					"payer": {RequesterPays: true, Policy: policy(to(`{"AWS":"`+other+`"}`, "Allow", "s3:*", "arn:aws:s3:::payer/*")),
						Objects: map[string]*world.Object{"seeded.txt": {Body: "not free"}}},
					"vers": {Versioning: "Enabled", Objects: map[string]*world.Object{"seeded.txt": {Body: "v1"}}},
					"sse":  {Encryption: &world.Encryption{Algorithm: "aws:kms", Key: keyID}, Objects: map[string]*world.Object{"seeded.txt": {Body: "secret"}}},
				},
				AccessGrants: &world.AccessGrants{Locations: map[string]*world.GrantsLocation{"default": {Scope: "s3://", Role: "Job"}},
					Grants: map[string]*world.AccessGrant{"reads": {SubPrefix: "data/in/*", Permission: "READ", Grantee: "user/alice"}}},
				VPCs: map[string]*world.VPC{"vpc-1": {Endpoints: map[string]*world.Endpoint{
					"vpce-s3":  {Service: "s3", Policy: policy(to(`"*"`, "Allow", "s3:GetObject s3:ListBucket", "*"))},
					"vpce-kms": {Service: "kms"},
				}}},
			},
			other: {
				Users:   map[string]*world.User{"carol": {Policies: everything}},
				Buckets: map[string]*world.Bucket{"theirs": {}},
			},
			member: {
				Users:   map[string]*world.User{"dave": {Policies: everything}},
				Buckets: map[string]*world.Bucket{"guarded": {Objects: map[string]*world.Object{"seeded.txt": {Body: "guarded"}}}},
			},
		},
		Organization: &world.Organization{
			ID: "o-exampleorgid", Management: owner,
			SCPs: map[string]*world.ControlPolicy{"NoWrites": {Policy: policy(statement("Deny", "s3:Put* s3:Delete* s3:Create*", "*"))}},
			RCPs: map[string]*world.ControlPolicy{"NoTagging": {Policy: policy(to(`"*"`, "Deny", "s3:GetObjectTagging", "*"))}},
			Root: &world.Unit{Units: map[string]*world.Unit{"Jobs": {
				SCPs: []string{"FullAWSAccess", "NoWrites"}, RCPs: []string{"NoTagging"},
				Accounts: map[string]*world.Membership{member: {}},
			}}},
		},
	}
}
